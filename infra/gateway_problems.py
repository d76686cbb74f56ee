"""What API Gateway answers before any function runs, in the shape of every other refusal of ours.

The packaged template tells API Gateway; the local front door, whose engine has no such responses, says the same.
"""

import json
from typing import Any

# API Gateway's response type → status, code, title
PROBLEMS = {
    "MISSING_AUTHENTICATION_TOKEN": (404, "not_found", "There is nothing here."),
    "REQUEST_TOO_LARGE": (413, "too_large", "The request is too large."),
    "THROTTLED": (429, "rate_limited", "Too many requests. Please try again in a moment."),
    "INTEGRATION_TIMEOUT": (504, "busy", "This took too long. Please try again."),
    "DEFAULT_5XX": (500, "unexpected", "Something went wrong on our side."),
}


def problem(kind: str, request_id: str) -> dict[str, Any]:
    """The problem details (RFC 9457) of one response type."""
    status, code, title = PROBLEMS[kind]
    return {
        "type": f"/docs/errors/#{code}",
        "title": title,
        "status": status,
        "code": code,
        "request_id": request_id,
    }


def headers(kind: str) -> dict[str, str]:
    """The headers of one response type."""
    again = {"Retry-After": "1"} if PROBLEMS[kind][0] == 429 else {}
    return {"Content-Type": "application/problem+json"} | again


def gateway_responses() -> dict[str, Any]:
    """The template's `x-amazon-apigateway-gateway-responses`."""
    return {
        kind: {
            "statusCode": str(status),
            "responseTemplates": {"application/json": json.dumps(problem(kind, "$context.requestId"))},
            "responseParameters": {
                f"gatewayresponse.header.{name}": f"'{value}'" for name, value in headers(kind).items()
            },
        }
        for kind, (status, _, _) in PROBLEMS.items()
    }

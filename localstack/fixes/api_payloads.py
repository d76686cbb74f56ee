"""API Gateway's payload rules: 10 MB and 6 MB limits, compression, and no inner detail in a 502.

Wrong: MiniStack takes and returns bodies of any size, ignores `minimumCompressionSize`, and answers a failed
function with its error message where AWS says "Internal server error".
Upstream should: apply the documented limits and the API's compression setting on the data plane.
"""

import gzip
import json

from ministack.services import apigateway_v1

from localstack.fixes.guard import rewrite

API_LIMIT_BYTES = 10 * 1024 * 1024
LAMBDA_LIMIT_BYTES = 6 * 1024 * 1024

JSON_TYPE = {"Content-Type": "application/json"}


def refuse_large_request(body: bytes) -> tuple | None:
    """Return the 413 of a body that API Gateway, or Lambda behind it, would not take."""
    if len(body or b"") <= LAMBDA_LIMIT_BYTES:
        return None
    too_long = len(body) > API_LIMIT_BYTES
    message = "HTTP content length exceeded 10485760 bytes." if too_long else "Request Too Long"
    return 413, dict(JSON_TYPE), json.dumps({"message": message}).encode()


def finish_response(api: dict | None, request_headers: dict, response: tuple) -> tuple:
    """Refuse what Lambda could not return and compress what the API's setting and the client ask for."""
    status, headers, body = response
    if not isinstance(body, bytes) or api is None:
        return response
    if len(body) > LAMBDA_LIMIT_BYTES:
        return 502, dict(JSON_TYPE), b'{"message": "Internal server error"}'
    smallest = api.get("minimumCompressionSize")
    accepted = request_headers.get("accept-encoding", "")
    encoded = any(name.lower() == "content-encoding" for name in headers)
    if smallest is None or len(body) < int(smallest) or "gzip" not in accepted or encoded:
        return response
    return status, headers | {"Content-Encoding": "gzip"}, gzip.compress(body, 5)


def apply() -> None:
    """Check the request before, and shape the response after, the integration."""
    rewrite(
        apigateway_v1._handle_execute_in_scope,
        (
            "    # What a gateway response can map from",
            (
                "    from localstack.fixes.api_payloads import finish_response, refuse_large_request\n"
                "    refused = refuse_large_request(body)\n"
                "    if refused is not None:\n        return refused\n"
                "    # What a gateway response can map from"
            ),
        ),
        (
            "    return response\n",
            "    return finish_response(_rest_apis.get(api_id), headers or {}, response)\n",
        ),
    )
    rewrite(
        apigateway_v1._invoke_lambda_proxy_v1,
        (
            'json.dumps({"message": err}).encode()',
            'b\'{"message": "Internal server error"}\'',
        ),
    )

"""What the API's document says alike of many routes: their refusals, their headers."""

PROBLEM = {
    "type": "object",
    "description": "RFC 9457 problem details.",
    "required": ["type", "title", "status", "code", "request_id"],
    "properties": {
        "type": {
            "type": "string",
            "description": "Where the error is explained.",
            "examples": ["/docs/errors/#sold_out"],
        },
        "title": {
            "type": "string",
            "description": "The error in one sentence, for people.",
            "examples": ["Too few are left."],
        },
        "status": {"type": "integer", "description": "The answer's HTTP status.", "examples": [422]},
        "code": {
            "type": "string",
            "description": "The error in one word, for programs.",
            "examples": ["invalid_input"],
        },
        "detail": {"type": "string", "description": "What is the matter in this case.", "examples": ["2 are left."]},
        "request_id": {
            "type": "string",
            "description": "Tell us this when you ask for help.",
            "examples": ["3f0c9a52-77e2-4a0c-9d59-0b6d8a2f6a11"],
        },
        "errors": {
            "type": "array",
            "description": "Which fields are not valid, and why.",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {
                    "field": {
                        "type": "string",
                        "description": "Its place in the body.",
                        "examples": ["lines.0.quantity"],
                    },
                    "message": {
                        "type": "string",
                        "description": "Why it is not valid.",
                        "examples": ["Field required"],
                    },
                },
            },
        },
    },
}
IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "For a day the same key makes the same request safe to repeat. A UUID is best.",
    "schema": {"type": "string", "minLength": 16, "maxLength": 128},
}
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The ETag of the version that you read.",
    "schema": {"type": "string"},
}
HEADERS = {
    "X-Request-Id": {
        "description": "Tell us this when you ask for help.",
        "schema": {"type": "string"},
        "example": "3f0c9a52-77e2-4a0c-9d59-0b6d8a2f6a11",
    },
    "RateLimit-Policy": {
        "description": "By what calls are counted (key, session, order or address), how many there may be in how many "
        "seconds: draft-ietf-httpapi-ratelimit-headers-10.",
        "schema": {"type": "string"},
        "example": '"key";q=600;w=60',
    },
    "RateLimit": {
        "description": "How many more calls there may be, and in how many seconds they are counted anew.",
        "schema": {"type": "string"},
        "example": '"key";r=588;t=23',
    },
    "Retry-After": {
        "description": "Seconds to wait before the same request is sent again.",
        "schema": {"type": "integer"},
        "example": 23,
    },
}

"""Sites whose pages may call the API from a browser: a stage's `allowed_origins` (docs/decisions/0027).

CloudFront answers for them in the cloud, the front door on a laptop, both by what stands here; no function hears of it.
"""

import re
from collections.abc import Sequence

# Besides what every page may send and read anyhow (https://fetch.spec.whatwg.org/#cors-safelisted-request-header).
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
SENT = ("Authorization", "Content-Type", "Idempotency-Key", "If-Match")
READ = ("ETag", "RateLimit", "RateLimit-Policy", "Retry-After", "X-Request-Id")
# For so long a browser asks no more for the same address: Chromium's most.
ASKED_AGAIN_SECONDS = 7200

_ORIGIN = re.compile(r"https://[a-z0-9-]+(\.[a-z0-9-]+)+(:\d{1,5})?")


def read_origins(text: str) -> list[str]:
    """The origins of a stage's setting: "https://www.example.com https://shop.example.com", as browsers send them.

    Raises SystemExit with what is wrong: what no browser sends opens nothing, and `*` would open all.
    """
    found = text.split()
    wrong = [origin for origin in found if not _ORIGIN.fullmatch(origin) or origin.endswith(":443")]
    if wrong:
        raise SystemExit(
            "allowed_origins needs origins such as https://www.example.com: https, in small letters, without path, "
            f"slash at the end, * or the usual port. Not: {' '.join(wrong)}"
        )
    return found


def is_open(path: str) -> bool:
    """Whether pages of other sites may ask for this: the API, and the document that describes it."""
    return path.startswith("/api/") or path == "/openapi.json"


def answer_headers(origin: str, allowed: Sequence[str]) -> dict[str, str]:
    """What lets a page of this origin read an answer: nothing unless it is allowed, and never with cookies."""
    if origin not in allowed:
        return {}
    return {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Expose-Headers": ", ".join(READ),
        "Vary": "Origin",
    }


def preflight_headers(origin: str) -> dict[str, str]:
    """What a browser is told that asks, in the name of an allowed page, whether it may send a request."""
    return {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Methods": ", ".join(METHODS),
        "Access-Control-Allow-Headers": ", ".join(SENT),
        "Access-Control-Max-Age": str(ASKED_AGAIN_SECONDS),
        "Vary": "Origin",
    }

"""Where a request comes from."""

import hmac
import ipaddress

from chalicelib.gateways.secrets import key_for
from chalicelib.handlers.wire import Request
from chalicelib.kernel import edge


def address_of(request: Request) -> str:
    """The caller's IP address; "" if only a neighbour's is known.

    CloudFront adds the address of its caller to the list, API Gateway that of CloudFront: what stands before these
    two is the caller's own say, and not believed. Of a request that has not come by CloudFront the whole list is, so
    that it counts by the address that API Gateway has seen.
    """
    chain = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",")]
    seen = chain[-2] if _came_by_cloudfront(request) and len(chain) > 1 else request.source
    try:
        found = ipaddress.ip_address(seen)
    except ValueError:
        return ""
    return str(found) if found.is_global else ""


def _came_by_cloudfront(request: Request) -> bool:
    shown = request.headers.get(edge.HEADER, "")
    return bool(shown) and hmac.compare_digest(shown.encode(), key_for(edge.PURPOSE).hex().encode())

"""From where requests come, and the trail of one that may change something, as the facts that it causes show it."""

from chalicelib.domain.accounts import Caller
from chalicelib.gateways import signing
from chalicelib.handlers.addresses import address_of
from chalicelib.handlers.wire import Request, Route
from chalicelib.kernel.trail import Origin, Trail

_LONGEST_AGENT = 200


def origin_of(request: Request) -> Origin:
    """From where a request comes."""
    address, agent = address_of(request), request.headers.get("user-agent", "")[:_LONGEST_AGENT]
    return Origin(signing.origin_key(address, agent), address, agent)


def trail_of(declared: Route, request: Request, caller: Caller) -> Trail | None:
    """None for what only reads."""
    if declared.method == "GET":
        return None
    return Trail(declared.function.__name__, caller.session_id, lambda: origin_of(request))

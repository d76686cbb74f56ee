"""Who makes a request: a browser by its cookie, a program by its key, a buyer by an order's token, or nobody."""

from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from chalicelib.actions import keys, platform, sessions
from chalicelib.domain.access import EVERYWHERE
from chalicelib.domain.accounts import NOBODY, Caller
from chalicelib.domain.factors import MfaRequired
from chalicelib.domain.orders import OrderNotFound
from chalicelib.domain.permissions import OPERATOR, ORDER_HOLDER, PUBLIC, SIGNED_IN
from chalicelib.gateways import signing
from chalicelib.handlers.wire import Request, Route
from chalicelib.kernel.config import config
from chalicelib.kernel.errors import Forbidden, Unauthenticated

COOKIE = "foyer_session"
REFRESH_COOKIE = "foyer_refresh"


def identify(declared: Route, request: Request, path_values: dict[str, str], now: datetime) -> Caller:
    """Whoever makes a request. Raises Unauthenticated, SessionExpired, KeyNotGood, OrderNotFound."""
    if declared.allow == PUBLIC:
        return NOBODY
    token = bearer_token(request)
    if declared.allow == ORDER_HOLDER:
        if not token:
            raise Unauthenticated("Send the order's token as a bearer token.")
        if not signing.is_order_token(path_values["order_id"], token):
            raise OrderNotFound()
        return NOBODY
    return keys.identify(token, now) if token else sessions.identify(cookie(request), now)


def permitted(declared: Route, caller: Caller) -> Caller:
    """The caller with the places where they may call this route. Raises Forbidden, MfaRequired.

    Routes for whoever is signed in stay open to who lacks the second factor that the account asks for: by them it is
    set up.
    """
    allow = declared.allow
    if allow in (PUBLIC, ORDER_HOLDER) or (allow == SIGNED_IN and caller.session_id):
        return caller
    if caller.lacks_mfa:
        raise MfaRequired()
    if allow == OPERATOR and platform.is_operator(caller):
        return caller
    places = caller.rights.places(allow)
    if not places:
        raise Forbidden(f"This needs the permission {allow}.")
    if declared.makes_events:
        places = caller.rights.places_of_new_events(allow)
        if not places:
            raise Forbidden(f"This needs the permission {allow} for an organizer: that for an event makes no other.")
    if not declared.is_within_places and EVERYWHERE not in places:
        raise Forbidden(f"This needs the permission {allow} for the whole account.")
    return replace(caller, places=places)


def bearer_token(request: Request) -> str:
    """The bearer token's value, "" without one."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def cookie(request: Request, wanted: str = COOKIE) -> str:
    """A cookie's value, "" without one, and for a page of another site: browsers name the site that asks.

    SameSite keeps cookies from most others already, but a neighbour under our own domain is of the same site, and may
    be allowed to call the API (docs/decisions/0027).
    """
    origin = request.headers.get("origin")
    if origin and origin != _own_origin():
        return ""
    for pair in request.headers.get("cookie", "").split(";"):
        name, _, value = pair.strip().partition("=")
        if name == wanted:
            return value
    return ""


def _own_origin() -> str:
    """Where our own pages are, as browsers say it."""
    base = urlsplit(config().base_url)
    return f"{base.scheme}://{base.netloc}".lower()

"""API keys, for the members of an account."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import keys
from chalicelib.actions.places import PlaceNotFound
from chalicelib.domain.access import BeyondOwnRights
from chalicelib.domain.accounts import Caller
from chalicelib.domain.keys import KeyEndsInThePast, KeyNotFound, TooManyKeys
from chalicelib.handlers.models.keys import KeyList, KeyOut, KeyWithText, NewKey
from chalicelib.handlers.route import route
from chalicelib.kernel.errors import Busy
from chalicelib.kernel.once import Once

routes = Blueprint(__name__)


@route(routes, "GET", "/keys", allow="keys.edit")
def list_keys(caller: Caller) -> KeyList:
    """The account's keys: what each may do, and when it was used last."""
    return KeyList(items=[KeyOut.of(key) for key in keys.list_keys(caller)], next=None)


@route(
    routes,
    "POST",
    "/keys",
    allow="keys.edit",
    answers=201,
    refusals=(BeyondOwnRights, PlaceNotFound, KeyEndsInThePast, TooManyKeys, Busy),
)
def make_key(caller: Caller, body: NewKey, once: Once, now: datetime) -> KeyWithText:
    """Make a key for a program. The answer shows it, and no other answer does."""
    return KeyWithText.shown(*keys.make(body.model_dump(), caller, once, now))


@route(routes, "DELETE", "/keys/{key_id}", allow="keys.edit", answers=204, refusals=(KeyNotFound, Busy))
def revoke_key(key_id: str, caller: Caller, now: datetime) -> None:
    """Revoke a key: the next call with it is refused."""
    keys.revoke(key_id, caller, now)

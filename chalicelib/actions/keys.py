"""API keys: made, shown once, used and revoked."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from chalicelib.actions import places
from chalicelib.domain.access import BeyondOwnRights
from chalicelib.domain.accounts import Caller
from chalicelib.domain.keys import USED_WITHIN, ApiKey, HeldKeysMoved, KeyEndsInThePast, KeyNotFound, KeyNotGood
from chalicelib.gateways import signing
from chalicelib.kernel.errors import AlreadyDone, Busy
from chalicelib.kernel.once import Once
from chalicelib.kernel.team_facts import KeyMade, KeyRevoked
from chalicelib.tables import keys, marks
from chalicelib.tables.commit import commit

# What every key begins with: scanners of code and logs find it.
PREFIX = "foyer_"
_RACES = 6


def make(new: Mapping[str, Any], caller: Caller, once: Once, now: datetime) -> tuple[ApiKey, str]:
    """A key, and its text: nobody can read it again.

    Raises BeyondOwnRights, TooManyKeys, PlaceNotFound, KeyEndsInThePast, Busy.
    Asked again with the same Idempotency-Key, the same key answers with the same text.
    """
    text = PREFIX + signing.derived_secret("api-key", once.id("key"))
    key = ApiKey(
        key_id=once.id("key"),
        account_id=caller.account_id,
        key_hash=signing.token_hash(text),
        ending=text[-4:],
        made_by=caller.user_id,
        made_at=now,
        **new,
    )
    if not caller.rights.covers(key.rights):
        raise BeyondOwnRights()
    places.check(key.places, caller, field="places")
    _hold(key, once, caller, now)
    marks.check(once)
    return keys.find_key(key.key_hash) or key, text  # by itself: the account's list follows some moments later


def _hold(key: ApiKey, once: Once, caller: Caller, now: datetime) -> None:
    fact = KeyMade(key.key_id, key.account_id, data={"permissions": sorted(key.permissions), "places": key.places})
    for _ in range(_RACES):
        if marks.is_done(once):
            return
        if not key.is_good(now):
            raise KeyEndsInThePast(expires_at="must lie in the future")
        held = keys.edited_held(keys.get_held(key.account_id).with_key(key, now))
        with suppress(HeldKeysMoved):
            with suppress(AlreadyDone):
                commit([marks.new_mark(once, now), keys.new_key(key), held], [fact], now=now, by=caller.user_id)
            return
    raise Busy()


def list_keys(caller: Caller) -> list[ApiKey]:
    """The account's keys."""
    return keys.list_keys(caller.account_id)


def revoke(key_id: str, caller: Caller, now: datetime) -> None:
    """The next call with it is refused. Raises KeyNotFound, Busy."""
    take_away(keys.get_key(caller.account_id, key_id), caller.user_id, now)


def take_away(key: ApiKey, by: str, now: datetime) -> None:
    """The next call with it is refused, and another one has its place. Raises KeyNotFound, Busy."""
    for _ in range(_RACES):
        held = keys.edited_held(keys.get_held(key.account_id).without_key(key.key_id))
        with suppress(HeldKeysMoved):
            return commit([keys.revoked_key(key), held], [KeyRevoked(key.key_id, key.account_id)], now=now, by=by)
    raise Busy()


def identify(text: str, now: datetime) -> Caller:
    """Which program calls, with the rights of its key. Raises KeyNotGood."""
    key = keys.find_key(signing.token_hash(text))
    if not key or not key.is_good(now):
        raise KeyNotGood()
    if not key.used_at or now - key.used_at > USED_WITHIN:
        with suppress(KeyNotFound):
            commit([keys.used_key(key, now)], [], now=now, by=key.key_id)
    return Caller(key.account_id, key.key_id, key.rights, calls_per_minute=key.calls_per_minute)

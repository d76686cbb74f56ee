"""API keys: what a program may do, where, and until when."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from chalicelib.domain.access import EVERYWHERE, Rights
from chalicelib.kernel.errors import Conflict, Invalid, NotFound, Unauthenticated

# How exactly it is known when a key was used last: each step is a write.
USED_WITHIN = timedelta(minutes=10)
MOST_KEYS = 50


class KeyNotFound(NotFound):
    """There is no such key."""


class HeldKeysMoved(Exception):
    """Another key of the account was made or revoked meanwhile: read again."""


class KeyNotGood(Unauthenticated):
    """This key is unknown, revoked or over."""


class KeyEndsInThePast(Invalid):
    """A key has to be good for a while."""


class TooManyKeys(Conflict):
    """An account has fifty keys at most: revoke one that is not used."""


@dataclass(frozen=True)
class ApiKey:
    """A program's key. Only the hash of it is stored; `ending` are its last characters, by which people know it.

    `places` are the organizers and events that it is for, or the whole account.
    """

    key_id: str
    account_id: str
    name: str
    key_hash: str
    ending: str
    permissions: list[str]
    places: list[str]
    made_by: str
    made_at: datetime
    expires_at: datetime | None = None
    used_at: datetime | None = None
    calls_per_minute: int = 600

    @property
    def rights(self) -> Rights:
        """What the key may do, by place."""
        return Rights({place: frozenset(self.permissions) for place in self.places or [EVERYWHERE]})

    def is_good(self, now: datetime) -> bool:
        """Whether it is not over."""
        return not self.expires_at or now < self.expires_at


@dataclass(frozen=True)
class HeldKeys:
    """Which keys an account has, each until it is over; None: until it is revoked."""

    account_id: str
    until: dict[str, datetime | None] = field(default_factory=dict)
    version: int | None = None

    def with_key(self, key: ApiKey, now: datetime) -> "HeldKeys":
        """With one more; those that are over hold no place. Raises TooManyKeys."""
        good = {key_id: ends_at for key_id, ends_at in self.until.items() if not ends_at or now < ends_at}
        if len(good) >= MOST_KEYS:
            raise TooManyKeys()
        return replace(self, until=good | {key.key_id: key.expires_at})

    def without_key(self, key_id: str) -> "HeldKeys":
        """With one less."""
        return replace(self, until={one: ends_at for one, ends_at in self.until.items() if one != key_id})

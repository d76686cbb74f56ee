"""Rates: how often one caller may ask in a minute, and how much of that is left."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.domain.accounts import Caller
from chalicelib.kernel.errors import TooMany

WINDOW = timedelta(minutes=1)
# A session is a person; what is meant is a script that goes astray in a browser.
_CALLS_OF_A_SESSION = 6000
# A checkout takes ten; a page that waits for its tickets looks every other second.
_CALLS_OF_AN_ORDER = 600
# Two thousand buyers behind one carrier's address can open an on-sale's page within its first minute.
_CALLS_OF_AN_ADDRESS = 6000
_STEPS = 50


class RateLimited(TooMany):
    """These were more calls than one caller may make in a minute. Please try again when the next one begins."""


@dataclass(frozen=True)
class Rate:
    """So many calls of one caller a minute. `policy` is what tells callers apart, `who` is one of them."""

    policy: Literal["key", "session", "order", "address"]
    who: str
    limit: int

    @property
    def step(self) -> int:
        """How many calls one instance of a function keeps to itself before it tells the others.

        A fiftieth of the limit: ten instances that share a caller are a fifth of the limit apart at most, and a buyer,
        who never calls so often, costs no write.
        """
        return max(1, self.limit // _STEPS)


@dataclass(frozen=True)
class Quota:
    """What is known of a caller's minute: `calls` are this one, those before, and what other instances told."""

    rate: Rate
    calls: int
    ends_at: datetime

    @property
    def is_used_up(self) -> bool:
        """Whether this call is one too many."""
        return self.calls > self.rate.limit

    @property
    def left(self) -> int:
        """How many more may follow this minute."""
        return max(0, self.rate.limit - self.calls)

    def seconds_left(self, now: datetime) -> int:
        """Until calls are counted anew; at least one, so that nobody who waits as told comes too early."""
        return int((self.ends_at - now).total_seconds()) + 1


def begins_at(now: datetime) -> datetime:
    """When the present minute began: by the clock, so that all instances agree on it."""
    return now.replace(second=0, microsecond=0)


def rate_of(caller: Caller, order_id: str = "", network: str = "") -> Rate | None:
    """What limits whoever calls: their session, their key, the order whose token they hold, or their network.

    None for a neighbour without an address of its own.
    """
    if caller.session_id:
        return Rate("session", caller.session_id, _CALLS_OF_A_SESSION)
    if caller.user_id:
        return Rate("key", caller.user_id, caller.calls_per_minute)
    if order_id:
        return Rate("order", order_id, _CALLS_OF_AN_ORDER)
    return Rate("address", network, _CALLS_OF_AN_ADDRESS) if network else None

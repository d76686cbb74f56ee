"""Deliveries: telling one endpoint one fact, again and again until it is taken or four days have passed."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.kernel.errors import NotFound

# SENDING: a worker has claimed it. DEAD: given up; a member can have it tried again.
DeliveryState = Literal["SENDING", "WAITING", "DELIVERED", "DEAD"]
# Those that lists show: SENDING lasts for seconds.
LISTED: tuple[DeliveryState, ...] = ("DELIVERED", "WAITING", "DEAD")

# What Standard Webhooks advises: quick at first, then with patience, 75 hours in all.
BACKOFF = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
# Longer than sending can take: whoever finds an older claim may take it over.
CLAIM = timedelta(seconds=60)
_JITTER = 0.2
# A message may come a moment before its time.
_EARLY = timedelta(seconds=1)
_FAILURES_BEFORE_REST = 5
_FIRST_REST = timedelta(seconds=30)
_LONGEST_REST = timedelta(minutes=15)
GONE = 410
_TAKEN = range(200, 300)


class DeliveryNotFound(NotFound):
    """There is no such delivery; they are kept for 30 days."""


@dataclass(frozen=True)
class Answer:
    """What an endpoint answered: status 0 and a reason if it did not. `excerpt`: the first kilobyte of its text."""

    status: int
    excerpt: str
    milliseconds: int
    error: str = ""

    @property
    def is_taken(self) -> bool:
        """Whether the endpoint has said that it has it."""
        return self.status in _TAKEN


@dataclass(frozen=True)
class Delivery:
    """`attempts` counts all; `failures` those since it began or was replayed. `replay` is the replay it belongs to.

    `next_at` is when it is tried again, or, while SENDING, when its claim has run out.
    """

    webhook_id: str
    account_id: str
    fact_id: str
    subject: str
    type: str
    created_at: datetime
    state: DeliveryState
    next_at: datetime | None = None
    attempts: int = 0
    failures: int = 0
    status: int = 0
    excerpt: str = ""
    error: str = ""
    milliseconds: int = 0
    tried_at: datetime | None = None
    replay: str = ""
    version: int | None = None


@dataclass(frozen=True)
class Health:
    """How an endpoint has done of late. `failures` in a row, 0 when all is well; it is left in peace while it rests."""

    failures: int = 0
    failing_since: datetime | None = None
    rests_until: datetime | None = None
    status: int = 0
    error: str = ""
    excerpt: str = ""
    failed_at: datetime | None = None


def is_due(delivery: Delivery, replay: str, now: datetime) -> bool:
    """Whether to try now. A replay tries what was delivered or given up once more, and ends a wait, but only once."""
    time_has_come = delivery.next_at is None or delivery.next_at <= now + _EARLY
    if delivery.state == "SENDING":
        return time_has_come
    if replay and replay != delivery.replay:
        return True
    return delivery.state == "WAITING" and time_has_come


def claim(delivery: Delivery, replay: str, now: datetime) -> Delivery:
    """Before sending. An earlier claim that did not come to an end was a failure."""
    begun = _in_round(delivery, replay)
    return replace(
        begun,
        state="SENDING",
        next_at=now + CLAIM,
        attempts=begun.attempts + 1,
        failures=begun.failures + (delivery.state == "SENDING"),
        tried_at=now,
    )


def is_hopeless(delivery: Delivery, replay: str) -> bool:
    """Whether workers have begun it as often as it may fail, and none has come to an end."""
    return delivery.state == "SENDING" and _in_round(delivery, replay).failures >= len(BACKOFF)


def _in_round(delivery: Delivery, replay: str) -> Delivery:
    """A replay begins to count failures anew."""
    if not replay or replay == delivery.replay:
        return delivery
    return replace(delivery, replay=replay, failures=0)


def settle(delivery: Delivery, answer: Answer, chance: float, now: datetime) -> Delivery:
    """After sending. `chance` (0 to 1) spreads the next attempts of many that failed at once."""
    seen = replace(
        delivery,
        status=answer.status,
        excerpt=answer.excerpt,
        error=answer.error,
        milliseconds=answer.milliseconds,
        next_at=None,
    )
    if answer.is_taken:
        return replace(seen, state="DELIVERED", failures=0)
    failures = delivery.failures + 1
    if answer.status == GONE or failures > len(BACKOFF):
        return replace(seen, state="DEAD", failures=failures)
    pause = BACKOFF[failures - 1] * (1 + _JITTER * (2 * chance - 1))
    return replace(seen, state="WAITING", failures=failures, next_at=now + pause)


def postpone(delivery: Delivery, replay: str, until: datetime, chance: float) -> Delivery:
    """The endpoint rests: this costs no attempt. Those that wait do not all come back at once."""
    return replace(_in_round(delivery, replay), state="WAITING", next_at=until + _FIRST_REST * chance)


def give_up(delivery: Delivery, error: str) -> Delivery:
    """It will not be tried unless somebody asks for it."""
    return replace(delivery, state="DEAD", error=error, next_at=None)


def note(health: Health, answer: Answer, now: datetime) -> Health:
    """The endpoint's health after one more answer: who fails five times in a row is given a rest, each time longer."""
    if answer.is_taken:
        return Health()
    failures = health.failures + 1
    tired = failures - _FAILURES_BEFORE_REST
    rest = min(_LONGEST_REST, _FIRST_REST * 2 ** min(tired, 10)) if tired >= 0 else None
    return Health(
        failures=failures,
        failing_since=health.failing_since or now,
        rests_until=now + rest if rest else None,
        status=answer.status,
        error=answer.error,
        excerpt=answer.excerpt,
        failed_at=now,
    )

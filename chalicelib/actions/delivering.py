"""Delivering one fact to one endpoint: claimed, sent, marked; tried for days; known by the fact's id throughout."""

import random
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from chalicelib.domain.deliveries import (
    GONE,
    Answer,
    Delivery,
    Health,
    claim,
    give_up,
    is_due,
    is_hopeless,
    note,
    postpone,
    settle,
)
from chalicelib.domain.endpoints import Endpoint
from chalicelib.domain.envelopes import Recorded, envelope, to_bytes
from chalicelib.domain.events import StaleEdit
from chalicelib.gateways import outbound, queues, webhook_secrets
from chalicelib.kernel.errors import AlreadyDone, Busy
from chalicelib.kernel.webhook_facts import WebhookGone
from chalicelib.tables import deliveries, endpoints, feed, sweeps
from chalicelib.tables.commit import commit
from chalicelib.tables.sweeps import Place
from chalicelib.tables.table import batch_items

# A queue holds a message back for so long; longer waits are the sweep's, which comes by every minute.
_LONGEST_DELAY = timedelta(minutes=15)
_SWEEPS_PATIENCE = timedelta(minutes=2)
# A worker that died: its message comes back by itself, for a quarter of an hour at most; then the sweep asks for it.
CLAIM_TAKEN_UP = timedelta(minutes=20)
# Nothing is written into a minute that has passed; what is due in it may be asked for.
_SWEEPS_DISTANCE = timedelta(minutes=1)
_FIRST_LOOK_BACK = timedelta(minutes=10)
_LONGEST_STRETCH = timedelta(hours=2)
MOST_IN_A_SWEEP = 5000
_IN_A_PART = 1000


@dataclass(frozen=True)
class Asked:
    """What a message asks for."""

    account_id: str
    webhook_id: str
    subject: str
    fact_id: str
    replay: str = ""


@dataclass(frozen=True)
class _Known:
    endpoint: Endpoint
    health: Health
    fact: Recorded
    delivery: Delivery


def deliver(asked: Asked, now: datetime) -> None:
    """Deliver, unless that was done, is being done, or has to wait. A message that comes twice does no harm.

    The claim is written before and the result after the sending. A worker that dies in between delivers again, with
    the same id: its message comes back once the claim has run out, and the sweep asks when no message is left.
    """
    known = _look_up(asked)
    if not known or not is_due(known.delivery, asked.replay, now):
        return
    if not known.endpoint.is_enabled:
        if known.delivery.state != "DELIVERED":  # a replay of it was asked for before
            _save(give_up(known.delivery, "The endpoint is disabled."), now)
        return
    if is_hopeless(known.delivery, asked.replay):
        _save(give_up(known.delivery, "It was begun again and again and never came to an end."), now)
        return
    rests_until = known.health.rests_until
    if rests_until and rests_until > now:
        _wait(postpone(known.delivery, asked.replay, rests_until, random.random()), now)
        return
    claimed = _save(claim(known.delivery, asked.replay, now), now, now + CLAIM_TAKEN_UP)
    if claimed:
        _send(known, claimed, now)


def _look_up(asked: Asked) -> _Known | None:
    """All of it in one read; None if the endpoint was removed."""
    items = batch_items(
        [
            endpoints.endpoint_key(asked.account_id, asked.webhook_id),
            endpoints.health_key(asked.webhook_id),
            feed.fact_key(asked.subject, asked.fact_id),
            deliveries.delivery_key(asked.webhook_id, asked.fact_id),
        ]
    )
    endpoint, fact = endpoints.endpoint_in(items), feed.fact_in(items)
    if not endpoint or not fact:
        return None
    about = (endpoint.webhook_id, endpoint.account_id, fact.fact_id, fact.subject)
    new = Delivery(*about, fact.type, fact.at, "WAITING")
    return _Known(endpoint, endpoints.health_in(items), fact, deliveries.delivery_in(items) or new)


def _save(delivery: Delivery, now: datetime, due_at: datetime | None = None) -> Delivery | None:
    """The delivery as it is stored then; None if another worker was faster."""
    try:
        commit([deliveries.saved_delivery(delivery, now, due_at)], [], now=now, by="deliveries")
    except AlreadyDone:
        return None
    return replace(delivery, version=(delivery.version or 0) + 1)


def _send(known: _Known, claimed: Delivery, now: datetime) -> None:
    endpoint = known.endpoint
    body = to_bytes(envelope(known.fact))
    numbers = endpoint.secret_numbers(now)
    headers = webhook_secrets.headers(endpoint.webhook_id, numbers, known.fact.fact_id, body, now)
    answer = outbound.post(endpoint.url, body, headers)
    settled = settle(claimed, answer, random.random(), now)
    if settled.state == "WAITING":
        _wait(settled, now)
    else:
        _save(settled, now)
    _note_health(known, answer, now)
    if answer.status == GONE:
        _disable(endpoint, now)


def _wait(delivery: Delivery, now: datetime) -> None:
    """Short waits come back by the queue, and by the sweep in case that message was lost; long ones by the sweep."""
    assert delivery.next_at
    pause = delivery.next_at - now
    by_queue = pause <= _LONGEST_DELAY
    due_at = delivery.next_at + _SWEEPS_PATIENCE if by_queue else delivery.next_at
    if _save(delivery, now, due_at) and by_queue:
        ask_for(asked_of(delivery), delay_seconds=min(900, max(0, int(pause.total_seconds()) + 1)))


def ask_for(asked: Asked, delay_seconds: int = 0) -> None:
    """Have one delivery done."""
    queues.send("deliveries", asdict(asked), delay_seconds=delay_seconds)


def asked_of(delivery: Delivery, replay: str = "") -> Asked:
    """What its message asks for."""
    return Asked(delivery.account_id, delivery.webhook_id, delivery.subject, delivery.fact_id, replay)


def _note_health(known: _Known, answer: Answer, now: datetime) -> None:
    health = note(known.health, answer, now)
    if health != known.health:
        with suppress(Busy):  # others note the same at this moment
            commit([endpoints.saved_health(known.endpoint.webhook_id, health)], [], now=now, by="deliveries")


def _disable(endpoint: Endpoint, now: datetime) -> None:
    fact = WebhookGone(endpoint.webhook_id, endpoint.account_id)
    gone = replace(endpoint, disabled_because="gone")
    with suppress(StaleEdit):  # a member has just changed it, or another worker was told the same
        commit([endpoints.saved_endpoint(gone)], [fact], now=now, by="deliveries")


def ask_again(now: datetime, most: int = MOST_IN_A_SWEEP) -> int:
    """What the sweep does about deliveries whose time has come: it asks for them; returns for how many.

    Each part that was asked for is noted, so that nothing is begun anew: fifty thousand of them take some minutes, and
    nobody's order waits for that.
    """
    place, asked = sweeps.find_place() or Place(now - _FIRST_LOOK_BACK), 0
    until = min(now - _SWEEPS_DISTANCE, place.minute + _LONGEST_STRETCH)
    while asked < most:
        names, after = sweeps.due_from(place, until, min(_IN_A_PART, most - asked))
        queues.send_all("deliveries", [asdict(_asked_by(name)) for name in names])
        if after == place:
            break
        commit([sweeps.reached(after)], [], now=now, by="sweep")
        place, asked = after, asked + len(names)
    return asked


def _asked_by(due_name: str) -> Asked:
    webhook_id, account_id, fact_id, subject = due_name.split("#", 3)
    return Asked(account_id, webhook_id, subject, fact_id)

"""An endpoint that listens, what it is told, and workers that die on the way."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from chalicelib.actions import delivering, endpoints
from chalicelib.actions.delivering import Asked
from chalicelib.domain.accounts import on_behalf_of
from chalicelib.domain.deliveries import Delivery
from chalicelib.gateways.clients import aws as client_of
from chalicelib.kernel import clock
from chalicelib.kernel.facts import OrderPaid
from chalicelib.kernel.once import Once
from chalicelib.tables import deliveries, facts, sweeps
from chalicelib.tables.sweeps import Place
from chalicelib.tables.table import client
from tests.receiver import Receiver
from tests.tables.writing import write
from tests.unit.making import new_id


class Told:
    """An endpoint of a new account, and one fact for it."""

    def __init__(self, receiver: Receiver, **fields: object) -> None:
        self.caller = on_behalf_of(new_id("acc"), new_id("usr"))
        self.now = clock.now()
        new = {"url": receiver.url, "description": "", "types": [], "event_ids": []} | fields
        once = Once("test", new_id("key"), "")
        watched, self.secret = endpoints.add_endpoint(new, self.caller, once, self.now)
        self.webhook_id = watched.endpoint.webhook_id
        self.fact_id, self.asked = self.happens()

    def happens(self) -> tuple[str, Asked]:
        """One fact more."""
        subject = new_id("ord")
        write(facts=[OrderPaid(subject, self.caller.account_id, "", {"amount_minor": 1})], now=clock.now())
        [fact] = facts.list_of(subject)
        return fact["id"], Asked(self.caller.account_id, self.webhook_id, subject, fact["id"])

    def deliver(self, now: datetime | None = None, replay: str = "") -> Delivery:
        """What a worker does with the message, and what is stored then."""
        delivering.deliver(replace(self.asked, replay=replay), now or self.now)
        return self.stored()

    def stored(self) -> Delivery:
        return deliveries.find_deliveries(self.webhook_id, [self.fact_id])[self.fact_id]


@contextmanager
def dying_after(writes: int) -> Iterator[None]:
    """The process ends at its next write but so many."""
    left = [writes]

    def die(**_: object) -> None:
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1

    events = client().meta.events
    events.register_first("before-send.dynamodb.TransactWriteItems", die)
    try:
        yield
    finally:
        events.unregister("before-send.dynamodb.TransactWriteItems", die)


@contextmanager
def dying_behind(writes: int) -> Iterator[None]:
    """The process ends as soon as so many of its writes are done, before it knows."""
    left = [writes]

    def die(**_: object) -> None:
        left[0] -= 1
        if not left[0]:
            raise KeyboardInterrupt

    events = client().meta.events
    events.register_first("after-call.dynamodb.TransactWriteItems", die)
    try:
        yield
    finally:
        events.unregister("after-call.dynamodb.TransactWriteItems", die)


def sent_by(act: Callable[[], None], queue: str = "deliveries") -> list[dict[str, str]]:
    """The messages that are handed to a queue meanwhile."""
    seen: list[dict[str, str]] = []

    def note(params: dict[str, object], **_: object) -> None:
        if not str(params["QueueUrl"]).endswith(f"-{queue}"):
            return
        entries = params.get("Entries", [params])
        seen.extend(json.loads(entry["MessageBody"]) for entry in entries)  # type: ignore[attr-defined]

    events, names = client_of("sqs").meta.events, ("SendMessage", "SendMessageBatch")
    for name in names:
        events.register(f"provide-client-params.sqs.{name}", note)
    try:
        act()
    finally:
        for name in names:
            events.unregister(f"provide-client-params.sqs.{name}", note)
    return seen


def due_in(minute: datetime) -> list[str]:
    """The deliveries that the sweep asks for in this minute."""
    return sweeps.due_from(Place(minute), minute, 1000)[0]

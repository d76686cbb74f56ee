"""Deliveries as rows: one worker at a time, listed by state, due while they wait."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chalicelib.domain.deliveries import LISTED, Delivery
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables import deliveries, sweeps
from chalicelib.tables.sweeps import Place
from tests.tables.writing import write
from tests.unit.making import NOW, new_id


def new(**fields: object) -> Delivery:
    made = Delivery(new_id("whk"), "acc_1", new_id("fct"), "ord_1", "order.paid", NOW, "SENDING")
    return replace(made, **fields)  # type: ignore[arg-type]


def saved(delivery: Delivery) -> Delivery:
    write(deliveries.saved_delivery(delivery, NOW))
    return deliveries.find_deliveries(delivery.webhook_id, [delivery.fact_id])[delivery.fact_id]


def test_of_two_workers_one_claims_a_new_delivery() -> None:
    delivery = new()
    saved(delivery)
    with pytest.raises(AlreadyDone):
        write(deliveries.saved_delivery(delivery, NOW))


def test_of_two_workers_one_claims_a_delivery_that_waits() -> None:
    waiting = saved(new(state="WAITING"))
    write(deliveries.saved_delivery(replace(waiting, state="SENDING"), NOW))
    with pytest.raises(AlreadyDone):
        write(deliveries.saved_delivery(replace(waiting, state="SENDING"), NOW))


def test_a_delivery_is_read_as_it_was_written() -> None:
    delivery = new(state="DEAD", attempts=10, failures=10, status=500, excerpt="no", error="e", tried_at=NOW)
    assert saved(delivery) == replace(delivery, version=1)


def test_lists_show_the_states_that_were_asked_for_the_latest_first() -> None:
    webhook_id = new_id("whk")
    facts = sorted(new_id("fct") for _ in range(3))
    for fact_id, state in zip(facts, LISTED, strict=True):
        saved(new(webhook_id=webhook_id, fact_id=fact_id, state=state))
    saved(new(webhook_id=webhook_id, state="SENDING"))
    page = deliveries.list_deliveries(webhook_id, LISTED, None, 2)
    rest = deliveries.list_deliveries(webhook_id, LISTED, page.next, 2)
    assert [found.fact_id for found in [*page.items, *rest.items]] == facts[::-1]
    assert [found.state for found in deliveries.list_deliveries(webhook_id, ["DEAD"], None, 9).items] == ["DEAD"]


def due_in(minute: datetime) -> list[str]:
    return sweeps.due_from(Place(minute), minute, 1000)[0]


def test_what_waits_is_due_and_what_is_done_is_not() -> None:
    minute = NOW + timedelta(days=int(new_id("x")[-3:], 36) % 900)
    delivery = new(state="WAITING", next_at=minute)
    write(deliveries.saved_delivery(delivery, NOW, minute))
    name = deliveries.due_name(delivery)
    assert due_in(minute) == [name]
    assert name not in sweeps.list_due(minute), "whoever waits for an order does not read them"
    found = deliveries.find_deliveries(delivery.webhook_id, [delivery.fact_id])[delivery.fact_id]
    write(deliveries.saved_delivery(replace(found, state="DELIVERED"), NOW))
    assert due_in(minute) == []

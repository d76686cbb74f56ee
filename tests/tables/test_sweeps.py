"""The safety net: an order whose workflow was lost is found all the same."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.actions import delivering, sweeping
from chalicelib.actions.attempts import Work
from chalicelib.domain.blocks import Block
from chalicelib.domain.deliveries import Delivery
from chalicelib.domain.inventory import Take
from chalicelib.domain.orders import Order
from chalicelib.domain.releases import Release
from chalicelib.gateways.clients import aws as client_of
from chalicelib.handlers.workers.edge import DueRowsFailed, EachDueRow
from chalicelib.kernel import clock
from chalicelib.kernel.config import config
from chalicelib.tables import blocks, deliveries, orders, releases, sweeps
from chalicelib.tables.sweeps import Place
from chalicelib.tables.table import client
from tests.shop import wait_for
from tests.tables.writing import write
from tests.unit.making import NOW, new_id
from tests.unit.making import order as make_order

LATER = NOW + timedelta(minutes=30)


@pytest.fixture
def forgotten() -> Order:
    """An order whose hold ended five minutes ago, and no workflow knows of it: no fact was written."""
    now = clock.now()
    ended = now - timedelta(minutes=5)
    made = make_order(
        order_id=new_id("ord"),
        event_id=new_id("evt"),
        takes=[],
        reserved_at=ended - timedelta(minutes=10),
        expires_at=ended,
    )
    write(orders.new_order(made), sweeps.swept(now - timedelta(minutes=8)), now=now)
    return made


def test_how_far_the_sweep_has_come_is_remembered() -> None:
    until = clock.now() - timedelta(minutes=8)
    write(sweeps.swept(until))
    found = sweeps.find_swept_until()
    assert found
    assert found >= until  # the deployed sweep may have gone on meanwhile


def test_an_overdue_order_is_found_and_expired(forgotten: Order) -> None:
    sweeping.sweep(clock.now())
    wait_for(lambda: orders.get_order(forgotten.order_id).state == "EXPIRED", "the expiry")


def test_what_was_taken_up_is_no_longer_due_in_its_old_minute(forgotten: Order) -> None:
    assert forgotten.order_id in sweeps.list_due(forgotten.expires_at)
    sweeping.sweep(clock.now())
    assert forgotten.order_id not in sweeps.list_due(forgotten.expires_at)


def test_a_sweep_never_comes_nearer_than_the_workflows_patience(forgotten: Order) -> None:
    now = clock.now()
    sweeping.sweep(now)
    until = sweeps.find_swept_until()
    assert until
    assert until <= clock.now() - sweeping.PATIENCE


@pytest.mark.req("CAP-10", "CAP-12")
def test_whatever_is_due_is_found_by_its_minute_until_it_is_over() -> None:
    ends = clock.now() + timedelta(hours=3)
    block = Block(
        new_id("blk"), new_id("evt"), "acc_1", "Club", "prd_1", "occ_1", 5, 1, [Take("pool_a", 0, 5)], NOW, ends_at=ends
    )
    release = Release(new_id("rel"), block.event_id, "acc_1", "pool_a", ends, 9, NOW)
    write(blocks.new_block(block), releases.new_release(release))
    mine = {block.block_id, release.release_id}
    assert mine <= set(sweeps.list_due(ends))
    over = replace(blocks.get_block(block.block_id), state="RELEASED", units=0)
    done = replace(releases.get_release(release.release_id), state="DONE")
    write(blocks.edited_block(over), releases.edited_release(done))
    assert not mine & set(sweeps.list_due(ends))


def waiting(minute: datetime, count: int) -> list[str]:
    """The names of so many deliveries that are due in this minute, to endpoints that nobody has."""
    made = [
        Delivery(new_id("whk"), "acc_1", new_id("fct"), "ord_1", "order.paid", NOW, "WAITING", next_at=minute)
        for _ in range(count)
    ]
    for start in range(0, count, 100):
        write([deliveries.saved_delivery(one, NOW, minute) for one in made[start : start + 100]])
    return [deliveries.due_name(one) for one in made]


@pytest.mark.req("BEY-5")
def test_however_many_deliveries_wait_orders_come_first_and_none_is_looked_at_for_them(forgotten: Order) -> None:
    names = waiting(forgotten.expires_at, 30)
    tried: list[str] = []

    def note(id_: str, _: Work) -> int | None:
        tried.append(id_)
        return 0

    sweeping.sweep(clock.now(), note)
    assert not set(names) & set(tried)
    assert forgotten.order_id in tried
    assert (tried[-1], tried.count("deliveries")) == ("deliveries", 1)


@pytest.mark.req("BEY-5")
def test_deliveries_are_asked_for_in_parts_each_once_and_the_next_sweep_goes_on(queued: list[str]) -> None:
    minute = clock.now() + timedelta(days=30 + int(new_id("x")[-3:], 36) % 900)
    names = waiting(minute, 250) + waiting(minute + timedelta(minutes=1), 20)
    early = waiting(minute + timedelta(minutes=3), 1)
    write(sweeps.reached(Place(minute)))
    later = minute + timedelta(minutes=3)
    assert [delivering.ask_again(later, most=100) for _ in range(4)] == [100, 100, 70, 0]
    assert sorted(queued) == sorted(name.split("#")[2] for name in names)
    assert delivering.ask_again(later + timedelta(minutes=1)) == 1
    assert queued[-1] == early[0].split("#")[2]
    write(sweeps.reached(Place(clock.now() - timedelta(minutes=2))))


@pytest.fixture
def queued() -> Iterator[list[str]]:
    """The facts that deliveries are asked for meanwhile."""
    found: list[str] = []

    def note(params: dict[str, Any], **_: object) -> None:
        found.extend(json.loads(entry["MessageBody"])["fact_id"] for entry in params["Entries"])

    events = client_of("sqs").meta.events
    events.register("provide-client-params.sqs.SendMessageBatch", note)
    yield found
    events.unregister("provide-client-params.sqs.SendMessageBatch", note)


@pytest.fixture
def broken(forgotten: Order) -> Iterator[str]:
    """The id of a release that is due before the forgotten order, and whose row lacks its moment."""
    release_id, at = new_id("rel"), forgotten.expires_at - timedelta(minutes=1)
    texts = {"pk": f"RELEASE#{release_id}", "sk": "META", "kind": "Release", "release_id": release_id}
    texts |= {"state": "PLANNED", "due": sweeps.due_key(release_id, at), "due_sk": release_id}
    client().put_item(TableName=config().table, Item={name: {"S": text} for name, text in texts.items()})
    yield release_id
    client().delete_item(TableName=config().table, Key={"pk": {"S": texts["pk"]}, "sk": {"S": "META"}})
    write(sweeps.swept(clock.now() - timedelta(minutes=3)))


def test_a_row_that_fails_stops_no_other_and_is_told_of_at_the_end(forgotten: Order, broken: str) -> None:
    each_row = EachDueRow()
    sweeping.sweep(clock.now(), each_row)
    assert forgotten.order_id not in sweeps.list_due(forgotten.expires_at)
    assert each_row.failed == 1
    with pytest.raises(DueRowsFailed, match="1 of what was due failed"):
        each_row.check()


def test_the_log_names_the_row_that_failed(broken: str, caplog: pytest.LogCaptureFixture) -> None:
    sweeping.sweep(clock.now(), EachDueRow())
    assert [vars(record)["due"] for record in caplog.records if record.message == "due row failed"] == [broken]


def test_what_failed_is_tried_again_for_an_hour_and_no_longer(forgotten: Order, broken: str) -> None:
    due = forgotten.expires_at - timedelta(minutes=1)
    tried: list[str] = []

    def note(id_: str, _: Work) -> int | None:
        tried.append(id_)
        return None if id_ == broken else 0

    for minutes in (0, 1, 2):
        sweeping.sweep(clock.now() + timedelta(minutes=minutes), note)
    assert tried.count(broken) == 3
    found = sweeps.find_swept_until()
    assert found
    assert found <= due.replace(second=0, microsecond=0)
    for _ in range(2):
        sweeping.sweep(due + sweeping.LONGEST_TRY + timedelta(minutes=5), note)
    assert tried.count(broken) == 4


def test_what_is_due_in_a_minute_is_found_whatever_its_second() -> None:
    event_id = new_id("evt")
    for second in (0, 59):
        ends = LATER + timedelta(seconds=second)
        write(orders.new_order(make_order(order_id=new_id("ord"), event_id=event_id, expires_at=ends)))
    found = {orders.get_order(order_id).expires_at.second for order_id in sweeps.list_due(LATER)
             if orders.get_order(order_id).event_id == event_id}  # fmt: skip
    assert found == {0, 59}


def test_minutes_are_counted_from_the_first_to_the_last() -> None:
    start = NOW + timedelta(seconds=59)
    assert sweeps.minutes_between(start, NOW + timedelta(minutes=2, seconds=1)) == [
        NOW,
        NOW + timedelta(minutes=1),
        NOW + timedelta(minutes=2),
    ]

"""The safety net: an order whose workflow was lost is found all the same."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.actions import sweeping
from chalicelib.domain.blocks import Block
from chalicelib.domain.inventory import Take
from chalicelib.domain.orders import Order
from chalicelib.domain.releases import Release
from chalicelib.kernel import clock
from chalicelib.tables import blocks, orders, releases, sweeps
from tests.shop import wait_for
from tests.tables.writing import write
from tests.unit.making import NOW, new_id
from tests.unit.making import order as make_order


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
    wait_for(lambda: orders.get_order(forgotten.order_id).state == "EXPIRED", "the expiry", seconds=30)


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

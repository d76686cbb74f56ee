"""Committing: all or nothing, each refusal for its own change, and patience with whoever was faster."""

import pytest
from pynamodb.exceptions import TransactWriteError

from chalicelib.domain.catalogue import Pool
from chalicelib.domain.inventory import SoldOut, Take
from chalicelib.domain.orders import Order, OrderMoved
from chalicelib.kernel.errors import AlreadyDone, Busy
from chalicelib.kernel.facts import OrderPaid
from chalicelib.tables import facts, orders, pools, tickets
from chalicelib.tables.changes import Change
from chalicelib.tables.commit import ATTEMPTS
from chalicelib.tables.pools import ShardRow
from tests.tables.writing import CONFLICT, cancelled, failure, lost_answers, wire, write
from tests.unit.making import new_id
from tests.unit.making import order as make_order


def free(pool: Pool) -> int:
    return sum(pools.list_free([pool])[pool.pool_id])


def shard(pool: Pool) -> ShardRow:
    return ShardRow(f"POOL#{pool.pool_id}#00", "SHARD")


def test_one_refusal_undoes_everything(pool: Pool, order: Order) -> None:
    with pytest.raises(SoldOut):
        write(orders.move(order, "COMPLETED"), pools.take([Take(pool.pool_id, 0, 1), Take(pool.pool_id, 1, 26)]))
    assert free(pool) == 100
    assert orders.get_order(order.order_id).state == "RESERVED"


def test_a_refusal_is_that_of_its_own_change_whatever_the_order_on_the_wire(pool: Pool, order: Order) -> None:
    reference = tickets.new_reference(order.reference, order.event_id, order.order_id)
    with pytest.raises(SoldOut):
        write(pools.take([Take(pool.pool_id, 0, 26)]), reference)
    write(reference)
    with pytest.raises(AlreadyDone):
        write(pools.take([Take(pool.pool_id, 0, 1)]), reference)


def test_a_check_guards_a_row_that_does_not_change(pool: Pool, order: Order) -> None:
    enough = Change("check", shard(pool), SoldOut, ShardRow.free >= 25)
    write(enough, orders.move(order, "EXPIRING"))
    with pytest.raises(SoldOut):
        write(Change("check", shard(pool), SoldOut, ShardRow.free >= 26), orders.move(order, "EXPIRING"))


def test_a_delete_may_have_a_condition(pool: Pool) -> None:
    with pytest.raises(SoldOut):
        write(Change("delete", shard(pool), SoldOut, ShardRow.free == 0))
    assert free(pool) == 100
    write(Change("delete", shard(pool), SoldOut, ShardRow.free == 25))
    assert free(pool) == 75


def test_a_conflict_with_another_transaction_is_tried_again(pool: Pool) -> None:
    with wire("TransactWriteItems", [cancelled("None", CONFLICT), cancelled(CONFLICT, "None")]) as seen:
        write(pools.take([Take(pool.pool_id, 0, 2), Take(pool.pool_id, 1, 2)]))
    assert len(seen.sent) == 3
    assert free(pool) == 96


def test_every_try_of_a_commit_is_the_same_request(pool: Pool) -> None:
    with wire("TransactWriteItems", [cancelled(CONFLICT)] * 3) as seen:
        write(pools.take([Take(pool.pool_id, 0, 2)]), facts=[OrderPaid(new_id("ord"), "acc_1")])
    assert len(seen.tokens()) == 1
    assert all(body == seen.sent[0] for body in seen.sent)


def test_two_commits_are_two_requests(pool: Pool) -> None:
    with wire("TransactWriteItems") as seen:
        for _ in range(2):
            write(pools.take([Take(pool.pool_id, 0, 2)]))
    assert len(seen.tokens()) == 2


def test_whoever_always_comes_second_is_told_that_we_are_busy(pool: Pool) -> None:
    with wire("TransactWriteItems", [cancelled(CONFLICT)] * 20) as seen, pytest.raises(Busy):
        write(pools.take([Take(pool.pool_id, 0, 2)]))
    assert len(seen.sent) == ATTEMPTS
    assert free(pool) == 100


def test_a_failed_condition_counts_more_than_a_conflict(pool: Pool) -> None:
    with wire("TransactWriteItems", [cancelled(CONFLICT, "ConditionalCheckFailed")]) as seen, pytest.raises(OrderMoved):
        write(pools.take([Take(pool.pool_id, 0, 2)]), orders.fulfilled(make_order(order_id=new_id("ord"))))
    assert len(seen.sent) == 1


@pytest.mark.parametrize("code", ["ThrottlingError", "ProvisionedThroughputExceeded"])
def test_a_throttled_item_is_tried_again(pool: Pool, code: str) -> None:
    with wire("TransactWriteItems", [cancelled(code)]):
        write(pools.take([Take(pool.pool_id, 0, 2)]))
    assert free(pool) == 98


@pytest.mark.parametrize("kind", ["TransactionInProgressException", "ThrottlingException"])
def test_a_throttled_request_is_tried_again(pool: Pool, kind: str) -> None:
    with wire("TransactWriteItems", [failure(kind)]):
        write(pools.take([Take(pool.pool_id, 0, 2)]))
    assert free(pool) == 98


def test_whatever_else_goes_wrong_is_a_bug_and_is_not_tried_again(pool: Pool) -> None:
    with wire("TransactWriteItems", [failure("ValidationException")]) as seen, pytest.raises(TransactWriteError):
        write(pools.take([Take(pool.pool_id, 0, 2)]))
    assert len(seen.sent) == 1
    with wire("TransactWriteItems", [cancelled("ItemCollectionSizeLimitExceeded")]), pytest.raises(TransactWriteError):
        write(pools.take([Take(pool.pool_id, 0, 2)]))


def test_a_commit_whose_answer_was_lost_is_done_once(pool: Pool) -> None:
    subject = new_id("ord")
    with wire("TransactWriteItems") as seen, lost_answers("TransactWriteItems", 2):
        write(pools.take([Take(pool.pool_id, 0, 2)]), facts=[OrderPaid(subject, "acc_1")])
    assert len(seen.sent) == 3
    assert free(pool) == 98
    assert len(facts.list_of(subject)) == 1


def test_an_order_whose_answer_was_lost_is_no_repeat_of_itself() -> None:
    made = make_order(order_id=new_id("ord"))
    with lost_answers("TransactWriteItems", 1):
        write(orders.new_order(made))
    assert orders.get_order(made.order_id) == made

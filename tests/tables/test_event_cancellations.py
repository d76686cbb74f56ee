"""Cancellations of events: begun once, every order noted once, and counts that add up."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.event_cancellations import (
    PATIENCE,
    Cancellation,
    CancellationNotFound,
    CancellationRunning,
    Result,
)
from chalicelib.kernel import clock
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables import event_cancellations as rows
from chalicelib.tables.table import find
from tests.tables.writing import write
from tests.unit.making import NOW, new_id


@pytest.fixture
def begun() -> Cancellation:
    """A cancellation, written."""
    made = Cancellation(new_id("evt"), "acc_1", "full", "", "usr_1", NOW)
    write(rows.new_cancellation(made))
    return made


def waiting(begun: Cancellation, count: int = 1) -> list[Result]:
    """Orders that wait to be cancelled, written."""
    found = sorted(
        (Result(begun.event_id, new_id("ord"), "K7QF-2MXA", "EUR") for _ in range(count)), key=lambda one: one.order_id
    )
    write(rows.new_results(begun, found))
    return found


def counts(begun: Cancellation) -> tuple[int, int, int, int]:
    found = rows.get_cancellation(begun.event_id)
    return found.waiting, found.done, found.by_hand, found.failed


def test_a_cancellation_is_read_as_it_was_written_and_begun_once(begun: Cancellation) -> None:
    assert rows.get_cancellation(begun.event_id) == begun
    with pytest.raises(CancellationRunning):
        write(rows.new_cancellation(replace(begun, refund="none")))
    with pytest.raises(CancellationNotFound):
        rows.get_cancellation(new_id("evt"))


def test_it_moves_from_what_was_read_and_from_nothing_else(begun: Cancellation) -> None:
    write(rows.moved(begun, "DONE", 1))
    with pytest.raises(AlreadyDone):
        write(rows.moved(begun, "STOPPED", 1))
    done = rows.get_cancellation(begun.event_id)
    write(rows.moved(done, "RUNNING", 2))
    again = rows.get_cancellation(begun.event_id)
    assert (again.state, again.run) == ("RUNNING", 2)
    with pytest.raises(AlreadyDone):
        write(rows.moved(begun, "DONE", 1))  # the first run's last word comes late


def due(begun: Cancellation) -> tuple[str, str] | None:
    """Under which key the sweep finds it."""
    row = find(rows.CancellationRow, f"CANCELLATION#{begun.event_id}", "META")
    assert row
    return (row.due[:16], row.due_sk) if row.due else None


def test_the_sweep_finds_it_until_it_is_done(begun: Cancellation) -> None:
    later = NOW + timedelta(hours=3)
    assert due(begun) == (clock.to_text(NOW + PATIENCE)[:16], begun.event_id)
    write(rows.goes_on(begun, later))
    assert due(begun) == (clock.to_text(later)[:16], begun.event_id)
    write(rows.moved(begun, "STOPPED", 1, NOW))
    assert due(begun) == (clock.to_text(NOW)[:16], begun.event_id)
    with pytest.raises(AlreadyDone):
        write(rows.goes_on(begun, later))
    write(rows.moved(rows.get_cancellation(begun.event_id), "DONE", 1))
    assert due(begun) is None


def test_orders_are_noted_once_and_counted(begun: Cancellation) -> None:
    found = waiting(begun, 3)
    assert counts(begun) == (3, 0, 0, 0)
    with pytest.raises(AlreadyDone):
        write(rows.new_results(begun, found[:1]))
    ids = [one.order_id for one in found]
    assert rows.known(begun.event_id, [*ids, new_id("ord")]) == set(ids)
    assert rows.results_after(begun.event_id, "", 10) == found
    assert rows.results_after(begun.event_id, ids[0], 1) == found[1:2]
    with pytest.raises(CancellationNotFound):
        write(rows.new_results(replace(begun, event_id=new_id("evt")), [replace(found[0], event_id=new_id("evt"))]))


def test_a_result_is_settled_once_and_the_counts_follow(begun: Cancellation) -> None:
    [one] = waiting(begun)
    done = replace(one, state="DONE", code="refunded", amount_minor=2500)
    write(rows.settled(one, done))
    assert counts(begun) == (0, 1, 0, 0)
    with pytest.raises(AlreadyDone):
        write(rows.settled(one, replace(one, state="FAILED")))
    tried = replace(done, tries=1)
    write(rows.settled(done, tried))
    with pytest.raises(AlreadyDone):
        write(rows.settled(done, replace(done, state="FAILED", code="")))
    assert rows.results_after(begun.event_id, "", 10) == [tried]
    write(rows.settled(tried, replace(tried, state="WAITING", code="")))
    assert counts(begun) == (1, 0, 0, 0)


def test_the_counts_never_fall_below_nothing(begun: Cancellation) -> None:
    [one] = waiting(begun)
    wrong = replace(one, state="FAILED")
    [_, counted] = rows.settled(wrong, replace(one, state="DONE"))
    with pytest.raises(CancellationNotFound):
        write(counted)


def test_results_are_listed_page_by_page_all_or_of_one_state(begun: Cancellation) -> None:
    found = waiting(begun, 5)
    write(rows.settled(found[2], replace(found[2], state="FAILED", code="refund_failed")))
    first = rows.list_results(begun.event_id, None, None, 3)
    second = rows.list_results(begun.event_id, None, first.next, 3)
    assert [one.order_id for one in [*first.items, *second.items]] == [one.order_id for one in found]
    assert second.next is None
    failed = rows.list_results(begun.event_id, "FAILED", None, 3)
    assert [one.order_id for one in failed.items] == [found[2].order_id]

"""Cancellations of events as rows: one for the whole, one for each order, with counts that always add up."""

from collections.abc import Sequence
from datetime import datetime

from pynamodb.attributes import UnicodeAttribute
from pynamodb.expressions.update import Action

from chalicelib.domain.event_cancellations import (
    PATIENCE,
    Cancellation,
    CancellationNotFound,
    CancellationRunning,
    Result,
    ResultState,
    RunState,
)
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables.attributes import InstantAttribute, IntegerAttribute
from chalicelib.tables.changes import Change, put_new, update
from chalicelib.tables.lists import Page, make_cursor, merged_page, partition_page, read_cursor
from chalicelib.tables.sweeps import due_key
from chalicelib.tables.table import Row, batch_get, filled_values_of, find, noun_of

_ORDERS = "ORDER#"


class CancellationRow(Row):
    """CANCELLATION#e / META."""

    KIND = "Cancellation"
    event_id = UnicodeAttribute()
    account_id = UnicodeAttribute()
    refund = UnicodeAttribute()
    note = UnicodeAttribute(null=True)
    by = UnicodeAttribute()
    started_at = InstantAttribute()
    state = UnicodeAttribute()
    run = IntegerAttribute()
    waiting = IntegerAttribute()
    done = IntegerAttribute()
    by_hand = IntegerAttribute()
    failed = IntegerAttribute()


class ResultRow(Row):
    """CANCELLATION#e / ORDER#o, listed by its state."""

    KIND = "CancellationResult"
    event_id = UnicodeAttribute()
    order_id = UnicodeAttribute()
    reference = UnicodeAttribute()
    currency = UnicodeAttribute()
    state = UnicodeAttribute()
    code = UnicodeAttribute(null=True)
    amount_minor = IntegerAttribute()
    tries = IntegerAttribute()


def _pk(event_id: str) -> str:
    return f"CANCELLATION#{event_id}"


def _list_of(event_id: str, state: str) -> str:
    return f"{_pk(event_id)}#{state}"


def _counter(state: ResultState) -> IntegerAttribute:
    counter: IntegerAttribute = getattr(CancellationRow, state.lower())
    return counter


def new_cancellation(cancellation: Cancellation) -> Change:
    """Raises CancellationRunning when the event was cancelled with its orders before."""
    values = filled_values_of(cancellation, CancellationRow)
    event_id, look_at = cancellation.event_id, cancellation.started_at + PATIENCE
    values |= {"due": due_key(event_id, look_at), "due_sk": event_id}
    return put_new(CancellationRow(_pk(cancellation.event_id), "META", **values), CancellationRunning)


def moved(cancellation: Cancellation, to: RunState, run: int, look_at: datetime | None = None) -> Change:
    """Its next state, if nobody has moved it since it was read. Raises AlreadyDone.

    `look_at` is when the sweep looks whether it goes on, None at its end.
    """
    row, state = CancellationRow(_pk(cancellation.event_id), "META"), CancellationRow.state
    seen = (state == cancellation.state) & (CancellationRow.run == cancellation.run)
    return update(row, AlreadyDone, seen, state.set(to), CancellationRow.run.set(run), *_due(cancellation, look_at))


def goes_on(cancellation: Cancellation, look_at: datetime) -> Change:
    """A workflow is at work: the sweep need not look before then. Raises AlreadyDone at its end."""
    row = CancellationRow(_pk(cancellation.event_id), "META")
    return update(row, AlreadyDone, CancellationRow.state == "RUNNING", *_due(cancellation, look_at))


def _due(cancellation: Cancellation, at: datetime | None) -> list[Action]:
    if not at:
        return [CancellationRow.due.remove(), CancellationRow.due_sk.remove()]
    event_id = cancellation.event_id
    return [CancellationRow.due.set(due_key(event_id, at)), CancellationRow.due_sk.set(event_id)]


def new_results(cancellation: Cancellation, results: Sequence[Result]) -> list[Change]:
    """Orders that wait to be cancelled, counted with it. Raises AlreadyDone if one of them is there."""
    rows = [
        ResultRow(
            _pk(result.event_id),
            f"{_ORDERS}{result.order_id}",
            owner=_list_of(result.event_id, result.state),
            owner_sk=result.order_id,
            **filled_values_of(result, ResultRow),
        )
        for result in results
    ]
    counted = CancellationRow(_pk(cancellation.event_id), "META")
    return [
        *(put_new(row, AlreadyDone) for row in rows),
        update(counted, CancellationNotFound, CancellationRow.state.exists(), _counter("WAITING").add(len(rows))),
    ]


def settled(seen: Result, after: Result) -> list[Change]:
    """What has become of an order, if nobody has noted anything since it was read. Raises AlreadyDone."""
    row = ResultRow(_pk(seen.event_id), f"{_ORDERS}{seen.order_id}")
    unseen = (ResultRow.state == seen.state) & (ResultRow.tries == seen.tries)
    updates: list[Action] = [
        ResultRow.state.set(after.state),
        ResultRow.code.set(after.code) if after.code else ResultRow.code.remove(),
        ResultRow.amount_minor.set(after.amount_minor),
        ResultRow.tries.set(after.tries),
        ResultRow.owner.set(_list_of(seen.event_id, after.state)),
    ]
    changes = [update(row, AlreadyDone, unseen, *updates)]
    if seen.state != after.state:
        counted, moves = CancellationRow(_pk(seen.event_id), "META"), (_counter(seen.state), _counter(after.state))
        has_one = moves[0] >= 1
        changes.append(update(counted, CancellationNotFound, has_one, moves[0].add(-1), moves[1].add(1)))
    return changes


def get_cancellation(event_id: str) -> Cancellation:
    """Raises CancellationNotFound."""
    row = find(CancellationRow, _pk(event_id), "META")
    if not row:
        raise CancellationNotFound()
    return noun_of(Cancellation, row, note=row.note or "")


def known(event_id: str, order_ids: Sequence[str]) -> set[str]:
    """Those of these orders that are in its list."""
    rows = batch_get(ResultRow, [(_pk(event_id), f"{_ORDERS}{order_id}") for order_id in order_ids])
    return {row.order_id for row in rows}


def results_after(event_id: str, order_id: str, limit: int) -> list[Result]:
    """Up to `limit` results in the order of their ids, beyond `order_id` ("" for the first)."""
    items = partition_page(_pk(event_id), f"{_ORDERS}{order_id}", "", limit, consistent=True)
    return [_result(ResultRow.of(item)) for item in items]


def list_results(event_id: str, state: ResultState | None, cursor: str | None, limit: int) -> Page[Result]:
    """The results: all in the order of their ids, or those of one state."""
    if state:
        lists = [_list_of(event_id, state)]
        return merged_page(ResultRow, lists, cursor, limit, newest_first=False, make=_result)
    found = results_after(event_id, read_cursor(cursor, _pk(event_id)), limit + 1)
    more = len(found) > limit
    return Page(found[:limit], make_cursor(_pk(event_id), found[limit - 1].order_id) if more else None)


def _result(row: ResultRow) -> Result:
    return noun_of(Result, row, code=row.code or "")

"""What must be true of every cent once all is over: our orders and books against the provider's."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from bench.evidence import Check
from bench.payers import Tale, Till
from chalicelib.actions import reconciling
from chalicelib.actions.checking import check_event
from chalicelib.domain.events import Event
from chalicelib.domain.ledger import Entry
from chalicelib.kernel import clock
from chalicelib.tables import events, ledger, orders
from chalicelib.tables.lists import every
from chalicelib.tables.orders import OrderFile
from tests.resilience.stripe_side import StripeSide

_ENDED = {"COMPLETED", "EXPIRED", "CANCELLED"}


def prove(till: Till, seats: int, tales: Sequence[Tale]) -> list[Check]:
    """All sentences of the proof. Runs as one of the cloud's own functions."""
    event = events.get_event(till.event_id)
    stripe = StripeSide(till.stripe_url)
    unmatched = [one for one in reconciling.reconcile_all(clock.now()) if one.account_id == event.account_id]
    files = [orders.get_file(order.order_id) for order in _orders(event)]
    states = Counter(file.order.state for file in files)
    proof = check_event(till.event_id)
    kept, back, wrong = _kept(
        files, stripe.all_of("payment_intents", till.account), stripe.all_of("refunds", till.account)
    )
    books, theirs = Counter[str](), Counter[str]()
    for entry in _entries(event.account_id):
        books[entry.kind if entry.kind == "payout" else entry.currency] += entry.amount_minor
    for row in stripe.all_of("balance_transactions", till.account):
        theirs[row["type"] if row["type"] == "payout" else row["currency"].upper()] += row["net"]
    odd = sum((tale.statuses for tale in tales), Counter[int]())
    errors = {status: times for status, times in odd.items() if status >= 500 and status != 503}
    held = sum(pool.held for pool in proof.pools)
    return [
        Check("No seat is sold twice and none is lost", proof.holds and held <= seats, f"{held} of {seats} held"),
        Check("Every order has ended", set(states) <= _ENDED, f"{dict(states)}"),
        Check("Each complete order holds its seat", states["COMPLETED"] == held, f"{states['COMPLETED']} complete"),
        Check("Each complete order has kept one payment", not wrong["kept"], f"{kept} kept, {wrong['kept']}"),
        Check("Every other payment went back once", not wrong["back"], f"{back} went back, {wrong['back']}"),
        Check("No payment can still be made", not wrong["open"], f"{wrong['open']}"),
        Check("No money is unexplained", not unmatched, f"{[one.booking for one in unmatched]}"),
        Check("The books say what Stripe says", books == theirs, f"{dict(books)} here, {dict(theirs)} there"),
        Check("Nobody saw an error of ours", not errors, f"{errors or dict(odd)}"),
    ]


def _orders(event: Event) -> list[Any]:
    return list(every(lambda cursor: orders.list_orders(event.event_id, event.order_spread, cursor, 100)))


def _entries(account_id: str) -> Iterator[Entry]:
    """Of all months that Stripe's clock may have come to: payouts bear its time."""
    now = clock.now()
    months = {(now + timedelta(days=days)).strftime("%Y-%m"): now + timedelta(days=days) for days in range(-1, 800, 14)}
    for month in months.values():
        yield from every(lambda cursor, at=month: ledger.list_entries(account_id, at, cursor, 100))  # type: ignore[misc]


def _kept(
    files: Sequence[OrderFile], intents: Sequence[dict[str, Any]], refunds: Sequence[dict[str, Any]]
) -> tuple[int, int, dict[str, list[str]]]:
    """How many payments were kept and went back, and the orders where that is not as it should be, by what is wrong."""
    back: Counter[str] = Counter()
    times: Counter[str] = Counter()
    for refund in refunds:
        back[refund["payment_intent"]] += refund["amount"]
        times[refund["payment_intent"]] += 1
    wrong: dict[str, list[str]] = {"kept": [], "back": [], "open": []}
    count, returned = 0, 0
    for file in files:
        order = file.order
        mine = [one for one in intents if one["metadata"].get("order_id") == order.order_id]
        paid = [one for one in mine if one["status"] == "succeeded"]
        kept = [one for one in paid if not back[one["id"]]]
        count += len(kept)
        returned += len(paid) - len(kept)
        if len(kept) != (order.state == "COMPLETED"):
            wrong["kept"].append(f"{order.order_id} {order.state}: {len(kept)}")
        whole = [one for one in paid if back[one["id"]] == one["amount_received"] and times[one["id"]] == 1]
        if len(whole) + len(kept) != len(paid):
            wrong["back"].append(order.order_id)
        if len(paid) + sum(one["status"] == "canceled" for one in mine) != len(mine):
            wrong["open"].append(f"{order.order_id}: {[one['status'] for one in mine]}")
    return count, returned, wrong

"""Our books against the provider's: what a lost notice has left undone is done, what nobody can explain is flagged.

Every ten minutes each merchant's balance is read since the last time, and an hour before it, since a booking may show
late. Each booking has to have its entry in the ledger. Where it has none, the order's truth is pulled once more, which
completes it, refunds it or notes what was done in the provider's dashboard. What then still has no entry is money
that nobody can explain: the gauge "unmatched money" counts it, and an alarm rings.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial

from chalicelib.actions import refunding, settling
from chalicelib.actions.attempts import Attempt, plainly
from chalicelib.actions.connecting import noting_loss
from chalicelib.domain.orders import OrderNotFound
from chalicelib.domain.reconciliation import (
    Booking,
    Unmatched,
    expected_entry,
    payout_entry,
    processing_entry,
)
from chalicelib.gateways.stripe_bookings import list_bookings
from chalicelib.gateways.stripe_client import MerchantLost, is_set_up
from chalicelib.kernel.errors import AlreadyDone, Unreachable
from chalicelib.tables import ledger, merchants, payments, reconciliation
from chalicelib.tables.commit import commit

_OVERLAP = timedelta(hours=1)
_FIRST_LOOK_BACK = timedelta(days=2)
# Merchants at once: the provider takes a quarter of a second to answer, and more than 25 calls a second.
_AT_ONCE = 6
_IN_A_WAVE = 48
# No merchant is begun with after so long, so that the gauge is counted before the function's time is up.
_SECONDS = 420.0


def reconcile_all(now: datetime, attempt: Attempt = plainly, seconds: float = _SECONDS) -> list[Unmatched]:
    """Reconcile every merchant; returns all money that nobody can explain.

    Who was looked at longest ago comes first: whom the time does not suffice for is first the next time.
    """
    _look_again(now)
    if is_set_up():
        end, waiting = time.monotonic() + seconds, longest_ago_first()
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            while waiting and time.monotonic() < end:
                wave, waiting = waiting[:_IN_A_WAVE], waiting[_IN_A_WAVE:]
                list(pool.map(lambda one: attempt(one[0] or "own", partial(reconcile, one[0], one[1], now)), wave))
    return reconciliation.list_unmatched()


def longest_ago_first() -> list[tuple[str, str]]:
    """(Stripe account, account id) of every merchant, the deployment's own account among them."""
    until = reconciliation.list_reconciled()
    never = datetime.min.replace(tzinfo=UTC)
    return sorted([("", ""), *merchants.list_merchants()], key=lambda one: until.get(one[0] or "own", never))


def reconcile(stripe_account: str, account_id: str, now: datetime) -> int:
    """One merchant's bookings since the last time; returns how many there were. Raises Unreachable."""
    since = reconciliation.find_reconciled_until(stripe_account)
    count = 0
    with suppress(MerchantLost), noting_loss(stripe_account, account_id, now):  # once it is back, since the last time
        for booking in list_bookings(stripe_account, (since - _OVERLAP) if since else now - _FIRST_LOOK_BACK):
            count += 1
            if not _is_explained(booking, account_id, now):
                found = Unmatched(booking, stripe_account, account_id, now)
                commit([reconciliation.unmatched(found)], [], now=now, by="reconciler")
        commit([reconciliation.reconciled(stripe_account, now)], [], now=now, by="reconciler")
    return count


def _look_again(now: datetime) -> None:
    """What could not be explained earlier may have found its entry since."""
    for found in reconciliation.list_unmatched():
        with suppress(Unreachable, MerchantLost):  # of one merchant: the others' are looked at all the same
            if _is_explained(found.booking, found.account_id, now):
                commit([reconciliation.explained(found)], [], now=now, by="reconciler")


def _is_explained(booking: Booking, account_id: str, now: datetime) -> bool:
    """Whether the ledger has it, if need be after pulling the truth."""
    if not expected_entry(booking):
        return True
    if booking.kind in ("payout", "payout_failed"):
        if account_id:  # what the deployment's own account is paid belongs to no tenant
            with suppress(AlreadyDone):
                commit([ledger.new_entry(payout_entry(booking, account_id))], [], now=now, by="reconciler")
        return True
    order_id = booking.order_id or payments.find_order_of(booking.payment_reference)
    if not order_id:
        return bool(account_id)  # on an account of their own merchants sell other things, too
    return _is_noted(booking, order_id, now) or (_heal(booking, order_id, now) and _is_noted(booking, order_id, now))


def _is_noted(booking: Booking, order_id: str, now: datetime) -> bool:
    entry_id = expected_entry(booking)
    entry = ledger.find_entries([(order_id, "", entry_id)]).get(entry_id)
    if entry and booking.kind == "payment" and booking.processing_minor:
        with suppress(AlreadyDone):
            commit([ledger.new_entry(processing_entry(booking, entry))], [], now=now, by="reconciler")
    return entry is not None


def _heal(booking: Booking, order_id: str, now: datetime) -> bool:
    """Do what the notices that never came would have done. False for an order that is not ours.

    Bookings come newest first: where money has gone back, its coming in may not have been noted either.
    """
    try:
        settling.settle(order_id, now, by="reconciler")
        if booking.kind != "payment":
            refunding.sync(order_id, now)
    except OrderNotFound:
        return False
    return True

"""What Stripe has paid out to a payee, and which orders it was for: read from Stripe, page by page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from chalicelib.actions import connecting
from chalicelib.domain.merchants import NoMerchant, Payee
from chalicelib.domain.payouts import Amount, Balance, Movement, Payout, Schedule, in_transit
from chalicelib.gateways import stripe_payouts
from chalicelib.gateways.stripe_client import MerchantLost
from chalicelib.tables import orders
from chalicelib.tables.lists import Page, make_cursor, read_cursor
from chalicelib.tables.merchants import get_merchant

T = TypeVar("T")


@dataclass(frozen=True)
class Standing:
    """What lies at Stripe, what is on its way to the bank, and when it is sent."""

    balance: Balance
    in_transit: list[Amount]
    schedule: Schedule | None


@dataclass(frozen=True)
class Matched:
    """A transaction with the order that it belongs to, as the account knows it; "" for what is no order's."""

    movement: Movement
    order_id: str
    reference: str
    event_id: str


def get_standing(payee: Payee, now: datetime) -> Standing:
    """Raises NoMerchant, MerchantLost, Unreachable."""
    return _asked(
        payee,
        now,
        lambda account: Standing(
            stripe_payouts.get_balance(account),
            in_transit(stripe_payouts.list_under_way(account)),
            stripe_payouts.get_schedule(account),
        ),
    )


def list_payouts(cursor: str | None, limit: int, payee: Payee, now: datetime) -> Page[Payout]:
    """Newest first. Raises NoMerchant, WrongCursor, MerchantLost, Unreachable."""

    def read(account: str) -> Page[Payout]:
        name = f"payouts:{account}"
        found, last = stripe_payouts.list_payouts(account, read_cursor(cursor, name), limit)
        return Page(found, make_cursor(name, last) if last else None)

    return _asked(payee, now, read)


def get_payout(payout_id: str, payee: Payee, now: datetime) -> Payout:
    """One of the payee's own. Raises NoMerchant, PayoutNotFound, MerchantLost, Unreachable."""
    return _asked(payee, now, lambda account: stripe_payouts.get_payout(account, payout_id))


def list_movements(payout_id: str, cursor: str | None, limit: int, payee: Payee, now: datetime) -> Page[Matched]:
    """What a payout consists of, with its orders. Raises NoMerchant, PayoutNotFound, WrongCursor, Unreachable."""

    def read(account: str) -> Page[Matched]:
        name = f"movements:{payout_id}"
        found, last = stripe_payouts.list_movements(account, payout_id, read_cursor(cursor, name), limit)
        return Page(_matched(found, payee), make_cursor(name, last) if last else None)

    return _asked(payee, now, read)


def _matched(movements: list[Movement], payee: Payee) -> list[Matched]:
    """By the order that we wrote beside each payment and refund; another tenant's counts as none."""
    wanted = list(dict.fromkeys(one.order_id for one in movements if one.order_id))
    known = {order.order_id: order for order in orders.read_orders(wanted) if order.account_id == payee.account_id}
    found = []
    for movement in movements:
        order = known.get(movement.order_id)
        found.append(
            Matched(movement, order.order_id, order.reference, order.event_id)
            if order
            else Matched(movement, "", "", "")
        )
    return found


def _asked(payee: Payee, now: datetime, ask: Callable[[str], T]) -> T:
    """Ask about the payee's own Stripe account; one that Stripe refuses is noted as lost."""
    account = get_merchant(payee.account_id, payee.organizer_id).stripe_account
    if not account:
        raise NoMerchant()
    try:
        return ask(account)
    except MerchantLost:
        connecting.note_lost(account, payee.account_id, "stripe", now)
        raise

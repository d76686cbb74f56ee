"""The settings of money: edited by several forms, and asked for by every sale, which keeps them for some seconds."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.domain.card_limits import step
from chalicelib.domain.catalogue import Catalogue
from chalicelib.domain.events import Event, StaleEdit
from chalicelib.domain.merchants import CardsNotReady, Merchant, Payee, offered, paid_on
from chalicelib.domain.orders import Order, PaymentMethod
from chalicelib.domain.platform_fees import NO_FEE, FeePlan, fee_of, fee_passed_on, passed_on
from chalicelib.domain.redirects import METHOD_OF
from chalicelib.kernel.config import config
from chalicelib.kernel.errors import Busy
from chalicelib.kernel.facts import Fact
from chalicelib.tables.commit import commit
from chalicelib.tables.merchants import edited_merchant, get_both, get_merchant, get_platform_fees

# A changed fee holds for orders from then on; which side of a few seconds one falls on is nobody's concern, and a
# rush of thousands a second must not read the same two rows thousands of times.
_KEPT = timedelta(seconds=5)
_merchants: dict[str, tuple[datetime, Merchant]] = {}
_plan: list[tuple[datetime, FeePlan]] = []
_MOST_KEPT = 1000
_RACES = 5


def merchant_of(account_id: str, now: datetime) -> Merchant:
    """The account's settings of money, at most five seconds old."""
    merchant = _kept(account_id, now)
    if not merchant:
        merchant = get_merchant(account_id, consistent=False)
        _keep(account_id, merchant, now)
    return merchant


def merchant_for(event: Event, now: datetime) -> Merchant:
    """The same with the Stripe account that is charged for this event: its organizer's, if that has taken over."""
    account, own = _kept(event.account_id, now), _kept(event.organizer_id, now)
    if not account or not own:
        account, own = get_both(Payee(event.account_id, event.organizer_id), consistent=False)
        _keep(event.account_id, account, now)
        _keep(event.organizer_id, own, now)
    return paid_on(account, own)


def _kept(payee_id: str, now: datetime) -> Merchant | None:
    at, merchant = _merchants.get(payee_id, (now, None))
    return merchant if at <= now < at + _KEPT else None


def _keep(payee_id: str, merchant: Merchant, now: datetime) -> None:
    if len(_merchants) >= _MOST_KEPT:
        _merchants.clear()
    _merchants[payee_id] = now, merchant


def edit(account_id: str, change: Callable[[Merchant], Merchant], fact: Fact, by: str, now: datetime) -> Merchant:
    """Change a part of the settings that is some form's own: what else moves in the row meanwhile makes it try anew.

    Raises what `change` raises, and Busy.
    """
    for _ in range(_RACES):
        after = change(get_merchant(account_id))
        with suppress(StaleEdit):
            commit([edited_merchant(after)], [fact], now=now, by=by)
            return get_merchant(account_id)
    raise Busy()


def plan_of(merchant: Merchant, now: datetime) -> FeePlan:
    """What the platform takes of this account's orders."""
    if merchant.is_exempt:
        return NO_FEE
    return merchant.plan or _platform_plan(now)


def _platform_plan(now: datetime) -> FeePlan:
    if not (_plan and _plan[0][0] <= now < _plan[0][0] + _KEPT):
        _plan[:] = [(now, get_platform_fees(consistent=False)[0])]
    return _plan[0][1]


def ways_to_pay(event: Event, now: datetime) -> list[PaymentMethod]:
    """The event's ways that hold now: what the account's settings have taken away is not offered any more.

    PayPal and Bitcoin are not once the platform takes a fee.
    """
    merchant = merchant_for(event, now)
    gone: set[PaymentMethod] = set()
    if config().crypto != "yes":
        gone.add("bitcoin")
    if set(event.payment_methods) & set(METHOD_OF.values()) and takes_fee(merchant, now):
        gone.update(METHOD_OF.values())
    return [method for method in offered(event.payment_methods, merchant) if method not in gone]


def takes_fee(merchant: Merchant, now: datetime) -> bool:
    """Whether the platform takes anything of this account's orders."""
    return replace(plan_of(merchant, now), is_passed_on=False) != NO_FEE


def priced(catalogue: Catalogue, now: datetime) -> Catalogue:
    """The catalogue as it is sold: with the fee that the platform passes on, and the ways to pay that are allowed."""
    event = catalogue.event
    merchant = merchant_for(event, now)
    catalogue = replace(catalogue, event=replace(event, payment_methods=ways_to_pay(event, now)))
    if not merchant.stripe_account:
        return catalogue  # what the deployment's own account takes is the platform's already
    fees = passed_on(plan_of(merchant, now), event.event_id)
    return replace(catalogue, fees=[*catalogue.fees, *fees]) if fees else catalogue


def must_connect() -> bool:
    """Whether this deployment takes cards only for accounts with a Stripe account of their own."""
    return config().stripe_connect == "required"


def takes_cards(merchant: Merchant) -> bool:
    """Whether cards are on sale for this merchant right now."""
    return merchant.takes_cards(must_connect=must_connect())


def check_takes_cards(merchant: Merchant) -> None:
    """Raises CardsNotReady, as long as the seller's own Stripe account cannot charge."""
    if not takes_cards(merchant):
        raise CardsNotReady()


def are_cards_paused(event: Event, now: datetime) -> bool:
    """Whether the event offers cards, which cannot be charged right now."""
    merchant = merchant_for(event, now)
    return "card" in ways_to_pay(event, now) and not takes_cards(merchant)


def platform_fee(order: Order, merchant: Merchant, now: datetime) -> int:
    """What the platform takes of an order, in minor units: what its buyer pays for it, or the organizer's plan.

    Of what the deployment's own Stripe account takes, nothing needs to be passed on.
    """
    if not merchant.stripe_account:
        return 0
    told = fee_passed_on(order.fees)
    fee = told if told is not None else fee_of(plan_of(merchant, now), order.total_minor, order.currency)
    return fee - fee % step(order.currency)

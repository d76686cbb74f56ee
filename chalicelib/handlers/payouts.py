"""What Stripe pays out to an account, or to an organizer with a Stripe account of its own, and for which orders."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import payees, payouts
from chalicelib.domain.accounts import Caller
from chalicelib.domain.merchants import NoMerchant
from chalicelib.domain.organizers import OrganizerNotFound
from chalicelib.domain.payouts import PayoutNotFound, WrongPlace
from chalicelib.gateways.stripe_client import MerchantLost
from chalicelib.handlers.models.common import ListQuery
from chalicelib.handlers.models.payouts import MovementList, PayoutList, PayoutOut, StandingOut
from chalicelib.handlers.route import route
from chalicelib.kernel.errors import Busy, Unreachable

routes = Blueprint(__name__)
_ASKED = (NoMerchant, MerchantLost, Unreachable, Busy)
_ONE = (*_ASKED, PayoutNotFound)
_ACCOUNT = "/account/payments"
_ORGANIZER = "/organizers/{organizer_id}/payments"


@route(routes, "GET", f"{_ACCOUNT}/balance", allow="payments.read", refusals=_ASKED)
def get_balance(caller: Caller, now: datetime) -> StandingOut:
    """What lies at Stripe, what is on its way to the bank, and when it is sent."""
    return StandingOut.of(payouts.get_standing(payees.account_of(caller), now))


@route(routes, "GET", f"{_ACCOUNT}/payouts", allow="payments.read", refusals=(*_ASKED, WrongPlace))
def list_payouts(caller: Caller, query: ListQuery, now: datetime) -> PayoutList:
    """The account's payouts, newest first."""
    return PayoutList.of(payouts.list_payouts(query.cursor, query.limit, payees.account_of(caller), now))


@route(routes, "GET", f"{_ACCOUNT}/payouts/{{payout_id}}", allow="payments.read", refusals=_ONE)
def get_payout(payout_id: str, caller: Caller, now: datetime) -> PayoutOut:
    """One payout."""
    return PayoutOut.of(payouts.get_payout(payout_id, payees.account_of(caller), now))


@route(
    routes,
    "GET",
    f"{_ACCOUNT}/payouts/{{payout_id}}/transactions",
    allow="payments.read",
    refusals=(*_ONE, WrongPlace),
)
def list_payout_transactions(payout_id: str, caller: Caller, query: ListQuery, now: datetime) -> MovementList:
    """What a payout consists of, each with the order that it was for."""
    payee = payees.account_of(caller)
    return MovementList.of(payouts.list_movements(payout_id, query.cursor, query.limit, payee, now))


@route(
    routes,
    "GET",
    f"{_ORGANIZER}/balance",
    allow="payments.read",
    within=True,
    refusals=(*_ASKED, OrganizerNotFound),
)
def get_organizer_balance(organizer_id: str, caller: Caller, now: datetime) -> StandingOut:
    """What lies on an organizer's own Stripe account, what is on its way to the bank, and when it is sent."""
    return StandingOut.of(payouts.get_standing(payees.organizer_of(organizer_id, caller), now))


@route(
    routes,
    "GET",
    f"{_ORGANIZER}/payouts",
    allow="payments.read",
    within=True,
    refusals=(*_ASKED, OrganizerNotFound, WrongPlace),
)
def list_organizer_payouts(organizer_id: str, caller: Caller, query: ListQuery, now: datetime) -> PayoutList:
    """The payouts of an organizer's own Stripe account, newest first."""
    payee = payees.organizer_of(organizer_id, caller)
    return PayoutList.of(payouts.list_payouts(query.cursor, query.limit, payee, now))


@route(
    routes,
    "GET",
    f"{_ORGANIZER}/payouts/{{payout_id}}/transactions",
    allow="payments.read",
    within=True,
    refusals=(*_ONE, OrganizerNotFound, WrongPlace),
)
def list_organizer_payout_transactions(
    organizer_id: str, payout_id: str, caller: Caller, query: ListQuery, now: datetime
) -> MovementList:
    """What a payout to an organizer consists of, each with the order that it was for."""
    payee = payees.organizer_of(organizer_id, caller)
    return MovementList.of(payouts.list_movements(payout_id, query.cursor, query.limit, payee, now))

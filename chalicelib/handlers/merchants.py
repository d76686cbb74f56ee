"""How accounts and organizers are paid: Stripe accounts of their own, and the ways to pay that events may offer."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import connecting, merchants, payees
from chalicelib.domain.accounts import Caller
from chalicelib.domain.events import StaleEdit
from chalicelib.domain.merchants import AccountRefused, AlreadyConnected, DashboardNotOffered, Merchant, NoMerchant
from chalicelib.domain.organizers import OrganizerNotFound
from chalicelib.domain.redirects import MethodNotConnected
from chalicelib.gateways.stripe_client import MerchantLost
from chalicelib.gateways.stripe_notices import WrongSignature
from chalicelib.handlers.logs import count
from chalicelib.handlers.models.common import Empty
from chalicelib.handlers.models.merchants import (
    Connection,
    Disconnection,
    MerchantOut,
    MethodsIn,
    OnboardingOut,
    OrganizerDisconnection,
    OrganizerMerchantOut,
)
from chalicelib.handlers.route import route
from chalicelib.handlers.versions import read_version, versioned
from chalicelib.handlers.webhooks import Received
from chalicelib.handlers.wire import Answer, Request
from chalicelib.kernel.errors import Busy, StaleCheck, Unreachable

routes = Blueprint(__name__)
_ACCOUNT = "/account/payments"
_ORGANIZER = "/organizers/{organizer_id}/payments"
_CONNECTING = (AlreadyConnected, DashboardNotOffered, AccountRefused, MerchantLost, Unreachable, Busy)


def _out(merchant: Merchant, now: datetime) -> MerchantOut:
    return MerchantOut.of(merchant, merchants.plan_of(merchant, now))


def _versioned(merchant: Merchant, now: datetime) -> Answer[MerchantOut]:
    shown = _out(merchant, now)
    return versioned(shown, shown.version)


@route(routes, "GET", _ACCOUNT, allow="payments.read")
def get_payment_settings(caller: Caller, now: datetime) -> Answer[MerchantOut]:
    """Whether the account can be paid, what is missing, and what the platform takes."""
    return _versioned(payees.get_settings(caller), now)


@route(routes, "POST", f"{_ACCOUNT}/connect", allow="payments.edit", refusals=_CONNECTING)
def connect_stripe(caller: Caller, body: Connection, now: datetime) -> OnboardingOut:
    """Begin, or go on with, setting up a Stripe account of one's own. Asking again never makes a second one."""
    payee = payees.account_of(caller)
    return OnboardingOut(url=connecting.connect(body.dashboard, body.country or "", payee, caller.user_id, now))


@route(routes, "POST", f"{_ACCOUNT}/refresh", allow="payments.edit", refusals=(Unreachable, Busy))
def refresh_stripe(caller: Caller, body: Empty, now: datetime) -> MerchantOut:
    """Ask Stripe how things stand now."""
    return _out(connecting.refresh(payees.account_of(caller), caller.user_id, now, is_asked=True), now)


@route(routes, "POST", f"{_ACCOUNT}/disconnect", allow="payments.edit", refusals=(NoMerchant, Busy))
def disconnect_stripe(caller: Caller, body: Disconnection, now: datetime) -> MerchantOut:
    """Take the Stripe account off: the sale by card pauses at once; orders and refunds stay as they are."""
    return _out(connecting.disconnect(body.reason, payees.account_of(caller), caller.user_id, now), now)


@route(
    routes,
    "PUT",
    f"{_ACCOUNT}/methods",
    allow="payments.edit",
    refusals=(MethodNotConnected, StaleEdit, StaleCheck, Busy),
)
def set_payment_methods(caller: Caller, body: MethodsIn, request: Request, now: datetime) -> Answer[MerchantOut]:
    """Say which ways to pay events may offer, the usual one first; what is taken away is offered no longer.

    If-Match says which version of `/account/payments` you read.
    """
    return _versioned(payees.set_methods(body.methods, read_version(request), caller, now), now)


@route(routes, "GET", _ORGANIZER, allow="payments.read", within=True, refusals=(OrganizerNotFound,))
def get_organizer_payments(organizer_id: str, caller: Caller) -> OrganizerMerchantOut:
    """Which Stripe account an organizer is paid on, and how far one of its own is."""
    return OrganizerMerchantOut.of(*payees.get_organizer_settings(payees.organizer_of(organizer_id, caller)))


@route(
    routes,
    "POST",
    f"{_ORGANIZER}/connect",
    allow="payments.edit",
    within=True,
    refusals=(OrganizerNotFound, *_CONNECTING),
)
def connect_organizer_stripe(organizer_id: str, caller: Caller, body: Connection, now: datetime) -> OnboardingOut:
    """Begin, or go on with, a Stripe account of an organizer's own. It is charged from when Stripe says it can be."""
    payee = payees.organizer_of(organizer_id, caller)
    return OnboardingOut(url=connecting.connect(body.dashboard, body.country or "", payee, caller.user_id, now))


@route(
    routes,
    "POST",
    f"{_ORGANIZER}/refresh",
    allow="payments.edit",
    within=True,
    refusals=(OrganizerNotFound, Unreachable, Busy),
)
def refresh_organizer_stripe(organizer_id: str, caller: Caller, body: Empty, now: datetime) -> OrganizerMerchantOut:
    """Ask Stripe how an organizer's own account stands now."""
    payee = payees.organizer_of(organizer_id, caller)
    connecting.refresh(payee, caller.user_id, now, is_asked=True)
    return OrganizerMerchantOut.of(*payees.get_organizer_settings(payee))


@route(
    routes,
    "POST",
    f"{_ORGANIZER}/disconnect",
    allow="payments.edit",
    within=True,
    refusals=(OrganizerNotFound, NoMerchant, Busy),
)
def disconnect_organizer_stripe(
    organizer_id: str, caller: Caller, body: OrganizerDisconnection, now: datetime
) -> OrganizerMerchantOut:
    """Take an organizer's own Stripe account off: cards pause for its events, or the account's is charged instead."""
    payee = payees.organizer_of(organizer_id, caller)
    connecting.disconnect(body.reason, payee, caller.user_id, now, falls_back=body.falls_back)
    return OrganizerMerchantOut.of(*payees.get_organizer_settings(payee))


@route(routes, "POST", "/stripe/thin-webhook", allow="public", refusals=(WrongSignature,), limited=False)
def receive_thin_notice(request: Request) -> Received:
    """Take a signed notice about a connected account from Stripe."""
    connecting.take_in(request.body, request.headers.get("stripe-signature", ""))
    count("AccountNotices")
    return Received(received=True)

"""An account's own PayPal app and BTCPay Server: connected with its keys, which are never shown again."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import merchants, notices, redirecting
from chalicelib.domain.accounts import Caller
from chalicelib.domain.endpoints import UnsafeAddress
from chalicelib.domain.merchants import Merchant
from chalicelib.domain.redirects import CredentialsRefused, CryptoNotOffered, FeeCannotBeTaken, NotConnected
from chalicelib.gateways.btcpay import Store
from chalicelib.gateways.paypal_client import PayPalApp
from chalicelib.gateways.stripe_notices import WrongSignature
from chalicelib.handlers.logs import count
from chalicelib.handlers.models.common import Empty
from chalicelib.handlers.models.connections import BtcPayKeys, PayPalKeys
from chalicelib.handlers.models.merchants import MerchantOut
from chalicelib.handlers.route import route
from chalicelib.handlers.webhooks import Received
from chalicelib.handlers.wire import Request
from chalicelib.kernel.errors import Busy, Unreachable

routes = Blueprint(__name__)


def _out(merchant: Merchant, now: datetime) -> MerchantOut:
    return MerchantOut.of(merchant, merchants.plan_of(merchant, now))


@route(
    routes,
    "PUT",
    "/account/payments/paypal",
    allow="payments.edit",
    refusals=(FeeCannotBeTaken, CredentialsRefused, Busy, Unreachable),
)
def connect_paypal(caller: Caller, body: PayPalKeys, now: datetime) -> MerchantOut:
    """Be paid by PayPal on an app of your own; the keys are tried at once."""
    app = PayPalApp(body.client_id, body.client_secret.get_secret_value(), body.is_sandbox)
    return _out(redirecting.connect_paypal(app, caller, now), now)


@route(
    routes,
    "POST",
    "/account/payments/paypal/disconnect",
    allow="payments.edit",
    refusals=(NotConnected, Busy),
)
def disconnect_paypal(caller: Caller, body: Empty, now: datetime) -> MerchantOut:
    """Take PayPal off: nothing new is paid there; refunds of what was paid still are."""
    return _out(redirecting.disconnect("paypal", caller, now), now)


@route(
    routes,
    "PUT",
    "/account/payments/btcpay",
    allow="payments.edit",
    refusals=(CryptoNotOffered, FeeCannotBeTaken, UnsafeAddress, CredentialsRefused, Busy, Unreachable),
)
def connect_btcpay(caller: Caller, body: BtcPayKeys, now: datetime) -> MerchantOut:
    """Be paid in Bitcoin to a BTCPay Server of your own; the keys are tried at once."""
    secret = body.webhook_secret.get_secret_value()
    store = Store(body.url.rstrip("/"), body.store_id, body.api_key.get_secret_value(), secret)
    return _out(redirecting.connect_btcpay(store, caller, now), now)


@route(
    routes,
    "POST",
    "/account/payments/btcpay/disconnect",
    allow="payments.edit",
    refusals=(NotConnected, Busy),
)
def disconnect_btcpay(caller: Caller, body: Empty, now: datetime) -> MerchantOut:
    """Take the BTCPay Server off: nothing new is paid there; refunds of what was paid still are."""
    return _out(redirecting.disconnect("btcpay", caller, now), now)


@route(routes, "POST", "/connections/{connection_id}/webhook", allow="public", refusals=(NotConnected, WrongSignature))
def receive_from_provider(connection_id: str, request: Request) -> Received:
    """Take a notice from an organizer's own PayPal app or BTCPay Server: a reason to look, and nothing more."""
    notices.take_in_connected(connection_id, request.body, request.headers.get("btcpay-sig", ""))
    count("PaymentNotices")
    return Received(received=True)

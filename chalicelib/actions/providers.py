"""Who is asked about a payment: the deployment's providers, and those that an account has connected as its own."""

from chalicelib.domain.payments import Payment, Refund
from chalicelib.domain.redirects import REDIRECTS, Connection
from chalicelib.gateways import sealing
from chalicelib.gateways.btcpay import BtcPay, Store
from chalicelib.gateways.paypal import PayPal
from chalicelib.gateways.paypal_client import PayPalApp
from chalicelib.gateways.providers import PROVIDERS, Provider
from chalicelib.tables.connections import get_connection


def provider_of(payment: Payment) -> Provider:
    """Who was asked for this payment, and can say what became of it."""
    if payment.provider in REDIRECTS:
        return connected_provider(get_connection(payment.merchant))
    return PROVIDERS[payment.provider]


def refunder_of(refund: Refund, payment: Payment) -> Provider:
    """Who pays it back: not always who was paid, since what cannot go back to a card is handed back by hand."""
    return provider_of(payment) if refund.provider == payment.provider else PROVIDERS[refund.provider]


def connected_provider(connection: Connection) -> Provider:
    """The provider with an account's own keys."""
    return PayPal(app_of(connection)) if connection.provider == "paypal" else BtcPay(store_of(connection))


def app_of(connection: Connection) -> PayPalApp:
    """A PayPal app with its secret."""
    secrets = sealing.unseal(connection.sealed, connection.connection_id)
    return PayPalApp(connection.identity, secrets["client_secret"], connection.is_sandbox)


def store_of(connection: Connection) -> Store:
    """A store of a BTCPay Server with its secrets."""
    secrets = sealing.unseal(connection.sealed, connection.connection_id)
    url, _, store_id = connection.identity.rpartition("#")
    return Store(url, store_id, secrets["api_key"], secrets["webhook_secret"])

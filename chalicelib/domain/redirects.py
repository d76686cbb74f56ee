"""Providers on whose own page the whole payment is made: PayPal, and a BTCPay Server for Bitcoin.

An account brings its own app or server: the money goes straight there, and the platform cannot take a part of it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args

from chalicelib.domain.orders import PaymentMethod
from chalicelib.kernel import ids
from chalicelib.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from chalicelib.kernel.money import exponent

RedirectProvider = Literal["paypal", "btcpay"]
REDIRECTS: tuple[RedirectProvider, ...] = get_args(RedirectProvider)
METHOD_OF: dict[RedirectProvider, PaymentMethod] = {"paypal": "paypal", "btcpay": "bitcoin"}
PROVIDER_OF: dict[PaymentMethod, str] = {"card": "stripe", "paypal": "paypal", "bitcoin": "btcpay"}

# What PayPal takes, and what of it in whole units only, whatever ISO 4217 says. Currencies for accounts of one country
# only (BRL, CNY, INR, MYR) are left out. https://developer.paypal.com/reports/reference/supported-currencies
_PAYPAL = frozenset("AUD CAD CHF CZK DKK EUR GBP HKD HUF ILS JPY MXN NOK NZD PHP PLN SEK SGD THB TWD USD".split())
_PAYPAL_WHOLE = frozenset({"HUF", "JPY", "TWD"})
# When a payment is looked at again after it was begun, should every notice about it be lost. Three days cover PayPal's
# three hours to capture and the day that a BTCPay Server watches an address after an invoice has ended.
LOOKS = tuple(timedelta(minutes=minutes) for minutes in (15, 60, 6 * 60, 24 * 60, 72 * 60))


class NotConnected(NotFound):
    """This account is not connected to this provider."""


class MethodNotConnected(Invalid):
    """Connect this provider first."""


class CredentialsRefused(Invalid):
    """The provider does not accept these credentials."""


class FeeCannotBeTaken(Conflict):
    """The platform takes a fee of this account, and cannot take it of payments on the account's own PayPal or BTCPay.

    Its operator can exempt the account.
    """


class CryptoNotOffered(Forbidden):
    """This box office does not offer payments in Bitcoin."""


@dataclass(frozen=True)
class Connection:
    """An account's own app or server at a provider. `sealed` are its secrets, which only the gateways can read.

    `identity` is what names it there: PayPal's client id, or a server's address and store. Another identity is another
    connection, and payments go back by the one they came by.
    """

    connection_id: str
    account_id: str
    provider: RedirectProvider
    identity: str
    sealed: str
    is_sandbox: bool
    connected_at: datetime


def connection_id_of(account_id: str, provider: RedirectProvider, identity: str) -> str:
    """The id that this app or server always has with this account."""
    return ids.derived("con", account_id, provider, identity)


def takes(method: PaymentMethod, amount_minor: int, currency: str) -> bool:
    """Whether a way to pay can take this amount: PayPal knows 21 currencies, three in whole units only."""
    if method != "paypal":
        return True
    if currency in _PAYPAL_WHOLE:
        return not amount_minor % 10 ** exponent(currency)
    return currency in _PAYPAL


def next_look(begun_at: datetime, now: datetime) -> datetime | None:
    """When to look again at a payment that was begun then; None once it has been long enough."""
    return next((begun_at + after for after in LOOKS if begun_at + after > now), None)

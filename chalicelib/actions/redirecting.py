"""An account's own PayPal app or BTCPay Server: tried out, sealed, stored; taken off again."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from chalicelib.actions import merchants
from chalicelib.domain.accounts import Caller
from chalicelib.domain.endpoints import check_url
from chalicelib.domain.events import StaleEdit
from chalicelib.domain.merchants import Merchant, connected, unconnected
from chalicelib.domain.redirects import (
    Connection,
    CryptoNotOffered,
    FeeCannotBeTaken,
    RedirectProvider,
    connection_id_of,
)
from chalicelib.gateways import outbound, sealing
from chalicelib.gateways.btcpay import Store
from chalicelib.gateways.paypal_client import PayPalApp
from chalicelib.kernel.config import config
from chalicelib.kernel.errors import Busy
from chalicelib.kernel.facts import PaymentSettingsChanged
from chalicelib.tables.changes import Change
from chalicelib.tables.commit import commit
from chalicelib.tables.connections import get_connection, saved_connection
from chalicelib.tables.merchants import edited_merchant, get_merchant

_RACES = 5


def offers_crypto() -> bool:
    """Whether this deployment lets organizers be paid in Bitcoin."""
    return config().crypto == "yes"


def connections_of(merchant: Merchant) -> list[Connection]:
    """What the account is connected to now."""
    return [get_connection(connection_id) for connection_id in merchant.connections.values()]


def webhook_url(connection: Connection) -> str:
    """Where the provider shall send its notices."""
    return f"{config().base_url}/api/connections/{connection.connection_id}/webhook"


def connect_paypal(app: PayPalApp, caller: Caller, now: datetime) -> Merchant:
    """Be paid by PayPal on the account's own app, or go on with newer keys of it.

    Raises FeeCannotBeTaken, CredentialsRefused, Unreachable.
    """
    _check_fee(caller, now)
    app.sign_in()
    made = _sealed("paypal", app.client_id, {"client_secret": app.client_secret}, caller, now)
    return _connected(replace(made, is_sandbox=app.is_sandbox), caller, now)


def connect_btcpay(store: Store, caller: Caller, now: datetime) -> Merchant:
    """Be paid in Bitcoin to the account's own server, or go on with newer keys of it.

    Raises CryptoNotOffered, FeeCannotBeTaken, UnsafeAddress, CredentialsRefused, Unreachable.
    """
    if not offers_crypto():
        raise CryptoNotOffered()
    _check_fee(caller, now)
    check_url(store.url, is_open=outbound.network().is_open)
    store.check()
    secrets = {"api_key": store.api_key, "webhook_secret": store.webhook_secret}
    return _connected(_sealed("btcpay", f"{store.url}#{store.store_id}", secrets, caller, now), caller, now)


def disconnect(provider: RedirectProvider, caller: Caller, now: datetime) -> Merchant:
    """Nothing new is paid there; what was paid goes back there all the same. Raises NotConnected."""
    return _edited(lambda found: unconnected(found, provider), [], {"disconnected": provider}, caller, now)


def _check_fee(caller: Caller, now: datetime) -> None:
    if merchants.takes_fee(get_merchant(caller.account_id), now):
        raise FeeCannotBeTaken()


def _sealed(
    provider: RedirectProvider, identity: str, secrets: Mapping[str, str], caller: Caller, now: datetime
) -> Connection:
    connection_id = connection_id_of(caller.account_id, provider, identity)
    sealed = sealing.seal(secrets, connection_id)
    return Connection(connection_id, caller.account_id, provider, identity, sealed, False, now)


def _connected(connection: Connection, caller: Caller, now: datetime) -> Merchant:
    def edit(found: Merchant) -> Merchant:
        return connected(found, connection.provider, connection.connection_id)

    return _edited(edit, [saved_connection(connection)], {"connected": connection.provider}, caller, now)


def _edited(
    edit: Callable[[Merchant], Merchant], changes: list[Change], told: dict[str, str], caller: Caller, now: datetime
) -> Merchant:
    """Connection and settings in one commit; several who edit at once all get their turn. Raises Busy."""
    fact = PaymentSettingsChanged(caller.account_id, caller.account_id, data=told)
    for _ in range(_RACES):
        with suppress(StaleEdit):
            settings = edited_merchant(edit(get_merchant(caller.account_id)))
            commit([settings, *changes], [fact], now=now, by=caller.user_id)
            return get_merchant(caller.account_id)
    raise Busy()

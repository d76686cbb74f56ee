"""Connections to other providers on the wire: keys come in and never go out."""

from typing import Annotated, Self

from pydantic import Field, SecretStr, StringConstraints

from chalicelib.actions import redirecting
from chalicelib.domain.redirects import Connection, RedirectProvider
from chalicelib.handlers.models.common import Input, Instant, Output

Plain = Annotated[str, StringConstraints(pattern=r"^[!-~]{8,200}$")]
Secret = Annotated[SecretStr, Field(min_length=8, max_length=200)]


class PayPalKeys(Input):
    """An app's keys, from PayPal's developer dashboard: https://developer.paypal.com/dashboard/applications"""

    client_id: Plain
    client_secret: Secret
    is_sandbox: bool = Field(default=False, description="Keys of PayPal's sandbox, where no money moves.")


class BtcPayKeys(Input):
    """A store on a BTCPay Server, a key that may create, view and modify invoices and manage pull payments, and the
    secret of a webhook that is sent to us."""

    url: str = Field(max_length=200, examples=["https://btcpay.example.com"])
    store_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{1,100}$")]
    api_key: Secret
    webhook_secret: Secret


class ConnectionOut(Output):
    """What the account is connected to, without its secrets."""

    provider: RedirectProvider
    identity: str = Field(
        description="PayPal's client id, or a server's address with its store behind the #.",
        examples=["AZ3kexample9qLw"],
    )
    is_sandbox: bool
    connected_at: Instant
    webhook_url: str = Field(
        description="Where the provider shall send its webhooks; without them things take longer.",
        examples=["https://tickets.example.com/api/connections/con_7m2k9qexample/webhook"],
    )

    @classmethod
    def of(cls, connection: Connection) -> Self:
        """Out of a connection."""
        own = {name: getattr(connection, name) for name in cls.model_fields if hasattr(connection, name)}
        return cls(**own | {"webhook_url": redirecting.webhook_url(connection)})

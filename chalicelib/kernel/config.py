"""The settings of one deployment, read from the environment once, typed; a missing one fails at the start."""

import os
from dataclasses import dataclass, fields
from functools import cache


@dataclass(frozen=True)
class Config:
    """Field `table` comes from FOYER_TABLE, and so on. Everything without a default must be set."""

    stage: str
    table: str
    files_bucket: str
    web_bucket: str
    secret: str
    base_url: str
    mail_sender: str
    stripe_api: str = "https://api.stripe.com"
    stripe_script: str = "https://js.stripe.com/v3/"
    stripe_publishable_key: str = ""
    # "required": only accounts that have connected a Stripe account of their own can take cards.
    stripe_connect: str = "optional"
    # "closed": nobody signs up by themselves, accounts grow by invitations only.
    sign_up: str = "open"
    # After so many wrong passwords in a row an e-mail address has to wait; docs/decisions/0021 says for how long.
    lockout_after: str = "5"
    # E-mail addresses, separated by commas, of the members who set what the platform takes; they have to be confirmed.
    operators: str = ""
    # "yes": organizers may connect Stripe accounts without any dashboard; docs/payments.md says what that obliges to.
    stripe_custom: str = ""
    # Where PayPal's API is, if not at PayPal: only for the local cloud.
    paypal_api: str = ""
    # "yes": organizers may connect a BTCPay Server of their own and be paid in Bitcoin.
    crypto: str = ""
    distribution: str = ""
    # "any": webhooks may call any address, by http too. Only for the local cloud, whose receivers run beside it.
    webhook_network: str = "public"

    def queue(self, name: str) -> str:
        """The full name of the queue `name` of this deployment."""
        return f"foyer-{self.stage}-{name}"


@cache
def config() -> Config:
    """This deployment's settings. Raises TypeError naming every field that the environment lacks."""
    names = {field.name: f"FOYER_{field.name.upper()}" for field in fields(Config)}
    return Config(**{field: os.environ[name] for field, name in names.items() if name in os.environ})

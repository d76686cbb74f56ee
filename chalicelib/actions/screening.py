"""Screening against fraud: what is counted, and which payments people look at. Nothing of it names anybody."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.actions import merchants
from chalicelib.domain import fraud as rules
from chalicelib.domain.accounts import Caller
from chalicelib.domain.events import check_version
from chalicelib.domain.fraud import CardUsedTooOften, Objection, TooManyCheckouts
from chalicelib.domain.merchants import Merchant
from chalicelib.domain.orders import Order
from chalicelib.domain.payments import Charge
from chalicelib.domain.velocity import network_of
from chalicelib.gateways import signing
from chalicelib.kernel.facts import PaymentSettingsChanged
from chalicelib.tables import velocity
from chalicelib.tables.changes import Change


def checkout_counted(order: Order, address: str, now: datetime) -> list[Change]:
    """One more card payment is begun from this IP address and for this e-mail address. Raises TooManyCheckouts.

    What is returned belongs into the payment's own commit, and raises the same there. The address is counted at
    once: half a city may share it, and must not wait for each other's payments.
    """
    return attempt_counted(order.account_id, order.buyer_email, address, now)


def attempt_counted(account_id: str, email: str, address: str, now: datetime) -> list[Change]:
    """The same for a card that is to be kept: whoever tries out stolen cards tries them there too."""
    merchant = merchants.merchant_of(account_id, now)
    if address:
        key = signing.velocity_key(f"address:{network_of(address)}")
        for window in rules.windows(merchant, {"address": key}, now):
            velocity.count(window, TooManyCheckouts)
    key = signing.velocity_key(f"email:{email}")
    return [velocity.counted(window, TooManyCheckouts) for window in rules.windows(merchant, {"email": key}, now)]


@contextmanager
def saying_when(now: datetime) -> Iterator[None]:
    """Around a commit with what is counted: whoever is refused is told when to try again."""
    try:
        yield
    except TooManyCheckouts as refusal:
        refusal.retry_after_seconds = rules.seconds_left(now)
        raise


def card_counted(order: Order, charge: Charge | None, now: datetime) -> list[Change]:
    """One more order is paid with this card. What it is written with raises CardUsedTooOften."""
    if not charge or not charge.fingerprint:
        return []
    merchant = merchants.merchant_of(order.account_id, now)
    who: dict[rules.Kind, str] = {"card": signing.velocity_key(f"card:{charge.fingerprint}")}
    return [velocity.counted(window, CardUsedTooOften) for window in rules.windows(merchant, who, now)]


def objections(order: Order, charge: Charge, now: datetime) -> list[Objection]:
    """Why the account's people should look at a payment; nothing for most."""
    return rules.objections(merchants.merchant_of(order.account_id, now), charge)


def set_protection(settings: Mapping[str, Any], version: int, caller: Caller, now: datetime) -> Merchant:
    """Change what is refused and what is looked at. Raises StaleEdit."""

    def protected(merchant: Merchant) -> Merchant:
        check_version(version, rules.protection_version(merchant))
        return replace(merchant, **settings)

    fact = PaymentSettingsChanged(caller.account_id, caller.account_id, data={"fields": sorted(settings)})
    return merchants.edit(caller.account_id, protected, fact, caller.user_id, now)

"""Fraud: which payments people look at before tickets are made, and how often somebody may begin to pay."""

from datetime import datetime, timedelta
from typing import Literal

from chalicelib.domain.merchants import Merchant
from chalicelib.domain.payments import Charge
from chalicelib.domain.velocity import Window, window_at
from chalicelib.kernel import ids
from chalicelib.kernel.errors import TooMany

# Why people look at a payment before its tickets are made.
Objection = Literal[
    "amount_differs", "country_denied", "country_not_allowed", "held_by_provider", "elevated_risk", "card_used_often"
]
# What is counted: whoever begins to pay, by address and by e-mail; the card that has paid.
Kind = Literal["address", "email", "card"]

# What Stripe Radar calls a payment that is likely fraud: https://docs.stripe.com/radar/risk-evaluation
_RISKY = frozenset({"elevated", "highest"})
_WINDOWS: dict[Kind, timedelta] = {
    "address": timedelta(hours=1),
    "email": timedelta(hours=1),
    "card": timedelta(hours=24),
}


class TooManyCheckouts(TooMany):
    """Too many payments were begun from here in a short time. Please try again later."""


class CardUsedTooOften(Exception):
    """This card has paid as many orders as one card may in a day: people look at the next."""


def protection_version(merchant: Merchant) -> int:
    """Of what is refused and looked at, whatever else of the account's settings of money changes."""
    limits = merchant.checkouts_per_address, merchant.checkouts_per_email, merchant.orders_per_card
    countries = merchant.allowed_countries, merchant.denied_countries
    return ids.version(*limits, *countries, merchant.reviews_elevated_risk, merchant.voids_on_dispute)


def windows(merchant: Merchant, who: dict[Kind, str], now: datetime) -> list[Window]:
    """What is counted about these people at this moment. What has no limit, or is not known, is not counted."""
    limits: dict[Kind, int] = {
        "address": merchant.checkouts_per_address,
        "email": merchant.checkouts_per_email,
        "card": merchant.orders_per_card,
    }
    return [
        window_at(now, scope=merchant.account_id, kind=kind, who=key, limit=limits[kind], length=_WINDOWS[kind])
        for kind, key in who.items()
        if key and limits[kind]
    ]


def objections(merchant: Merchant, charge: Charge) -> list[Objection]:
    """Why people should look at a payment before its tickets are made; nothing for most."""
    found: list[Objection] = []
    country = charge.country
    if country and country in merchant.denied_countries:
        found.append("country_denied")
    elif country and merchant.allowed_countries and country not in merchant.allowed_countries:
        found.append("country_not_allowed")
    if charge.is_held:
        found.append("held_by_provider")
    if merchant.reviews_elevated_risk and charge.risk in _RISKY:
        found.append("elevated_risk")
    return found


def seconds_left(now: datetime) -> int:
    """Until checkouts are counted anew."""
    length = _WINDOWS["address"]
    return window_at(now, scope="", kind="address", who="", limit=0, length=length).seconds_left(now)

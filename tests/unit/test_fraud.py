"""Fraud: what is counted, in which window, and why people look at a payment."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain import fraud
from chalicelib.domain.merchants import Merchant
from chalicelib.domain.payments import Charge
from tests.unit.making import NOW


@pytest.mark.parametrize(
    ("settings", "charge", "reasons"),
    [
        ({}, {}, []),
        ({}, {"country": "US", "risk": "normal"}, []),
        ({"denied_countries": ["US"]}, {"country": "US"}, ["country_denied"]),
        ({"denied_countries": ["US"]}, {"country": ""}, []),
        ({"allowed_countries": ["DE"]}, {"country": "US"}, ["country_not_allowed"]),
        ({"allowed_countries": ["US"], "denied_countries": ["US"]}, {"country": "US"}, ["country_denied"]),
        ({}, {"is_held": True}, ["held_by_provider"]),
        ({}, {"risk": "elevated"}, ["elevated_risk"]),
        ({}, {"risk": "highest"}, ["elevated_risk"]),
        ({"reviews_elevated_risk": False}, {"risk": "highest"}, []),
        ({}, {"is_held": True, "risk": "elevated"}, ["held_by_provider", "elevated_risk"]),
    ],
)
def test_a_payment_is_looked_at_for_a_reason(
    settings: dict[str, Any], charge: dict[str, Any], reasons: list[str]
) -> None:
    assert fraud.objections(Merchant("acc_1", **settings), Charge(**charge)) == reasons


def test_only_what_has_a_limit_and_is_known_is_counted() -> None:
    merchant = Merchant("acc_1", checkouts_per_address=0, checkouts_per_email=7)
    found = fraud.windows(merchant, {"address": "aa", "email": "bb"}, NOW)
    assert [(one.kind, one.who, one.limit) for one in found] == [("email", "bb", 7)]
    assert fraud.windows(Merchant("acc_1"), {"address": ""}, NOW) == []


def test_windows_follow_each_other() -> None:
    merchant = Merchant("acc_1")
    [first] = fraud.windows(merchant, {"email": "aa"}, NOW + timedelta(minutes=59, seconds=59))
    [second] = fraud.windows(merchant, {"email": "aa"}, NOW + timedelta(hours=1))
    assert (first.begins_at, first.ends_at) == (NOW, NOW + timedelta(hours=1))
    assert second.begins_at == first.ends_at
    assert fraud.seconds_left(NOW) == 3601
    assert fraud.seconds_left(NOW + timedelta(minutes=59, seconds=59)) == 2

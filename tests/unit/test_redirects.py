"""Payments on a provider's own page: amounts, secrets, notices, and when to look again."""

import hashlib
import hmac
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.merchants import Merchant, check_connected, connected, unconnected
from chalicelib.domain.redirects import LOOKS, MethodNotConnected, NotConnected, next_look, takes
from chalicelib.gateways.btcpay import Store
from chalicelib.gateways.paypal_client import PayPalApp, minor_of, money
from chalicelib.gateways.redirect_notices import subject_of
from chalicelib.kernel.errors import Malformed
from tests.unit.making import NOW

pytestmark = pytest.mark.req("PAY-8", "PAY-10")


@pytest.mark.parametrize(
    ("minor", "currency", "value"),
    [
        (5000, "EUR", "50.00"),
        (1, "USD", "0.01"),
        (500, "JPY", "500"),
        (120000, "HUF", "1200"),
        (120050, "HUF", "1200.50"),
    ],
)
def test_amounts_are_written_as_paypal_reads_them(minor: int, currency: str, value: str) -> None:
    """An amount that PayPal cannot take is sent as it is, and refused there: nothing is rounded here."""
    written = money(minor, currency)
    assert written == {"currency_code": currency, "value": value}
    assert minor_of(written) == minor


@pytest.mark.parametrize(
    ("amount", "currency", "can"),
    [(5000, "EUR", True), (5000, "KWD", False), (5000, "BRL", False), (120000, "HUF", True), (120050, "HUF", False),
     (500, "JPY", True)],
)  # fmt: skip
def test_paypal_is_offered_for_what_it_takes(amount: int, currency: str, can: bool) -> None:
    assert takes("paypal", amount, currency) is can
    assert takes("card", amount, currency)
    assert takes("bitcoin", amount, currency)


def test_a_payment_is_looked_at_less_and_less_often_and_then_never() -> None:
    looks, at = [], next_look(NOW, NOW)
    while at:
        looks.append(at - NOW)
        at = next_look(NOW, at)
    assert looks == list(LOOKS)
    assert next_look(NOW, NOW + timedelta(days=4)) is None


def test_who_connects_offers_the_way_to_pay_and_who_disconnects_does_not() -> None:
    there = connected(Merchant("acc_1"), "paypal", "con_1")
    assert there.methods == ["card", "bank", "cash", "invoice", "paypal"]
    assert connected(there, "paypal", "con_2").methods == there.methods
    check_connected(there.methods, there)
    gone = unconnected(there, "paypal")
    assert gone == Merchant("acc_1")
    with pytest.raises(NotConnected):
        unconnected(gone, "paypal")
    with pytest.raises(MethodNotConnected) as refused:
        check_connected(["bitcoin"], gone)
    assert list(refused.value.fields) == ["methods"]


def test_an_account_always_has_some_way_to_be_paid() -> None:
    only = replace(connected(Merchant("acc_1"), "paypal", "con_1"), methods=["paypal"])
    assert unconnected(only, "paypal").methods == ["card"]


def test_secrets_are_in_no_text_that_a_log_could_hold() -> None:
    assert "hush" not in repr(PayPalApp("client", "hush"))
    assert "hush" not in repr(Store("https://pay.example", "store", "hush", "hush"))


def test_a_notice_is_signed_with_the_stores_secret() -> None:
    """The example of https://docs.btcpayserver.org/FAQ/Integrations/: `sha256=` and the HMAC of the body."""
    body = b'{"invoiceId":"1"}'
    store = Store("https://pay.example", "store", "key", "hook-secret")
    good = "sha256=" + hmac.new(b"hook-secret", body, hashlib.sha256).hexdigest()
    assert store.is_signed(body, good)
    for wrong in ("", good[:-1], good.removeprefix("sha256="), "sha256=é"):
        assert not store.is_signed(body, wrong)
    assert not store.is_signed(body + b" ", good)
    assert not Store("https://pay.example", "store", "key", "").is_signed(body, good)


ORDER = {"id": "5O190127TN364715T", "purchase_units": [{"custom_id": "ord_1"}]}
CAPTURE = {"id": "CAP", "supplementary_data": {"related_ids": {"order_id": "5O190127TN364715T"}}}
DISPUTE = {"dispute_id": "PP-D-1", "disputed_transactions": [{"seller_transaction_id": "CAP", "custom": "ord_1"}]}


@pytest.mark.parametrize(
    ("resource", "subject"),
    [
        (ORDER, ("", "ord_1")),
        (CAPTURE, ("5O190127TN364715T", "")),
        (CAPTURE | {"custom_id": "ord_1"}, ("", "ord_1")),
        (DISPUTE, ("", "ord_1")),
        ({"id": "5O190127TN364715T"}, ("5O190127TN364715T", "")),
        ({"id": ["x"], "custom_id": 5, "supplementary_data": [], "purchase_units": {}}, ("", "")),
        ([], ("", "")),
    ],
)
def test_paypals_notices_say_which_payment_they_are_about(resource: Any, subject: tuple[str, str]) -> None:
    assert subject_of("paypal", json.dumps({"event_type": "X", "resource": resource}).encode()) == subject


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff"])
def test_what_is_no_notice_is_refused(body: bytes) -> None:
    for provider in ("paypal", "btcpay"):
        with pytest.raises(Malformed):
            subject_of(provider, body)

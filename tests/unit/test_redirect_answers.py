"""Example answers of the providers' own documentation, as our adapters read them.

PayPal: the examples of https://developer.paypal.com/docs/api/orders/v2/ (create, capture) and
https://developer.paypal.com/docs/api/payments/v2/ (refund), shortened to what an answer has at least.
`SANDBOX`, `BY_HAND` and `DECLINED` have the members that PayPal's sandbox has in answers that others have published
(2021 to 2024), with values of our own: more than the documentation's examples, and a refund made in PayPal's own pages
carries the `custom_id` of its capture. Our adapter itself has never spoken to the sandbox (docs/payments.md).
BTCPay: the fields and their examples in `swagger.template.invoices.json` of https://github.com/btcpayserver/btcpayserver.
"""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.payments import Charge
from chalicelib.gateways import btcpay, paypal
from tests.unit.making import payment

pytestmark = pytest.mark.req("PAY-8", "PAY-10")
OURS = replace(payment(), provider="paypal", currency="USD", provider_reference="5O190127TN364715T")

CREATED: dict[str, Any] = {
    "id": "5O190127TN364715T",
    "status": "PAYER_ACTION_REQUIRED",
    "intent": "CAPTURE",
    "payment_source": {"paypal": {}},
    "purchase_units": [{"reference_id": "d9f80740-38f0-11e8-b467-0ed5f89f718b",
                        "amount": {"currency_code": "USD", "value": "100.00"}}],
    "create_time": "2018-04-01T21:18:49Z",
    "links": [
        {"href": "https://api-m.paypal.com/v2/checkout/orders/5O190127TN364715T", "rel": "self", "method": "GET"},
        {"href": "https://www.paypal.com/checkoutnow?token=5O190127TN364715T", "rel": "payer-action", "method": "GET"},
    ],
}  # fmt: skip
CAPTURED: dict[str, Any] = {
    "id": "5O190127TN364715T",
    "status": "COMPLETED",
    "payment_source": {"paypal": {"name": {"given_name": "John", "surname": "Doe"}, "account_id": "QYR5Z8XDVJNXQ"}},
    "purchase_units": [{
        "reference_id": "d9f80740-38f0-11e8-b467-0ed5f89f718b",
        "custom_id": "ord_1",
        "payments": {"captures": [{
            "id": "3C679366HH908993F",
            "status": "COMPLETED",
            "amount": {"currency_code": "USD", "value": "100.00"},
            "final_capture": True,
            "seller_receivable_breakdown": {
                "gross_amount": {"currency_code": "USD", "value": "100.00"},
                "paypal_fee": {"currency_code": "USD", "value": "3.00"},
                "net_amount": {"currency_code": "USD", "value": "97.00"},
            },
            "create_time": "2018-04-01T21:20:49Z",
            "update_time": "2018-04-01T21:20:49Z",
        }]},
    }],
    "payer": {"payer_id": "QYR5Z8XDVJNXQ", "address": {"country_code": "US"}},
}  # fmt: skip
BY_HAND: dict[str, Any] = {
    "id": "8WX05214KL118350M",
    "amount": {"currency_code": "USD", "value": "1.98"},
    "custom_id": "ord_1",
    "seller_payable_breakdown": {
        "gross_amount": {"currency_code": "USD", "value": "1.98"},
        "paypal_fee": {"currency_code": "USD", "value": "0.00"},
        "net_amount": {"currency_code": "USD", "value": "1.98"},
        "total_refunded_amount": {"currency_code": "USD", "value": "1.98"},
    },
    "status": "COMPLETED",
    "create_time": "2024-10-14T15:03:29-07:00",
    "update_time": "2024-10-14T15:03:29-07:00",
    "links": [
        {"href": "https://api.sandbox.paypal.com/v2/payments/refunds/8WX05214KL118350M", "rel": "self", "method": "GET"}
    ],
}
SANDBOX: dict[str, Any] = {
    "id": "5O190127TN364715T",
    "intent": "CAPTURE",
    "status": "COMPLETED",
    "payment_source": {"paypal": {
        "email_address": "sb-buyer@personal.example.com",
        "account_id": "QYR5Z8XDVJNXQ",
        "account_status": "VERIFIED",
        "name": {"given_name": "John", "surname": "Doe"},
        "address": {"country_code": "GB"},
    }},
    "purchase_units": [{
        "reference_id": "pay_1",
        "amount": {"currency_code": "USD", "value": "10.00"},
        "payee": {"email_address": "sb-shop@business.example.com", "merchant_id": "9TV88BTWB8VB6"},
        "custom_id": "ord_1",
        "soft_descriptor": "PAYPAL *TESTSTORE",
        "payments": {
            "captures": [{
                "id": "3C679366HH908993F",
                "status": "PARTIALLY_REFUNDED",
                "amount": {"currency_code": "USD", "value": "10.00"},
                "final_capture": True,
                "disbursement_mode": "INSTANT",
                "seller_protection": {"status": "ELIGIBLE", "dispute_categories": ["ITEM_NOT_RECEIVED"]},
                "seller_receivable_breakdown": {
                    "gross_amount": {"currency_code": "USD", "value": "10.00"},
                    "paypal_fee": {"currency_code": "USD", "value": "0.84"},
                    "net_amount": {"currency_code": "USD", "value": "9.16"},
                },
                "custom_id": "ord_1",
                "links": [{"href": "https://api.sandbox.paypal.com/v2/payments/captures/3C679366HH908993F/refund",
                           "rel": "refund", "method": "POST"}],
                "create_time": "2021-10-17T05:04:29Z",
                "update_time": "2021-10-17T05:04:29Z",
            }],
            "refunds": [BY_HAND],
        },
    }],
    "payer": {
        "name": {"given_name": "John", "surname": "Doe"},
        "email_address": "sb-buyer@personal.example.com",
        "payer_id": "QYR5Z8XDVJNXQ",
        "address": {"country_code": "GB"},
    },
    "create_time": "2021-10-17T05:03:00Z",
    "update_time": "2021-10-17T05:04:29Z",
    "links": [{"href": "https://api.sandbox.paypal.com/v2/checkout/orders/5O190127TN364715T", "rel": "self",
               "method": "GET"}],
}  # fmt: skip
DECLINED: dict[str, Any] = {
    "name": "UNPROCESSABLE_ENTITY",
    "details": [{
        "issue": "INSTRUMENT_DECLINED",
        "description": "The instrument presented  was either declined by the processor or bank, or it can't be used.",
    }],
    "message": "The requested action could not be performed, semantically incorrect, or failed business validation.",
    "debug_id": "f7707100bc347",
    "links": [
        {"href": "https://developer.paypal.com/docs/api/orders/v2/#INSTRUMENT_DECLINED", "rel": "information_link"},
        {"href": "https://www.sandbox.paypal.com/checkoutnow?token=5O190127TN364715T", "rel": "redirect"},
    ],
}  # fmt: skip
INVOICE: dict[str, Any] = {
    "id": "FJ9L1CNTM7W",
    "amount": "5.00",
    "paidAmount": "0",
    "currency": "USD",
    "checkoutLink": "https://btcpay.example/i/FJ9L1CNTM7W",
    "metadata": {"orderId": "pay_1", "foyerOrder": "ord_1"},
    "status": "New",
    "additionalStatus": "None",
}


def test_a_new_order_says_where_to_go() -> None:
    found = paypal.intent_of(CREATED, OURS)
    assert (found.reference, found.status, found.received_minor) == ("5O190127TN364715T", "open", 0)
    assert found.pay_url == "https://www.paypal.com/checkoutnow?token=5O190127TN364715T"
    assert found.is_away


def test_a_captured_order_says_what_came_and_what_paypal_kept() -> None:
    found = paypal.intent_of(CAPTURED, OURS)
    assert (found.status, found.received_minor, found.currency, found.order_id) == ("succeeded", 10000, "USD", "ord_1")
    expected = Charge("3C679366HH908993F", "paypal", "US", "QYR5Z8XDVJNXQ", processing_minor=300)
    assert found.charge == expected


def test_an_order_of_the_sandbox_is_read_like_those_of_the_documentation() -> None:
    found = paypal.intent_of(SANDBOX, OURS)
    assert (found.status, found.received_minor, found.currency, found.order_id) == ("succeeded", 1000, "USD", "ord_1")
    assert found.charge == Charge("3C679366HH908993F", "paypal", "GB", "QYR5Z8XDVJNXQ", processing_minor=84)


def test_a_refund_made_at_paypal_is_none_of_ours_though_it_carries_the_order_s_id() -> None:
    [told] = paypal.refunds_of(SANDBOX)
    assert (told.reference, told.state, told.amount_minor, told.refund_id) == (BY_HAND["id"], "SUCCEEDED", 198, "")


@pytest.mark.parametrize(
    ("order", "capture", "ours", "means"),
    [
        ("APPROVED", "", "OPEN", "approved"), ("APPROVED", "", "PROCESSING", "approved"),
        ("APPROVED", "", "CANCELLED", "cancelled"), ("CREATED", "", "OPEN", "open"), ("SAVED", "", "OPEN", "open"),
        ("PAYER_ACTION_REQUIRED", "", "CANCELLED", "cancelled"), ("VOIDED", "", "OPEN", "cancelled"),
        ("COMPLETED", "PENDING", "OPEN", "processing"), ("COMPLETED", "DECLINED", "OPEN", "cancelled"),
        ("COMPLETED", "FAILED", "PROCESSING", "cancelled"), ("COMPLETED", "REFUNDED", "OPEN", "succeeded"),
        ("COMPLETED", "PARTIALLY_REFUNDED", "OPEN", "succeeded"), ("COMPLETED", "COMPLETED", "CANCELLED", "succeeded"),
    ],
)  # fmt: skip
def test_every_status_of_paypal_means_something(order: str, capture: str, ours: Any, means: str) -> None:
    unit = CAPTURED["purchase_units"][0]
    captures = [unit["payments"]["captures"][0] | {"status": capture}] if capture else []
    answer = CAPTURED | {"status": order, "purchase_units": [unit | {"payments": {"captures": captures}}]}
    assert paypal.intent_of(answer, replace(OURS, state=ours)).status == means


@pytest.mark.parametrize(
    ("status", "paid", "confirmed", "means", "received"),
    [
        ("New", "0", True, "open", 0), ("New", "2.00", True, "open", 0), ("Processing", "5.00", False, "processing", 0),
        ("Settled", "5.00", True, "succeeded", 500), ("Settled", "5.51", True, "succeeded", 551),
        ("Settled", "0", True, "succeeded", 500),  # a member has marked it as settled
        ("Expired", "0", True, "cancelled", 0), ("Expired", "2.004", True, "succeeded", 200),
        ("Expired", "5.00", False, "processing", 0), ("Invalid", "0", True, "cancelled", 0),
        ("Invalid", "5.00", True, "succeeded", 500),
    ],
)  # fmt: skip
def test_every_status_of_an_invoice_means_something(
    status: str, paid: str, confirmed: bool, means: str, received: int
) -> None:
    found = btcpay.intent_of(INVOICE | {"status": status, "paidAmount": paid}, lambda: confirmed)
    assert (found.status, found.received_minor, found.order_id) == (means, received, "ord_1")
    assert bool(found.pay_url) == (status == "New")


@pytest.mark.parametrize(
    ("body", "issue"),
    [(DECLINED, "instrument_declined"),
     ({"name": "UNPROCESSABLE_ENTITY", "details": [{"issue": "CAPTURE_FULLY_REFUNDED"}]}, "capture_fully_refunded"),
     ({"name": "RESOURCE_NOT_FOUND", "details": []}, "resource_not_found"), (None, "refused"), ({}, "refused")],
)  # fmt: skip
def test_a_refusal_says_why(body: Any, issue: str) -> None:
    assert paypal.issue_of(body) == issue

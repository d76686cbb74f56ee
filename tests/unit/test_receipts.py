"""The receipt in the mail after a purchase: it adds up, and says how the money came."""

from dataclasses import replace

import pytest

from chalicelib.domain import pricing
from chalicelib.domain.charges import Fee, Tax
from chalicelib.domain.orders import Order
from chalicelib.domain.payments import Charge, Payment, Refund
from chalicelib.domain.pricing import Choice
from chalicelib.domain.promos import Promo
from chalicelib.mail.receipts import Receipt, Row, receipt
from tests.unit import making
from tests.unit.making import EVENT_ID, NOW

pytestmark = pytest.mark.req("MSG-1")

TENTH_OFF = Promo("SPRING", EVENT_ID, "promo_1", "percent", "10", {}, "order", [], [], 0, 1, None, None)


def bought(**fields: object) -> Order:
    return making.order(**{"state": "COMPLETED", "completed_at": NOW, **fields})


def quoted(*, is_inclusive: bool) -> Receipt:
    """Four tickets at 25 euros, a tenth off, with a fee on each and one on the order, and a tax on the tickets."""
    tax = Tax("tax_1", EVENT_ID, {"en": "VAT", "de": "MwSt."}, "7.70", is_inclusive, 0)
    fees = [
        Fee("fee_1", EVENT_ID, {"en": "Booking"}, "ticket", "0", {"EUR": 50}, 0),
        Fee("fee_2", EVENT_ID, {"en": "Postage"}, "order", "0", {"EUR": 300}, 1),
    ]
    choice = Choice(making.product(tax_ids=["tax_1"]), None, "occ_1", 4, 2500)
    quote = pricing.quote([choice], [tax], fees, "EUR", TENTH_OFF)
    order = bought(
        lines=quote.lines, fees=quote.fees, taxes=quote.taxes, labels=quote.labels, total_minor=quote.total_minor,
        code="SPRING", language="de",
    )  # fmt: skip
    return receipt(order, [], [], making.event())


def succeeded(**fields: object) -> Payment:
    return making.payment(**{"state": "SUCCEEDED", **fields})


def paid(*payments: Payment, refunds: tuple[Refund, ...] = (), **fields: object) -> str:
    return receipt(bought(**fields), payments, refunds, making.event()).paid


@pytest.mark.parametrize("is_inclusive", [True, False])
def test_lines_and_shares_add_up_to_the_total(is_inclusive: bool) -> None:
    found = quoted(is_inclusive=is_inclusive)
    assert sum(row.amount_minor for row in found.lines + found.shares) == found.total_minor
    assert found.lines == [Row("4 × Standard", 10000)]
    assert found.shares[:3] == [Row("Discount (SPRING)", -1000), Row("Booking", 200), Row("Postage", 300)]


def test_a_tax_on_top_is_a_row_and_one_within_a_note() -> None:
    on_top, within = quoted(is_inclusive=False), quoted(is_inclusive=True)
    assert on_top.shares[3:] == [Row("MwSt. 7.7 %", 693)]
    assert on_top.included == []
    assert len(within.shares) == 3
    assert within.included == [Row("MwSt. 7.7 %", 643)]


def test_a_line_names_its_tier_on_one_line() -> None:
    line = making.line(tier_name={"en": "Early\r\nbird"})
    assert receipt(bought(lines=[line]), [], [], making.event()).lines[0].name == "2 × Standard – Early bird"


@pytest.mark.parametrize(
    ("method", "charged", "said"),
    [
        ("card", "card", "Paid on Thursday 1 May 2031 by card."),
        ("card", "sepa_debit", "Paid on Thursday 1 May 2031 by SEPA debit."),
        ("card", "a_way_of_next_year", "Paid on Thursday 1 May 2031."),
        ("paypal", "", "Paid on Thursday 1 May 2031 with PayPal."),
        ("bank", "cash", "Paid on Thursday 1 May 2031 in cash."),
    ],
)
def test_it_says_how_the_money_came_and_not_how_it_was_meant_to(method: str, charged: str, said: str) -> None:
    assert paid(succeeded(charge=Charge(method=charged)), method=method) == said


def test_money_in_parts_is_told_part_by_part() -> None:
    first, second = succeeded(amount_minor=2000), succeeded(amount_minor=3000, charge=Charge(method="cash"))
    given_up = making.payment(state="CANCELLED")
    assert paid(first, second, given_up) == "Paid on Thursday 1 May 2031: 20.00 EUR by card, 30.00 EUR in cash."


def test_money_that_was_not_owed_is_no_part_of_it() -> None:
    twice = succeeded(payment_id="pay_2", charge=Charge(method="klarna"))
    back = Refund(twice.order_id, "ref_1", "pay_2", 5000, "EUR", "PENDING", "not_owed", NOW)
    assert paid(succeeded(), twice, refunds=(back,)) == "Paid on Thursday 1 May 2031 by card."
    asked = replace(back, payment_id="pay_1", reason="buyer_asked")
    assert paid(succeeded(), refunds=(asked,)) == "Paid on Thursday 1 May 2031 by card."


def test_what_costs_nothing_was_not_paid() -> None:
    assert paid(total_minor=0) == ""
    assert paid(is_test=True) == "This is a test order: nothing was charged."

"""Whatever the total, the currency and the number of parts: they add up, and so does what goes back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from chalicelib.domain import instalments, ledger
from chalicelib.domain.card_limits import step
from chalicelib.domain.orders import Order
from chalicelib.domain.part_refunds import money_back, shares_of
from chalicelib.domain.payments import Payment
from chalicelib.domain.quotes import FeeShare, Label, TaxShare
from chalicelib.domain.refunds import parts, taxes_in
from tests.unit import making
from tests.unit.making import NOW

pytestmark = pytest.mark.req("PAY-15")
CURRENCIES = some.sampled_from(["EUR", "JPY", "KWD", "MGA"])


@given(some.integers(1, 10**8), some.integers(1, 90), some.integers(1, 24), CURRENCIES)
def test_the_parts_add_up_and_all_but_the_first_are_equal(total: int, percent: int, count: int, currency: str) -> None:
    total *= step(currency)
    first, *rest = instalments.split(total, percent, count, currency)
    assert first + sum(rest) == total
    assert len(rest) == count
    assert len(set(rest)) == 1
    assert first >= total * percent // 100
    assert all(amount % step(currency) == 0 for amount in (first, *rest))


@given(some.integers(200, 10**6), some.integers(0, 10**5), some.integers(1, 90))
def test_the_platforms_fee_of_the_parts_adds_up(total: int, fee: int, percent: int) -> None:
    fee = min(fee, total)
    terms = {"deposit_percent": percent, "due_days_before": [90, 60, 30]}
    event = making.event(starts_at=NOW + timedelta(days=200), instalments=terms)
    order = making.order(total_minor=total)
    if not instalments.offered(event, order, NOW):
        return
    plan = making.agreed(event, order, making.payment(fee_minor=fee))
    assert sum(part.fee_minor for part in plan.parts) == fee
    assert all(part.fee_minor <= part.amount_minor for part in plan.parts)


def taxed(price: int, rate: int, fee: int) -> Order:
    """Two taxes and a fee beside a price."""
    taxes = [TaxShare("tax_1", price, price * rate // 100, False), TaxShare("tax_2", price, price // 50, False)]
    line = making.line(
        quantity=1,
        unit_price_minor=price,
        total_minor=price + sum(tax.amount_minor for tax in taxes),
        taxes=taxes,
    )
    labels = {name: Label({"en": name}, "") for name in ("tax_1", "tax_2", "fee_1")}
    total = line.total_minor + fee
    return making.order(
        lines=[line], fees=[FeeShare("fee_1", fee)], total_minor=total, labels=labels, state="PARTLY_PAID"
    )


def paid_by(order: Order, amounts: list[int]) -> list[Payment]:
    return [
        making.payment(payment_id=f"pay_{place}", amount_minor=amount, state="SUCCEEDED", parts=[place + 1])
        for place, amount in enumerate(amounts)
    ]


@given(
    some.integers(100, 10**6), some.integers(0, 30), some.integers(0, 500), some.integers(1, 90),
    some.integers(1, 3), some.integers(0, 60),
)  # fmt: skip
def test_what_goes_back_of_a_part_takes_the_very_taxes_along_that_were_booked(
    price: int, rate: int, fee: int, percent: int, came: int, kept: int
) -> None:
    order = taxed(price, rate, fee)
    amounts = instalments.split(order.total_minor, percent, 3, "EUR")[:came]
    payments, before, booked = paid_by(order, amounts), 0, 0
    for payment in payments:
        [entry] = ledger.received(order, payment, NOW, before)
        before += payment.amount_minor
        booked += sum(tax.amount_minor for tax in entry.taxes)
    back = money_back(order, payments, [], is_part_paid=True)
    assert sum(part.amount_minor for part in back) == sum(amounts)
    assert [part.payment.payment_id for part in back] == [one.payment_id for one in reversed(payments)]
    assert sum(taxes_in(part.shares).total() for part in back) == booked
    assert all(sum(part.shares.values()) == part.amount_minor for part in back)
    shares = shares_of(order, sum(amounts))
    assert all(0 <= amount <= parts(order)[key] for key, amount in shares.items())
    keeps = sum(amounts) * kept // 100
    less = money_back(order, payments, [], keeps, is_part_paid=True) if sum(amounts) > keeps else []
    assert sum(part.amount_minor for part in less) == sum(amounts) - keeps


def test_a_complete_order_pays_back_each_tax_exactly() -> None:
    order = replace(taxed(9999, 19, 77), state="COMPLETED")
    payments = paid_by(order, instalments.split(order.total_minor, 25, 3, "EUR"))
    gone = sum(taxes_in(part.shares).total() for part in money_back(order, payments, []))
    assert gone == taxes_in(parts(order)).total()

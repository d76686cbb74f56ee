"""What goes back of an order that is paid in parts, while it waits for the next or for people to look at it."""

from datetime import timedelta

import pytest

from chalicelib.actions import cancelling
from chalicelib.actions.cancelling import Act
from chalicelib.domain import ledger, plans
from chalicelib.domain.accounts import on_behalf_of
from chalicelib.domain.orders import State
from chalicelib.domain.quotes import Label, TaxShare
from chalicelib.domain.refunds import NothingToRefund, taxes_in
from chalicelib.tables.orders import OrderFile
from chalicelib.tables.payments import RefundRow
from tests.unit import making
from tests.unit.making import NOW

pytestmark = pytest.mark.req("PAY-15")
AMOUNTS = [1000, 2000, 2000]
ACT = Act(on_behalf_of("acc_1", "test"), "not_paid", "", NOW)


def in_parts(state: State, paid: int) -> OrderFile:
    """50 euros in three parts, of which so many are paid; 10 % are kept. Two taxes are so small that they round."""
    terms = {"deposit_percent": 20, "due_days_before": [90, 60], "kept_percent": 10}
    event = making.event(starts_at=NOW + timedelta(days=200), instalments=terms)
    taxes = [TaxShare(name, 4994, 3, True) for name in ("tax_1", "tax_2")]
    labels = {tax.tax_id: Label({"en": "Tax"}, "") for tax in taxes}
    order = making.order(state=state, lines=[making.line(taxes=taxes)], labels=labels)
    plan = making.agreed(event, order, making.payment())
    numbers = range(1, paid + 1)
    payments = [
        making.payment(payment_id=f"pay_{number}", amount_minor=AMOUNTS[number - 1], state="SUCCEEDED", parts=[number])
        for number in numbers
    ]
    return OrderFile(order, payments=payments, plan=plans.paid(plan, numbers, None, NOW))


def asked_back(file: OrderFile, kept_minor: int = 0) -> list[RefundRow]:
    changes, _ = cancelling.paid_back(file, ACT, kept_minor)
    return [change.row for change in changes if isinstance(change.row, RefundRow)]


@pytest.mark.parametrize("state", ["PARTLY_PAID", "REVIEW"])
@pytest.mark.parametrize(("paid", "amounts"), [(1, [500]), (2, [2000, 500]), (3, [2000, 2000, 500])])
def test_what_was_agreed_is_kept_whoever_looks_at_the_order(state: State, paid: int, amounts: list[int]) -> None:
    file = in_parts(state, paid)
    assert file.plan
    assert file.plan.kept_minor == 500
    assert [row.amount_minor for row in asked_back(file, file.plan.kept_minor)] == amounts


@pytest.mark.parametrize("state", ["PARTLY_PAID", "REVIEW", "CANCELLED"])
def test_of_a_part_the_very_taxes_go_back_that_were_booked(state: State) -> None:
    file = in_parts(state, 1)
    [entry] = ledger.received(file.order, file.payments[0], NOW, 0)
    [row] = asked_back(file)
    assert (row.amount_minor, taxes_in(row.shares)) == (1000, {tax.tax_id: tax.amount_minor for tax in entry.taxes})


@pytest.mark.parametrize("paid", [1, 3])
def test_nothing_goes_back_where_all_is_kept(paid: int) -> None:
    with pytest.raises(NothingToRefund):
        asked_back(in_parts("REVIEW", paid), sum(AMOUNTS[:paid]))

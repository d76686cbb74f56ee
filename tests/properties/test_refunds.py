"""Refunds by chance, out of orders by chance: whatever the chain, it ends exactly."""

from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain import ledger, refunds
from chalicelib.domain.orders import Order
from chalicelib.domain.payments import Payment, Refund
from chalicelib.domain.refunds import Part
from tests.properties.pricing_laws import by_chance
from tests.unit.making import NOW, ORDER_ID, order, payment

EFFORT = settings(max_examples=400, deadline=None)


def an_order(chance: Random) -> Order:
    """An order of a basket by chance."""
    quote = by_chance(chance).quote()
    return order(
        lines=quote.lines,
        fees=quote.fees,
        taxes=quote.taxes,
        labels=quote.labels,
        currency=quote.currency,
        total_minor=quote.total_minor,
    )


def paid_in(chance: Random, sold: Order) -> list[Payment]:
    """One payment, or several that make up the total."""
    open_minor, found = sold.total_minor, []
    while open_minor:
        amount = open_minor if chance.randrange(2) else chance.randrange(1, open_minor + 1)
        fee = chance.randrange(amount + 1)
        found.append(
            payment(payment_id=f"pay_{len(found)}", state="SUCCEEDED", amount_minor=amount, currency=sold.currency,
                    fee_minor=fee)
        )  # fmt: skip
        open_minor -= amount
    return found


def decided(parts: list[Part], before: list[Refund]) -> list[Refund]:
    """The refunds that these parts make."""
    return [
        Refund(
            ORDER_ID, f"ref_{len(before)}_{place}", part.payment.payment_id, part.amount_minor, part.payment.currency,
            "SUCCEEDED", "asked", NOW, shares=part.shares, units=part.units,
            fee_minor=refunds.fee_share(part.payment, before, part.amount_minor),
        )
        for place, part in enumerate(parts)
    ]  # fmt: skip


def any_choice(chance: Random, sold: Order, made: list[Refund]) -> refunds.Chosen | None:
    """Some units, or some amount; None if nothing is left."""
    money = sum(refunds.left(sold, made).values())
    units = {line: count for line, count in refunds.units_left(sold, made).items() if count}
    if not money:
        return None
    if units and chance.randrange(2):
        line = chance.choice(sorted(units))
        chosen = refunds.of_units(sold, made, {line: chance.randrange(1, units[line] + 1)})
        return chosen if chosen.amount_minor else None
    return refunds.of_amount(sold, made, chance.randrange(1, money + 1))


@pytest.mark.req("INV-2")
@given(seed=st.integers(0, 10**9))
@EFFORT
def test_the_parts_of_an_order_add_up_to_its_total(seed: int) -> None:
    sold = an_order(Random(seed))
    parts = refunds.parts(sold)
    assert sum(parts.values()) == sold.total_minor
    assert all(amount > 0 for amount in parts.values())
    taxes: Counter[str] = Counter()
    for share in sold.quote.all_taxes:
        taxes[share.tax_id] += share.amount_minor
    assert refunds.taxes_in(parts) == +taxes


@pytest.mark.req("INV-2", "INV-3", "PAY-3")
@given(seed=st.integers(0, 10**9))
@EFFORT
def test_any_chain_of_refunds_ends_exactly_in_every_tax_fee_and_payment(seed: int) -> None:
    chance = Random(seed)
    sold = an_order(chance)
    payments, made = paid_in(chance, sold), list[Refund]()
    for _ in range(chance.randrange(6)):
        chosen = any_choice(chance, sold, made)
        if chosen:
            made += decided(refunds.by_payment(chosen, payments, made), made)
        left = refunds.left(sold, made)
        assert all(amount >= 0 for amount in left.values())
        assert all(refunds.left_of(one, made) >= 0 for one in payments)
    if sum(refunds.left(sold, made).values()):
        made += decided(refunds.all_money(sold, payments, made), made)
    assert not any(refunds.left(sold, made).values())
    assert not any(refunds.left_of(one, made) for one in payments)
    assert sum(one.fee_minor for one in made) == sum(one.fee_minor for one in payments)


@pytest.mark.req("REP-11")
@given(seed=st.integers(0, 10**9))
@EFFORT
def test_the_books_of_an_order_that_was_paid_back_are_empty(seed: int) -> None:
    chance = Random(seed)
    sold = an_order(chance)
    payments, before, entries = paid_in(chance, sold), 0, list[ledger.Entry]()
    for one in payments:
        entries += ledger.received(sold, one, NOW, before)
        before += one.amount_minor
    paid: Counter[str] = Counter()
    for entry in entries:
        paid.update({tax.tax_id: tax.amount_minor for tax in entry.taxes})
    assert +paid == refunds.taxes_in(refunds.parts(sold))
    by_id = {one.payment_id: one for one in payments}
    for refund in decided(refunds.all_money(sold, payments, []), []) if payments else []:
        entries += ledger.repaid(sold, by_id[refund.payment_id], refund, NOW)
    for entry in entries:
        if entry.kind == "refund":
            paid.update({tax.tax_id: tax.amount_minor for tax in entry.taxes})
    assert not any(paid.values())
    assert not any(ledger.balance(entries).values())


@pytest.mark.req("INV-3")
@given(seed=st.integers(0, 10**9), too_much=st.integers(1, 100))
@EFFORT
def test_more_than_is_left_is_refused(seed: int, too_much: int) -> None:
    sold = an_order(Random(seed))
    with pytest.raises((refunds.TooMuchToRefund, refunds.NothingToRefund)):
        refunds.of_amount(sold, [], sold.total_minor + too_much)
    with pytest.raises(refunds.NotLeftToRefund):
        refunds.of_units(sold, [], {"0": sold.lines[0].quantity + 1})


def test_a_failed_refund_opens_its_money_again_but_not_its_units() -> None:
    sold = order()
    back = refunds.of_units(sold, [], {"0": 1})
    [failed] = decided(refunds.by_payment(back, [payment(state="SUCCEEDED")], []), [])
    failed = replace(failed, state="FAILED")
    assert sum(refunds.left(sold, [failed]).values()) == 5000
    assert refunds.units_left(sold, [failed]) == {"0": 1}

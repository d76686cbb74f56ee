"""What goes back of an order that is cancelled: all that has come in, were it only a part of what it costs."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from chalicelib.domain.orders import Order
from chalicelib.domain.payments import Payment, Refund
from chalicelib.domain.refunds import (
    Chosen,
    NothingToRefund,
    Part,
    Parts,
    all_money,
    by_payment,
    cut_to,
    left_of,
    parts,
    taxes_in,
    units_left,
)
from chalicelib.kernel.money import round_half_up, share_out


def money_back(
    order: Order,
    payments: Sequence[Payment],
    refunds: Sequence[Refund],
    kept_minor: int = 0,
    *,
    is_part_paid: bool = False,
) -> list[Part]:
    """Which payment pays how much of it back, the newest first. Raises NothingToRefund.

    `is_part_paid`: parts of its plan are still to come, whatever state it is in. Then the books know of a part of each
    tax only, and no more than that goes back.
    """
    if not is_part_paid:
        return all_money(order, payments, refunds, kept_minor)
    came_in = sum(left_of(payment, refunds) for payment in payments)
    if came_in <= kept_minor:
        raise NothingToRefund()
    gone: Counter[str] = Counter()
    for refund in refunds:
        if refund.state != "FAILED":
            gone.update(refund.shares)
    bought = shares_of(order, came_in + gone.total())
    shares = {key: amount - gone[key] for key, amount in bought.items() if amount > gone[key]}
    return by_payment(cut_to(Chosen(shares, units_left(order, refunds)), came_in - kept_minor), payments, refunds)


def shares_of(order: Order, paid_minor: int) -> Parts:
    """What of each part of its total so much money has paid: of each tax as much as the books have noted with it."""
    whole = parts(order)
    paid: Parts = {}
    for tax_id, amount in taxes_in(whole).items():
        mine = {key: part for key, part in whole.items() if key in _keys_of(whole, tax_id)}
        booked = round_half_up(Fraction(amount * paid_minor, order.total_minor))
        paid |= dict(zip(mine, share_out(booked, list(mine.values())), strict=True))
    others = {key: part for key, part in whole.items() if key not in paid}
    rest = share_out(paid_minor - sum(paid.values()), list(others.values()))
    return paid | dict(zip(others, rest, strict=True))


def _keys_of(whole: Parts, tax_id: str) -> list[str]:
    return [key for key, part in whole.items() if taxes_in({key: part}).get(tax_id)]

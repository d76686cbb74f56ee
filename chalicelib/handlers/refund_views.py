"""Refunds in the shapes of the wire."""

from collections.abc import Mapping

from chalicelib.actions.asking_refunds import Plan
from chalicelib.actions.self_service import Options
from chalicelib.domain import refunds as rules
from chalicelib.domain.orders import Order
from chalicelib.domain.payments import Refund
from chalicelib.domain.policy_wording import terms
from chalicelib.handlers.models.policies import PolicyOut
from chalicelib.handlers.models.refunds import (
    BuyerRefundPreview,
    OrderRefunds,
    RefundByPayment,
    RefundLine,
    RefundOption,
    RefundOptions,
    RefundOut,
    RefundPreview,
    RefundTax,
)
from chalicelib.kernel import money
from chalicelib.tables.orders import OrderFile


def listed(file: OrderFile) -> OrderRefunds:
    """All refunds of an order, oldest first."""
    order = file.order
    found = sorted(file.refunds, key=lambda refund: (refund.created_at, refund.refund_id))
    return OrderRefunds(
        items=[_refund(file, refund) for refund in found],
        decided=order.refunds,
        left_minor=sum(rules.left_of(payment, file.refunds) for payment in file.payments),
        currency=order.currency,
        exponent=money.exponent(order.currency),
        has_open_dispute=any(dispute.is_open for dispute in file.disputes),
    )


def _refund(file: OrderFile, refund: Refund) -> RefundOut:
    own = {name: getattr(refund, name) for name in RefundOut.model_fields if hasattr(refund, name)}
    return RefundOut(
        **own,
        id=refund.refund_id,
        exponent=money.exponent(refund.currency),
        taxes=_taxes(file.order, refund.shares),
        platform_fee_minor=refund.fee_minor,
        can_retry=rules.can_try_again(refund, file.payments, file.refunds),
    )


def _taxes(order: Order, shares: Mapping[str, int]) -> list[RefundTax]:
    return [
        RefundTax(id=tax_id, name=order.labels[tax_id].name, rate=order.labels[tax_id].rate, amount_minor=amount)
        for tax_id, amount in sorted(rules.taxes_in(dict(shares)).items())
    ]


def preview(made: Plan) -> RefundPreview:
    """What a refund would do."""
    order, amount = made.file.order, made.amount_minor
    left = sum(rules.left_of(payment, made.file.refunds) for payment in made.file.payments)
    by_kind = _by_kind(made.chosen.shares)
    return RefundPreview(
        amount_minor=amount,
        currency=order.currency,
        exponent=money.exponent(order.currency),
        lines=_lines(made, by_kind),
        order_fee_minor=by_kind.get(("order", "fee"), 0),
        order_tax_minor=by_kind.get(("order", "tax"), 0),
        taxes=_taxes(order, made.chosen.shares),
        platform_fee_minor=made.fee_minor,
        payments=[
            RefundByPayment(
                payment_id=part.payment.payment_id, provider=part.payment.provider, amount_minor=part.amount_minor
            )
            for part in made.parts
        ],
        tickets=[ticket.number for ticket in made.back.tickets] if made.back else [],
        cancels_order=bool(made.back and made.back.ends),
        left_minor=left - amount,
    )


def preview_for_buyer(made: Plan) -> BuyerRefundPreview:
    """What a buyer would get back."""
    currency = made.file.order.currency
    return BuyerRefundPreview(amount_minor=made.amount_minor, currency=currency, exponent=money.exponent(currency))


def _by_kind(shares: Mapping[str, int]) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for key, amount in shares.items():
        line, kind = key.split(".")[:2]
        found[line, kind] = found.get((line, kind), 0) + amount
    return found


def _lines(made: Plan, by_kind: Mapping[tuple[str, str], int]) -> list[RefundLine]:
    units = made.back.units if made.back else made.chosen.units
    lines = []
    for place, line in enumerate(made.file.order.lines):
        price, fee, tax = (by_kind.get((str(place), kind), 0) for kind in ("price", "fee", "tax"))
        if price + fee + tax or str(place) in units:
            lines.append(
                RefundLine(
                    line=place,
                    name=line.name,
                    quantity=units.get(str(place), 0),
                    price_minor=price,
                    fee_minor=fee,
                    tax_minor=tax,
                    total_minor=price + fee + tax,
                )
            )
    return lines


def options(found: Options) -> RefundOptions:
    """What a buyer can give back."""
    order = found.order
    return RefundOptions(
        policy=PolicyOut.of(order.policy),
        terms=terms(found.policy, order.currency),
        tickets=[RefundOption(**vars(one)) for one in found.tickets],
        everything_minor=found.everything_minor,
        why_not=found.why_not,
        currency=order.currency,
        exponent=money.exponent(order.currency),
    )

"""What the platform takes of a paid order: a share, an amount or both, within bounds."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from chalicelib.domain.charges import Fee, bounded
from chalicelib.domain.quotes import FeeShare
from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.money import round_half_up

# The id under which a fee that is passed on stands in a quote, beside the ids of the organizer's own fees.
PASSED_ON = "fee_platform"
_NAME = {"en": "Service fee", "de": "Servicegebühr", "fr": "Frais de service", "es": "Gastos de gestión"}
_LAST = 1_000_000


class CrossedBounds(Invalid):
    """The most that the fee may be is less than the least."""


@dataclass(frozen=True)
class FeePlan:
    """`percent` of the total as a decimal text, and per currency in minor units: a `fixed` amount, a `least`, a `most`.

    `is_passed_on`: the buyer pays it on top, as a fee of the quote; otherwise it comes out of the organizer's share.
    """

    percent: str = "0"
    fixed: dict[str, int] = field(default_factory=dict)
    least: dict[str, int] = field(default_factory=dict)
    most: dict[str, int] = field(default_factory=dict)
    is_passed_on: bool = False


NO_FEE = FeePlan()


def fee_of(plan: FeePlan, total_minor: int, currency: str) -> int:
    """The fee on a total, never more than all of it; a free order owes none."""
    if not total_minor:
        return 0
    fee = round_half_up(total_minor * Fraction(Fraction(plan.percent), 100)) + plan.fixed.get(currency, 0)
    return min(bounded(fee, plan.least, plan.most, currency), total_minor)


def passed_on(plan: FeePlan, event_id: str) -> list[Fee]:
    """The fee as one of the event's, for the buyer to see and pay; none if the organizer bears it."""
    if not plan.is_passed_on or plan == NO_FEE:
        return []
    return [
        Fee(
            fee_id=PASSED_ON,
            event_id=event_id,
            name=_NAME,
            per="order",
            percent=plan.percent,
            amounts=plan.fixed,
            position=_LAST,
            least=plan.least,
            most=plan.most,
        )
    ]


def fee_passed_on(fees: Iterable[FeeShare]) -> int | None:
    """What of an order's quote the buyer pays for the platform; None when it was not passed on."""
    return next((fee.amount_minor for fee in fees if fee.fee_id == PASSED_ON), None)


def check_plan(plan: FeePlan) -> None:
    """Raises CrossedBounds."""
    for currency, most in plan.most.items():
        if plan.least.get(currency, 0) > most:
            raise CrossedBounds(**{f"most.{currency}": "must be at least as much as the least"})

"""Payouts on the wire."""

from typing import Self

from pydantic import Field

from chalicelib.actions.payouts import Matched, Standing
from chalicelib.domain.payouts import Amount, Interval, Payout, PayoutStatus, Schedule
from chalicelib.handlers.models.common import Instant, Output
from chalicelib.kernel import money
from chalicelib.tables.lists import Page


class AmountOut(Output):
    """Money of one currency."""

    currency: str
    exponent: int
    amount_minor: int

    @classmethod
    def of(cls, amount: Amount) -> Self:
        """Out of the domain's noun."""
        return cls(currency=amount.currency, exponent=money.exponent(amount.currency), amount_minor=amount.amount_minor)


class ScheduleOut(Output):
    """When Stripe pays out by itself."""

    interval: Interval
    days: list[str] = Field(
        description="Of the week or of the month, whichever the interval counts.", examples=[["friday"]]
    )
    delay_days: int
    is_enabled: bool

    @classmethod
    def of(cls, schedule: Schedule) -> Self:
        """Out of the domain's noun."""
        return cls(**{name: getattr(schedule, name) for name in cls.model_fields})


class StandingOut(Output):
    """What lies at Stripe, what is on its way to the bank, and when it is sent."""

    available: list[AmountOut]
    pending: list[AmountOut]
    in_transit: list[AmountOut]
    schedule: ScheduleOut | None

    @classmethod
    def of(cls, standing: Standing) -> Self:
        """Out of what the action found."""
        return cls(
            available=[AmountOut.of(amount) for amount in standing.balance.available],
            pending=[AmountOut.of(amount) for amount in standing.balance.pending],
            in_transit=[AmountOut.of(amount) for amount in standing.in_transit],
            schedule=ScheduleOut.of(standing.schedule) if standing.schedule else None,
        )


class PayoutOut(Output):
    """Money on its way to a bank account or card."""

    id: str
    amount_minor: int
    currency: str
    exponent: int
    status: PayoutStatus
    created_at: Instant
    arrives_at: Instant
    is_automatic: bool
    method: str
    destination: str
    why_failed: str

    @classmethod
    def of(cls, payout: Payout) -> Self:
        """Out of the domain's noun."""
        own = {name: getattr(payout, name) for name in cls.model_fields if hasattr(payout, name)}
        return cls(**own | {"id": payout.payout_id, "exponent": money.exponent(payout.currency)})


class PayoutList(Output):
    """A part of the list."""

    items: list[PayoutOut]
    next: str | None

    @classmethod
    def of(cls, page: Page[Payout]) -> Self:
        """Out of a page of the domain's."""
        return cls(items=[PayoutOut.of(one) for one in page.items], next=page.next)


class MovementOut(Output):
    """A transaction of a payout, and the order that it was for."""

    id: str
    kind: str = Field(description="charge, refund, dispute, …: Stripe's reporting category.", examples=["charge"])
    amount_minor: int
    fee_minor: int = Field(description="What Stripe and the platform kept of it.")
    net_minor: int
    currency: str
    exponent: int
    created_at: Instant
    order_id: str | None
    reference: str | None
    event_id: str | None

    @classmethod
    def of(cls, matched: Matched) -> Self:
        """Out of what the action found."""
        movement = matched.movement
        own = {name: getattr(movement, name) for name in cls.model_fields if hasattr(movement, name)}
        return cls(
            **own
            | {
                "id": movement.transaction_id,
                "exponent": money.exponent(movement.currency),
                "order_id": matched.order_id or None,
                "reference": matched.reference or None,
                "event_id": matched.event_id or None,
            }
        )


class MovementList(Output):
    """A part of the list."""

    items: list[MovementOut]
    next: str | None

    @classmethod
    def of(cls, page: Page[Matched]) -> Self:
        """Out of a page of what the action found."""
        return cls(items=[MovementOut.of(one) for one in page.items], next=page.next)

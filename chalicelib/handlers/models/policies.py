"""Refund policies on the wire: what organizers decide, and how buyers read it."""

import re
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field

from chalicelib.domain import policies
from chalicelib.domain.policies import Refunds
from chalicelib.handlers.models.common import Currency, Input, Minor, Output

_PERCENT = re.compile(r"100(\.0{1,2})?|\d{1,2}(\.\d{1,2})?", re.ASCII)


def _is_percentage(text: str) -> str:
    if not _PERCENT.fullmatch(text):
        raise ValueError("must be a number from 0 to 100 with two decimal places at most")
    return text


Percent = Annotated[str, AfterValidator(_is_percentage), Field(description="A decimal from 0 to 100.", examples=["50"])]


class RuleIn(Input):
    """Until so many hours before the start: a percentage of the price, less a fee for each ticket."""

    hours_before: int = Field(ge=0, le=24 * 730)
    percent: Percent = "100"
    fee_minor: Annotated[dict[Currency, Minor], Field(max_length=11)] = Field(
        default_factory=dict, description="Currency → what is kept of each ticket."
    )


class PolicyIn(Input):
    """What buyers get back: nothing, what the organizer decides, or what rules say."""

    refunds: Refunds = Field(default="ask", description="none: nothing; ask: the organizer decides; rules: by rules.")
    rules: Annotated[list[RuleIn], Field(max_length=10)] = Field(default_factory=list)
    keeps_fees: bool = Field(default=False, description="Whether what was charged as a fee is kept.")
    self_service: bool = Field(default=False, description="Whether buyers may cancel by themselves.")


class RuleOut(Output):
    """Until so many hours before the start: a percentage of the price, less a fee for each ticket."""

    hours_before: int
    percent: str
    fee_minor: dict[str, int]


class PolicyOut(Output):
    """What buyers get back. Of several rules the one with the most hours that still holds decides."""

    refunds: Refunds
    rules: list[RuleOut]
    keeps_fees: bool
    self_service: bool

    @classmethod
    def of(cls, stored: dict[str, Any]) -> Self:
        """Out of what an event or an order keeps, of whatever version."""
        policy = policies.read(stored)
        rules = [RuleOut(**vars(rule)) for rule in policy.rules]
        return cls(refunds=policy.refunds, rules=rules, keeps_fees=policy.keeps_fees, self_service=policy.self_service)

"""What the platform takes, on the wire."""

from typing import Annotated, Self

from pydantic import Field

from chalicelib.domain.merchants import Merchant, WalletStatus, fees_version
from chalicelib.domain.platform_fees import FeePlan
from chalicelib.handlers.models.catalogue import Percent
from chalicelib.handlers.models.common import Currency, Input, Minor, Output

Amounts = Annotated[
    dict[Currency, Minor], Field(max_length=200, description="Per currency, in minor units.", examples=[{"EUR": 50}])
]


class FeePlanIn(Input):
    """A share, an amount or both, within bounds."""

    percent: Percent = "0"
    fixed: Amounts = Field(default_factory=dict)
    least: Amounts = Field(default_factory=dict)
    most: Amounts = Field(default_factory=dict)
    is_passed_on: bool = Field(default=False, description="Whether buyers pay it on top of the price.")

    def plan(self) -> FeePlan:
        """As the rules know it."""
        return FeePlan(**self.model_dump())


class FeePlanOut(Output):
    """A share, an amount or both, within bounds."""

    percent: str
    fixed: dict[str, int]
    least: dict[str, int]
    most: dict[str, int]
    is_passed_on: bool

    @classmethod
    def of(cls, plan: FeePlan) -> Self:
        """Out of the domain's noun."""
        return cls(**{name: getattr(plan, name) for name in cls.model_fields})


class PlatformFeesOut(FeePlanOut):
    """What is taken of every account without a plan of its own. Version 0: nobody has set it yet."""

    version: int

    @classmethod
    def at(cls, version: int, plan: FeePlan) -> Self:
        """Out of the domain's noun and its version."""
        return cls(**FeePlanOut.of(plan).model_dump(), version=version)


class AccountFeesIn(Input):
    """An account's plan of its own, null for the platform's, and whether it owes nothing at all."""

    plan: FeePlanIn | None = None
    is_exempt: bool = False


class AccountFeesOut(Output):
    """An account's plan of its own, null for the platform's, and whether it owes nothing at all."""

    account_id: str
    plan: FeePlanOut | None
    is_exempt: bool
    version: int = Field(description="For `If-Match`.")

    @classmethod
    def of(cls, merchant: Merchant) -> Self:
        """Out of the account's settings of money."""
        return cls(
            account_id=merchant.account_id,
            plan=FeePlanOut.of(merchant.plan) if merchant.plan else None,
            is_exempt=merchant.is_exempt,
            version=fees_version(merchant),
        )


class WalletsOut(Output):
    """Whether Apple Pay and Google Pay are shown where the deployment's own Stripe account charges."""

    domain: str
    status: WalletStatus

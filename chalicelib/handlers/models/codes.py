"""Promo and access codes on the wire."""

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from chalicelib.actions.promos import Used
from chalicelib.domain.promos import DiscountKind, DiscountScope
from chalicelib.handlers.models.catalogue import Percent
from chalicelib.handlers.models.common import Input, Instant, Output
from chalicelib.handlers.models.products import Ids, Prices

Uses = Annotated[int, Field(ge=0, le=1_000_000, description="How many orders may use it; 0: any number.")]


class NewCode(Input):
    """A code: a discount in percent or in money, on the order or on each unit, or nothing but what it unlocks."""

    code: Annotated[str, StringConstraints(min_length=2, max_length=40)]
    discount: DiscountKind = "none"
    percent: Percent = "0"
    amounts: Prices = Field(default_factory=dict, examples=[{"EUR": 500}])
    scope: DiscountScope = "order"
    product_ids: Ids = Field(default_factory=list, description="What the discount is for; empty: all but donations.")
    unlocks: Ids = Field(default_factory=list, description="Products and categories that only this code shows.")
    max_uses: Uses = 0
    starts_at: Instant | None = None
    ends_at: Instant | None = None
    is_paused: bool = False

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValueError("ends_at must be later than starts_at")
        if self.discount == "fixed" and not self.amounts:
            raise ValueError("amounts are needed for a fixed discount")
        return self


class CodeEdits(Input):
    """Change some fields; what is left out stays. Orders keep the discount that they had."""

    discount: DiscountKind | None = None
    percent: Percent | None = None
    amounts: Prices | None = None
    scope: DiscountScope | None = None
    product_ids: Ids | None = None
    unlocks: Ids | None = None
    max_uses: Uses | None = None
    starts_at: Instant | None = None
    ends_at: Instant | None = None
    is_paused: bool | None = None

    @model_validator(mode="after")
    def _kept(self) -> Self:
        for name in sorted(self.model_fields_set - {"starts_at", "ends_at"}):
            if getattr(self, name) is None:
                raise ValueError(f"{name} cannot be null: leave it out to keep it")
        return self


class CodeOut(Output):
    """A code of an event. `uses` are the orders that hold a use of it; null for a code without a limit."""

    code: str
    discount: DiscountKind
    percent: str
    amounts: dict[str, int]
    scope: DiscountScope
    product_ids: list[str]
    unlocks: list[str]
    max_uses: int
    uses: int | None
    starts_at: Instant | None
    ends_at: Instant | None
    is_paused: bool
    version: int

    @classmethod
    def of(cls, found: Used) -> Self:
        """Out of the code and its uses."""
        names = [name for name in cls.model_fields if name not in ("uses", "version")]
        values = {name: getattr(found.promo, name) for name in names}
        return cls(uses=found.uses, version=found.promo.version or 0, **values)


class CodeList(Output):
    """A part of the list."""

    items: list[CodeOut]
    next: str | None

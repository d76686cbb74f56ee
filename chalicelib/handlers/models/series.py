"""The dates of a series on the wire."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from chalicelib.actions.pools import Level
from chalicelib.actions.series import Sold
from chalicelib.domain.series import Frequency, OccurrenceStatus, Recurrence
from chalicelib.handlers.models.common import Input, Instant, Output
from chalicelib.handlers.models.pools import PoolOut
from chalicelib.handlers.models.products import Ids, Prices

Weekday = Annotated[int, Field(ge=0, le=6, description="0 is Monday.")]


class NewDates(Input):
    """A rule that makes dates: every so many days, weeks or months, so many times or until a day (included)."""

    starts_at: Instant
    minutes: int = Field(ge=1, le=60 * 24 * 31, description="How long each date is.", examples=[120])
    frequency: Frequency
    interval: int = Field(default=1, ge=1, le=100)
    weekdays: Annotated[list[Weekday], Field(max_length=7)] = Field(default_factory=list)
    count: int | None = Field(default=None, ge=1, le=10_000)
    until: date | None = Field(default=None, strict=False)

    @model_validator(mode="after")
    def _ends(self) -> Self:
        if (self.count is None) is (self.until is None):
            raise ValueError("either count or until is needed")
        return self

    def rule(self) -> Recurrence:
        """The domain's noun."""
        return Recurrence(self.frequency, self.interval, self.count, self.until, self.weekdays)


class DatesMade(Output):
    """How many dates the rule names."""

    dates: int


DayPrices = Annotated[
    dict[Annotated[str, Field(max_length=100)], Prices],
    Field(max_length=200, description="Product or tier id → currency → minor units."),
]


class DateEdits(Input):
    """What differs on one date; what is left out stays. Its limits are changed at the pools."""

    starts_at: Instant | None = None
    ends_at: Instant | None = None
    status: OccurrenceStatus | None = None
    prices: DayPrices | None = None
    hidden: Ids | None = Field(default=None, description="Products that are not sold on this date.")

    @model_validator(mode="after")
    def _kept(self) -> Self:
        for name in sorted(self.model_fields_set):
            if getattr(self, name) is None:
                raise ValueError(f"{name} cannot be null: leave it out to keep it")
        return self


class DateOut(Output):
    """One date as its account sees it, with its limits and what is left of them."""

    id: str
    starts_at: Instant
    ends_at: Instant
    status: OccurrenceStatus
    prices: dict[str, dict[str, int]]
    hidden: list[str]
    pools: list[PoolOut]
    version: int

    @classmethod
    def of(cls, sold: Sold) -> Self:
        """Out of the date and what is left of its pools."""
        day = sold.day
        same = {name: getattr(day, name) for name in ("starts_at", "ends_at", "status", "prices", "hidden")}
        pools = [PoolOut.of(Level(pool, free)) for pool, free in sold.pools]
        return cls(id=day.occurrence_id, pools=pools, version=day.version or 0, **same)


class DateList(Output):
    """A part of the list."""

    items: list[DateOut]
    next: str | None

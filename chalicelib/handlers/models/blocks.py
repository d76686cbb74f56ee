"""Blocks and planned releases on the wire."""

from typing import Annotated, Self

from pydantic import Field

from chalicelib.actions.blocks import Holding
from chalicelib.domain.blocks import BlockState
from chalicelib.domain.releases import Release, ReleaseState
from chalicelib.handlers.models.common import Email, Input, Instant, Language, Line, Output
from chalicelib.handlers.models.products import Capacity

Units = Annotated[int, Field(ge=1, le=5000)]


class NewBlock(Input):
    """Units of a product that are kept apart: sold to whoever knows the code, or given away when there is none."""

    name: Line
    product_id: str = Field(max_length=100)
    occurrence_id: str = Field(default="", max_length=100, description="Which date, of a series.")
    units: Units
    code: str = Field(default="", max_length=40, description="Sells from this block and nothing else.")
    ends_at: Instant | None = Field(default=None, description="When unsold units are on sale to everybody again.")


class BlockOut(Output):
    """A block. `units` are those that it keeps or that its orders hold, `free` those that nobody has."""

    id: str
    name: str
    product_id: str
    occurrence_id: str
    units: int
    free: int
    code: str
    ends_at: Instant | None
    state: BlockState
    created_at: Instant

    @classmethod
    def of(cls, found: Holding) -> Self:
        """Out of the block and what is free of it."""
        names = [name for name in cls.model_fields if name not in ("id", "free")]
        values = {name: getattr(found.block, name) for name in names}
        return cls(id=found.block.block_id, free=found.free, **values)


class BlockList(Output):
    """A part of the list."""

    items: list[BlockOut]
    next: str | None


class UnitsReleased(Input):
    """How many unsold units go back on sale; null: all of them, which ends the block."""

    units: Units | None = None


class Guest(Input):
    """Who gets the tickets."""

    name: Line
    email: Email


class NewComp(Input):
    """Tickets that are given away."""

    quantity: Annotated[int, Field(ge=1, le=50)]
    guest: Guest
    language: Language = "en"


class CompOut(Output):
    """The order that was made for the guest; its tickets are on their way."""

    id: str
    reference: str
    quantity: int


class NewRelease(Input):
    """A limit gets another capacity at a moment to come."""

    at: Instant
    capacity: Capacity
    occurrence_id: str = Field(default="", max_length=100, description="Of one date of a series only.")


class ReleaseOut(Output):
    """A planned change. `problem` is the code of what went wrong (`below_sold`), if it failed."""

    id: str
    pool_id: str
    occurrence_id: str
    at: Instant
    capacity: int
    state: ReleaseState
    problem: str

    @classmethod
    def of(cls, release: Release) -> Self:
        """Out of the domain's noun."""
        values = {name: getattr(release, name) for name in cls.model_fields if name != "id"}
        return cls(id=release.release_id, **values)


class ReleaseList(Output):
    """A part of the list, soonest first."""

    items: list[ReleaseOut]
    next: str | None

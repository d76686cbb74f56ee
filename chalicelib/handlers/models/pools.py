"""Limits on the wire."""

from typing import Literal, Self

from pydantic import Field, model_validator

from chalicelib.actions.pools import Level
from chalicelib.domain.catalogue import PoolKind, PoolScope
from chalicelib.domain.inventory import settings_version
from chalicelib.handlers.models.common import Input, Output, Texts, TitleTexts
from chalicelib.handlers.models.products import Capacity


class NewPool(Input):
    """A limit that several products share, or (`event`) that holds for every ticket, also of products added later."""

    name: TitleTexts
    kind: Literal["shared", "event"] = "shared"
    capacity: Capacity
    scope: PoolScope = Field(default="occurrence", description="Whether each date of a series counts by itself.")


class PoolEdits(Input):
    """Give a limit another name or another capacity, or spread it over more shards before a rush."""

    name: TitleTexts | None = None
    capacity: Capacity | None = None
    shards: int | None = Field(default=None, ge=1, le=64, description="null: as many as its size deserves.")
    occurrence_id: str = Field(default="", max_length=100, description="Of one date of a series only.")

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        if (self.name is None) is (self.capacity is None):
            raise ValueError("either name or capacity is needed")
        return self


class PoolOut(Output):
    """A limit, and what nobody has bought or holds of it."""

    id: str
    kind: PoolKind
    scope: PoolScope
    name: Texts
    capacity: int
    free: int
    shards: int
    version: int = Field(description="For `If-Match`: of name, capacity and shards.")

    @classmethod
    def of(cls, level: Level) -> Self:
        """Out of the pool and what is free of it."""
        pool = level.pool
        same = {name: getattr(pool, name) for name in ("kind", "scope", "name", "capacity", "shards")}
        return cls(id=pool.pool_id, free=level.free, version=settings_version(pool), **same)

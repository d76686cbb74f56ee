"""Blocks: units that are kept apart for a group or for guests, and what goes home when they are released."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from chalicelib.domain.catalogue import Pool
from chalicelib.domain.inventory import Take, shard_count
from chalicelib.domain.promos import Kept
from chalicelib.kernel.errors import Conflict, Invalid, NotFound

BlockState = Literal["HELD", "RELEASED"]

MOST_SHARDS = 8  # a release takes from these and gives to the shards that the units came from, all in one commit


class BlockNotFound(NotFound):
    """There is no such block in this event."""


class BlockOver(Conflict):
    """This block was released: nothing is kept in it any more."""


class NotThatMany(Conflict):
    """Fewer units than that are unsold in this block."""


class EndsInThePast(Invalid):
    """A block has to end in the future."""


class BlockMoved(Exception):
    """Somebody else has changed the block meanwhile: read it again."""


@dataclass(frozen=True)
class Block:
    """`units` of one product on one date, in a pool of their own: what is free of it and what its orders hold.

    `sources` are the shards that the units came from and go home to. A block with a `code` is sold to whoever knows
    it; one without is for the organizer to give away.
    """

    block_id: str
    event_id: str
    account_id: str
    name: str
    product_id: str
    occurrence_id: str
    units: int
    shards: int
    sources: list[Take]
    created_at: datetime
    code: str = ""
    ends_at: datetime | None = None
    state: BlockState = "HELD"
    version: int | None = None

    @property
    def pool_id(self) -> str:
        """The pool that the block's units lie in."""
        return pool_id_of(self.block_id)

    @property
    def pool(self) -> Pool:
        """The same with its size."""
        return Pool(self.pool_id, self.event_id, self.units, self.shards, "block", "event")

    @property
    def kept(self) -> Kept:
        """What its code sells from."""
        return Kept(self.block_id, self.product_id, self.occurrence_id, self.pool_id, self.shards)


def pool_id_of(block_id: str) -> str:
    """Made from the block's own id, so that it is stored nowhere twice."""
    return f"pool_{block_id.partition('_')[2]}"


def block_shards(units: int) -> int:
    """How many shards a block's pool has."""
    return min(shard_count(units), MOST_SHARDS)


def gone_home(block: Block, units: int) -> tuple[Block, list[Take]]:
    """The block without so many of its units, and where they go: of every pool, to the shards they came from."""
    wanted = dict.fromkeys((source.pool_id for source in block.sources), units)
    kept: list[Take] = []
    gives: list[Take] = []
    for source in block.sources:
        part = min(wanted[source.pool_id], source.units)
        wanted[source.pool_id] -= part
        gives += [replace(source, units=part)] if part else []
        kept += [replace(source, units=source.units - part)] if part < source.units else []
    return replace(block, units=block.units - units, sources=kept), gives


def units_to_release(block: Block, free: Sequence[int], asked: int | None) -> int:
    """How many units go home: as many as asked, or all that are unsold. Raises NotThatMany, BlockOver."""
    unsold = sum(free)
    if asked is None:
        return unsold
    if block.state == "RELEASED":
        raise BlockOver()
    if asked > unsold:
        raise NotThatMany(f"{unsold} units are unsold.", units=f"must be at most {unsold}")
    return asked

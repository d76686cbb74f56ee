"""Blocks: taking units out of the sale for a group or for guests, giving them away, and sending the rest home."""

import random
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from chalicelib.actions import stock
from chalicelib.actions.events import owned_catalogue
from chalicelib.actions.stock import PoolSoldOut
from chalicelib.domain import blocks as rules
from chalicelib.domain import inventory
from chalicelib.domain.accounts import Caller
from chalicelib.domain.blocks import Block, BlockMoved, BlockNotFound, EndsInThePast
from chalicelib.domain.catalogue import Catalogue, Pool, Product
from chalicelib.domain.events import check_editable
from chalicelib.domain.inventory import SoldOut, Take
from chalicelib.domain.promos import CodeTaken, Promo, normal_code
from chalicelib.domain.series import Occurrence
from chalicelib.kernel import ids
from chalicelib.kernel.errors import AlreadyDone, Busy
from chalicelib.kernel.facts import BlockMade, BlockReleased, Fact
from chalicelib.kernel.once import Once
from chalicelib.tables import blocks, marks, occurrences, pools, promos
from chalicelib.tables.changes import Change
from chalicelib.tables.commit import commit
from chalicelib.tables.lists import Page

_RACES = 6
_MOST_TAKES = 80  # a commit holds a hundred changes: the block, its shards, its code and the mark need some


@dataclass(frozen=True)
class Holding:
    """A block, and how many of its units nobody has."""

    block: Block
    free: int


def make_block(event_id: str, new: Mapping[str, Any], caller: Caller, once: Once, now: datetime) -> Holding:
    """Take units out of all pools of a product, all or nothing. Raises SoldOut, CodeTaken."""
    catalogue, product, day = _place(event_id, new["product_id"], new["occurrence_id"], caller)
    if new["ends_at"] and new["ends_at"] <= now:
        raise EndsInThePast(ends_at="must lie in the future")
    block = Block(
        block_id=once.id("blk"),
        event_id=event_id,
        account_id=caller.account_id,
        name=new["name"],
        product_id=product.product_id,
        occurrence_id=day.occurrence_id,
        units=new["units"],
        shards=rules.block_shards(new["units"]),
        sources=[],
        created_at=now,
        code=normal_code(new["code"]) if new["code"] else "",
        ends_at=new["ends_at"],
    )
    with suppress(BlockNotFound):
        made_before = blocks.get_block(block.block_id)
        marks.check(once)
        return holding(made_before)
    counters = {pool.pool_id: pool for pool in catalogue.pools_of(product, None, day)}
    stock.open_counters(catalogue, day, counters.values(), now)
    return _take(block, counters, [marks.new_mark(once, now)], now, caller.user_id)


def _take(block: Block, counters: Mapping[str, Pool], together: list[Change], now: datetime, by: str) -> Holding:
    data = {"block_id": block.block_id, "product_id": block.product_id, "units": block.units}
    for _ in range(_RACES):
        sources = _planned(counters, block.units)
        fact = BlockMade(block.event_id, block.account_id, block.event_id, data | stock.dates_of(sources))
        made = replace(block, sources=sources)
        changes = [*together, blocks.new_block(made), *pools.take(sources), *pools.new_shards(made.pool)]
        with suppress(SoldOut):  # somebody bought out of just this shard: plan again
            try:
                commit([*changes, *_code_of(made)], [fact], now=now, by=by)
            except CodeTaken as error:
                raise CodeTaken(code="is in use") from error
            except AlreadyDone:
                pass  # the same request, sent twice at once
            return holding(blocks.get_block(block.block_id))
    raise Busy()


def _place(event_id: str, product_id: str, day_id: str, caller: Caller) -> tuple[Catalogue, Product, Occurrence]:
    catalogue = owned_catalogue(event_id, caller)
    check_editable(catalogue.event)
    days = occurrences.get_occurrences(event_id, [day_id] if day_id else [])
    catalogue = replace(catalogue, occurrences=days)
    return catalogue, catalogue.product(product_id), catalogue.occurrence(day_id or catalogue.event.occurrence_id)


def _planned(counters: Mapping[str, Pool], units: int) -> list[Take]:
    try:
        takes = stock.plan_takes(counters, dict.fromkeys(counters, units))
    except PoolSoldOut as error:
        left = min(sum(free) for free in pools.list_free(list(counters.values())).values())
        raise SoldOut(f"Only {left} units are left.", units=f"must be at most {left}") from error
    if len(takes) > _MOST_TAKES:
        raise SoldOut("These units lie too far apart to be taken at once: make several smaller blocks.")
    return takes


def _code_of(block: Block) -> list[Change]:
    """The code that sells from the block, and shows the product even if nobody else may see it."""
    if not block.code:
        return []
    promo = Promo(
        code=block.code,
        event_id=block.event_id,
        promo_id=ids.derived("promo", block.block_id),
        discount="none",
        percent="0",
        amounts={},
        scope="order",
        product_ids=[],
        unlocks=[block.product_id],
        max_uses=0,
        shards=1,
        starts_at=None,
        ends_at=block.ends_at,
        block=block.kept,
        created_at=block.created_at,
    )
    return [promos.new_promo(promo)]


def holding(block: Block) -> Holding:
    """A block with what is free of it."""
    return Holding(block, sum(pools.list_free([block.pool])[block.pool_id]))


def owned_block(event_id: str, block_id: str, caller: Caller) -> Block:
    """A block of the caller's event. Raises EventNotFound, BlockNotFound."""
    owned_catalogue(event_id, caller)
    block = blocks.get_block(block_id)
    if block.event_id != event_id:
        raise BlockNotFound()
    return block


def list_blocks(event_id: str, caller: Caller, cursor: str | None, limit: int) -> Page[Holding]:
    """An event's blocks, newest first, with what is free of each: three queries and two batch reads."""
    owned_catalogue(event_id, caller)
    page = blocks.list_blocks(event_id, cursor, limit)
    free = pools.list_free([block.pool for block in page.items])
    return Page([Holding(block, sum(free[block.pool_id])) for block in page.items], page.next)


def release(event_id: str, block_id: str, units: int | None, caller: Caller, now: datetime) -> Holding:
    """Some unsold units go home, or all of them, which ends the block. Raises NotThatMany, BlockOver."""
    owned_block(event_id, block_id, caller)
    return _release(block_id, units, now, caller.user_id)


def end(block_id: str, now: datetime) -> None:
    """The block's time is over: all unsold units go home. Raises Busy when buyers are always faster."""
    with suppress(BlockNotFound):
        block = blocks.get_block(block_id)
        if block.state == "HELD" and block.ends_at and block.ends_at <= now:
            _release(block_id, None, now, "schedule")


def send_leftovers_home(event_id: str, now: datetime) -> None:
    """What was in orders when its block was released, and has come back since."""
    for block in blocks.list_emptying(event_id):
        if holding(block).free:
            _release(block.block_id, None, now, "stock")


def _release(block_id: str, asked: int | None, now: datetime, by: str) -> Holding:
    for _ in range(_RACES):
        block = blocks.get_block(block_id)
        free = pools.list_free([block.pool])[block.pool_id]
        units = rules.units_to_release(block, free, asked)
        if not units and block.state == "RELEASED":
            return Holding(block, 0)
        with suppress(BlockMoved, SoldOut, AlreadyDone):
            commit(*_homewards(block, free, units, is_over=asked is None), now=now, by=by)
            return holding(blocks.get_block(block_id))
    raise Busy()


def _homewards(block: Block, free: list[int], units: int, *, is_over: bool) -> tuple[list[Change], list[Fact]]:
    """The units leave the block's pool and come back to where they were taken, in the commit that shrinks the block."""
    takes = inventory.plan(block.pool_id, free, units, random.randrange) if units else []
    after, gives = rules.gone_home(block, units)
    changes = [*pools.take(takes), *pools.give_back(gives)]
    if is_over and block.state == "HELD":
        after = replace(after, state="RELEASED")
        promo = promos.find_promo(block.event_id, block.code) if block.code else None
        if promo and promo.block == block.kept:
            changes.append(promos.removed_promo(promo))
    fact = BlockReleased(block.event_id, block.account_id, block.event_id, {"block_id": block.block_id, "units": units})
    return [blocks.edited_block(after), *changes], [fact]

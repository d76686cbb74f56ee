"""Blocks as rows: found by their event, in one list each for those that hold, that empty themselves, and are over."""

import dataclasses

from pynamodb.attributes import UnicodeAttribute, VersionAttribute

from chalicelib.domain.blocks import Block, BlockMoved, BlockNotFound
from chalicelib.domain.inventory import Take
from chalicelib.kernel import clock
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables.attributes import InstantAttribute, IntegerAttribute, JsonAttribute
from chalicelib.tables.changes import Change, put_edited, put_new
from chalicelib.tables.lists import Page, index_keys, merged_page
from chalicelib.tables.sweeps import due_key
from chalicelib.tables.table import Row, batch_get, filled_values_of, find, noun_of


class BlockRow(Row):
    """BLOCK#b / META; by owner EVENT#e#BLOCKS#list / time, due in the minute it ends."""

    KIND = "Block"
    block_id = UnicodeAttribute()
    event_id = UnicodeAttribute()
    account_id = UnicodeAttribute()
    name = UnicodeAttribute()
    product_id = UnicodeAttribute()
    occurrence_id = UnicodeAttribute()
    units = IntegerAttribute()
    shards = IntegerAttribute()
    sources = JsonAttribute(null=True)
    created_at = InstantAttribute()
    code = UnicodeAttribute(null=True)
    ends_at = InstantAttribute(null=True)
    state = UnicodeAttribute()
    version = VersionAttribute()


def _list(event_id: str, name: str) -> str:
    return f"EVENT#{event_id}#BLOCKS#{name}"


def _row(block: Block) -> BlockRow:
    is_held = block.state == "HELD"
    name = "HELD" if is_held else "EMPTYING" if block.units else "OVER"
    values = filled_values_of(block, BlockRow, "sources")
    if is_held and block.ends_at:
        values |= {"due": due_key(block.block_id, block.ends_at), "due_sk": block.block_id}
    return BlockRow(
        f"BLOCK#{block.block_id}",
        "META",
        owner=_list(block.event_id, name),
        owner_sk=f"{clock.to_text(block.created_at)}#{block.block_id}",
        sources=[list(dataclasses.astuple(source)) for source in block.sources],
        **values,
    )


def new_block(block: Block) -> Change:
    """A block of an event. Raises AlreadyDone if it is there."""
    return put_new(_row(block), AlreadyDone)


def edited_block(block: Block) -> Change:
    """What is left of it. Raises BlockMoved if somebody changed it since it was read."""
    return put_edited(_row(block), BlockMoved)


def get_block(block_id: str) -> Block:
    """Raises BlockNotFound."""
    row = find(BlockRow, f"BLOCK#{block_id}", "META")
    if not row:
        raise BlockNotFound()
    return _block(row)


def _block(row: BlockRow) -> Block:
    return noun_of(Block, row, sources=[Take(*source) for source in row.sources or []])


def list_blocks(event_id: str, cursor: str | None, limit: int) -> Page[Block]:
    """All blocks of an event, newest first."""
    partitions = [_list(event_id, name) for name in ("HELD", "EMPTYING", "OVER")]
    return merged_page(BlockRow, partitions, cursor, limit, newest_first=True, make=_block)


def list_emptying(event_id: str) -> list[Block]:
    """The blocks that were released while some of their units were in orders: those may have come back."""
    keys = [key for _, key in index_keys("by_owner", _list(event_id, "EMPTYING"))]
    return [_block(row) for row in batch_get(BlockRow, keys)]

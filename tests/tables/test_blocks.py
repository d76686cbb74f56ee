"""Blocks as rows: in the list that says what is to be done with them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.blocks import Block, BlockMoved, BlockNotFound
from chalicelib.domain.inventory import Take
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables import blocks
from tests.tables.writing import write
from tests.unit.making import NOW, new_id


def block(**fields: Any) -> Block:
    """Ten units that are kept for a group."""
    sources = [Take("pool_1", 0, 6), Take("pool_1", 3, 4)]
    made = Block(new_id("blk"), new_id("evt"), "acc_1", "Choir", "prd_1", "occ_1", 10, 2, sources, NOW)
    return replace(made, **fields)


@pytest.fixture
def kept() -> Block:
    """A written block with a code and an end."""
    made = block(code="CHOIR", ends_at=NOW + timedelta(days=1))
    write(blocks.new_block(made))
    return replace(made, version=1)


def test_every_field_of_a_block_comes_back(kept: Block) -> None:
    assert blocks.get_block(kept.block_id) == kept


def test_a_block_that_is_not_there_is_not_found() -> None:
    with pytest.raises(BlockNotFound):
        blocks.get_block(new_id("blk"))


def test_a_block_is_written_once(kept: Block) -> None:
    with pytest.raises(AlreadyDone):
        write(blocks.new_block(replace(kept, version=None, units=99)))
    assert blocks.get_block(kept.block_id).units == 10


def test_of_two_changes_of_one_reading_the_second_is_refused(kept: Block) -> None:
    write(blocks.edited_block(replace(kept, units=4)))
    with pytest.raises(BlockMoved):
        write(blocks.edited_block(replace(kept, units=3)))
    assert blocks.get_block(kept.block_id) == replace(kept, units=4, version=2)


def test_a_released_block_empties_itself_until_nothing_is_left(kept: Block) -> None:
    assert blocks.list_emptying(kept.event_id) == []
    released = replace(kept, state="RELEASED")
    write(blocks.edited_block(released))
    assert blocks.list_emptying(kept.event_id) == [replace(released, version=2)]
    write(blocks.edited_block(replace(released, units=0, version=2)))
    assert blocks.list_emptying(kept.event_id) == []


def test_all_blocks_of_an_event_are_listed_newest_first(kept: Block) -> None:
    later = block(event_id=kept.event_id, created_at=NOW + timedelta(minutes=1))
    over = block(event_id=kept.event_id, created_at=NOW - timedelta(minutes=1), state="RELEASED", units=0)
    write(blocks.new_block(later), blocks.new_block(over))
    first = blocks.list_blocks(kept.event_id, None, 2)
    second = blocks.list_blocks(kept.event_id, first.next, 2)
    found = [one.block_id for one in [*first.items, *second.items]]
    assert found == [later.block_id, kept.block_id, over.block_id]

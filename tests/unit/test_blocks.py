"""Units that are kept apart: where they go when they go home, and who may sell from them."""

from dataclasses import replace

import pytest

from chalicelib.domain import blocks as rules
from chalicelib.domain.baskets import Sale, Visitor, Wanted, fill
from chalicelib.domain.blocks import Block, BlockOver, NotThatMany
from chalicelib.domain.inventory import SoldOut, Take
from chalicelib.domain.promos import Promo
from tests.unit.making import EVENT_ID, NOW, PRODUCT_ID, catalogue

SOURCES = [Take("pool_a", 0, 3), Take("pool_a", 2, 2), Take("pool_b", 1, 5)]
BLOCK = Block("blk_1", EVENT_ID, "acc_1", "Club", PRODUCT_ID, "occ_1", 5, 1, SOURCES, NOW)


def promo(block: Block) -> Promo:
    return Promo("CLUB", EVENT_ID, "promo_1", "none", "0", {}, "order", [], [], 0, 1, None, None, block.kept)


@pytest.mark.req("CAP-13")
def test_units_go_home_to_every_pool_that_they_came_from() -> None:
    after, gives = rules.gone_home(BLOCK, 4)
    assert gives == [Take("pool_a", 0, 3), Take("pool_a", 2, 1), Take("pool_b", 1, 4)]
    assert (after.units, after.sources) == (1, [Take("pool_a", 2, 1), Take("pool_b", 1, 1)])
    last, rest = rules.gone_home(after, 1)
    assert (last.units, last.sources, rest) == (0, [], after.sources)


@pytest.mark.req("CAP-13")
def test_no_more_is_released_than_is_unsold() -> None:
    assert rules.units_to_release(BLOCK, [1, 2], None) == 3
    assert rules.units_to_release(BLOCK, [1, 2], 2) == 2
    with pytest.raises(NotThatMany):
        rules.units_to_release(BLOCK, [1, 2], 4)
    with pytest.raises(BlockOver):
        rules.units_to_release(replace(BLOCK, state="RELEASED"), [1], 1)


@pytest.mark.req("CAP-12")
def test_a_block_s_code_sells_from_the_block_even_while_others_wait() -> None:
    waited = replace(catalogue(), waiting=frozenset({(PRODUCT_ID, "occ_1")}))
    wanted = [Wanted(PRODUCT_ID, 2)]
    basket = fill(Sale(waited, Visitor(promo(BLOCK)), "EUR", NOW, lambda pool: 0), wanted)
    assert basket.units == {BLOCK.pool_id: 2}
    with pytest.raises(SoldOut):
        fill(Sale(waited, Visitor(), "EUR", NOW, lambda pool: 0), wanted)
    assert fill(Sale(waited, Visitor(has_waited=True), "EUR", NOW, lambda pool: 9), wanted).units


@pytest.mark.req("CAP-12")
def test_a_block_of_another_date_opens_nothing() -> None:
    elsewhere = Visitor(promo(replace(BLOCK, occurrence_id="occ_2")))
    basket = fill(Sale(catalogue(), elsewhere, "EUR", NOW, lambda pool: 9), [Wanted(PRODUCT_ID, 1)])
    assert BLOCK.pool_id not in basket.units

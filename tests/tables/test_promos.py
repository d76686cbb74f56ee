"""Codes, each in a row of its own."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.events import StaleEdit
from chalicelib.domain.promos import CodeTaken, Kept, Promo
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables import promos
from tests.tables.writing import write
from tests.unit.making import NOW, new_id


def code(event_id: str, name: str, **fields: Any) -> Promo:
    """Ten percent off everything."""
    made = Promo(name, event_id, new_id("promo"), "percent", "10", {}, "order", [], [], 0, 0, None, None)
    return replace(made, created_at=NOW, **fields)


@pytest.fixture
def promo() -> Promo:
    """A written code."""
    made = code(new_id("evt"), "SUMMER")
    write(promos.new_promo(made))
    return replace(made, version=1)


def test_a_code_is_found_in_its_own_event(promo: Promo) -> None:
    assert promos.find_promo(promo.event_id, "SUMMER") == promo
    assert promos.find_promo(new_id("evt"), "SUMMER") is None
    assert promos.find_promo(promo.event_id, "WINTER") is None


def test_every_field_of_a_code_is_kept() -> None:
    whole = code(
        new_id("evt"),
        "BLOCK",
        discount="fixed",
        percent="0",
        amounts={"EUR": 500},
        scope="unit",
        product_ids=["prd_1"],
        unlocks=["prd_1", "cat_1"],
        max_uses=7,
        shards=1,
        starts_at=NOW,
        ends_at=NOW,
        block=Kept("blk_1", "prd_1", "occ_1", "pool_9", 2),
        is_paused=True,
    )
    write(promos.new_promo(whole))
    assert promos.find_promo(whole.event_id, "BLOCK") == replace(whole, version=1)


def test_an_event_has_a_code_once(promo: Promo) -> None:
    with pytest.raises(CodeTaken):
        write(promos.new_promo(code(promo.event_id, "SUMMER", percent="90")))
    assert promos.find_promo(promo.event_id, "SUMMER") == promo


def test_two_events_may_have_the_same_code(promo: Promo) -> None:
    write(promos.new_promo(code(new_id("evt"), "SUMMER")))


def test_of_two_edits_of_one_reading_the_second_is_refused(promo: Promo) -> None:
    write(promos.edited_promo(replace(promo, percent="20")))
    with pytest.raises(StaleEdit):
        write(promos.edited_promo(replace(promo, percent="90")))
    found = promos.find_promo(promo.event_id, "SUMMER")
    assert found
    assert found.percent == "20"


def test_an_edited_code_stays_in_its_event_s_list(promo: Promo) -> None:
    write(promos.edited_promo(replace(promo, percent="20")))
    assert [one.percent for one in promos.list_promos(promo.event_id, None, 10).items] == ["20"]


def test_a_code_is_forgotten_once(promo: Promo) -> None:
    write(promos.removed_promo(promo))
    assert promos.find_promo(promo.event_id, "SUMMER") is None
    with pytest.raises(AlreadyDone):
        write(promos.removed_promo(promo))


def test_codes_are_listed_by_the_alphabet_in_parts(promo: Promo) -> None:
    for name in ("ZEBRA", "APPLE"):
        write(promos.new_promo(code(promo.event_id, name)))
    first = promos.list_promos(promo.event_id, None, 2)
    second = promos.list_promos(promo.event_id, first.next, 2)
    assert [one.code for one in [*first.items, *second.items]] == ["APPLE", "SUMMER", "ZEBRA"]
    assert second.next is None

"""What an event sells, as rows."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.catalogue import Catalogue, Category, Pool, Product, Tier
from chalicelib.domain.charges import Fee, Tax
from chalicelib.domain.events import EventNotFound, StaleEdit
from chalicelib.domain.questions import Question
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables.catalogue import (
    edited_part,
    get_catalogue,
    new_part,
    removed_part,
    waits,
    waits_no_more,
)
from tests.tables.writing import wire, write
from tests.unit.making import NOW, new_id, pool, product


def test_a_catalogue_is_one_query(catalogue: Catalogue) -> None:
    with wire("Query") as seen:
        found = get_catalogue(catalogue.event.event_id)
    assert len(seen.sent) == 1
    assert found.event == catalogue.event
    assert found.pools == {pool_id: replace(pool, version=1) for pool_id, pool in catalogue.pools.items()}
    assert [one.product_id for one in found.products] == [catalogue.products[0].product_id]


def test_products_stand_in_the_order_of_their_positions(catalogue: Catalogue) -> None:
    event_id = catalogue.event.event_id
    for position in (3, 1, 2):
        write(new_part(product(product_id=new_id("prd"), event_id=event_id, position=position)))
    assert [one.position for one in get_catalogue(event_id).products] == [0, 1, 2, 3]


def test_a_product_is_written_once(catalogue: Catalogue) -> None:
    with pytest.raises(AlreadyDone):
        write(new_part(replace(catalogue.products[0], prices={"EUR": 1})))
    assert get_catalogue(catalogue.event.event_id).products[0].prices == {"EUR": 2500}


def test_a_pool_is_written_once(catalogue: Catalogue) -> None:
    [mine] = catalogue.pools.values()
    with pytest.raises(AlreadyDone):
        write(new_part(pool(pool_id=mine.pool_id, event_id=mine.event_id, capacity=1_000_000)))
    assert get_catalogue(mine.event_id).pools[mine.pool_id].capacity == 100


def whole_product(event_id: str) -> Product:
    """A product with something in every field."""
    tiers = [
        Tier("tier_1", {"en": "Early"}, {"EUR": 1500, "USD": 1700}, "pool_1", NOW, NOW + timedelta(days=1)),
        Tier("tier_2", {"en": "Late"}, {"EUR": 2500}),
    ]
    return product(
        product_id=new_id("prd"),
        event_id=event_id,
        kind="add_on",
        description={"en": "<p>Words</p>"},
        terms={"de": "Bedingungen"},
        tiers=tiers,
        tier_mode="choice",
        suggested_minor=[500, 1000],
        category_id="cat_1",
        tax_ids=["tax_1"],
        shown_to="members",
        visible_from=NOW,
        visible_until=NOW,
        code_from=NOW,
        members_from=NOW,
        sale_starts_at=NOW,
        sale_ends_at=NOW,
        max_per_buyer=4,
        requires=["prd_2"],
        max_per_required=2,
        has_waitlist=False,
        is_paused=True,
    )


def parts(event_id: str) -> dict[str, Any]:
    """One of everything else that a catalogue holds, by the field of the catalogue that it comes back in."""
    category = Category(new_id("cat"), event_id, {"en": "VIP"}, {"en": "Near"}, 1, "code", NOW, NOW)
    tax = Tax(new_id("tax"), event_id, {"en": "VAT"}, "7.7", True, 1, is_compound=True, is_default=True)
    fee = Fee(new_id("fee"), event_id, {"en": "Fee"}, "ticket", "2.5", {"EUR": 99}, 1, ["prd_1"], ["tax_1"])
    question = Question(
        new_id("qst"), event_id, "choice", "ticket", {"en": "Menu?"}, 1, {"en": "Today"}, {"a": {"en": "A"}}, True,
        ["prd_1"], "qst_1", ["yes"],
    )  # fmt: skip
    return {"categories": category, "taxes": tax, "fees": fee, "questions": question}


def test_every_field_of_every_part_comes_back(catalogue: Catalogue) -> None:
    event_id = catalogue.event.event_id
    bought, others = whole_product(event_id), parts(event_id)
    shared = Pool(new_id("pool"), event_id, 500, 20, "shared", "event", {"en": "Hall"}, 80)
    write([new_part(part) for part in (bought, shared, *others.values())])
    found = get_catalogue(event_id)
    assert found.product(bought.product_id) == replace(bought, version=1)
    assert found.pools[shared.pool_id] == replace(shared, version=1)
    assert {name: getattr(found, name) for name in others} == {
        name: [replace(part, version=1)] for name, part in others.items()
    }


def test_an_event_that_does_not_exist_has_no_catalogue() -> None:
    with pytest.raises(EventNotFound):
        get_catalogue(new_id("evt"))


def test_of_two_edits_of_one_reading_the_second_is_refused(catalogue: Catalogue) -> None:
    read = get_catalogue(catalogue.event.event_id).products[0]
    write(edited_part(replace(read, prices={"EUR": 1})))
    with pytest.raises(StaleEdit):
        write(edited_part(replace(read, prices={"EUR": 2})))
    assert get_catalogue(read.event_id).products[0] == replace(read, prices={"EUR": 1}, version=2)


def test_a_part_is_removed(catalogue: Catalogue) -> None:
    write(removed_part(get_catalogue(catalogue.event.event_id).products[0]))
    assert get_catalogue(catalogue.event.event_id).products == []


def test_a_part_that_was_saved_meanwhile_is_not_removed(catalogue: Catalogue) -> None:
    read = get_catalogue(catalogue.event.event_id).products[0]
    write(edited_part(replace(read, prices={"EUR": 1})))
    with pytest.raises(StaleEdit):
        write(removed_part(read))
    assert get_catalogue(read.event_id).products[0].prices == {"EUR": 1}


def test_what_is_waited_for_is_known_until_nobody_waits(catalogue: Catalogue) -> None:
    event_id = catalogue.event.event_id
    for _ in range(2):
        write(waits(event_id, "prd_1", "occ_1"))
    write(waits(event_id, "prd_1", "occ_2"))
    assert get_catalogue(event_id).waiting == {("prd_1", "occ_1"), ("prd_1", "occ_2")}
    for _ in range(2):
        write(waits_no_more(event_id, "prd_1", "occ_1"))
    assert get_catalogue(event_id).waiting == {("prd_1", "occ_2")}

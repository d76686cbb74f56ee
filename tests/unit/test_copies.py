"""Copies of events: new ids, references that stay inside, dates that move, nothing shared with the source."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.catalogue import Catalogue, Category, Pool, Tier
from chalicelib.domain.charges import Fee, Tax
from chalicelib.domain.copies import EVERYTHING, CopiedPart, copied_catalogue, copied_dates, copied_event
from chalicelib.domain.events import Event
from chalicelib.domain.series import Occurrence, occurrence_id_of
from chalicelib.kernel import ids
from chalicelib.kernel.text import Texts
from tests.unit.making import EVENT_ID, NOW, POOL_ID, PRODUCT_ID, event, pool, product

NEW_ID = ids.derived("evt", "the copy")
CATEGORY_ID, TAX_ID, FEE_ID, TIER_ID = (ids.derived(kind, "copies") for kind in ("cat", "tax", "fee", "tier"))
A_YEAR = timedelta(days=364)


def source() -> Catalogue:
    tier = Tier(TIER_ID, {"en": "Early"}, {"EUR": 1000}, POOL_ID, sale_ends_at=NOW)
    sold = product(tiers=[tier], category_id=CATEGORY_ID, tax_ids=[TAX_ID], requires=[PRODUCT_ID], version=7)
    promo = Pool(ids.derived("pool", "promo"), EVENT_ID, 10, 1, kind="promo")
    return Catalogue(
        event(),
        [sold],
        {POOL_ID: pool(warned_percent=90), promo.pool_id: promo},
        categories=[Category(CATEGORY_ID, EVENT_ID, {"en": "Seats"}, {}, 0)],
        taxes=[Tax(TAX_ID, EVENT_ID, {"en": "VAT"}, "19", is_inclusive=True, position=0)],
        fees=[Fee(FEE_ID, EVENT_ID, {"en": "Booking"}, "ticket", "5", {}, 0, product_ids=[PRODUCT_ID])],
        questions=[],
    )


def copied(*parts: CopiedPart) -> dict[str, list[object]]:
    made = copied_catalogue(source(), NEW_ID, event().starts_at + A_YEAR, parts)
    return {
        kind: [part for part in made if type(part).__name__ == kind]
        for kind in ("Product", "Pool", "Category", "Tax", "Fee")
    }


def copy_of(at: Event, *parts: CopiedPart, title: Texts | None = None) -> Event:
    return copied_event(
        at,
        event_id=NEW_ID,
        slug="copy",
        status="DRAFT",
        title=title,
        starts_at=at.starts_at + A_YEAR,
        parts=parts,
        now=NOW,
    )


@pytest.mark.req("EVT-15")
def test_everything_is_copied_under_ids_of_its_own() -> None:
    made = copied(*EVERYTHING)
    [sold], [category], [tax], [stock] = made["Product"], made["Category"], made["Tax"], made["Pool"]
    assert sold.product_id == sold.requires[0] != PRODUCT_ID  # type: ignore[attr-defined]
    assert sold.category_id == category.category_id != CATEGORY_ID  # type: ignore[attr-defined]
    assert sold.tax_ids == [tax.tax_id] != [TAX_ID]  # type: ignore[attr-defined]
    assert sold.pool_ids == [stock.pool_id] == [sold.tiers[0].pool_id] != [POOL_ID]  # type: ignore[attr-defined]
    assert sold.tiers[0].tier_id != TIER_ID  # type: ignore[attr-defined]
    assert {part.event_id for parts in made.values() for part in parts} == {NEW_ID}  # type: ignore[attr-defined]
    assert (sold.version, stock.warned_percent) == (None, 0)  # type: ignore[attr-defined]
    assert EVENT_ID not in repr(made)


@pytest.mark.req("EVT-15")
def test_the_same_copy_has_the_same_ids() -> None:
    assert copied(*EVERYTHING) == copied(*EVERYTHING)


@pytest.mark.req("EVT-15")
def test_what_is_not_copied_is_not_referred_to() -> None:
    [sold] = copied("products")["Product"]
    assert (sold.category_id, sold.tax_ids) == ("", [])  # type: ignore[attr-defined]
    assert copied("categories", "taxes")["Product"] == []


@pytest.mark.req("EVT-15")
def test_a_fee_on_products_that_are_not_copied_does_not_become_a_fee_on_everything() -> None:
    assert copied("taxes")["Fee"] == []
    [fee], [sold] = copied("taxes", "products")["Fee"], copied("taxes", "products")["Product"]
    assert fee.product_ids == [sold.product_id]  # type: ignore[attr-defined]


@pytest.mark.req("EVT-15")
def test_dates_inside_move_with_the_start() -> None:
    [sold] = copied("products")["Product"]
    assert sold.tiers[0].sale_ends_at == NOW + A_YEAR  # type: ignore[attr-defined]


@pytest.mark.req("EVT-15")
def test_settings_come_along_only_if_chosen() -> None:
    at = replace(
        event(), visibility="private", access_hash="hash", access_round=3, terms={"en": "<p>No.</p>"}, version=9
    )
    full, bare = copy_of(at, "settings"), copy_of(at)
    assert (full.visibility, full.access_hash, full.terms, full.access_round) == (
        "private",
        "hash",
        {"en": "<p>No.</p>"},
        0,
    )
    assert (bare.visibility, bare.access_hash, bare.terms) == ("public", None, {})
    assert (bare.title, bare.policy, bare.version) == (at.title, at.policy, None)
    assert copy_of(at, title={"en": "Other"}).title == {"en": "Other"}
    assert full.ends_at - full.starts_at == at.ends_at - at.starts_at


@pytest.mark.req("EVT-15", "EVT-17")
def test_the_dates_of_a_series_move_with_it_and_differ_as_they_did() -> None:
    found = replace(source(), event=event(is_series=True, occurrence_id="occ_own"))
    first = Occurrence("occ_own", EVENT_ID, event().starts_at, event().ends_at)
    week = timedelta(days=7)
    second = replace(
        first,
        occurrence_id="occ_2",
        starts_at=first.starts_at + week,
        ends_at=first.ends_at + week,
        status="CANCELLED",
        prices={PRODUCT_ID: {"EUR": 900}, TIER_ID: {"EUR": 700}, "prd_gone": {"EUR": 1}},
        hidden=[PRODUCT_ID],
        counters={POOL_ID: [60, 2]},
        warned={POOL_ID: 80},
        version=4,
    )
    names = {PRODUCT_ID: "prd", TIER_ID: "tier", POOL_ID: "pool"}
    names = {old: ids.derived(kind, NEW_ID, old) for old, kind in names.items()}
    made = copied_dates(found, [first, second], NEW_ID, first.starts_at + A_YEAR, EVERYTHING)
    assert [day.starts_at - A_YEAR for day in made] == [first.starts_at, second.starts_at]
    assert [day.ends_at - A_YEAR for day in made] == [first.ends_at, second.ends_at]
    assert made[0].occurrence_id == copy_of(found.event, *EVERYTHING).occurrence_id
    assert copy_of(found.event).is_series
    assert made[1] == Occurrence(
        occurrence_id_of(NEW_ID, second.starts_at + A_YEAR),
        NEW_ID,
        made[1].starts_at,
        made[1].ends_at,
        prices={names[PRODUCT_ID]: {"EUR": 900}, names[TIER_ID]: {"EUR": 700}},
        hidden=[names[PRODUCT_ID]],
        capacities={names[POOL_ID]: 60},
    )
    bare = copied_dates(found, [second], NEW_ID, first.starts_at + A_YEAR, [])
    assert (bare[0].prices, bare[0].hidden, bare[0].capacities) == ({}, [], {})

"""The catalogue's rules: when something is on sale, and what keeps an event from going live."""

from datetime import datetime, timedelta

import pytest

from chalicelib.domain.catalogue import (
    Catalogue,
    EndsBeforeItStarts,
    NotADraft,
    NothingToSell,
    ProductNotFound,
    check_publishable,
    check_times,
)
from tests.unit.making import NOW, PRODUCT_ID, catalogue, event, product

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("starts", "ends", "state"),
    [
        (None, None, "on_sale"),
        (NOW, None, "on_sale"),
        (NOW + HOUR, None, "not_yet"),
        (None, NOW + HOUR, "on_sale"),
        (None, NOW, "ended"),
        (NOW - HOUR, NOW - HOUR, "ended"),
    ],
)
def test_a_sale_has_a_beginning_and_an_end(starts: datetime | None, ends: datetime | None, state: str) -> None:
    assert product(sale_starts_at=starts, sale_ends_at=ends).sale_state(NOW, NOW + HOUR) == state


def test_without_an_end_of_its_own_a_sale_ends_with_the_event() -> None:
    assert product().sale_state(NOW, NOW) == "ended"


def test_a_product_is_found_by_its_id() -> None:
    assert catalogue().product(PRODUCT_ID) == product()


def test_a_product_of_another_event_is_not_found() -> None:
    with pytest.raises(ProductNotFound):
        catalogue().product("prd_other")


@pytest.mark.parametrize("length", [timedelta(0), -HOUR])
def test_an_event_cannot_end_before_it_starts(length: timedelta) -> None:
    with pytest.raises(EndsBeforeItStarts) as refused:
        check_times(NOW, NOW + length)
    assert "ends_at" in refused.value.fields


def test_an_event_that_ends_after_it_starts_is_fine() -> None:
    check_times(NOW, NOW + timedelta(milliseconds=1))


def test_a_draft_with_a_product_can_be_published() -> None:
    check_publishable(catalogue(status="DRAFT"))


def test_an_event_without_products_cannot_be_published() -> None:
    with pytest.raises(NothingToSell):
        check_publishable(Catalogue(event(status="DRAFT"), [], {}))


@pytest.mark.parametrize("status", ["LIVE", "ARCHIVED"])
def test_only_a_draft_can_be_published(status: str) -> None:
    with pytest.raises(NotADraft):
        check_publishable(catalogue(status=status))

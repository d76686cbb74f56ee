"""The rules of events: what keeps one from going live."""

from datetime import timedelta

import pytest

from chalicelib.domain.events import EndsBeforeItStarts, NotADraft, NothingToSell, check_publishable, check_times
from tests.unit.making import NOW, event

HOUR = timedelta(hours=1)


@pytest.mark.parametrize("length", [timedelta(0), -HOUR])
def test_an_event_cannot_end_before_it_starts(length: timedelta) -> None:
    with pytest.raises(EndsBeforeItStarts) as refused:
        check_times(NOW, NOW + length)
    assert "ends_at" in refused.value.fields


def test_an_event_that_ends_after_it_starts_is_fine() -> None:
    check_times(NOW, NOW + timedelta(milliseconds=1))


def test_a_draft_with_a_product_can_be_published() -> None:
    check_publishable(event(status="DRAFT"), has_products=True)


def test_an_event_without_products_cannot_be_published() -> None:
    with pytest.raises(NothingToSell):
        check_publishable(event(status="DRAFT"), has_products=False)


@pytest.mark.parametrize("status", ["LIVE", "ARCHIVED"])
def test_only_a_draft_can_be_published(status: str) -> None:
    with pytest.raises(NotADraft):
        check_publishable(event(status=status), has_products=True)

"""What the public's lists read: a page of dates costs the same however many dates it has."""

from datetime import timedelta

import pytest

from chalicelib.actions import listing
from chalicelib.domain.catalogue import Product
from chalicelib.domain.series import Occurrence, occurrence_id_of
from chalicelib.tables import occurrences
from tests.tables.rushing import limit, on_sale, product, reserve
from tests.tables.writing import wire, write
from tests.unit.making import NOW, new_id

DAY = timedelta(days=1)


@pytest.fixture
def series() -> tuple[Product, list[Occurrence]]:
    """Twenty dates of one seat each."""
    event_id = new_id("evt")
    hall = limit(event_id, 1, 1)
    ticket = product(event_id, hall)
    on_sale([ticket], [hall], is_series=True)
    starts = [NOW + DAY * number for number in range(1, 21)]
    days = [Occurrence(occurrence_id_of(event_id, at), event_id, at, at + timedelta(hours=1)) for at in starts]
    write(occurrences.new_occurrences(days))
    return ticket, days


@pytest.mark.req("EVT-17")
def test_a_page_of_dates_is_two_queries_and_one_read_of_the_counters_that_were_opened(
    series: tuple[Product, list[Occurrence]],
) -> None:
    ticket, days = series
    sold = [days[3].occurrence_id, days[7].occurrence_id]
    for day in sold:
        reserve(ticket, day=day)
    with wire("Query") as queries, wire("BatchGetItem") as batches, wire("GetItem") as gets:
        _, page = listing.list_dates(ticket.event_id, "", None, 50, NOW)
    assert (len(queries.sent), len(batches.sent), len(gets.sent)) == (2, 1, 0)
    [asked] = batches.sent[0]["RequestItems"].values()
    assert len(asked["Keys"]) == len(sold)
    assert [one.day.occurrence_id for one in page.items if one.is_sold_out] == sold
    assert len(page.items) == len(days)

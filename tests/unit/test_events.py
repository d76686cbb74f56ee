"""The rules of events: their life, when they sell, what their terms and places are."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.events import (
    MOVES,
    STATUSES,
    EndsBeforeItStarts,
    EventStatus,
    Move,
    MoveNotAllowed,
    ReadOnly,
    check_editable,
    check_times,
    moved,
    shifted,
)
from tests.unit.making import NOW, event

HOUR = timedelta(hours=1)


@pytest.mark.parametrize("length", [timedelta(0), -HOUR])
def test_an_event_cannot_end_before_it_starts(length: timedelta) -> None:
    with pytest.raises(EndsBeforeItStarts) as refused:
        check_times(NOW, NOW + length)
    assert "ends_at" in refused.value.fields


def test_an_event_that_ends_after_it_starts_is_fine() -> None:
    check_times(NOW, NOW + timedelta(milliseconds=1))


@pytest.mark.req("EVT-6")
@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("move", MOVES)
def test_an_event_moves_only_as_the_table_says(move: Move, status: EventStatus) -> None:
    begins, leads_to = MOVES[move]
    if status in begins:
        assert moved(event(status=status), move).status == leads_to
    else:
        with pytest.raises(MoveNotAllowed):
            moved(event(status=status), move)


@pytest.mark.req("EVT-6")
def test_nothing_comes_back_from_the_archive_and_a_template_is_never_live() -> None:
    assert not any(begins & {"ARCHIVED", "TEMPLATE"} for begins, _ in MOVES.values())
    assert "TEMPLATE" not in {leads_to for _, leads_to in MOVES.values()}


@pytest.mark.req("EVT-13")
def test_only_an_archived_event_is_read_only() -> None:
    for status in STATUSES:
        if status == "ARCHIVED":
            with pytest.raises(ReadOnly):
                check_editable(event(status=status))
        else:
            check_editable(event(status=status))


@pytest.mark.req("EVT-7")
def test_an_event_sells_while_it_is_live_and_until_its_deadline() -> None:
    assert [status for status in STATUSES if event(status=status).sells(NOW)] == ["LIVE"]
    closing = event(orders_close_at=NOW)
    assert closing.sells(NOW - timedelta(milliseconds=1))
    assert not closing.sells(NOW)


@pytest.mark.req("EVT-5")
def test_only_a_live_public_event_is_listed() -> None:
    listed = [
        (status, visibility)
        for status in STATUSES
        for visibility in ("public", "unlisted", "private")
        if event(status=status, visibility=visibility).is_listed
    ]
    assert listed == [("LIVE", "public")]


@pytest.mark.req("EVT-9")
def test_the_hash_of_terms_follows_their_words_and_nothing_else() -> None:
    terms = {"en": "<p>No flash.</p>", "de": "<p>Kein Blitz.</p>"}
    stated = event(terms=terms).terms_hash
    assert event(terms=dict(reversed(terms.items())), title={"en": "Other"}).terms_hash == stated
    assert event(terms=terms | {"fr": ""}).terms_hash == stated
    assert event(terms=terms | {"de": "<p>Kein Blitz!</p>"}).terms_hash != stated
    assert event(terms={}).terms_hash is None
    assert event(terms={"en": ""}).terms_hash is None


@pytest.mark.req("EVT-3")
def test_where_to_watch_is_told_to_buyers_only() -> None:
    place = {"kind": "hybrid", "name": "Hall", "online_url": "https://example.com/x", "online_instructions": "Code 7"}
    assert event(location=place).public_location == {"kind": "hybrid", "name": "Hall"}
    assert event(location=None).public_location is None


@pytest.mark.req("EVT-3")
@pytest.mark.parametrize(
    ("place", "link"),
    [
        (None, None),
        ({"kind": "online", "city": "Hamburg"}, None),
        ({"kind": "venue", "name": "Hall"}, None),
        ({"name": "Hall", "maps_url": "https://maps.example/x", "city": "Hamburg"}, "https://maps.example/x"),
        (
            {"name": "Hall", "latitude": 53.54, "longitude": -0.5},
            "https://www.openstreetmap.org/?mlat=53.54&mlon=-0.5#map=17/53.54/-0.5",
        ),
        (
            {"name": "Hall", "address": "Gasse 1&2", "city": "Köln"},
            "https://www.openstreetmap.org/search?query=Gasse%201%262%2C%20K%C3%B6ln",
        ),
    ],
)
def test_a_map_is_found_by_link_coordinates_or_address(place: dict[str, object] | None, link: str | None) -> None:
    assert event(location=place).map_url == link


@pytest.mark.req("EVT-15")
def test_dates_move_with_the_start_by_the_clocks_of_the_place() -> None:
    summer = datetime(2031, 6, 1, 18, tzinfo=UTC)  # 20:00 in Berlin
    winter = datetime(2031, 12, 1, 19, tzinfo=UTC)  # 20:00 in Berlin
    opens = datetime(2031, 2, 1, 9, tzinfo=UTC)  # 10:00 in Berlin, in winter
    assert shifted(summer + 4 * HOUR, summer, winter, "Europe/Berlin") == winter + 4 * HOUR
    assert shifted(opens, summer, winter, "Europe/Berlin") == datetime(2031, 8, 3, 8, tzinfo=UTC)  # 10:00, in summer

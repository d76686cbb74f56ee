"""An event's own clock, on the days when it is changed: the page, the mail, the paper and the calendar agree."""

import io
from datetime import UTC, datetime
from typing import Any

import icalendar
import pypdf
import pytest

from chalicelib.domain import tickets as rules
from chalicelib.domain.events import Event
from chalicelib.kernel import clock
from chalicelib.kernel.wall_clock import DateFormat, span
from chalicelib.mail.calendar import calendar
from chalicelib.pages.render import event_page
from chalicelib.pdf import tickets as paper
from tests.unit.making import NOW, event, order
from tests.unit.test_mails import body, confirm
from tests.web import samples

SPRING = (datetime(2031, 3, 30, 0, 30, tzinfo=UTC), datetime(2031, 3, 30, 1, 30, tzinfo=UTC))
AUTUMN = (datetime(2031, 10, 26, 0, 30, tzinfo=UTC), datetime(2031, 10, 26, 1, 30, tzinfo=UTC))
SAID = [
    pytest.param(SPRING, "Sunday 30 March 2031", "01:30 CET – 03:30 CEST", "+01:00", "+02:00", id="spring"),
    pytest.param(AUTUMN, "Sunday 26 October 2031", "02:30 CEST – 02:30 CET", "+02:00", "+01:00", id="autumn"),
]
Hours = tuple[datetime, datetime]


def in_berlin(hours: Hours) -> Event:
    return event(starts_at=hours[0], ends_at=hours[1], timezone="Europe/Berlin")


@pytest.mark.req("EVT-2")
@pytest.mark.parametrize(("hours", "day", "clocks", "before", "after"), SAID)
def test_the_page_says_each_hour_by_its_own_clock(hours: Hours, day: str, clocks: str, before: str, after: str) -> None:
    shown = samples.event(starts_at=clock.to_text(hours[0]), ends_at=clock.to_text(hours[1]), timezone="Europe/Berlin")
    html = event_page(shown, base_url="https://tickets.example", assets=samples.ASSETS)
    assert day in html
    assert f"{clocks} (Europe/Berlin)" in html
    assert f'{before}", "endDate"' in html
    assert f'{after}", "eventStatus"' in html


@pytest.mark.req("EVT-2")
@pytest.mark.parametrize(("hours", "day", "clocks", "before", "after"), SAID)
def test_the_mail_and_the_paper_say_the_same(hours: Hours, day: str, clocks: str, before: str, after: str) -> None:
    at = in_berlin(hours)
    for kind in ("plain", "html"):
        assert f"{day}, {clocks} (Europe/Berlin)" in body(confirm(at), kind)
    bought = order(buyer_name="Bea")
    [first, *_] = pypdf.PdfReader(
        io.BytesIO(paper.draw([at], bought, [(ticket, "F1-A-X") for ticket in rules.issue(bought, "A", NOW)]))
    ).pages
    said = " ".join(first.extract_text().split())
    assert day in said
    assert clocks in said


def entry_of(at: Event) -> Any:
    read = icalendar.Calendar.from_ical(calendar([at], "https://tickets.example/order/", now=NOW))
    [entry] = read.walk("VEVENT")
    return entry


@pytest.mark.req("EVT-2")
@pytest.mark.parametrize(("hours", "day", "clocks", "before", "after"), SAID)
def test_a_calendar_reads_the_very_same_instants(hours: Hours, day: str, clocks: str, before: str, after: str) -> None:
    entry = entry_of(in_berlin(hours))
    assert (entry.decoded("DTSTART").astimezone(UTC), entry.decoded("DTEND").astimezone(UTC)) == hours
    assert f"{day}, {clocks} (Europe/Berlin)" in entry["DESCRIPTION"]


@pytest.mark.req("EVT-2")
def test_on_any_other_day_the_calendar_names_the_zone_with_its_rules() -> None:
    at = event(timezone="Europe/Berlin")
    entry = entry_of(at)
    assert entry["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert entry.decoded("DTSTART").astimezone(UTC) == at.starts_at
    assert "BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin" in calendar([at], "https://t.example/", now=NOW).decode()
    assert "14:00 – 18:00 (CEST, Europe/Berlin)" in entry["DESCRIPTION"]


@pytest.mark.req("TEN-12")
@pytest.mark.parametrize(
    ("form", "day", "said"),
    [
        ("day_first", "Sunday 1 June 2031", "20:00 – 23:05"),
        ("month_first", "Sunday, June 1, 2031", "8:00 PM – 11:05 PM"),
        ("iso", "2031-06-01", "20:00 – 23:05"),
    ],
)
def test_a_date_reads_as_the_organizer_s_readers_are_used_to(form: DateFormat, day: str, said: str) -> None:
    hours = datetime(2031, 6, 1, 18, tzinfo=UTC), datetime(2031, 6, 1, 21, 5, tzinfo=UTC)
    found = span(*hours, "Europe/Berlin", form)
    assert (found.day, found.hours) == (day, said)

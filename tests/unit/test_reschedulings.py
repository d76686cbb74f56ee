"""A change of time or place: what counts as one, whom it concerns, and what the mail says."""

from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import icalendar
import pytest

from chalicelib.domain.events import Event, EventStatus
from chalicelib.domain.orders import State
from chalicelib.domain.reschedulings import concerns, of_date, of_event
from chalicelib.domain.series import Occurrence, on
from chalicelib.mail import messages, reschedule_words
from chalicelib.mail.messages import Said
from tests.unit import making
from tests.unit.making import EVENT_ID, NOW

pytestmark = pytest.mark.req("MSG-1")

HALL = {"kind": "venue", "name": "Harbour Hall", "city": "Hamburg", "latitude": 53.5}
PARK = {"kind": "venue", "name": "City Park", "city": "Hamburg"}
AT = NOW + timedelta(days=1)
AN_HOUR = timedelta(hours=1)


def event(**fields: Any) -> Event:
    return making.event(**{"location": HALL, "version": 3, **fields})


def later(before: Event) -> Event:
    return replace(before, starts_at=before.starts_at + AN_HOUR, ends_at=before.ends_at + AN_HOUR)


def said(before: Event, after: Event) -> Said | None:
    found = of_event(before, after, AT)
    assert found
    return reschedule_words.rescheduled(found, after, [after])


@pytest.mark.parametrize(
    ("fields", "is_moved"),
    [
        ({"title": {"en": "Another"}}, False),
        ({"starts_at": NOW}, True),
        ({"ends_at": NOW + timedelta(days=40)}, True),
        ({"timezone": "Europe/Lisbon"}, True),
        ({"location": PARK}, True),
        ({"location": None}, True),
        ({"location": HALL | {"latitude": 53.6, "online_instructions": "Ring twice"}}, False),
    ],
)
def test_only_time_and_place_move_an_event(fields: dict[str, Any], is_moved: bool) -> None:
    assert bool(of_event(event(), event(**fields), AT)) is is_moved


@pytest.mark.parametrize("status", ["DRAFT", "CANCELLED", "ARCHIVED"])
def test_who_has_no_event_to_go_to_hears_nothing(status: EventStatus) -> None:
    assert of_event(event(status=status), event(status=status, location=PARK), AT) is None


def test_each_change_has_a_name_of_its_own() -> None:
    first, second = (of_event(event(version=version), event(location=PARK), AT) for version in (3, 4))
    assert first
    assert second
    assert first.rescheduling_id != second.rescheduling_id


def test_a_date_moves_by_itself_unless_it_is_cancelled() -> None:
    series = event(is_series=True)
    day = Occurrence("occ_2", EVENT_ID, NOW, NOW + AN_HOUR, version=1)
    moved = replace(day, starts_at=NOW + AN_HOUR, ends_at=NOW + 2 * AN_HOUR)
    found = of_date(series, day, moved, AT)
    assert found
    assert (found.occurrence_id, found.starts_at) == ("occ_2", NOW)
    assert of_date(series, day, replace(moved, status="CANCELLED"), AT) is None
    assert of_date(series, day, replace(day, hidden=["prd_1"]), AT) is None
    assert of_event(series, later(series), AT) is None
    words = reschedule_words.rescheduled(found, series, [on(series, moved)])
    assert words
    assert [line.partition(":")[0] for line in words.paragraphs[1:3]] == ["New time", "Old time"]


@pytest.mark.parametrize(
    ("state", "is_told"), [("COMPLETED", True), ("PARTLY_PAID", True), ("RESERVED", False), ("CANCELLED", False)]
)
def test_those_who_have_bought_are_told(state: State, is_told: bool) -> None:
    assert concerns(making.order(state=state, buyer_email="ada@example.org")) is is_told
    assert not concerns(making.order(state=state))


def test_who_has_given_a_date_back_is_not_told_of_it() -> None:
    lines = [making.line(), making.line(occurrence_id="occ_2")]
    bought = making.order(state="COMPLETED", buyer_email="ada@example.org", lines=lines, returned={"1": 2})
    assert concerns(bought, "occ_1")
    assert not concerns(bought, "occ_2")
    assert not concerns(bought, "occ_3")


def test_the_mail_says_old_and_new() -> None:
    after = replace(later(event()), location=PARK)
    words = said(event(), after)
    assert words
    assert words.heading == "A new time and a new place"
    assert words.paragraphs[1:5] == [
        "New time: Saturday 31 May 2031, 15:00 – 19:00 (CEST, Europe/Berlin)",
        "Old time: Saturday 31 May 2031, 14:00 – 18:00 (CEST, Europe/Berlin)",
        "New place: City Park, Hamburg",
        "Old place: Harbour Hall, Hamburg",
    ]


def test_what_was_changed_back_meanwhile_is_not_told() -> None:
    found = of_event(event(), later(event()), AT)
    assert found
    assert reschedule_words.rescheduled(found, event(), [event()]) is None


def _entry(words: Said, day: Event) -> Any:
    order = making.order(buyer_name="Ada", buyer_email="ada@example.org")
    made = messages.told(words, [day], order, "https://tickets.example", "a@b.example", "<1@b.example>")
    mail = message_from_bytes(made.as_bytes(), policy=default)
    assert isinstance(mail, EmailMessage)
    [part] = mail.iter_attachments()
    [entry] = icalendar.Calendar.from_ical(part.get_content()).walk("VEVENT")
    return entry


def test_a_calendar_takes_the_newest_entry_for_the_same_one() -> None:
    def changed(at: datetime) -> Any:
        found = of_event(event(), later(event()), at)
        assert found
        words = reschedule_words.rescheduled(found, later(event()), [later(event())])
        assert words
        return _entry(words, later(event()))

    first, second = changed(AT), changed(AT + timedelta(seconds=5))
    assert first["UID"] == second["UID"] == f"{EVENT_ID}-occ_1@foyer"
    assert 0 < first["SEQUENCE"] < second["SEQUENCE"]
    assert first["DTSTART"].dt == later(event()).starts_at

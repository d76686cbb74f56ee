"""What buyers are told when their event moves in time or place, is postponed, or takes place after all."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from chalicelib.domain.events import Event
from chalicelib.domain.reschedulings import Rescheduling, place_of
from chalicelib.mail.calendar import online, where
from chalicelib.mail.messages import Said, when

_CHANGED = "the organizer has changed your event."
_VALID = "Your tickets stay valid, even if the old time or place is printed on them."
_ENTRY = "Open the attached calendar entry to correct your calendar."


def rescheduled(before: Rescheduling, event: Event, dates: Sequence[Event]) -> Said | None:
    """Old and new, of an order's `dates` as they are now; None when everything is again as it was."""
    was = replace(
        event, starts_at=before.starts_at, ends_at=before.ends_at, timezone=before.timezone, location=before.location
    )
    now = next((date for date in dates if date.occurrence_id == before.occurrence_id), dates[0])
    has_time = bool(before.occurrence_id) or not event.is_series
    times = list(_moved("time", when(was), when(now))) if has_time else []
    places = list(_moved("place", _place(was), _place(now))) if place_of(was.location) != place_of(now.location) else []
    if not times and not places:
        return None
    heading = {(True, False): "A new time", (False, True): "A new place"}.get(
        (bool(times), bool(places)), "A new time and a new place"
    )
    paragraphs = [_CHANGED, *times, *places, f"{_VALID} {_ENTRY}"]
    return Said("Changed: {title}", heading, paragraphs, changed_at=before.at)


def _moved(what: str, old: str, new: str) -> Iterator[str]:
    if old != new:
        yield f"New {what}: {new or 'to be announced'}"
        yield f"Old {what}: {old or 'not announced'}"


def _place(event: Event) -> str:
    return " · ".join(filter(None, (where(event), online(event)["url"])))


def postponed() -> Said:
    """There is no new date yet."""
    words = "unfortunately the event does not take place at the time below. It is postponed, not cancelled."
    then = "Your tickets stay valid. You will hear from us as soon as there is a new date."
    return Said("Postponed: {title}", "The event is postponed", [words, then])


def resumed() -> Said:
    """A postponed event is on again: its time stands below."""
    words = "the event that was postponed takes place. Its time is below, and your tickets are valid."
    return Said("It takes place: {title}", "The event takes place", [words])

"""Organizers: what their page lists, and whom of the team is told."""

from datetime import timedelta

import pytest

from chalicelib.domain.events import Event
from chalicelib.domain.organizers import TOPICS, Organizer, programme
from tests.unit.making import NOW, event

HALL = Organizer("org_1", "acc_1", "Hall", "hall")


def on(days: int, **fields: object) -> Event:
    starts_at = NOW + timedelta(days=days)
    shown = {"status": "LIVE", "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=3)}
    return event(event_id=f"evt_{days}", **shown | fields)


@pytest.mark.req("EVT-18")
def test_what_is_to_come_stands_before_what_is_over() -> None:
    found = programme([on(9), on(-8), on(2), on(-1)], NOW)
    assert [one.event_id for one in found.upcoming] == ["evt_2", "evt_9"]
    assert [one.event_id for one in found.past] == ["evt_-1", "evt_-8"]


@pytest.mark.req("EVT-18")
@pytest.mark.parametrize(
    "hidden",
    [{"visibility": "unlisted"}, {"visibility": "private"}, {"status": "DRAFT"}, {"status": "CANCELLED"},
     {"status": "TEMPLATE"}],
)  # fmt: skip
def test_what_is_not_public_is_never_listed(hidden: dict[str, object]) -> None:
    found = programme([on(1, **hidden), on(-1, **hidden)], NOW)
    assert (found.upcoming, found.past) == ([], [])


def test_what_has_begun_is_not_over_and_what_is_archived_is() -> None:
    begun = on(0, starts_at=NOW - timedelta(hours=1))
    archived = on(3, status="ARCHIVED")
    found = programme([begun, archived], NOW)
    assert (found.upcoming, found.past) == ([begun], [archived])


@pytest.mark.req("EVT-19")
def test_owners_are_told_unless_others_are_named() -> None:
    assert [topic for topic in TOPICS if HALL.is_told(topic, "usr_1", is_owner=True)] == [
        "approvals", "stock", "refunds", "disputes",
    ]  # fmt: skip
    assert not any(HALL.is_told(topic, "usr_1", is_owner=False) for topic in TOPICS)
    chosen = Organizer("org_1", "acc_1", "Hall", "hall", notifications={"orders": ["usr_2"], "stock": []})
    assert chosen.is_told("orders", "usr_2", is_owner=False)
    assert not chosen.is_told("orders", "usr_1", is_owner=True)
    assert not chosen.is_told("stock", "usr_1", is_owner=True)

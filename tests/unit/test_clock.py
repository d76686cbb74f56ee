"""The clock: instants as text that sorts."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest

from chalicelib.kernel import clock


@pytest.fixture
def _stopped() -> Iterator[None]:
    clock.set_source(lambda: datetime(2031, 5, 1, 12, 0, 0, 123999, tzinfo=UTC))
    yield
    clock.set_source(None)


@pytest.mark.usefixtures("_stopped")
def test_now_survives_a_round_trip_through_text() -> None:
    assert clock.from_text(clock.to_text(clock.now())) == clock.now()
    assert clock.now().microsecond == 123000


def test_the_systems_clock_is_in_utc() -> None:
    assert clock.now().tzinfo is UTC


def test_text_is_utc_with_milliseconds() -> None:
    berlin = timezone(timedelta(hours=2))
    assert clock.to_text(datetime(2031, 5, 1, 14, 30, tzinfo=berlin)) == "2031-05-01T12:30:00.000Z"


def test_text_sorts_as_time_does() -> None:
    start = datetime(2031, 12, 31, 23, 59, 59, tzinfo=UTC)
    instants = [start + timedelta(milliseconds=step * 333) for step in range(20)]
    texts = [clock.to_text(instant) for instant in instants]
    assert sorted(texts) == texts

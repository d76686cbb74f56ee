"""What time it is: the one place that reads the clock, always in UTC.

Rules never call this: handlers, workers and tasks read it once and pass `now` in.
"""

from collections.abc import Callable
from datetime import UTC, datetime


def _system() -> datetime:
    return datetime.now(UTC)


_read: Callable[[], datetime] = _system


def now() -> datetime:
    """The current instant, cut to milliseconds so that it survives a round trip through text."""
    instant = _read()
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)


def set_source(read: Callable[[], datetime] | None) -> None:
    """Replace the source of time (tests only); None puts the system's clock back."""
    global _read
    _read = read or _system


def to_text(instant: datetime) -> str:
    """ISO 8601 in UTC with milliseconds, which sorts as text: `2026-11-22T18:00:00.000Z`."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{instant.microsecond // 1000:03d}Z"


def from_text(text: str) -> datetime:
    """The instant that `to_text` wrote."""
    return datetime.fromisoformat(text)

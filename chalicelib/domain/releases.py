"""Releases: a pool gets another capacity at a moment that was set before."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from chalicelib.kernel.errors import Conflict, Invalid, NotFound

ReleaseState = Literal["PLANNED", "DONE", "FAILED"]


class ReleaseNotFound(NotFound):
    """There is no such release of this pool."""


class ReleaseOver(Conflict):
    """This release has taken place, or has failed."""


class ReleaseInThePast(Invalid):
    """A release has to lie in the future."""


class ReleaseMoved(Exception):
    """The release was carried out or removed meanwhile."""


@dataclass(frozen=True)
class Release:
    """At `at`, the pool (or its counter on one date) gets `capacity`. `problem` is the code of what went wrong."""

    release_id: str
    event_id: str
    account_id: str
    pool_id: str
    at: datetime
    capacity: int
    created_at: datetime
    occurrence_id: str = ""
    state: ReleaseState = "PLANNED"
    problem: str = ""
    version: int | None = None


def check_future(at: datetime, now: datetime) -> None:
    """Raises ReleaseInThePast."""
    if at <= now:
        raise ReleaseInThePast(at="must lie in the future")

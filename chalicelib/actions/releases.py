"""Planned changes of a limit: made by members, carried out by the sweep."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from chalicelib.actions import pools
from chalicelib.actions.events import owned_catalogue
from chalicelib.domain.accounts import Caller
from chalicelib.domain.catalogue import PoolNotFound
from chalicelib.domain.events import check_editable
from chalicelib.domain.releases import Release, ReleaseMoved, ReleaseNotFound, ReleaseOver, check_future
from chalicelib.kernel.errors import AlreadyDone, Busy, Refusal
from chalicelib.kernel.facts import ReleaseDropped, ReleaseFailed, ReleasePlanned
from chalicelib.kernel.once import Once
from chalicelib.tables import marks, occurrences, releases
from chalicelib.tables.commit import commit
from chalicelib.tables.lists import Page


def plan(
    event_id: str,
    pool_id: str,
    at: datetime,
    capacity: int,
    occurrence_id: str,
    caller: Caller,
    once: Once,
    now: datetime,
) -> Release:
    """At this moment the pool is to get this capacity."""
    _check_pool(event_id, pool_id, occurrence_id, caller)
    check_future(at, now)
    release = Release(
        once.id("rel"), event_id, caller.account_id, pool_id, at, capacity, now, occurrence_id=occurrence_id
    )
    data = {"release_id": release.release_id, "pool_id": pool_id, "capacity": capacity}
    fact = ReleasePlanned(event_id, caller.account_id, event_id, data)
    try:
        commit([marks.new_mark(once, now), releases.new_release(release)], [fact], now=now, by=caller.user_id)
    except AlreadyDone:
        marks.check(once)
    return releases.get_release(release.release_id)


def _check_pool(event_id: str, pool_id: str, occurrence_id: str, caller: Caller) -> None:
    catalogue = owned_catalogue(event_id, caller)
    check_editable(catalogue.event)
    if pool_id not in catalogue.pools:
        raise PoolNotFound()
    days = occurrences.get_occurrences(event_id, [occurrence_id] if occurrence_id else [])
    replace(catalogue, occurrences=days).occurrence(occurrence_id or catalogue.event.occurrence_id)


def list_releases(event_id: str, pool_id: str, caller: Caller, cursor: str | None, limit: int) -> Page[Release]:
    """What is planned for a pool, and what has become of earlier plans."""
    if pool_id not in owned_catalogue(event_id, caller).pools:
        raise PoolNotFound()
    return releases.list_releases(event_id, pool_id, cursor, limit)


def drop(event_id: str, pool_id: str, release_id: str, caller: Caller, now: datetime) -> None:
    """It will not take place. Raises ReleaseOver if it has."""
    owned_catalogue(event_id, caller)
    release = releases.get_release(release_id)
    if (release.event_id, release.pool_id) != (event_id, pool_id):
        raise ReleaseNotFound()
    if release.state != "PLANNED":
        raise ReleaseOver()
    fact = ReleaseDropped(event_id, caller.account_id, event_id, {"release_id": release_id, "pool_id": pool_id})
    try:
        commit([releases.removed_release(release)], [fact], now=now, by=caller.user_id)
    except ReleaseMoved as error:
        raise ReleaseOver() from error


def carry_out(release_id: str, now: datetime) -> None:
    """Give the pool its capacity, exactly once; what does not allow it is written down for the organizer to see.

    Raises Busy when buyers are always faster.
    """
    with suppress(ReleaseNotFound, ReleaseMoved):  # dropped, or another sweep was faster
        release = releases.get_release(release_id)
        if release.state != "PLANNED" or release.at > now:
            return
        done = releases.edited_release(replace(release, state="DONE"))
        try:
            pools.resize(
                release.event_id,
                release.pool_id,
                pools.Size(release.capacity),
                now,
                "schedule",
                release.occurrence_id,
                together=[done],
            )
        except Busy:
            raise
        except Refusal as refusal:
            _fail(release, refusal.code(), now)


def _fail(release: Release, problem: str, now: datetime) -> None:
    failed = releases.edited_release(replace(release, state="FAILED", problem=problem))
    data = {"release_id": release.release_id, "pool_id": release.pool_id, "problem": problem}
    fact = ReleaseFailed(release.event_id, release.account_id, release.event_id, data)
    commit([failed], [fact], now=now, by="schedule")

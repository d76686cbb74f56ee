"""Planned changes of capacity as rows."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.releases import Release, ReleaseMoved, ReleaseNotFound
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables import releases
from tests.tables.writing import write
from tests.unit.making import NOW, new_id


def release(**fields: Any) -> Release:
    """Two hundred units from tomorrow on."""
    made = Release(new_id("rel"), new_id("evt"), "acc_1", "pool_1", NOW + timedelta(days=1), 200, NOW)
    return replace(made, **fields)


@pytest.fixture
def planned() -> Release:
    """A written one."""
    made = release(occurrence_id="occ_1")
    write(releases.new_release(made))
    return replace(made, version=1)


def test_a_release_comes_back_as_it_was_written(planned: Release) -> None:
    assert releases.get_release(planned.release_id) == planned


def test_a_release_is_written_once(planned: Release) -> None:
    with pytest.raises(AlreadyDone):
        write(releases.new_release(replace(planned, version=None, capacity=1)))
    assert releases.get_release(planned.release_id) == planned


def test_of_two_workers_one_notes_what_has_become_of_it(planned: Release) -> None:
    write(releases.edited_release(replace(planned, state="DONE")))
    with pytest.raises(ReleaseMoved):
        write(releases.edited_release(replace(planned, state="FAILED", problem="below_sold")))
    assert releases.get_release(planned.release_id).state == "DONE"


def test_a_release_that_took_place_cannot_be_removed_any_more(planned: Release) -> None:
    write(releases.edited_release(replace(planned, state="DONE")))
    with pytest.raises(ReleaseMoved):
        write(releases.removed_release(planned))
    assert releases.get_release(planned.release_id).state == "DONE"


def test_a_release_is_removed_once(planned: Release) -> None:
    write(releases.removed_release(planned))
    with pytest.raises(ReleaseNotFound):
        releases.get_release(planned.release_id)
    with pytest.raises(ReleaseMoved):
        write(releases.removed_release(planned))


def test_the_releases_of_a_pool_are_listed_soonest_first(planned: Release) -> None:
    sooner = release(event_id=planned.event_id, at=NOW + timedelta(hours=1))
    elsewhere = release(event_id=planned.event_id, pool_id="pool_2")
    write(releases.new_release(sooner), releases.new_release(elsewhere))
    first = releases.list_releases(planned.event_id, "pool_1", None, 1)
    second = releases.list_releases(planned.event_id, "pool_1", first.next, 1)
    assert [one.release_id for one in [*first.items, *second.items]] == [sooner.release_id, planned.release_id]

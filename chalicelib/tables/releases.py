"""Planned changes of capacity as rows, due in the minute that they are planned for."""

from pynamodb.attributes import UnicodeAttribute, VersionAttribute

from chalicelib.domain.releases import Release, ReleaseMoved, ReleaseNotFound
from chalicelib.kernel import clock
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables.attributes import InstantAttribute, IntegerAttribute
from chalicelib.tables.changes import Change, put_edited, put_new
from chalicelib.tables.lists import Page, merged_page
from chalicelib.tables.sweeps import due_key
from chalicelib.tables.table import Row, filled_values_of, find, noun_of


class ReleaseRow(Row):
    """RELEASE#r / META; by owner EVENT#e#RELEASES#pool / time."""

    KIND = "Release"
    release_id = UnicodeAttribute()
    event_id = UnicodeAttribute()
    account_id = UnicodeAttribute()
    pool_id = UnicodeAttribute()
    at = InstantAttribute()
    capacity = IntegerAttribute()
    created_at = InstantAttribute()
    occurrence_id = UnicodeAttribute(null=True)
    state = UnicodeAttribute()
    problem = UnicodeAttribute(null=True)
    version = VersionAttribute()


def _list(event_id: str, pool_id: str) -> str:
    return f"EVENT#{event_id}#RELEASES#{pool_id}"


def _row(release: Release) -> ReleaseRow:
    values = filled_values_of(release, ReleaseRow)
    if release.state == "PLANNED":
        values |= {"due": due_key(release.release_id, release.at), "due_sk": release.release_id}
    return ReleaseRow(
        f"RELEASE#{release.release_id}",
        "META",
        owner=_list(release.event_id, release.pool_id),
        owner_sk=f"{clock.to_text(release.at)}#{release.release_id}",
        **values,
    )


def new_release(release: Release) -> Change:
    """A planned release. Raises AlreadyDone if it is there."""
    return put_new(_row(release), AlreadyDone)


def edited_release(release: Release) -> Change:
    """What has become of it; what is over is due no longer. Raises ReleaseMoved if somebody was faster."""
    return put_edited(_row(release), ReleaseMoved)


def removed_release(release: Release) -> Change:
    """It will not take place. Raises ReleaseMoved if it has, or was removed already."""
    key = ReleaseRow(f"RELEASE#{release.release_id}", "META")
    return Change("delete", key, ReleaseMoved, ReleaseRow.version == release.version)


def get_release(release_id: str) -> Release:
    """Raises ReleaseNotFound."""
    row = find(ReleaseRow, f"RELEASE#{release_id}", "META")
    if not row:
        raise ReleaseNotFound()
    return noun_of(Release, row)


def list_releases(event_id: str, pool_id: str, cursor: str | None, limit: int) -> Page[Release]:
    """The releases of a pool, soonest first."""
    partitions = [_list(event_id, pool_id)]
    return merged_page(
        ReleaseRow, partitions, cursor, limit, newest_first=False, make=lambda row: noun_of(Release, row)
    )

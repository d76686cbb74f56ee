"""Organizers as rows."""

from pynamodb.attributes import UnicodeAttribute, VersionAttribute

from chalicelib.domain.events import StaleEdit
from chalicelib.domain.organizers import Organizer, OrganizerNotFound
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables.attributes import JsonAttribute
from chalicelib.tables.changes import Change, put_edited, put_new
from chalicelib.tables.lists import index_keys
from chalicelib.tables.table import Row, batch_get, filled_values_of, find, noun_of


class OrganizerRow(Row):
    """ORGANIZER#o / META, owned by its account."""

    KIND = "Organizer"
    organizer_id = UnicodeAttribute()
    account_id = UnicodeAttribute()
    name = UnicodeAttribute()
    slug = UnicodeAttribute()
    bio = JsonAttribute(null=True)
    email = UnicodeAttribute(null=True)
    phone = UnicodeAttribute(null=True)
    website = UnicodeAttribute(null=True)
    links = JsonAttribute(null=True)
    address = JsonAttribute(null=True)
    privacy = UnicodeAttribute(null=True)
    notifications = JsonAttribute(null=True)
    version = VersionAttribute()


def _row(organizer: Organizer) -> OrganizerRow:
    return OrganizerRow(
        f"ORGANIZER#{organizer.organizer_id}",
        "META",
        owner=f"ACCOUNT#{organizer.account_id}",
        owner_sk=organizer.organizer_id,
        **filled_values_of(organizer, OrganizerRow),
    )


def new_organizer(organizer: Organizer) -> Change:
    """An organizer of an account. The same request sent again raises AlreadyDone."""
    return put_new(_row(organizer), AlreadyDone)


def edited_organizer(organizer: Organizer) -> Change:
    """Raises StaleEdit if somebody saved it since it was read."""
    return put_edited(_row(organizer), StaleEdit)


def get_organizer(organizer_id: str) -> Organizer:
    """Raises OrganizerNotFound."""
    row = find(OrganizerRow, f"ORGANIZER#{organizer_id}", "META")
    if not row:
        raise OrganizerNotFound()
    return noun_of(Organizer, row)


def list_organizers(account_id: str) -> list[Organizer]:
    """The organizers of an account; more than a hundred is no account that exists."""
    keys = [key for sk, key in index_keys("by_owner", f"ACCOUNT#{account_id}") if sk.startswith("org_")]
    return [noun_of(Organizer, row) for row in batch_get(OrganizerRow, keys)]

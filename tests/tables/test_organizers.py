"""Organizers as rows."""

from dataclasses import replace

import pytest

from chalicelib.domain.events import StaleEdit
from chalicelib.domain.organizers import Organizer, OrganizerNotFound
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables import organizers
from tests.tables.writing import write
from tests.unit.making import new_id


def made(name: str = "Hall", account_id: str = "") -> Organizer:
    """An organizer, written."""
    organizer = Organizer(new_id("org"), account_id or new_id("acc"), name, new_id("org"))
    write(organizers.new_organizer(organizer))
    return organizers.get_organizer(organizer.organizer_id)


def test_an_organizer_is_found_by_id_and_in_its_account() -> None:
    account_id = new_id("acc")
    both = [made(f"Hall {number}", account_id) for number in range(2)]
    made("Elsewhere")
    assert sorted(one.name for one in organizers.list_organizers(account_id)) == ["Hall 0", "Hall 1"]
    assert organizers.get_organizer(both[0].organizer_id) == both[0]


def test_an_organizer_that_is_not_there_is_not_found() -> None:
    with pytest.raises(OrganizerNotFound):
        organizers.get_organizer(new_id("org"))


def test_an_organizer_is_written_once() -> None:
    organizer = made()
    with pytest.raises(AlreadyDone):
        write(organizers.new_organizer(replace(organizer, version=None)))


def test_all_that_is_said_of_an_organizer_comes_back() -> None:
    organizer = made()
    said = replace(
        organizer,
        bio={"en": "<p>Since 1921.</p>"},
        email="hall@example.com",
        links=["https://example.com/"],
        address={"city": "Hamburg"},
        privacy="unlisted",
        notifications={"orders": ["usr_1"], "stock": []},
    )
    write(organizers.edited_organizer(said))
    assert organizers.get_organizer(organizer.organizer_id) == replace(said, version=2)


def test_a_stale_edit_changes_nothing() -> None:
    organizer = made()
    write(organizers.edited_organizer(replace(organizer, name="First")))
    with pytest.raises(StaleEdit):
        write(organizers.edited_organizer(replace(organizer, name="Second")))
    assert organizers.get_organizer(organizer.organizer_id).name == "First"

"""An account's usual ways as a row."""

from dataclasses import replace

import pytest

from chalicelib.domain.events import StaleEdit
from chalicelib.domain.preferences import Preferences
from chalicelib.tables.preferences import get_preferences, saved_preferences
from tests.tables.writing import write
from tests.unit.making import new_id


def test_an_account_begins_with_something_and_keeps_what_it_saves() -> None:
    account_id = new_id("acc")
    assert get_preferences(account_id) == Preferences(account_id)
    yen = Preferences(account_id, "JPY", "Asia/Tokyo", "ja", "iso")
    write(saved_preferences(yen))
    assert get_preferences(account_id) == replace(yen, version=1)
    assert get_preferences(new_id("acc")).currency == "EUR"


def test_a_stale_edit_changes_nothing() -> None:
    yen = Preferences(new_id("acc"), "JPY", "Asia/Tokyo", "ja", "iso")
    write(saved_preferences(yen))
    with pytest.raises(StaleEdit):
        write(saved_preferences(yen))

"""What an account's new events begin with, as a row."""

import pytest

from chalicelib.domain.events import StaleEdit
from chalicelib.tables.defaults import default_taxes, get_default_taxes
from tests.tables.writing import write
from tests.unit.making import new_id

VAT = {"name": {"en": "VAT"}, "rate": "19", "is_inclusive": True, "is_compound": False}


def test_an_account_begins_without_taxes() -> None:
    assert get_default_taxes(new_id("acc")) == ([], 0)


def test_of_two_edits_of_one_version_the_second_is_stale() -> None:
    account = new_id("acc")
    write(default_taxes(account, [VAT], 0))
    assert get_default_taxes(account) == ([VAT], 1)
    with pytest.raises(StaleEdit):
        write(default_taxes(account, [], 0))
    write(default_taxes(account, [], 1))
    assert get_default_taxes(account) == ([], 2)

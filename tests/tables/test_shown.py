"""What the page of an event says is sold out."""

import pytest

from chalicelib.tables import shown
from tests.tables.writing import write
from tests.unit.making import new_id


@pytest.mark.req("CAP-4")
def test_the_last_that_was_written_is_what_the_page_says() -> None:
    event_id = new_id("evt")
    assert shown.find_shown(event_id) == []
    for sold_out in (["prd_1"], ["prd_1", "prd_2"], []):
        write(shown.shown(event_id, sold_out))
        assert shown.find_shown(event_id) == sold_out

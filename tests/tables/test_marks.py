"""Marks: a request under one key is done once."""

import pytest

from chalicelib.kernel.errors import AlreadyDone
from chalicelib.kernel.once import KeyReused, Once
from chalicelib.tables import marks
from tests.tables.writing import write
from tests.unit.making import NOW, new_id


@pytest.fixture
def once() -> Once:
    """A request that was done."""
    made = Once("usr_1:create_event", new_id("key"), "digest")
    write(marks.new_mark(made, NOW))
    return made


def test_a_request_is_marked_once(once: Once) -> None:
    with pytest.raises(AlreadyDone):
        write(marks.new_mark(once, NOW))


def test_the_same_request_may_be_repeated(once: Once) -> None:
    marks.check(once)


def test_another_request_under_the_same_key_is_refused(once: Once) -> None:
    with pytest.raises(KeyReused):
        marks.check(Once(once.scope, once.key, "another"))


def test_a_key_that_was_never_used_is_free() -> None:
    marks.check(Once("usr_1:create_event", new_id("key"), "digest"))

"""Passwords that were tried, as rows: none is missed, and who has shown who they are starts anew."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.lockout import AttemptOvertaken, Attempts
from chalicelib.tables import lockout
from chalicelib.tables.table import find
from tests.tables.writing import write
from tests.unit.making import NOW, new_id


def tried() -> Attempts:
    """One password was tried for an address."""
    who = new_id("who")
    write(lockout.tried(Attempts(who, NOW, times=1)))
    found = lockout.find_attempts(who)
    assert found
    return found


@pytest.mark.req("SEC-17")
def test_what_was_tried_is_found() -> None:
    found = tried()
    assert (found.times, found.tried_at, found.locked_until) == (1, NOW, None)
    later = NOW + timedelta(seconds=30)
    write(lockout.tried(replace(found, times=2, locked_until=later)))
    again = lockout.find_attempts(found.who)
    assert again
    assert (again.times, again.locked_until) == (2, later)


@pytest.mark.req("SEC-17")
def test_of_two_that_are_tried_at_once_none_is_missed() -> None:
    found = tried()
    write(lockout.tried(replace(found, times=2)))
    with pytest.raises(AttemptOvertaken):
        write(lockout.tried(replace(found, times=2)))


@pytest.mark.req("SEC-17")
def test_two_first_ones_at_once_are_two() -> None:
    first = Attempts(new_id("who"), NOW, times=1)
    write(lockout.tried(first))
    with pytest.raises(AttemptOvertaken):
        write(lockout.tried(first))


def test_it_is_forgotten_on_purpose_and_by_itself() -> None:
    found = tried()
    row = find(lockout.AttemptsRow, f"ATTEMPTS#{found.who}", "META")
    assert row
    assert row.ttl == int((NOW + timedelta(days=1)).timestamp())
    for _ in range(2):
        write(lockout.forgotten(found.who))
    assert lockout.find_attempts(found.who) is None

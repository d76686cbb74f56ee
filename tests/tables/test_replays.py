"""Requests with an idempotency key as rows: begun once, taken up when they died, forgotten when refused."""

from datetime import timedelta

import pytest

from chalicelib.domain.replays import StillRunning
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.kernel.once import Once
from chalicelib.tables import replays
from tests.tables.writing import write
from tests.unit.making import NOW, new_id

LATER = NOW + timedelta(minutes=2)


@pytest.fixture
def once() -> Once:
    """A request that was begun."""
    made = Once("usr_1:approve:{}", new_id("key"), "digest")
    write(replays.begun(made, NOW))
    return made


def test_a_request_is_begun_once(once: Once) -> None:
    with pytest.raises(AlreadyDone):
        write(replays.begun(once, LATER))
    found = replays.find_replay(once)
    assert found
    assert (found.digest, found.begun_at, found.answer) == ("digest", NOW, "")


def test_its_answer_is_found(once: Once) -> None:
    write(replays.answered(once, "sealed"))
    found = replays.find_replay(once)
    assert found
    assert found.answer == "sealed"


def test_of_two_who_take_up_a_dead_request_one_carries_it_out(once: Once) -> None:
    found = replays.find_replay(once)
    assert found
    write(replays.begun_again(once, found, LATER))
    with pytest.raises(StillRunning):
        write(replays.begun_again(once, found, LATER + timedelta(seconds=1)))


def test_a_refused_request_may_be_begun_again(once: Once) -> None:
    write(replays.forgotten(once))
    assert replays.find_replay(once) is None
    with pytest.raises(AlreadyDone):
        write(replays.answered(once, "sealed"))
    write(replays.begun(once, LATER))


def test_it_is_deleted_after_a_day(once: Once) -> None:
    from chalicelib.tables.table import find

    row = find(replays.ReplayRow, f"REPLAY#{once.mark}", "META")
    assert row
    assert row.ttl == int((NOW + timedelta(days=1)).timestamp())

"""Sessions as rows: found until their end, refreshed by one of two, ended at once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.access import Grant
from chalicelib.domain.accounts import Member, Session
from chalicelib.domain.sessions import RefreshOvertaken, SessionExpired
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables import sessions, team
from tests.tables.writing import write
from tests.unit.making import NOW, new_id


def new_session(**fields: object) -> Session:
    made = Session(new_id("ses"), new_id("usr"), new_id("acc"), new_id("sha"), NOW, NOW, NOW + timedelta(days=14))
    return replace(made, **fields)  # type: ignore[arg-type]


def test_a_session_lasts_until_its_end_whether_or_not_dynamodb_has_removed_it() -> None:
    session = new_session()
    write(sessions.new_session(session))
    assert sessions.find_session(session.session_id, session.expires_at - timedelta(seconds=1)) == session
    assert sessions.find_session(session.session_id, session.expires_at) is None
    assert sessions.find_session(new_id("ses"), NOW) is None


def test_a_session_is_found_together_with_what_its_user_may_do() -> None:
    session = new_session()
    member = Member(session.account_id, session.user_id, [Grant("admin")], NOW)
    write(sessions.new_session(session))
    ids = session.session_id, session.account_id, session.user_id
    assert sessions.find_with_member(*ids, NOW) == (session, None)
    write(team.new_member(member))
    found, stored = sessions.find_with_member(*ids, NOW)
    assert (found, stored and stored.grants) == (session, member.grants)
    assert sessions.find_with_member(*ids, session.expires_at)[0] is None


def test_a_session_begins_once() -> None:
    session = new_session()
    write(sessions.new_session(session))
    with pytest.raises(AlreadyDone):
        write(sessions.new_session(replace(session, user_id="usr_thief")))


def test_of_two_that_refresh_at_once_one_is_overtaken() -> None:
    session = new_session()
    write(sessions.new_session(session))
    write(sessions.refreshed_session(replace(session, refresh_hash="b"), session))
    with pytest.raises(RefreshOvertaken):
        write(sessions.refreshed_session(replace(session, refresh_hash="c"), session))


def test_a_session_that_was_ended_is_not_moved() -> None:
    session = new_session()
    write(sessions.new_session(session))
    write(sessions.moved_session(session, "acc_2"))
    moved = sessions.find_session(session.session_id, NOW)
    assert moved
    assert moved.account_id == "acc_2"
    write(sessions.end_session(session.session_id))
    with pytest.raises(RefreshOvertaken):
        write(sessions.moved_session(session, "acc_3"))


def test_sessions_of_a_user_are_listed_newest_first_and_ended_one_by_one() -> None:
    first = new_session()
    second = new_session(user_id=first.user_id, began_at=NOW + timedelta(hours=1))
    for session in (first, second, new_session()):
        write(sessions.new_session(session))
    assert sessions.list_sessions(first.user_id, NOW) == [second, first]
    for _ in range(2):
        write(sessions.end_session(second.session_id))
    assert sessions.list_sessions(first.user_id, NOW) == [first]


@pytest.mark.req("SEC-3")
def test_a_proof_is_noted_in_the_session_and_stays_there_when_it_is_refreshed() -> None:
    session = new_session()
    write(sessions.new_session(session))
    later = NOW + timedelta(hours=1)
    write(sessions.proven_session(session.session_id, later, has_mfa=True))
    write(sessions.refreshed_session(replace(session, refresh_hash="b", refreshed_at=later), session))
    found = sessions.find_session(session.session_id, NOW)
    assert found
    assert (found.proven_at, found.has_mfa, found.refresh_hash) == (later, True, "b")
    write(sessions.end_session(session.session_id))
    with pytest.raises(SessionExpired):
        write(sessions.proven_session(session.session_id, later, has_mfa=True))

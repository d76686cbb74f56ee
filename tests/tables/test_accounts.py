"""Accounts as rows: each way to find one, and each reason why one is not written."""

from datetime import timedelta

import pytest

from chalicelib.domain.accounts import (
    Account,
    AccountNotFound,
    EmailTaken,
    Member,
    Organizer,
    OrganizerNotFound,
    Session,
    User,
)
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables import accounts
from tests.tables.writing import write
from tests.unit.making import NOW, new_id


def new_user(email: str = "") -> User:
    user_id = new_id("usr")
    return User(user_id, "Ada", email or f"{user_id}@example.com", "$argon2id$", NOW)


def new_session(user_id: str = "") -> Session:
    return Session(new_id("sha"), user_id or new_id("usr"), new_id("acc"), NOW + timedelta(days=14))


def test_an_account_is_found_by_its_id() -> None:
    account = Account(new_id("acc"), "Harbour Hall", NOW)
    write(accounts.new_account(account))
    assert accounts.get_account(account.account_id) == account


def test_an_account_that_is_not_there_is_not_found() -> None:
    with pytest.raises(AccountNotFound):
        accounts.get_account(new_id("acc"))


def test_an_account_is_written_once() -> None:
    account = Account(new_id("acc"), "Harbour Hall", NOW)
    write(accounts.new_account(account))
    with pytest.raises(AlreadyDone):
        write(accounts.new_account(account))


def test_a_user_is_found_by_id_and_by_email() -> None:
    user = new_user()
    write(accounts.new_user(user, "acc_1"))
    assert accounts.find_user(user.user_id) == user
    assert accounts.find_login(user.email) == (user.user_id, "acc_1")


def test_nobody_is_found_under_an_unknown_id_or_email() -> None:
    assert accounts.find_user(new_id("usr")) is None
    assert accounts.find_login("nobody@example.com") is None


def test_an_email_address_has_one_user() -> None:
    first = new_user()
    write(accounts.new_user(first, "acc_1"))
    second = new_user(first.email)
    with pytest.raises(EmailTaken):
        write(accounts.new_user(second, "acc_2"))
    assert accounts.find_user(second.user_id) is None
    assert accounts.find_login(first.email) == (first.user_id, "acc_1")


def test_a_user_is_written_once() -> None:
    user = new_user()
    row, login = accounts.new_user(user, "acc_1")
    write(row, login)
    with pytest.raises(AlreadyDone):
        write(row)


def test_a_member_is_found_in_their_account_only() -> None:
    member = Member(new_id("acc"), new_id("usr"), "admin")
    write(accounts.new_member(member))
    assert accounts.find_member(member.account_id, member.user_id) == member
    assert accounts.find_member(new_id("acc"), member.user_id) is None


def test_a_second_membership_cannot_replace_the_first() -> None:
    member = Member(new_id("acc"), new_id("usr"), "check_in")
    write(accounts.new_member(member))
    with pytest.raises(AlreadyDone):
        write(accounts.new_member(Member(member.account_id, member.user_id, "owner")))
    assert accounts.find_member(member.account_id, member.user_id) == member


def test_an_organizer_is_found_by_id_and_in_its_account() -> None:
    account_id = new_id("acc")
    both = [Organizer(new_id("org"), account_id, f"Hall {number}", new_id("org")) for number in range(2)]
    for organizer in both:
        write(accounts.new_organizer(organizer))
    write(accounts.new_organizer(Organizer(new_id("org"), new_id("acc"), "Elsewhere", "elsewhere")))
    assert accounts.get_organizer(both[0].organizer_id) == both[0]
    found = accounts.list_organizers(account_id).items
    assert sorted(organizer.name for organizer in found) == ["Hall 0", "Hall 1"]


def test_an_organizer_that_is_not_there_is_not_found() -> None:
    with pytest.raises(OrganizerNotFound):
        accounts.get_organizer(new_id("org"))


def test_an_organizer_is_written_once() -> None:
    organizer = Organizer(new_id("org"), new_id("acc"), "Hall", "hall")
    write(accounts.new_organizer(organizer))
    with pytest.raises(AlreadyDone):
        write(accounts.new_organizer(organizer))


def test_a_session_lasts_until_its_end_whether_or_not_dynamodb_has_removed_it() -> None:
    session = new_session()
    write(accounts.new_session(session))
    assert accounts.find_session(session.token_hash, session.expires_at - timedelta(seconds=1)) == session
    assert accounts.find_session(session.token_hash, session.expires_at) is None


def test_a_session_of_an_unknown_token_is_none() -> None:
    assert accounts.find_session(new_id("sha"), NOW) is None


def test_a_token_opens_one_session_only() -> None:
    session = new_session()
    write(accounts.new_session(session))
    with pytest.raises(AlreadyDone):
        write(accounts.new_session(Session(session.token_hash, "usr_thief", "acc_thief", session.expires_at)))


def test_signing_out_ends_the_session_and_may_be_repeated() -> None:
    session = new_session()
    write(accounts.new_session(session))
    for _ in range(2):
        write(accounts.end_session(session.token_hash))
    assert accounts.find_session(session.token_hash, NOW) is None

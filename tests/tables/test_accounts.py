"""Accounts as rows: each way to find one, and each reason why one is not written."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.accounts import (
    Account,
    AccountNotFound,
    EmailTaken,
    MemberNotFound,
    SignInChanged,
    User,
)
from chalicelib.domain.events import StaleEdit
from chalicelib.domain.factors import MfaRequirementMoved
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables import accounts
from tests.tables.writing import write
from tests.unit.making import NOW, new_id


def new_user(email: str = "") -> User:
    user_id = new_id("usr")
    return User(user_id, "Ada", email or f"{user_id}@example.com", "$argon2id$", NOW)


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


@pytest.mark.req("TEN-11")
def test_how_somebody_signs_in_is_changed() -> None:
    user = new_user()
    write(accounts.new_user(user, "acc_1"))
    after = replace(user, email=f"new-{user.email}", password_hash="", confirmed_at=NOW, secured_at=NOW)
    after = replace(after, undone=[(NOW - timedelta(days=2), NOW - timedelta(days=1)), (NOW - timedelta(hours=1), NOW)])
    write(accounts.secured(after, user))
    assert accounts.find_user(user.user_id) == after
    assert accounts.list_users([user.user_id]) == [after]


@pytest.mark.req("TEN-11")
@pytest.mark.parametrize("meanwhile", [{"password_hash": "$other$"}, {"email": "other@example.com"}])
def test_who_has_read_an_older_password_or_address_changes_neither(meanwhile: dict[str, str]) -> None:
    user = new_user()
    write(accounts.new_user(user, "acc_1"))
    now = replace(user, **meanwhile)  # type: ignore[arg-type]
    write(accounts.secured(now, user))
    with pytest.raises(SignInChanged):
        write(accounts.secured(replace(user, confirmed_at=NOW), user))
    assert accounts.find_user(user.user_id) == now


@pytest.mark.req("TEN-11")
def test_an_address_that_was_given_up_finds_nobody_and_is_kept_for_its_owner() -> None:
    user, other = new_user(), new_user()
    for one in (user, other):
        write(accounts.new_user(one, "acc_1"))
    new, until = f"new-{user.email}", NOW + timedelta(days=7)
    write(accounts.moved_login(user, new, "acc_1", until))
    assert accounts.find_login(user.email) is None
    assert accounts.find_login(new) == (user.user_id, "acc_1")
    with pytest.raises(EmailTaken):
        write(accounts.moved_login(other, user.email, "acc_1", until))
    write(accounts.moved_login(replace(user, email=new), user.email, "acc_1", until))
    assert accounts.find_login(user.email) == (user.user_id, "acc_1")
    assert accounts.find_login(new) is None


@pytest.mark.req("TEN-11")
def test_nobody_gives_up_an_address_that_is_somebody_else_s() -> None:
    user, other = new_user(), new_user()
    for one in (user, other):
        write(accounts.new_user(one, "acc_1"))
    with pytest.raises(SignInChanged):
        write(accounts.moved_login(replace(user, email=other.email), f"new-{user.email}", "acc_1", NOW))
    assert accounts.find_login(other.email) == (other.user_id, "acc_1")


def test_people_and_accounts_are_found_together() -> None:
    users = [new_user() for _ in range(2)]
    for user in users:
        write(accounts.new_user(user, "acc_1"))
    assert accounts.list_users([users[0].user_id, new_id("usr"), users[1].user_id]) == users
    assert accounts.get_user(users[0].user_id) == users[0]
    with pytest.raises(MemberNotFound):
        accounts.get_user(new_id("usr"))
    account = Account(new_id("acc"), "Harbour Hall", NOW)
    write(accounts.new_account(account))
    assert accounts.list_accounts([account.account_id, new_id("acc")]) == [account]


@pytest.mark.req("SEC-3")
def test_whether_an_account_asks_for_a_second_factor_is_what_was_read_or_is_read_again() -> None:
    account = Account(new_id("acc"), "Harbour Hall", NOW)
    with pytest.raises(StaleEdit):
        write(accounts.account_requiring_mfa(account, is_required=True))
    write(accounts.new_account(account))
    write(accounts.still_requiring(account))
    write(accounts.account_requiring_mfa(account, is_required=True))
    with pytest.raises(StaleEdit):
        write(accounts.account_requiring_mfa(account, is_required=False))
    asking = accounts.get_account(account.account_id)
    assert asking == replace(account, requires_mfa=True)
    write(accounts.still_requiring(asking))
    with pytest.raises(MfaRequirementMoved):
        write(accounts.still_requiring(account))
    write(accounts.account_requiring_mfa(asking, is_required=False))
    with pytest.raises(StaleEdit):
        write(accounts.account_requiring_mfa(asking, is_required=True))
    write(accounts.still_requiring(account))
    with pytest.raises(MfaRequirementMoved):
        write(accounts.still_requiring(asking))

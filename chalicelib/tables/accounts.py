"""Accounts and users as rows."""

from collections.abc import Iterable
from datetime import datetime

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition

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
from chalicelib.kernel import clock
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables.attributes import InstantAttribute, JsonAttribute
from chalicelib.tables.changes import Change, put_new, update
from chalicelib.tables.table import Row, batch_get, find, noun_of, values_of


class AccountRow(Row):
    """ACCOUNT#a / META."""

    KIND = "Account"
    account_id = UnicodeAttribute()
    name = UnicodeAttribute()
    created_at = InstantAttribute()
    requires_mfa = BooleanAttribute(null=True)


class UserRow(Row):
    """USER#u / META."""

    KIND = "User"
    user_id = UnicodeAttribute()
    name = UnicodeAttribute()
    email = UnicodeAttribute()
    password_hash = UnicodeAttribute()
    created_at = InstantAttribute()
    confirmed_at = InstantAttribute(null=True)
    secured_at = InstantAttribute(null=True)
    undone = JsonAttribute(null=True)


class LoginRow(Row):
    """LOGIN#email / META: makes an e-mail address unique and finds its user.

    One that was given up has a ttl: so long it is kept for whoever had it, and finds nobody.
    """

    KIND = "Login"
    user_id = UnicodeAttribute()
    account_id = UnicodeAttribute()


def new_account(account: Account) -> Change:
    """The same sign-up sent again raises AlreadyDone."""
    return put_new(AccountRow(f"ACCOUNT#{account.account_id}", "META", **values_of(account)), AlreadyDone)


def account_requiring_mfa(account: Account, is_required: bool) -> Change:
    """From now on it asks for a second factor, or does so no longer. Raises StaleEdit unless it is as it was read."""
    row = AccountRow(f"ACCOUNT#{account.account_id}", "META")
    return update(row, StaleEdit, AccountRow.pk.exists() & _as_read(account), AccountRow.requires_mfa.set(is_required))


def still_requiring(account: Account) -> Change:
    """It asks for a second factor as it did when it was read, or does not. Raises MfaRequirementMoved."""
    return Change("check", AccountRow(f"ACCOUNT#{account.account_id}", "META"), MfaRequirementMoved, _as_read(account))


def _as_read(account: Account) -> Condition:
    asks: Condition = AccountRow.requires_mfa == True  # noqa: E712 - a condition, not a comparison
    asks_not: Condition = AccountRow.requires_mfa != True  # noqa: E712
    return asks if account.requires_mfa else asks_not


def new_user(user: User, account_id: str) -> list[Change]:
    """The user, and the row that makes the e-mail address unique. Raises EmailTaken."""
    login = LoginRow(f"LOGIN#{user.email}", "META", user_id=user.user_id, account_id=account_id)
    return [
        put_new(UserRow(f"USER#{user.user_id}", "META", **values_of(user, "undone")), AlreadyDone),
        put_new(login, EmailTaken),
    ]


def secured(after: User, before: User) -> Change:
    """How somebody signs in is another way now. Raises SignInChanged if that was so since `before` was read."""
    row = UserRow(f"USER#{before.user_id}", "META")
    unchanged = (UserRow.email == before.email) & (UserRow.password_hash == before.password_hash)
    wanted = [UserRow.email.set(after.email), UserRow.password_hash.set(after.password_hash)]
    wanted += [UserRow.confirmed_at.set(after.confirmed_at)] if after.confirmed_at else []
    wanted += [UserRow.secured_at.set(after.secured_at)] if after.secured_at else []
    wanted += [UserRow.undone.set([list(map(clock.to_text, one)) for one in after.undone])] if after.undone else []
    return update(row, SignInChanged, unchanged, *wanted)


def moved_login(user: User, email: str, account_id: str, kept_until: datetime) -> list[Change]:
    """Somebody is found by another e-mail address; so long nobody else can take the one before.

    Raises EmailTaken, and SignInChanged if somebody else has the one before.
    """
    new = LoginRow(f"LOGIN#{email}", "META", user_id=user.user_id, account_id=account_id)
    is_free = LoginRow.pk.does_not_exist() | (LoginRow.user_id == user.user_id)
    old = LoginRow(f"LOGIN#{user.email}", "META")
    is_own = LoginRow.user_id == user.user_id
    return [
        Change("put", new, EmailTaken, is_free),
        update(old, SignInChanged, is_own, LoginRow.ttl.set(int(kept_until.timestamp()))),
    ]


def find_login(email: str) -> tuple[str, str] | None:
    """(user id, account id) of an e-mail address."""
    row = find(LoginRow, f"LOGIN#{email}", "META")
    return (row.user_id, row.account_id) if row and not row.ttl else None


def find_user(user_id: str) -> User | None:
    """A person who can sign in."""
    row = find(UserRow, f"USER#{user_id}", "META")
    return _user(row) if row else None


def _user(row: UserRow) -> User:
    undone = [(clock.from_text(begun_at), clock.from_text(undone_at)) for begun_at, undone_at in row.undone or []]
    return noun_of(User, row, undone=undone)


def get_user(user_id: str) -> User:
    """Raises MemberNotFound."""
    user = find_user(user_id)
    if not user:
        raise MemberNotFound()
    return user


def list_users(user_ids: Iterable[str]) -> list[User]:
    """These people, as far as they exist."""
    return [_user(row) for row in batch_get(UserRow, [(f"USER#{one}", "META") for one in user_ids])]


def get_account(account_id: str) -> Account:
    """Raises AccountNotFound."""
    row = find(AccountRow, f"ACCOUNT#{account_id}", "META")
    if not row:
        raise AccountNotFound()
    return noun_of(Account, row)


def list_accounts(account_ids: Iterable[str]) -> list[Account]:
    """These accounts, as far as they exist."""
    return [noun_of(Account, row) for row in batch_get(AccountRow, [(f"ACCOUNT#{one}", "META") for one in account_ids])]

"""Signing up, in and out, and finding out who calls."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.accounts import (
    Account,
    Caller,
    EmailTaken,
    Member,
    Organizer,
    Session,
    User,
    WrongCredentials,
)
from chalicelib.gateways import passwords, signing
from chalicelib.kernel.errors import AlreadyDone, Unauthenticated
from chalicelib.kernel.facts import AccountCreated, MemberSignedIn
from chalicelib.kernel.once import Once
from chalicelib.tables import accounts, marks
from chalicelib.tables.commit import commit

SESSION_LENGTH = timedelta(days=14)


@dataclass(frozen=True)
class NewAccount:
    """What somebody sends to sign up."""

    name: str
    your_name: str
    email: str
    password: str


def sign_up(new: NewAccount, once: Once, now: datetime) -> tuple[Caller, str]:
    """An account with its owner and first organizer, and the owner's first session (caller, token)."""
    account = Account(once.id("acc"), new.name, now)
    user = User(once.id("usr"), new.your_name, new.email, passwords.hash_password(new.password), now)
    organizer = Organizer(once.id("org"), account.account_id, new.name, once.id("org"))
    try:
        commit(
            [
                marks.new_mark(once, now),
                accounts.new_account(account),
                *accounts.new_user(user, account.account_id),
                accounts.new_member(Member(account.account_id, user.user_id, "owner")),
                accounts.new_organizer(organizer),
            ],
            [AccountCreated(account.account_id, account.account_id)],
            now=now,
            by=user.user_id,
        )
    except AlreadyDone:
        marks.check(once)
    except EmailTaken as error:
        raise EmailTaken(email="is in use") from error
    return sign_in(new.email, new.password, now)


def sign_in(email: str, password: str, now: datetime) -> tuple[Caller, str]:
    """A new session for whoever knows the password. Raises WrongCredentials, whichever of the two is wrong."""
    login = accounts.find_login(email)
    user = accounts.find_user(login[0]) if login else None
    if not passwords.is_password(user.password_hash if user else None, password) or not login or not user:
        raise WrongCredentials()
    token = signing.new_session_token()
    session = Session(signing.token_hash(token), user.user_id, login[1], now + SESSION_LENGTH)
    fact = MemberSignedIn(user.user_id, login[1])
    commit([accounts.new_session(session)], [fact], now=now, by=user.user_id)
    return _caller(session), token


def sign_out(token: str, now: datetime) -> None:
    """End the session of this token, if it has one."""
    commit([accounts.end_session(signing.token_hash(token))], [], now=now, by="")


def identify(token: str, now: datetime) -> Caller:
    """Who holds this token, with the role of this very moment. Raises Unauthenticated."""
    session = accounts.find_session(signing.token_hash(token), now)
    if not session:
        raise Unauthenticated()
    return _caller(session)


def _caller(session: Session) -> Caller:
    member = accounts.find_member(session.account_id, session.user_id)
    if not member:
        raise Unauthenticated()
    return Caller(session.account_id, session.user_id, member.role, session.expires_at)


@dataclass(frozen=True)
class Profile:
    """What a signed-in person sees of themselves."""

    user: User
    account: Account


def profile(caller: Caller) -> Profile:
    """Name and account of the caller. Raises Unauthenticated if the user is gone."""
    user = accounts.find_user(caller.user_id)
    if not user:
        raise Unauthenticated()
    return Profile(user, accounts.get_account(caller.account_id))


def list_organizers(caller: Caller) -> list[Organizer]:
    """The organizers of the caller's account."""
    return accounts.list_organizers(caller.account_id).items

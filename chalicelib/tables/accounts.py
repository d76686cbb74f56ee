"""Accounts, users, members, organizers and sessions as rows."""

from datetime import datetime

from pynamodb.attributes import UnicodeAttribute

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
from chalicelib.tables.attributes import InstantAttribute
from chalicelib.tables.commit import Change, put_new
from chalicelib.tables.lists import Page, index_keys
from chalicelib.tables.table import Row, batch_get, find, noun_of, partition, values_of


class AccountRow(Row):
    """ACCOUNT#a / META."""

    KIND = "Account"
    account_id = UnicodeAttribute()
    name = UnicodeAttribute()
    created_at = InstantAttribute()


class UserRow(Row):
    """USER#u / META."""

    KIND = "User"
    user_id = UnicodeAttribute()
    name = UnicodeAttribute()
    email = UnicodeAttribute()
    password_hash = UnicodeAttribute()
    created_at = InstantAttribute()


class LoginRow(Row):
    """LOGIN#email / META: makes an e-mail address unique and finds its user."""

    KIND = "Login"
    user_id = UnicodeAttribute()
    account_id = UnicodeAttribute()


class MemberRow(Row):
    """ACCOUNT#a / MEMBER#u, and by person USER#u / account."""

    KIND = "Member"
    account_id = UnicodeAttribute()
    user_id = UnicodeAttribute()
    role = UnicodeAttribute()


class SessionRow(Row):
    """SESSION#sha / META with a ttl: the token itself is nowhere stored."""

    KIND = "Session"
    token_hash = UnicodeAttribute()
    user_id = UnicodeAttribute()
    account_id = UnicodeAttribute()
    expires_at = InstantAttribute()


class OrganizerRow(Row):
    """ORGANIZER#o / META, owned by its account."""

    KIND = "Organizer"
    organizer_id = UnicodeAttribute()
    account_id = UnicodeAttribute()
    name = UnicodeAttribute()
    slug = UnicodeAttribute()


def new_account(account: Account) -> Change:
    """The same sign-up sent again raises AlreadyDone."""
    return put_new(AccountRow(f"ACCOUNT#{account.account_id}", "META", **values_of(account)), AlreadyDone)


def new_user(user: User, account_id: str) -> list[Change]:
    """The user, and the row that makes the e-mail address unique. Raises EmailTaken."""
    login = LoginRow(f"LOGIN#{user.email}", "META", user_id=user.user_id, account_id=account_id)
    return [
        put_new(UserRow(f"USER#{user.user_id}", "META", **values_of(user)), AlreadyDone),
        put_new(login, EmailTaken),
    ]


def new_member(member: Member) -> Change:
    """A user joins an account."""
    row = MemberRow(
        f"ACCOUNT#{member.account_id}",
        f"MEMBER#{member.user_id}",
        person=f"USER#{member.user_id}",
        person_sk=member.account_id,
        **values_of(member),
    )
    return put_new(row, AlreadyDone)


def new_organizer(organizer: Organizer) -> Change:
    """An organizer of an account."""
    row = OrganizerRow(
        f"ORGANIZER#{organizer.organizer_id}",
        "META",
        owner=f"ACCOUNT#{organizer.account_id}",
        owner_sk=organizer.organizer_id,
        **values_of(organizer),
    )
    return put_new(row, AlreadyDone)


def new_session(session: Session) -> Change:
    """A browser signs in. DynamoDB removes the row some time after its end."""
    row = SessionRow(
        f"SESSION#{session.token_hash}",
        "META",
        owner=f"USER#{session.user_id}",
        owner_sk=session.token_hash,
        ttl=int(session.expires_at.timestamp()),
        **values_of(session),
    )
    return put_new(row, AlreadyDone)


def end_session(token_hash: str) -> Change:
    """A browser signs out; doing it twice is fine."""
    return Change("delete", SessionRow(f"SESSION#{token_hash}", "META"), AlreadyDone)


def find_session(token_hash: str, now: datetime) -> Session | None:
    """The session of this token, unless it is over."""
    row = find(SessionRow, f"SESSION#{token_hash}", "META")
    return noun_of(Session, row) if row and row.expires_at > now else None


def find_member(account_id: str, user_id: str) -> Member | None:
    """What this user is in this account at this moment."""
    row = find(MemberRow, f"ACCOUNT#{account_id}", f"MEMBER#{user_id}")
    return noun_of(Member, row) if row else None


def list_members(account_id: str) -> list[Member]:
    """Everybody who may act for this account."""
    items = partition(f"ACCOUNT#{account_id}", "MEMBER#").get(MemberRow.KIND, [])
    return [noun_of(Member, MemberRow.of(item)) for item in items]


def find_login(email: str) -> tuple[str, str] | None:
    """(user id, account id) of an e-mail address."""
    row = find(LoginRow, f"LOGIN#{email}", "META")
    return (row.user_id, row.account_id) if row else None


def find_user(user_id: str) -> User | None:
    """A person who can sign in."""
    row = find(UserRow, f"USER#{user_id}", "META")
    return noun_of(User, row) if row else None


def get_account(account_id: str) -> Account:
    """Raises AccountNotFound."""
    row = find(AccountRow, f"ACCOUNT#{account_id}", "META")
    if not row:
        raise AccountNotFound()
    return noun_of(Account, row)


def get_organizer(organizer_id: str) -> Organizer:
    """Raises OrganizerNotFound."""
    row = find(OrganizerRow, f"ORGANIZER#{organizer_id}", "META")
    if not row:
        raise OrganizerNotFound()
    return noun_of(Organizer, row)


def list_organizers(account_id: str) -> Page[Organizer]:
    """The organizers of an account; more than a hundred is no account that exists."""
    keys = [key for sk, key in index_keys("by_owner", f"ACCOUNT#{account_id}") if sk.startswith("org_")]
    return Page([noun_of(Organizer, row) for row in batch_get(OrganizerRow, keys)], None)

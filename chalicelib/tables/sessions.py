"""Who is signed in from where, as rows: the tokens themselves are nowhere stored."""

from datetime import datetime

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute

from chalicelib.domain.accounts import Member, Session
from chalicelib.domain.sessions import RefreshOvertaken, SessionExpired
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables.attributes import InstantAttribute
from chalicelib.tables.changes import Change, put_new, update
from chalicelib.tables.lists import index_keys
from chalicelib.tables.table import Row, batch_get, batch_items, find, noun_of, values_of
from chalicelib.tables.team import MemberRow, member_key, member_of


class SessionRow(Row):
    """SESSION#s / META with a ttl, owned by its user."""

    KIND = "Session"
    session_id = UnicodeAttribute()
    user_id = UnicodeAttribute()
    account_id = UnicodeAttribute()
    refresh_hash = UnicodeAttribute()
    previous_hash = UnicodeAttribute(null=True)
    device = UnicodeAttribute(null=True)
    address = UnicodeAttribute(null=True)
    method = UnicodeAttribute(null=True)
    began_at = InstantAttribute()
    refreshed_at = InstantAttribute()
    expires_at = InstantAttribute()
    proven_at = InstantAttribute(null=True)
    has_mfa = BooleanAttribute(null=True)


def _row(session: Session) -> SessionRow:
    return SessionRow(
        f"SESSION#{session.session_id}",
        "META",
        owner=f"USER#{session.user_id}",
        owner_sk=f"SESSION#{session.session_id}",
        ttl=int(session.expires_at.timestamp()),
        **values_of(session),
    )


def new_session(session: Session) -> Change:
    """A browser signs in. DynamoDB removes the row some time after its end."""
    return put_new(_row(session), AlreadyDone)


def refreshed_session(session: Session, before: Session) -> Change:
    """The next refresh token takes the place of this one. Raises RefreshOvertaken when another request was faster."""
    return update(
        _row(session),
        RefreshOvertaken,
        SessionRow.refresh_hash == before.refresh_hash,
        SessionRow.refresh_hash.set(session.refresh_hash),
        SessionRow.previous_hash.set(session.previous_hash),
        SessionRow.refreshed_at.set(session.refreshed_at),
        SessionRow.expires_at.set(session.expires_at),
        SessionRow.ttl.set(int(session.expires_at.timestamp())),
    )


def proven_session(session_id: str, now: datetime, *, has_mfa: bool) -> Change:
    """Its person has proven anew who they are. Raises SessionExpired if it was signed out."""
    row = SessionRow(f"SESSION#{session_id}", "META")
    proven = [SessionRow.proven_at.set(now), SessionRow.has_mfa.set(has_mfa)]
    return update(row, SessionExpired, SessionRow.pk.exists(), *proven)


def moved_session(session: Session, account_id: str) -> Change:
    """The browser looks at another account of the same user. Raises RefreshOvertaken if it was signed out."""
    row = SessionRow(f"SESSION#{session.session_id}", "META")
    return update(row, RefreshOvertaken, SessionRow.pk.exists(), SessionRow.account_id.set(account_id))


def end_session(session_id: str) -> Change:
    """A browser is signed out; doing it twice is fine."""
    return Change("delete", SessionRow(f"SESSION#{session_id}", "META"), AlreadyDone)


def find_session(session_id: str, now: datetime) -> Session | None:
    """The session of this id, unless it is over."""
    row = find(SessionRow, f"SESSION#{session_id}", "META")
    return noun_of(Session, row) if row and row.expires_at > now else None


def find_with_member(
    session_id: str, account_id: str, user_id: str, now: datetime
) -> tuple[Session | None, Member | None]:
    """A session that is not over, and what its user may do in this account: both in one request."""
    items = batch_items([(f"SESSION#{session_id}", "META"), member_key(account_id, user_id)])
    sessions = [noun_of(Session, SessionRow.of(item)) for item in items.get(SessionRow.KIND, [])]
    members = [member_of(MemberRow.of(item)) for item in items.get(MemberRow.KIND, [])]
    alive = [session for session in sessions if session.expires_at > now]
    return (alive[0] if alive else None), (members[0] if members else None)


def list_sessions(user_id: str, now: datetime) -> list[Session]:
    """Where somebody is signed in, newest first."""
    keys = [key for sk, key in index_keys("by_owner", f"USER#{user_id}") if sk.startswith("SESSION#")]
    found = [noun_of(Session, row) for row in batch_get(SessionRow, keys) if row.expires_at > now]
    return sorted(found, key=lambda session: session.began_at, reverse=True)

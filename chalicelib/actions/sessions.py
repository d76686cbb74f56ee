"""Sessions: begun, refreshed, looked through and ended; and who makes a request."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain import sessions as rules
from chalicelib.domain.access import rights_of
from chalicelib.domain.accounts import Caller, Member, MemberNotFound, Session
from chalicelib.domain.sessions import RefreshOvertaken, SessionExpired, SessionNotFound
from chalicelib.gateways import session_tokens, signing
from chalicelib.gateways.session_tokens import Claims
from chalicelib.kernel import ids
from chalicelib.kernel.errors import Unauthenticated
from chalicelib.kernel.facts import Fact
from chalicelib.kernel.team_facts import MemberSignedIn, MemberSignedOut, SessionStolen
from chalicelib.kernel.trail import Origin
from chalicelib.tables import sessions, team
from chalicelib.tables.changes import Change
from chalicelib.tables.commit import commit


@dataclass(frozen=True)
class Tokens:
    """What a signed-in browser holds. `refresh` is "" where it keeps the one that it has."""

    access: str
    refresh: str
    ends_at: datetime


@dataclass(frozen=True)
class Used:
    """A second factor that was proven, as what has to be committed together with whatever it opens."""

    kind: str = ""
    changes: Sequence[Change] = ()
    facts: Sequence[Fact] = ()


def begin(
    member: Member, origin: Origin, now: datetime, method: str = "password", used: Used | None = None
) -> tuple[Caller, Tokens]:
    """Sign a member in. What was `used` for it as a second factor is used up in the same commit."""
    session_id = ids.random("ses")
    token, digest = session_tokens.new_refresh_token(session_id)
    session = Session(
        session_id=session_id,
        user_id=member.user_id,
        account_id=member.account_id,
        refresh_hash=digest,
        began_at=now,
        refreshed_at=now,
        expires_at=rules.ends_at(now, now),
        device=origin.agent,
        address=origin.address,
        method=method,
        proven_at=now,
        has_mfa=used is not None,
    )
    fact = MemberSignedIn(member.user_id, member.account_id, data={"method": method})
    used = used or Used()
    commit([sessions.new_session(session), *used.changes], [fact, *used.facts], now=now, by=member.user_id)
    return _caller(session, member), _tokens(session, token, now)


def _tokens(session: Session, refresh: str, now: datetime) -> Tokens:
    claims = Claims(session.user_id, session.account_id, session.session_id)
    return Tokens(session_tokens.access_token(claims, now + rules.ACCESS), refresh, session.expires_at)


def refresh(token: str, now: datetime) -> Tokens:
    """The next pair of tokens for the present refresh token. Raises SessionExpired.

    Somebody who sends a token that was replaced a while ago, or its thief, ends the session for both.
    """
    session = sessions.find_session(token.partition(".")[0], now)
    if not session:
        raise SessionExpired()
    reading = rules.read_refresh(session, signing.token_hash(token), now)
    if reading == "stolen":
        fact = SessionStolen(session.user_id, session.account_id, data={"session_id": session.session_id})
        commit([sessions.end_session(session.session_id)], [fact], now=now, by=session.user_id)
        raise SessionExpired()
    new_token, digest = session_tokens.refresh_token_after(token)
    if reading == "just_replaced":
        return _tokens(session, new_token, now)
    renewed = replace(
        session,
        refresh_hash=digest,
        previous_hash=session.refresh_hash,
        refreshed_at=now,
        expires_at=rules.ends_at(session.began_at, now),
    )
    with suppress(RefreshOvertaken):  # by the same token in another tab, whose successor is the same
        commit([sessions.refreshed_session(renewed, session)], [], now=now, by=session.user_id)
    return _tokens(renewed, new_token, now)


def identify(token: str, now: datetime) -> Caller:
    """Who holds this token, with the rights of this very moment. Raises SessionExpired, Unauthenticated."""
    if not token:
        raise Unauthenticated()
    claims = session_tokens.read_access_token(token, now)
    if not claims:
        raise SessionExpired()
    session, member = sessions.find_with_member(claims.session_id, claims.account_id, claims.user_id, now)
    if not session or not member or session.user_id != claims.user_id:
        raise SessionExpired()
    return _caller(session, member)


def _caller(session: Session, member: Member) -> Caller:
    made = team.find_roles(member.account_id, [grant.role for grant in member.grants])
    rights = rights_of(member.grants, made)
    return Caller(
        account_id=member.account_id,
        user_id=member.user_id,
        rights=rights,
        session_id=session.session_id,
        session_ends_at=session.expires_at,
        proven_at=session.proven_at,
        has_mfa=session.has_mfa,
        lacks_mfa=member.needs_mfa and not session.has_mfa,
    )


def move(caller: Caller, account_id: str, now: datetime) -> tuple[Caller, Tokens]:
    """Look at another account of the same person. Raises MemberNotFound."""
    member = team.find_member(account_id, caller.user_id)
    session = sessions.find_session(caller.session_id, now)
    if not member or not session:
        raise MemberNotFound()
    commit([sessions.moved_session(session, account_id)], [], now=now, by=caller.user_id)
    moved = replace(session, account_id=account_id)
    return _caller(moved, member), _tokens(moved, "", now)


def list_sessions(caller: Caller, now: datetime) -> list[Session]:
    """Where the caller is signed in."""
    return sessions.list_sessions(caller.user_id, now)


def end(caller: Caller, session_id: str, now: datetime) -> None:
    """Sign one of the caller's own browsers out. Raises SessionNotFound, also for somebody else's."""
    session = sessions.find_session(session_id, now)
    if not session or session.user_id != caller.user_id:
        raise SessionNotFound()
    _end(caller.user_id, caller.account_id, [session_id], now)


def end_others(caller: Caller, now: datetime) -> int:
    """Sign all of the caller's browsers out but this one; returns how many."""
    others = [one.session_id for one in list_sessions(caller, now) if one.session_id != caller.session_id]
    _end(caller.user_id, caller.account_id, others, now)
    return len(others)


def end_begun_before(user_id: str, account_id: str, moment: datetime, now: datetime, *, but: str = "") -> None:
    """After a new password or address: whoever signed in with the one before is out, except in one browser."""
    found = sessions.list_sessions(user_id, now)
    over = [one.session_id for one in found if one.began_at < moment and one.session_id != but]
    _end(user_id, account_id, over, now)


def end_in_account(user_id: str, account_id: str, now: datetime) -> None:
    """Sign somebody out of one account; where they look at another they stay."""
    found = sessions.list_sessions(user_id, now)
    _end(user_id, account_id, [one.session_id for one in found if one.account_id == account_id], now)


def _end(user_id: str, account_id: str, session_ids: list[str], now: datetime) -> None:
    for session_id in session_ids:
        fact = MemberSignedOut(user_id, account_id, data={"session_id": session_id})
        commit([sessions.end_session(session_id)], [fact], now=now, by=user_id)

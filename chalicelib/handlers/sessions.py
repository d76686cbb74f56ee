"""Sessions: refreshed, looked through, ended, and moved to another account."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import sessions
from chalicelib.domain.accounts import Caller, MemberNotFound
from chalicelib.domain.sessions import SessionExpired, SessionNotFound
from chalicelib.handlers.callers import REFRESH_COOKIE, cookie
from chalicelib.handlers.cookies import clear_cookies, set_cookies, signed_in
from chalicelib.handlers.models.accounts import AccountChoice, SessionInfo, SessionList, SessionOut, SignedOut
from chalicelib.handlers.route import route
from chalicelib.handlers.wire import Answer, Request

routes = Blueprint(__name__)


@route(routes, "POST", "/sessions/refresh", allow="public", answers=204, refusals=(SessionExpired,))
def refresh_session(request: Request, now: datetime) -> Answer[None]:
    """A new pair of cookies for the refreshing one, which is good once: a copy that is sent later ends the session."""
    return Answer(None, set_cookies(sessions.refresh(cookie(request, REFRESH_COOKIE), now)))


@route(routes, "GET", "/sessions", allow="signed_in")
def list_sessions(caller: Caller, now: datetime) -> SessionList:
    """Where you are signed in, newest first."""
    found = sessions.list_sessions(caller, now)
    return SessionList(items=[SessionInfo.of(session, caller) for session in found], next=None)


@route(routes, "DELETE", "/sessions/current", allow="signed_in", answers=204, refusals=(SessionNotFound,))
def sign_out(caller: Caller, now: datetime) -> Answer[None]:
    """Sign out here."""
    sessions.end(caller, caller.session_id, now)
    return Answer(None, clear_cookies())


@route(routes, "POST", "/sessions/end-others", allow="signed_in")
def sign_out_elsewhere(caller: Caller, now: datetime) -> SignedOut:
    """Sign out everywhere but here."""
    return SignedOut(ended=sessions.end_others(caller, now))


@route(routes, "DELETE", "/sessions/{session_id}", allow="signed_in", answers=204, refusals=(SessionNotFound,))
def end_session(session_id: str, caller: Caller, now: datetime) -> None:
    """Sign one of your browsers out."""
    sessions.end(caller, session_id, now)


@route(routes, "POST", "/sessions/current/account", allow="signed_in", refusals=(MemberNotFound,))
def choose_account(caller: Caller, body: AccountChoice, now: datetime) -> Answer[SessionOut]:
    """Look at another account that you belong to."""
    return signed_in(*sessions.move(caller, body.account_id, now))

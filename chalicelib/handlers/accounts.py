"""Signing up, in and out."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import accounts
from chalicelib.domain.accounts import Caller, EmailTaken, WrongCredentials
from chalicelib.handlers.models.accounts import Credentials, NewAccount, OrganizerList, OrganizerOut, SessionOut
from chalicelib.handlers.route import COOKIE, Answer, Request, route, session_token
from chalicelib.kernel.config import config
from chalicelib.kernel.once import Once

routes = Blueprint(__name__)


def _cookie(token: str, seconds: int) -> str:
    secure = "; Secure" if config().base_url.startswith("https://") else ""
    return f"{COOKIE}={token}; Path=/api; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}"


def _signed_in(caller: Caller, token: str) -> Answer[SessionOut]:
    body = SessionOut.of(caller, accounts.profile(caller))
    seconds = int(accounts.SESSION_LENGTH.total_seconds())
    return Answer(body, {"Set-Cookie": _cookie(token, seconds)})


@route(routes, "POST", "/accounts", allow="public", answers=201, refusals=(EmailTaken,))
def sign_up(body: NewAccount, once: Once, now: datetime) -> Answer[SessionOut]:
    """Sign up: an account with its first organizer, and a session in a cookie."""
    new = accounts.NewAccount(**body.model_dump())
    return _signed_in(*accounts.sign_up(new, once, now))


@route(routes, "POST", "/sessions", allow="public", answers=201, refusals=(WrongCredentials,))
def sign_in(body: Credentials, now: datetime) -> Answer[SessionOut]:
    """Sign in: a session in a cookie that scripts cannot read."""
    return _signed_in(*accounts.sign_in(body.email, body.password, now))


@route(routes, "DELETE", "/sessions/current", allow="account.read", answers=204)
def sign_out(request: Request, now: datetime) -> Answer[None]:
    """Sign out."""
    accounts.sign_out(session_token(request), now)
    return Answer(None, {"Set-Cookie": _cookie("", 0)})


@route(routes, "GET", "/me", allow="account.read")
def get_me(caller: Caller) -> SessionOut:
    """Who is signed in."""
    return SessionOut.of(caller, accounts.profile(caller))


@route(routes, "GET", "/organizers", allow="events.read")
def list_organizers(caller: Caller) -> OrganizerList:
    """The organizers of the account."""
    found = accounts.list_organizers(caller)
    return OrganizerList(items=[OrganizerOut.of(organizer) for organizer in found], next=None)

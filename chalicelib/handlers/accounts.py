"""Signing up and in, and who is signed in."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import accounts
from chalicelib.domain.accounts import Caller, EmailTaken, SignUpClosed, WeakPassword, WrongCredentials
from chalicelib.domain.lockout import TooManyPasswords
from chalicelib.domain.tries import TooManyTries
from chalicelib.handlers.cookies import entered
from chalicelib.handlers.models.accounts import (
    Credentials,
    NewAccount,
    SessionOut,
    SignInOut,
    SignUpOut,
)
from chalicelib.handlers.route import route
from chalicelib.handlers.trails import origin_of
from chalicelib.handlers.wire import Answer, Request
from chalicelib.kernel.errors import Busy
from chalicelib.kernel.once import Once

routes = Blueprint(__name__)
TOO_OFTEN = (TooManyTries, TooManyPasswords, Busy)


@route(routes, "GET", "/public/sign-up", allow="public")
def get_sign_up() -> SignUpOut:
    """Whether anybody may sign up here, or only who is invited."""
    return SignUpOut(is_open=accounts.is_open())


@route(
    routes,
    "POST",
    "/accounts",
    allow="public",
    answers=201,
    refusals=(SignUpClosed, WeakPassword, EmailTaken, TooManyTries, TooManyPasswords, Busy),
)
def sign_up(body: NewAccount, request: Request, once: Once, now: datetime) -> Answer[SignInOut]:
    """Sign up: an account with its first organizer, and a session in cookies."""
    new = accounts.NewAccount(**body.model_dump())
    return entered(accounts.sign_up(new, origin_of(request), once, now))


@route(
    routes,
    "POST",
    "/sessions",
    allow="public",
    answers=201,
    refusals=(WrongCredentials, TooManyTries, TooManyPasswords, Busy),
)
def sign_in(body: Credentials, request: Request, now: datetime) -> Answer[SignInOut]:
    """Sign in: a session in cookies that scripts cannot read."""
    return entered(accounts.sign_in(body.email, body.password, origin_of(request), now))


@route(routes, "GET", "/me", allow="signed_in")
def get_me(caller: Caller) -> SessionOut:
    """Who is signed in, and what they may do."""
    return SessionOut.of(caller, accounts.profile(caller))

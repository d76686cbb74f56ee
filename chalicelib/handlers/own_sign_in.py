"""How a member signs in, for themselves to change: e-mail address and password."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import email_links, own_email, passwords
from chalicelib.domain.accounts import Caller, NotYourPassword, SameEmail, SignInChanged, WeakPassword
from chalicelib.domain.factors import ProofNeeded
from chalicelib.domain.lockout import TooManyPasswords
from chalicelib.domain.tries import TooManyTries
from chalicelib.handlers.models.email_links import EmailChange, PasswordChange
from chalicelib.handlers.route import route
from chalicelib.kernel.errors import Busy
from chalicelib.kernel.once import Once

routes = Blueprint(__name__)
PROVING = (ProofNeeded, NotYourPassword, TooManyPasswords, Busy)


@route(routes, "POST", "/me/confirmation", allow="signed_in", answers=202, refusals=(TooManyTries,))
def ask_for_confirmation(caller: Caller, once: Once, now: datetime) -> None:
    """Have the link sent once more that confirms your e-mail address."""
    email_links.ask_confirmation(caller, once, now)


@route(routes, "POST", "/me/email-change", allow="signed_in", answers=202, refusals=(SameEmail, TooManyTries, *PROVING))
def ask_for_email_change(caller: Caller, body: EmailChange, once: Once, now: datetime) -> None:
    """Have a link sent to another address of yours, by which it becomes the one that you sign in with."""
    own_email.ask_change(body.email, body.password, caller, once, now)


@route(routes, "PUT", "/me/password", allow="signed_in", answers=204, refusals=(WeakPassword, SignInChanged, *PROVING))
def change_password(caller: Caller, body: PasswordChange, now: datetime) -> None:
    """Choose another password; you are signed out everywhere else."""
    passwords.change(body.password, body.current, caller, now)

"""Links by e-mail: asked for by anybody, and used by whoever reads the mail.

Opening one changes nothing: mail scanners follow links, and some run what they find there. Only a POST that a person
has pressed a button for uses it up.
"""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import email_links, own_email, passwords
from chalicelib.domain.accounts import Caller, EmailTaken, SignInChanged, WeakPassword
from chalicelib.domain.email_links import EmailLinkNotFound, LinkOfSomebodyElse
from chalicelib.domain.tries import TooManyTries
from chalicelib.handlers.addresses import address_of
from chalicelib.handlers.cookies import entered
from chalicelib.handlers.models.accounts import SignInOut
from chalicelib.handlers.models.email_links import EmailLinkOut, LinkByEmail, NewPassword, UsedLink
from chalicelib.handlers.route import route
from chalicelib.handlers.trails import origin_of
from chalicelib.handlers.wire import Answer, Request
from chalicelib.kernel.errors import Busy
from chalicelib.kernel.once import Once

routes = Blueprint(__name__)


@route(routes, "POST", "/public/sign-in-links", allow="public", answers=202, refusals=(TooManyTries,))
def ask_for_sign_in_link(body: LinkByEmail, request: Request, once: Once, now: datetime) -> None:
    """Have a link sent that signs in without a password. The answer is the same for every address."""
    email_links.ask("sign_in", body.email, address_of(request), once, now)


@route(routes, "POST", "/public/password-resets", allow="public", answers=202, refusals=(TooManyTries,))
def ask_for_password_reset(body: LinkByEmail, request: Request, once: Once, now: datetime) -> None:
    """Have a link sent by which another password can be chosen. The answer is the same for every address."""
    email_links.ask("reset", body.email, address_of(request), once, now)


@route(routes, "POST", "/public/email-links", allow="public", refusals=(EmailLinkNotFound,))
def open_email_link(body: UsedLink, now: datetime) -> EmailLinkOut:
    """What a link is for. It stays good; a POST, so that the token stands in no log."""
    return EmailLinkOut.of(*email_links.read(body.token, now))


@route(
    routes,
    "POST",
    "/public/email-links/session",
    allow="public",
    answers=201,
    refusals=(EmailLinkNotFound, SignInChanged, Busy),
)
def sign_in_by_link(body: UsedLink, request: Request, now: datetime) -> Answer[SignInOut]:
    """Sign in by a link, in the browser that opens it. It is good once."""
    return entered(email_links.sign_in(body.token, origin_of(request), now))


@route(
    routes,
    "POST",
    "/public/email-links/password",
    allow="public",
    answers=204,
    refusals=(EmailLinkNotFound, WeakPassword, SignInChanged, Busy),
)
def choose_password_anew(body: NewPassword, now: datetime) -> None:
    """Choose another password by a link; you are signed out everywhere."""
    passwords.choose_anew(body.token, body.password, now)


@route(
    routes,
    "POST",
    "/public/email-links/undo",
    allow="public",
    answers=204,
    refusals=(EmailLinkNotFound, WeakPassword, EmailTaken, SignInChanged, Busy),
)
def undo_email_change(body: NewPassword, now: datetime) -> None:
    """Take back what somebody else has changed, the address or second factors, with a new password.

    Everybody is signed out.
    """
    own_email.undo_change(body.token, body.password, now)


@route(
    routes,
    "POST",
    "/me/email-confirmation",
    allow="signed_in",
    answers=204,
    refusals=(EmailLinkNotFound, LinkOfSomebodyElse, SignInChanged),
)
def confirm_email(body: UsedLink, caller: Caller, now: datetime) -> None:
    """Confirm the address that you have signed up with, by the link that was sent there."""
    email_links.confirm(body.token, caller, now)


@route(
    routes,
    "POST",
    "/me/email",
    allow="signed_in",
    answers=204,
    refusals=(EmailLinkNotFound, LinkOfSomebodyElse, EmailTaken, SignInChanged),
)
def change_email(body: UsedLink, caller: Caller, now: datetime) -> None:
    """Sign in with another address from now on, by the link that was sent there."""
    own_email.change(body.token, caller, now)

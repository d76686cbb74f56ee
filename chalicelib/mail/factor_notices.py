"""Mails about second factors: their owner hears of every change, so that nobody else makes one unseen."""

from email.message import EmailMessage

from chalicelib.domain.accounts import Account, User
from chalicelib.domain.email_links import EmailLink
from chalicelib.kernel.text import one_line
from chalicelib.mail.letter import person
from chalicelib.mail.notices import notice
from chalicelib.mail.sign_in_notices import until

# By the fact: subject, and what has happened.
_WORDS = {
    "AuthenticatorAdded": (
        "You have set up an authenticator app",
        "From now on you are asked for a code of your authenticator app when you sign in.",
    ),
    "AuthenticatorRemoved": (
        "Your authenticator app was taken off",
        "You are not asked for its codes any more when you sign in.",
    ),
    "PasskeyAdded": ("You have added a passkey", "From now on you can sign in with it, without your password."),
    "PasskeyRemoved": ("A passkey of yours was removed", "Nobody signs in with it any more."),
    "RecoveryCodesMade": (
        "You have new recovery codes",
        "The codes that you had before are not good any more. Keep the new ones where you find them without your "
        "telephone.",
    ),
    "RecoveryCodeUsed": (
        "A recovery code was used to sign in",
        "Somebody has signed in with your password and one of your recovery codes. That code is used up.",
    ),
}
_NOT_YOU = "If that was not you, sign in, change your password and look at where you are signed in."
_TAKE_OFF = (
    "If that was not you, take it off again, until {until}. With it goes what was set up in the week before and since; "
    "whoever is signed in as you is signed out, and you choose a new password."
)


def changed(user: User, what: str, url: str, sender: str) -> EmailMessage:
    """To whoever's second factors they are; `what` is the name of the fact."""
    subject, happened = _WORDS[what]
    to = person(user.name, user.email)
    return notice(to, subject, [happened, _NOT_YOU], url, "See how you sign in", "en", sender)


def added(user: User, what: str, way_back: EmailLink, url: str, sender: str) -> EmailMessage:
    """To whoever has a second factor more, at the address of then: its link takes it off again."""
    subject, happened = _WORDS[what]
    to = person(user.name, way_back.email)
    paragraphs = [happened, _TAKE_OFF.format(until=until(way_back))]
    return notice(to, subject, paragraphs, url, "That was not me", "en", sender)


def required(account: Account, user: User, url: str, sender: str) -> EmailMessage:
    """To a member without a second factor, whose account asks for one from now on."""
    name = one_line(account.name)
    paragraphs = [
        f"{name} asks everybody in its team to sign in with a second factor: an authenticator app or a passkey.",
        "You have none yet. The next time that you open the dashboard you are led through it; it takes two minutes.",
    ]
    to = person(user.name, user.email)
    return notice(to, f"{name} asks for a second factor", paragraphs, url, "Set it up", "en", sender)

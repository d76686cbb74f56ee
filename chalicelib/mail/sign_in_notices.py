"""Mails about how somebody signs in: links that are good once, and what was changed."""

from dataclasses import dataclass
from email.message import EmailMessage

from chalicelib.domain.accounts import User
from chalicelib.domain.email_links import EmailLink, Purpose
from chalicelib.kernel.wall_clock import span
from chalicelib.mail.letter import person
from chalicelib.mail.notices import notice

_NOTHING = "If you did not ask for this, do nothing: nobody gets in without this link."


@dataclass(frozen=True)
class _Words:
    """What a link's mail says; {until} is when the link is over."""

    heading: str
    paragraphs: tuple[str, ...]
    button: str


_WORDS: dict[Purpose, _Words] = {
    "confirm": _Words(
        "Confirm your e-mail address",
        (
            "Somebody signed up with this address. If it was you, confirm that it is yours, until {until}.",
            "If it was not you, do nothing.",
        ),
        "Confirm the address",
    ),
    "sign_in": _Words("Your link to sign in", ("It is good once, until {until}.", _NOTHING), "Sign in"),
    "reset": _Words(
        "Choose a new password",
        ("The link is good once, until {until}. With a new password you are signed out everywhere.", _NOTHING),
        "Choose a new password",
    ),
    "change": _Words(
        "Confirm your new e-mail address",
        (
            "You want to sign in with this address from now on. Confirm it, until {until}.",
            "If you did not ask for this, do nothing: nothing changes without this link.",
        ),
        "Use this address",
    ),
    "undo": _Words(
        "Your e-mail address was changed",
        (
            "From now on you sign in with another address than this one.",
            "If that was not you, take it back, until {until}: you choose a new password, and whoever is signed in as "
            "you is signed out.",
        ),
        "That was not me",
    ),
}


def link(found: EmailLink, user: User, url: str, sender: str) -> EmailMessage:
    """To the address that the link is made for."""
    words = _WORDS[found.purpose]
    paragraphs = [text.format(until=until(found)) for text in words.paragraphs]
    to = person(user.name, found.email)
    return notice(to, words.heading, paragraphs, url, words.button, "en", sender)


def until(found: EmailLink) -> str:
    """When a link is over, in words."""
    end = span(found.expires_at, found.expires_at, "UTC")
    return f"{end.day}, {end.hours.partition(' ')[0]} (UTC)"


def signed_up_again(user: User, url: str, sender: str) -> EmailMessage:
    """To a member with whose address somebody wanted to sign up."""
    paragraphs = [
        "Somebody wanted to open an account with this address. It has one already, so no other was opened.",
        "If it was you, sign in. If you have forgotten your password, the same page sends you a link.",
        "If it was not you, there is nothing to do: nobody has come in, and nothing was changed.",
    ]
    to = person(user.name, user.email)
    return notice(to, "You have an account already", paragraphs, url, "Sign in", "en", sender)


def password_changed(user: User, url: str, sender: str) -> EmailMessage:
    """To a member who has a new password."""
    paragraphs = [
        "Your password was changed, and you were signed out everywhere else.",
        "If that was not you, choose a new one now: a link to do so is sent to this address.",
    ]
    to = person(user.name, user.email)
    return notice(to, "Your password was changed", paragraphs, url, "That was not me", "en", sender)

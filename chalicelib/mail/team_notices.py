"""Mails to those who belong to an account, or are asked to."""

from email.headerregistry import Address
from email.message import EmailMessage

from chalicelib.domain.accounts import Account, User
from chalicelib.domain.invitations import Invitation
from chalicelib.kernel.text import one_line
from chalicelib.kernel.wall_clock import span
from chalicelib.mail.letter import person
from chalicelib.mail.notices import notice


def invited(account: Account, inviter: User | None, invitation: Invitation, url: str, sender: str) -> EmailMessage:
    """To whoever is asked to join an account."""
    name, who = one_line(account.name), one_line(inviter.name) if inviter else "Somebody"
    until = span(invitation.expires_at, invitation.expires_at, "UTC")
    paragraphs = [
        f"{who} asks you to join the team of {name}.",
        f"The link is good once, until {until.day}. If you do not know {name}, do nothing: nobody joins without it.",
    ]
    if account.requires_mfa:
        paragraphs.append(f"{name} asks for a second factor, which you set up as you join: an app or a passkey.")
    to = Address(addr_spec=invitation.email)
    return notice(to, f"Join the team of {name}", paragraphs, url, "Accept the invitation", "en", sender)


def session_stolen(user: User, url: str, sender: str) -> EmailMessage:
    """To a member whose session was ended because somebody had a copy of it."""
    paragraphs = [
        "A browser of yours was signed out: what kept it signed in was used twice, so somebody else may have a copy.",
        "Sign in again. If that was not a restored backup of yours, change your password and look at where you are "
        "signed in.",
    ]
    to = person(user.name, user.email)
    return notice(to, "You were signed out, to be safe", paragraphs, url, "See where you are signed in", "en", sender)

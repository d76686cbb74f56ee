"""Links by e-mail on the wire, and the passwords that are chosen by them."""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints

from chalicelib.domain.accounts import User
from chalicelib.domain.email_links import EmailLink
from chalicelib.handlers.models.accounts import Login, Password
from chalicelib.handlers.models.common import Input, Instant, Output
from chalicelib.handlers.models.invitations import Token

# What somebody is asked for who may have signed in just now, and then need not say it.
CurrentPassword = Annotated[
    str,
    StringConstraints(max_length=200),
    Field(description="Not needed within a quarter of an hour of signing in.", examples=["correct horse battery"]),
]


class LinkByEmail(Input):
    """Where a link is to be sent."""

    email: Login


class UsedLink(Input):
    """The secret part of a link that came by e-mail."""

    token: Token


class NewPassword(UsedLink):
    """Choose a password by a link."""

    password: Password


class PasswordChange(Input):
    """Choose another password."""

    current: CurrentPassword = ""
    password: Password


class EmailChange(Input):
    """Choose another e-mail address."""

    email: Login
    password: CurrentPassword = ""


class EmailLinkOut(Output):
    """What a link that came by e-mail is for, and whom."""

    purpose: Literal["confirm", "sign_in", "reset", "change", "undo"]
    email: str = Field(description="The address that it was sent to.")
    present_email: str = Field(
        description="The address that its owner signs in with now.", examples=["ada@example.com"]
    )
    name: str
    expires_at: Instant

    @classmethod
    def of(cls, link: EmailLink, user: User) -> Self:
        """Out of the domain's nouns."""
        return cls(
            purpose=link.purpose,
            email=link.email,
            present_email=user.email,
            name=user.name,
            expires_at=link.expires_at,
        )

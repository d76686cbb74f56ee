"""Invitations on the wire."""

from typing import Annotated, Self

from pydantic import Field, StringConstraints

from chalicelib.actions.invitations import Opened
from chalicelib.domain.invitations import Invitation
from chalicelib.handlers.models.accounts import Login, Password
from chalicelib.handlers.models.common import Input, Instant, Line, Output
from chalicelib.handlers.models.team import Given, GrantOut


class NewInvitation(Input):
    """Ask somebody to join."""

    email: Login
    grants: Given


class InvitationOut(Output):
    """Somebody who was asked and has not answered."""

    id: str
    email: str
    grants: list[GrantOut]
    invited_at: Instant
    expires_at: Instant
    times_sent: int

    @classmethod
    def of(cls, invitation: Invitation) -> Self:
        """Out of the domain's noun."""
        return cls(
            id=invitation.invitation_id,
            email=invitation.email,
            grants=[GrantOut.of(grant) for grant in invitation.grants],
            invited_at=invitation.invited_at,
            expires_at=invitation.expires_at,
            times_sent=invitation.times_sent,
        )


class InvitationList(Output):
    """The open invitations."""

    items: list[InvitationOut]
    next: str | None


Token = Annotated[str, StringConstraints(min_length=1, max_length=300)]


class InvitationLink(Input):
    """The secret part of an invitation's link."""

    token: Token


class NewMember(InvitationLink):
    """Join as somebody who has never signed in here."""

    name: Line = Field(examples=["Grace Hopper"])
    password: Password


class OpenedInvitation(Output):
    """What an invitation's link leads to. `has_login`: its address can sign in already, and should."""

    account_name: str
    invited_by: str
    email: str
    expires_at: Instant
    has_login: bool
    requires_mfa: bool = Field(description="Whether the account asks its members for a second factor.")

    @classmethod
    def of(cls, opened: Opened) -> Self:
        """Out of what the actions found."""
        return cls(
            account_name=opened.account.name,
            invited_by=opened.inviter.name if opened.inviter else "",
            email=opened.invitation.email,
            expires_at=opened.invitation.expires_at,
            has_login=opened.has_login,
            requires_mfa=opened.account.requires_mfa,
        )

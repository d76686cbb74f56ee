"""Accounts and sessions on the wire."""

from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints

from chalicelib.actions.accounts import Profile
from chalicelib.domain.accounts import Caller, Organizer
from chalicelib.handlers.models.common import Email, Input, Instant, Line, Output

# Whatever case somebody types it in, it is the same sign-in.
Login = Annotated[Email, AfterValidator(str.lower)]
Password = Annotated[str, StringConstraints(min_length=10, max_length=200)]


class NewAccount(Input):
    """Sign up."""

    name: Line = Field(description="The organization's name.", examples=["Harbour Hall"])
    your_name: Line = Field(examples=["Ada Lovelace"])
    email: Login
    password: Password = Field(description="At least ten characters.", examples=["correct horse battery"])


class Credentials(Input):
    """Sign in."""

    email: Login
    password: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class MemberOut(Output):
    """The person who is signed in."""

    user_id: str
    name: str
    email: str
    role: str


class AccountOut(Output):
    """The tenant."""

    id: str
    name: str


class SessionOut(Output):
    """Who is signed in, where, and until when."""

    member: MemberOut
    account: AccountOut
    expires_at: Instant

    @classmethod
    def of(cls, caller: Caller, profile: Profile) -> Self:
        """Out of what the actions found."""
        user, account = profile.user, profile.account
        assert caller.session_ends_at
        return cls(
            member=MemberOut(user_id=user.user_id, name=user.name, email=user.email, role=caller.role),
            account=AccountOut(id=account.account_id, name=account.name),
            expires_at=caller.session_ends_at,
        )


class OrganizerOut(Output):
    """Who holds events."""

    id: str
    name: str
    slug: str

    @classmethod
    def of(cls, organizer: Organizer) -> Self:
        """Out of the domain's noun."""
        return cls(id=organizer.organizer_id, name=organizer.name, slug=organizer.slug)


class OrganizerList(Output):
    """A part of the list."""

    items: list[OrganizerOut]
    next: str | None

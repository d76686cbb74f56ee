"""Accounts and sessions on the wire."""

from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints

from chalicelib.actions.accounts import Profile
from chalicelib.actions.sign_ins import SecondFactorNeeded
from chalicelib.domain.accounts import Caller, Session
from chalicelib.domain.factors import Kind
from chalicelib.handlers.models.common import Email, Input, Instant, Line, Output

# Whatever case somebody types it in, it is the same sign-in.
Login = Annotated[Email, AfterValidator(str.lower)]
# That it is not easy to guess is for the rules to say (gateways/passwords.py).
Password = Annotated[
    str,
    StringConstraints(min_length=10, max_length=200),
    Field(description="At least ten characters, and not easy to guess.", examples=["correct horse battery"]),
]


class NewAccount(Input):
    """Sign up."""

    name: Line = Field(description="The organization's name.", examples=["Harbour Hall"])
    your_name: Line = Field(examples=["Ada Lovelace"])
    email: Login
    password: Password


class SignUpOut(Output):
    """Whether anybody may sign up."""

    is_open: bool


class Credentials(Input):
    """Sign in."""

    email: Login
    password: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class MemberOut(Output):
    """The person who is signed in, and what they may do."""

    user_id: str
    name: str
    email: str
    is_email_confirmed: bool = Field(description="Whether they have shown that the address is theirs.")
    role: str = Field(description="The first of the member's roles, to be shown.", examples=["owner"])
    permissions: list[str] = Field(description="What is allowed in the whole account.")
    places: dict[str, list[str]] = Field(
        description="What is allowed for single organizers and events, by their id.",
        examples=[{"evt_7m2k9q4xwz0v5c8n1t6rb3hdfy": ["orders.read"]}],
    )


class AccountOut(Output):
    """The tenant."""

    id: str
    name: str


class SessionOut(Output):
    """Who is signed in, where, and until when; `accounts` are all that the person belongs to."""

    member: MemberOut
    account: AccountOut
    accounts: list[AccountOut]
    expires_at: Instant
    requires_mfa: bool = Field(description="Whether the account asks its members for a second factor.")
    lacks_mfa: bool = Field(description="Whether this session has to prove one before anything else is answered.")

    @classmethod
    def of(cls, caller: Caller, profile: Profile) -> Self:
        """Out of what the actions found."""
        user, account, rights = profile.user, profile.account, caller.rights
        assert caller.session_ends_at
        return cls(
            member=MemberOut(
                user_id=user.user_id,
                name=user.name,
                email=user.email,
                is_email_confirmed=user.confirmed_at is not None,
                role=profile.member.grants[0].role if profile.member.grants else "",
                permissions=sorted(rights.everywhere),
                places={place: sorted(granted) for place, granted in rights.by_place.items() if place},
            ),
            account=AccountOut(id=account.account_id, name=account.name),
            accounts=[AccountOut(id=one.account_id, name=one.name) for one in profile.memberships],
            expires_at=caller.session_ends_at,
            requires_mfa=account.requires_mfa,
            lacks_mfa=caller.lacks_mfa,
        )


class SecondFactorOut(Output):
    """What is needed before there is a session: send it with `challenge` to `POST /sessions/second-factor`."""

    challenge: str = Field(description="Good once. A passkey signs it as it is.", examples=["q83vEjRWeJASNFZ4"])
    kinds: list[Kind] = Field(description="By what the person can go on, the safest first.")
    credential_ids: list[str] = Field(description="The passkeys that may sign, base64url.")
    expires_at: Instant

    @classmethod
    def of(cls, needed: SecondFactorNeeded) -> Self:
        """Out of what the actions found."""
        return cls(
            challenge=needed.challenge,
            kinds=needed.kinds,
            credential_ids=needed.credential_ids,
            expires_at=needed.expires_at,
        )


class SignInOut(Output):
    """What comes of signing in: a session, in cookies; or what is needed first, from who has a second factor."""

    session: SessionOut | None
    second_factor: SecondFactorOut | None


class SessionInfo(Output):
    """A browser that is signed in. `is_this`: the one that asks."""

    id: str
    device: str = Field(description="What the browser calls itself.")
    address: str = Field(description="The IP address from where it signed in.", examples=["192.0.2.7"])
    method: str
    began_at: Instant
    refreshed_at: Instant
    expires_at: Instant
    is_this: bool

    @classmethod
    def of(cls, session: Session, caller: Caller) -> Self:
        """Out of the domain's noun."""
        names = ("device", "address", "method", "began_at", "refreshed_at", "expires_at")
        values = {name: getattr(session, name) for name in names}
        return cls(id=session.session_id, is_this=session.session_id == caller.session_id, **values)


class SessionList(Output):
    """Where somebody is signed in, newest first."""

    items: list[SessionInfo]
    next: str | None


class AccountChoice(Input):
    """Another account of the same person."""

    account_id: str


class SignedOut(Output):
    """How many other browsers were signed out."""

    ended: int

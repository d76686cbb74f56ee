"""Accounts, their members and what each role may do."""

from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.domain.access import EVERYWHERE, Grant, Rights
from chalicelib.kernel import ids
from chalicelib.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Unauthenticated


class EmailTaken(Conflict):
    """Somebody has signed up with this e-mail address before."""


class SignUpClosed(Forbidden):
    """Nobody signs up here by themselves: ask a member of a team to invite you."""


class SignInChanged(Conflict):
    """Your password or e-mail address has changed in the meantime: reload the page."""


class SameEmail(Invalid):
    """This is your e-mail address already."""


class WeakPassword(Invalid):
    """This password is too easy to guess."""


class NotYourPassword(Invalid):
    """This is not your password."""


class WrongCredentials(Unauthenticated):
    """The e-mail address or the password is wrong."""


class AccountNotFound(NotFound):
    """There is no such account."""


class MemberNotFound(NotFound):
    """Nobody of this id belongs to the account."""


class LastOwner(Conflict):
    """An account needs an owner: make somebody else one first."""


@dataclass(frozen=True)
class Account:
    """A tenant: everything belongs to exactly one. `requires_mfa`: its members sign in with a second factor."""

    account_id: str
    name: str
    created_at: datetime
    requires_mfa: bool = False

    @property
    def mfa_version(self) -> int:
        """Of what is asked for; who has joined or set up a factor meanwhile makes no other."""
        return ids.version(self.requires_mfa)


@dataclass(frozen=True)
class User:
    """A person who can sign in. `password_hash` is argon2id's own text form, "" for whoever has no password.

    `confirmed_at` is when the address was proven to be theirs; `secured_at` when it or the password last changed: what
    was sent or begun before is over. `undone` are the times whose changes of the address they have taken back, as
    (from, until), as long as links of then could still be good.
    """

    user_id: str
    name: str
    email: str
    password_hash: str
    created_at: datetime
    confirmed_at: datetime | None = None
    secured_at: datetime | None = None
    undone: list[tuple[datetime, datetime]] = field(default_factory=list)


@dataclass(frozen=True)
class Member:
    """What a user may do in an account. `grants` hold for the whole account, for an organizer or for an event.

    `needs_mfa` is the account's `requires_mfa`, where every request reads it anyway.
    """

    account_id: str
    user_id: str
    grants: list[Grant]
    joined_at: datetime
    needs_mfa: bool = False
    version: int | None = None

    @property
    def is_owner(self) -> bool:
        """Owners hear of what goes wrong, and an account has at least one."""
        return Grant("owner") in self.grants


@dataclass(frozen=True)
class Session:
    """A signed-in browser. Of its refresh token only the hash is stored, and that of the one before.

    `device` is what the browser calls itself, `address` from where it signed in, `method` how: as an owner looks
    through the list, these tell which is whose. `proven_at` is when its person last proved who they are, `has_mfa`
    whether ever by a second factor.
    """

    session_id: str
    user_id: str
    account_id: str
    refresh_hash: str
    began_at: datetime
    refreshed_at: datetime
    expires_at: datetime
    previous_hash: str = ""
    device: str = ""
    address: str = ""
    method: str = "password"
    proven_at: datetime | None = None
    has_mfa: bool = False


@dataclass(frozen=True)
class Caller:
    """Who makes a request: a member, an account's key, or nobody in particular.

    `places` are where the permission of this very request holds: the whole account, or organizers and events.
    `calls_per_minute` is a key's own limit.
    `proven_at` and `has_mfa` are the session's, `lacks_mfa` says that the account asks for more.
    """

    account_id: str
    user_id: str
    rights: Rights = field(default_factory=Rights)
    places: frozenset[str] = frozenset()
    session_id: str = ""
    session_ends_at: datetime | None = None
    calls_per_minute: int = 0
    proven_at: datetime | None = None
    has_mfa: bool = False
    lacks_mfa: bool = False

    def owns(self, account_id: str) -> bool:
        """Whether something of this account may be shown to the caller at all."""
        return bool(self.account_id) and self.account_id == account_id

    @property
    def acts_everywhere(self) -> bool:
        """Whether the permission of this request holds in the whole account."""
        return EVERYWHERE in self.places

    def check_place(self, *places: str) -> None:
        """Raises Forbidden unless the permission of this request holds in one of these places."""
        if not self.acts_everywhere and self.places.isdisjoint(places):
            raise Forbidden("You may do this elsewhere, but not here.")


NOBODY = Caller(account_id="", user_id="")


def on_behalf_of(account_id: str, by: str) -> Caller:
    """A worker that does what was decided before, wherever in the account."""
    return Caller(account_id, by, places=frozenset({EVERYWHERE}))

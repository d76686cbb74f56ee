"""Accounts, their members and what each role may do."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.kernel.errors import Conflict, NotFound, Unauthenticated


class EmailTaken(Conflict):
    """Somebody has signed up with this e-mail address before."""


class WrongCredentials(Unauthenticated):
    """The e-mail address or the password is wrong."""


class AccountNotFound(NotFound):
    """There is no such account."""


class OrganizerNotFound(NotFound):
    """There is no such organizer."""


@dataclass(frozen=True)
class Account:
    """A tenant: everything belongs to exactly one."""

    account_id: str
    name: str
    created_at: datetime


@dataclass(frozen=True)
class User:
    """A person who can sign in. `password_hash` is argon2id's own text form."""

    user_id: str
    name: str
    email: str
    password_hash: str
    created_at: datetime


@dataclass(frozen=True)
class Member:
    """A user's role in an account."""

    account_id: str
    user_id: str
    role: str


@dataclass(frozen=True)
class Organizer:
    """Who holds events; an account may have several."""

    organizer_id: str
    account_id: str
    name: str
    slug: str


@dataclass(frozen=True)
class Session:
    """A signed-in browser. Only the hash of its token is stored."""

    token_hash: str
    user_id: str
    account_id: str
    expires_at: datetime


@dataclass(frozen=True)
class Caller:
    """Who makes a request: a member with a role, or nobody in particular."""

    account_id: str
    user_id: str
    role: str
    session_ends_at: datetime | None = None

    def owns(self, account_id: str) -> bool:
        """Whether something of this account may be shown to the caller at all."""
        return bool(self.account_id) and self.account_id == account_id


NOBODY = Caller(account_id="", user_id="", role="")

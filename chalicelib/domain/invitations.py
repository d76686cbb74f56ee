"""Invitations: who is asked to join an account, and as what."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.access import Grant
from chalicelib.kernel.errors import Conflict, NotFound

GOOD_FOR = timedelta(days=7)
MOST_INVITATIONS = 100


class InvitationNotFound(NotFound):
    """This invitation was accepted, revoked, replaced by a newer one, or is over."""


class InvitationOvertaken(Exception):
    """It was sent again, accepted or revoked since it was read."""


class AlreadyInvited(Conflict):
    """This e-mail address has an invitation: send that one again."""


class AlreadyMember(Conflict):
    """Whoever has this e-mail address belongs to the account already."""


class TooManyInvitations(Conflict):
    """A hundred invitations are open: revoke one that is not needed."""


class SignInToAccept(Conflict):
    """Somebody has signed up with this e-mail address: sign in with it, then open the invitation again."""


class ForSomebodyElse(Conflict):
    """This invitation was sent to another e-mail address than the one that you are signed in with."""


@dataclass(frozen=True)
class Invitation:
    """Somebody was asked to join. Only the hash of the link's token is stored; sending it again changes it."""

    invitation_id: str
    account_id: str
    email: str
    grants: list[Grant]
    token_hash: str
    invited_by: str
    invited_at: datetime
    expires_at: datetime
    times_sent: int = 1
    version: int | None = None

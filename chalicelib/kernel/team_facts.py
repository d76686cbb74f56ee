"""Facts about an account's team: who belongs to it, what they may do, and how they come in."""

from chalicelib.kernel.facts import Fact


class MemberSignedIn(Fact):
    """A member signed in; the fact names the method."""


class MemberSignedOut(Fact):
    """A browser of a member was signed out."""


class SessionStolen(Fact):
    """A refresh token came twice: it had been copied, and the session was ended."""


class MemberInvited(Fact):
    """Somebody was asked to join the account; the fact names what they will be."""


class InvitationRevoked(Fact):
    """An invitation is not good any more."""


class MemberJoined(Fact):
    """Somebody accepted an invitation."""


class MemberChanged(Fact):
    """What a member may do was changed, from the next request on."""


class MemberRemoved(Fact):
    """A member does not belong to the account any more."""


class RoleMade(Fact):
    """The account has a role of its own."""


class RoleChanged(Fact):
    """What a role of the account means was changed, from the next request on."""


class RoleRemoved(Fact):
    """A role of the account is gone."""


class KeyMade(Fact):
    """A program may call the API; the fact names what it may do."""


class KeyRevoked(Fact):
    """A program's key is not good any more."""

"""Facts about how somebody signs in: the address that they are known by, and their password."""

from chalicelib.kernel.facts import Fact


class EmailConfirmationAsked(Fact):
    """A member is to be sent a link that confirms their e-mail address."""


class EmailConfirmed(Fact):
    """A member has shown that their e-mail address is theirs."""


class AccountClaimed(Fact):
    """The owner of an unconfirmed e-mail address took the account; all that whoever signed up could act by is over."""


class EmailChangeAsked(Fact):
    """A member wants another e-mail address, which is to be sent a link."""


class EmailChanged(Fact):
    """A member signs in with another e-mail address; the one before is to be sent a link that takes it back."""


class EmailChangeUndone(Fact):
    """Whoever has a member's former e-mail address has taken it back: it was not them who changed it."""


class PasswordChanged(Fact):
    """A member has a new password; all their sessions but the one that the fact names are over."""

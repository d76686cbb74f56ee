"""Facts about second factors: who has one, what was used up, and which accounts ask for one."""

from chalicelib.kernel.facts import Fact


class AuthenticatorAdded(Fact):
    """A member has set up an authenticator app, in the place of the one before if there was one."""


class AuthenticatorRemoved(Fact):
    """A member has taken their authenticator app off."""


class PasskeyAdded(Fact):
    """A member has added a passkey."""


class PasskeyNamed(Fact):
    """A member has given one of their passkeys another name."""


class PasskeyRemoved(Fact):
    """A member has removed a passkey."""


class RecoveryCodesMade(Fact):
    """A member has new recovery codes; those before are not good any more."""


class RecoveryCodeUsed(Fact):
    """A member has used a recovery code in the place of a second factor; the fact says how many are left."""


class FactorsUndone(Fact):
    """Whoever reads a member's mails has taken off what was set up of late: it was not them who did."""


class MfaRequirementChanged(Fact):
    """An account asks its members for a second factor from now on, or does so no longer."""

"""Second factors: an authenticator app, passkeys, recovery codes; what each may do once, and what each change needs.

A person's factors are one noun and one row: every change of it is decided from the whole, and one of two at once wins.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.kernel.errors import Busy, Conflict, Forbidden, Invalid, NotFound, TooMany, Unauthenticated

Kind = Literal["authenticator", "passkey", "recovery_code"]

# How long somebody may take to find their telephone.
CHALLENGE = timedelta(minutes=10)
# So long after a proof somebody may change how they sign in, without proving anew that it is still them.
FRESH = timedelta(minutes=15)
# Wrong codes in an hour: of a million codes three are right at any moment, so that guessing takes decades.
MOST_CODES, CODES_IN = 10, timedelta(hours=1)
RECOVERY_CODES = 10
MOST_PASSKEYS = 20


class WrongCode(Invalid):
    """This code is wrong, or was used before."""


class WrongProof(Invalid):
    """This does not prove who you are."""


class PasskeyRefused(Invalid):
    """This passkey could not be checked."""


class PasskeyNotFound(NotFound):
    """You have no such passkey."""


class PasskeyKnown(Conflict):
    """You have added this passkey before."""


class TooManyPasskeys(Conflict):
    """A person has twenty passkeys at most: remove one that is not used."""


class AuthenticatorNotFound(NotFound):
    """You have no authenticator app."""


class SetupOver(Invalid):
    """This set-up took too long: begin again."""


class NoSecondFactor(Conflict):
    """Recovery codes stand in for a second factor: add an authenticator app or a passkey first."""


class LastFactor(Conflict):
    """An account of yours asks for a second factor: add another one before you remove this."""


class ChallengeOver(Unauthenticated):
    """This sign-in was finished, or took too long: begin again."""


class ProofNeeded(Forbidden):
    """Prove once more that it is you: that was too long ago for a change of how you sign in."""


class MfaRequired(Forbidden):
    """This account asks for a second factor: set one up under Security, or prove the one that you have."""


class TooManyCodes(TooMany):
    """Too many codes were wrong. Please try again later, or use a passkey."""


class OwnFactorFirst(Conflict):
    """Set up a second factor of your own first, and sign in with it: or you would be the first to be shut out."""


class MfaRequirementMoved(Exception):
    """Whether the account asks for a second factor was changed meanwhile: look again."""


class FactorsMoved(Busy):
    """Your second factors were used or changed at this very moment. Please try again."""


@dataclass(frozen=True)
class Authenticator:
    """An app that shows codes (RFC 6238). `sealed` holds its secret; `last_step` is the step of the last good code."""

    sealed: str
    added_at: datetime
    last_step: int


@dataclass(frozen=True)
class Passkey:
    """A key that a device keeps (WebAuthn). Ids and keys are base64url; `sign_count` grows, if it counts at all."""

    passkey_id: str
    name: str
    credential_id: str
    public_key: str
    sign_count: int
    added_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True)
class Factors:
    """All second factors of one person. `recovery_hashes` are of the codes that are left."""

    user_id: str
    authenticator: Authenticator | None = None
    passkeys: list[Passkey] = field(default_factory=list)
    recovery_hashes: list[str] = field(default_factory=list)
    version: int | None = None

    @property
    def has_any(self) -> bool:
        """Whether a password alone is not enough. Recovery codes are none by themselves."""
        return bool(self.authenticator or self.passkeys)

    @property
    def kinds(self) -> list[Kind]:
        """What may be asked for, the safest first."""
        held: dict[Kind, bool] = {
            "passkey": bool(self.passkeys),
            "authenticator": bool(self.authenticator),
            "recovery_code": bool(self.recovery_hashes),
        }
        return [kind for kind, has in held.items() if has] if self.has_any else []

    def find_passkey(self, credential_id: str) -> Passkey | None:
        """The passkey of this credential."""
        return next((one for one in self.passkeys if one.credential_id == credential_id), None)

    def get_passkey(self, passkey_id: str) -> Passkey:
        """Raises PasskeyNotFound."""
        for one in self.passkeys:
            if one.passkey_id == passkey_id:
                return one
        raise PasskeyNotFound()


@dataclass(frozen=True)
class Challenge:
    """Something that was asked of a browser, to be answered once. Only the hash of its text is stored.

    `user_id` is who has to answer, "" if whoever has a passkey may; `method` is what they have proven before.
    """

    challenge_hash: str
    purpose: Literal["second_factor", "passkey_sign_in", "add_passkey", "proof"]
    expires_at: datetime
    user_id: str = ""
    account_id: str = ""
    method: str = ""


def is_overtaken(challenge: Challenge, secured_at: datetime | None) -> bool:
    """Whether what was proven before the challenge is good no longer: there is a new password or address since."""
    return secured_at is not None and challenge.expires_at - CHALLENGE < secured_at


def code_used(factors: Factors, step: int | None) -> Factors:
    """A code of this time step is good once, and none before it is good after it. Raises WrongCode."""
    if not factors.authenticator or step is None or step <= factors.authenticator.last_step:
        raise WrongCode(code="is wrong, or was used before")
    return replace(factors, authenticator=replace(factors.authenticator, last_step=step))


def recovery_code_used(factors: Factors, code_hash: str) -> Factors:
    """Each recovery code is good once. Raises WrongCode."""
    if not factors.has_any or code_hash not in factors.recovery_hashes:
        raise WrongCode(recovery_code="is wrong, or was used before")
    return replace(factors, recovery_hashes=[one for one in factors.recovery_hashes if one != code_hash])


def passkey_used(factors: Factors, passkey: Passkey, sign_count: int, now: datetime) -> Factors:
    """It has signed. One that counts and has not counted on is a copy (WebAuthn, 6.1.1). Raises PasskeyRefused."""
    if (sign_count or passkey.sign_count) and sign_count <= passkey.sign_count:
        raise PasskeyRefused(passkey="may be a copy: it counts behind another one")
    return _with(factors, replace(passkey, sign_count=sign_count, used_at=now))


def passkey_named(factors: Factors, passkey_id: str, name: str) -> Factors:
    """Raises PasskeyNotFound."""
    return _with(factors, replace(factors.get_passkey(passkey_id), name=name))


def _with(factors: Factors, passkey: Passkey) -> Factors:
    kept = [passkey if one.passkey_id == passkey.passkey_id else one for one in factors.passkeys]
    return replace(factors, passkeys=kept)


def passkey_added(factors: Factors, passkey: Passkey) -> Factors:
    """Raises PasskeyKnown, TooManyPasskeys."""
    if factors.find_passkey(passkey.credential_id):
        raise PasskeyKnown()
    if len(factors.passkeys) >= MOST_PASSKEYS:
        raise TooManyPasskeys()
    return replace(factors, passkeys=[*factors.passkeys, passkey])


def passkey_removed(factors: Factors, passkey_id: str) -> Factors:
    """Raises PasskeyNotFound."""
    gone = factors.get_passkey(passkey_id)
    return _settled(replace(factors, passkeys=[one for one in factors.passkeys if one != gone]))


def authenticator_removed(factors: Factors) -> Factors:
    """Raises AuthenticatorNotFound."""
    if not factors.authenticator:
        raise AuthenticatorNotFound()
    return _settled(replace(factors, authenticator=None))


def set_up_before(factors: Factors, moment: datetime) -> Factors:
    """Only what was there at that moment. Of recovery codes nobody knows since when they are, so none is left."""
    app = factors.authenticator
    kept = [one for one in factors.passkeys if one.added_at < moment]
    return replace(
        factors, authenticator=app if app and app.added_at < moment else None, passkeys=kept, recovery_hashes=[]
    )


def _settled(factors: Factors) -> Factors:
    """Recovery codes go with the last of what they stand in for."""
    return factors if factors.has_any else replace(factors, recovery_hashes=[])


def is_fresh(proven_at: datetime | None, now: datetime) -> bool:
    """Whether somebody has proven who they are a short time ago."""
    return proven_at is not None and now - proven_at <= FRESH

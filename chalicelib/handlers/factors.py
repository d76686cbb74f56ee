"""One's own second factors, and whether an account asks for one."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import factors, mfa
from chalicelib.actions.mfa import Requirement
from chalicelib.domain.accounts import AccountNotFound, Caller
from chalicelib.domain.events import StaleEdit
from chalicelib.domain.factors import (
    AuthenticatorNotFound,
    LastFactor,
    NoSecondFactor,
    OwnFactorFirst,
    PasskeyKnown,
    PasskeyNotFound,
    PasskeyRefused,
    ProofNeeded,
    SetupOver,
    TooManyCodes,
    TooManyPasskeys,
    WrongCode,
)
from chalicelib.handlers.models.factors import (
    AuthenticatorSetup,
    FactorsOut,
    FirstCode,
    MfaIn,
    MfaOut,
    PasskeyEdits,
    PasskeyIn,
    PasskeyOut,
    PasskeyRequest,
    RecoveryCodes,
)
from chalicelib.handlers.route import route
from chalicelib.handlers.versions import read_version, versioned
from chalicelib.handlers.wire import Answer, Request
from chalicelib.kernel.errors import Busy, StaleCheck

routes = Blueprint(__name__)


@route(routes, "GET", "/me/factors", allow="signed_in")
def list_factors(caller: Caller) -> FactorsOut:
    """Your second factors, and how many recovery codes are left."""
    return FactorsOut.of(factors.list_factors(caller))


@route(routes, "POST", "/me/authenticator", allow="signed_in", refusals=(ProofNeeded,))
def set_up_authenticator(caller: Caller, now: datetime) -> AuthenticatorSetup:
    """What an authenticator app has to know. It counts once its first code has come."""
    return AuthenticatorSetup.of(factors.set_up_authenticator(caller, now))


@route(
    routes,
    "PUT",
    "/me/authenticator",
    allow="signed_in",
    refusals=(SetupOver, WrongCode, TooManyCodes, ProofNeeded, Busy),
)
def add_authenticator(caller: Caller, body: FirstCode, now: datetime) -> FactorsOut:
    """The app works: from now on you are asked for its codes, in the place of any app before."""
    return FactorsOut.of(factors.add_authenticator(body.setup, body.code, caller, now))


@route(
    routes,
    "DELETE",
    "/me/authenticator",
    allow="signed_in",
    answers=204,
    refusals=(AuthenticatorNotFound, ProofNeeded, LastFactor, Busy),
)
def remove_authenticator(caller: Caller, now: datetime) -> None:
    """Take the app off. With your last second factor you are signed out everywhere else."""
    factors.remove_authenticator(caller, now)


@route(
    routes,
    "POST",
    "/me/recovery-codes",
    allow="signed_in",
    answers=201,
    refusals=(NoSecondFactor, ProofNeeded, Busy),
)
def make_recovery_codes(caller: Caller, now: datetime) -> RecoveryCodes:
    """Ten new codes for the day on which you have no telephone; those before are not good any more."""
    return RecoveryCodes(codes=factors.make_recovery_codes(caller, now))


@route(routes, "POST", "/me/passkeys/challenge", allow="signed_in", refusals=(ProofNeeded,))
def ask_for_new_passkey(caller: Caller, now: datetime) -> PasskeyRequest:
    """What a browser has to know to make a passkey."""
    return PasskeyRequest.of(factors.ask_for_new_passkey(caller, now))


@route(
    routes,
    "POST",
    "/me/passkeys",
    allow="signed_in",
    answers=201,
    refusals=(PasskeyRefused, PasskeyKnown, TooManyPasskeys, ProofNeeded, Busy),
)
def add_passkey(caller: Caller, body: PasskeyIn, now: datetime) -> PasskeyOut:
    """Add a passkey: with it you sign in without a password."""
    return PasskeyOut.of(factors.add_passkey(body.name, body.made(), caller, now))


@route(routes, "PUT", "/me/passkeys/{passkey_id}", allow="signed_in", refusals=(PasskeyNotFound, Busy))
def name_passkey(passkey_id: str, caller: Caller, body: PasskeyEdits, now: datetime) -> PasskeyOut:
    """Give one of your passkeys another name."""
    return PasskeyOut.of(factors.name_passkey(passkey_id, body.name, caller, now))


@route(
    routes,
    "DELETE",
    "/me/passkeys/{passkey_id}",
    allow="signed_in",
    answers=204,
    refusals=(PasskeyNotFound, ProofNeeded, LastFactor, Busy),
)
def remove_passkey(passkey_id: str, caller: Caller, now: datetime) -> None:
    """Remove one of your passkeys. With your last second factor you are signed out everywhere else."""
    factors.remove_passkey(passkey_id, caller, now)


def _mfa(found: Requirement) -> Answer[MfaOut]:
    shown = MfaOut.of(found)
    return versioned(shown, shown.version)


@route(routes, "GET", "/account/mfa", allow="account.read", refusals=(AccountNotFound,))
def get_mfa_requirement(caller: Caller) -> Answer[MfaOut]:
    """Whether the account asks its members for a second factor, and how many of them have none."""
    return _mfa(mfa.get_requirement(caller))


@route(
    routes,
    "PUT",
    "/account/mfa",
    allow="account.edit",
    refusals=(OwnFactorFirst, ProofNeeded, AccountNotFound, StaleEdit, StaleCheck, Busy),
)
def require_mfa(caller: Caller, body: MfaIn, request: Request, now: datetime) -> Answer[MfaOut]:
    """Ask everybody of the account for a second factor, from their next request on, or do so no longer.

    If-Match says which version you read. Whoever has joined or set up a factor meanwhile makes no other version.
    """
    return _mfa(mfa.require(body.is_required, read_version(request), caller, now))

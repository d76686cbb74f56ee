"""The second step of signing in, passkeys that need no first one, and proving once more who one is."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import factors, second_factors, sign_ins
from chalicelib.domain.accounts import Caller, WrongCredentials
from chalicelib.domain.factors import ChallengeOver, PasskeyRefused, TooManyCodes, WrongCode, WrongProof
from chalicelib.domain.tries import TooManyTries
from chalicelib.gateways import passkeys
from chalicelib.handlers.addresses import address_of
from chalicelib.handlers.cookies import entered
from chalicelib.handlers.models.accounts import SignInOut
from chalicelib.handlers.models.factors import (
    Assertion,
    FactorsOut,
    FreshProof,
    PasskeyChallenge,
    SecondStep,
)
from chalicelib.handlers.route import route
from chalicelib.handlers.trails import origin_of
from chalicelib.handlers.wire import Answer, Request
from chalicelib.kernel.errors import Busy

routes = Blueprint(__name__)
_PROVING = (WrongCode, PasskeyRefused, TooManyCodes, Busy)


@route(
    routes,
    "POST",
    "/sessions/second-factor",
    allow="public",
    answers=201,
    refusals=(ChallengeOver, WrongCredentials, *_PROVING),
)
def finish_sign_in(body: SecondStep, request: Request, now: datetime) -> Answer[SignInOut]:
    """The second step of signing in: a code, a recovery code or a passkey."""
    return entered(sign_ins.finish(body.challenge, body.proof(), origin_of(request), now))


@route(routes, "POST", "/sessions/passkey-challenge", allow="public", refusals=(TooManyTries,))
def ask_for_passkey_sign_in(request: Request, now: datetime) -> PasskeyChallenge:
    """What a passkey has to sign to come in without a password. It is good once, for some minutes."""
    challenge = sign_ins.ask_for_passkey(address_of(request), now)
    return PasskeyChallenge(challenge=challenge, site=passkeys.site(), credential_ids=[])


@route(
    routes, "POST", "/sessions/passkey", allow="public", answers=201, refusals=(PasskeyRefused, WrongCredentials, Busy)
)
def sign_in_with_passkey(body: Assertion, request: Request, now: datetime) -> Answer[SignInOut]:
    """Sign in with a passkey, which is both factors and says who it is."""
    return entered(sign_ins.by_passkey(body.signed(), origin_of(request), now))


@route(routes, "POST", "/sessions/current/challenge", allow="signed_in")
def ask_for_passkey_proof(caller: Caller, now: datetime) -> PasskeyChallenge:
    """What one of your passkeys has to sign, to prove once more who you are."""
    known = factors.list_factors(caller).passkeys
    challenge = second_factors.ask_for_proof(caller, now)
    return PasskeyChallenge(
        challenge=challenge, site=passkeys.site(), credential_ids=[one.credential_id for one in known]
    )


@route(routes, "POST", "/sessions/current/proof", allow="signed_in", refusals=(WrongProof, *_PROVING))
def prove_again(caller: Caller, body: FreshProof, now: datetime) -> FactorsOut:
    """Prove once more who you are, before you change how you sign in."""
    second_factors.prove(caller, body.proof(), now)
    return FactorsOut.of(factors.list_factors(caller))

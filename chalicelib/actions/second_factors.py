"""Proving a second factor: looked at, and used up in the same commit as whatever it opens."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from chalicelib.actions.sessions import Used
from chalicelib.domain import factors as rules
from chalicelib.domain.accounts import Caller
from chalicelib.domain.factors import (
    CHALLENGE,
    CODES_IN,
    MOST_CODES,
    Challenge,
    ChallengeOver,
    Factors,
    FactorsMoved,
    PasskeyRefused,
    ProofNeeded,
    TooManyCodes,
    WrongCode,
    WrongProof,
)
from chalicelib.domain.velocity import window_at
from chalicelib.gateways import authenticators, passkeys, passwords, signing
from chalicelib.gateways.passkeys import Made, Signed
from chalicelib.kernel.errors import Busy
from chalicelib.kernel.factor_facts import RecoveryCodeUsed
from chalicelib.kernel.facts import Fact
from chalicelib.tables import accounts, sessions, velocity
from chalicelib.tables.changes import Change
from chalicelib.tables.commit import commit
from chalicelib.tables.factors import (
    answered_challenge,
    edited_factors,
    get_challenge,
    get_factors,
    new_challenge,
)

T = TypeVar("T")
_RACES = 5


@dataclass(frozen=True)
class Proof:
    """What somebody sends to prove who they are: one of these."""

    code: str = ""
    recovery_code: str = ""
    password: str = ""
    passkey: Signed | None = None


def ask(challenge: Challenge, by: str, now: datetime) -> str:
    """Ask a browser for something, to be answered once; returns the text that it has to answer."""
    text = signing.new_secret()
    commit([new_challenge(replace(challenge, challenge_hash=signing.token_hash(text)))], [], now=now, by=by)
    return text


def ask_for_proof(caller: Caller, now: datetime) -> str:
    """What one of the caller's passkeys signs, to prove once more who they are."""
    return ask(Challenge("", "proof", now + CHALLENGE, caller.user_id), caller.user_id, now)


def answered(answer: Signed | Made, purpose: str, user_id: str, now: datetime) -> Challenge:
    """What a browser has answered, if it was asked that of this person. Raises PasskeyRefused."""
    with answering():
        challenge = get_challenge(signing.token_hash(passkeys.challenge_in(answer)), now)
    if (challenge.purpose, challenge.user_id) != (purpose, user_id):
        raise PasskeyRefused(passkey="was asked for something else")
    return challenge


@contextmanager
def answering() -> Iterator[None]:
    """Around a commit in which a browser's answer is used up: of two with the same one is too late."""
    try:
        yield
    except ChallengeOver as error:
        raise PasskeyRefused(passkey="was used before, or took too long") from error


def using(user_id: str, account_id: str, proof: Proof, challenge: str, now: datetime, work: Callable[[Used], T]) -> T:
    """Do `work`, which commits what it is given, if the proof is one of this person's second factors.

    `challenge` is what a passkey has to have signed. Of two who use the same at once one is too late: it looks again,
    and finds it used. Raises WrongCode, PasskeyRefused, TooManyCodes, Busy.
    """
    with _counted(user_id, now) if not proof.passkey else nullcontext():
        for _ in range(_RACES):
            before = get_factors(user_id)
            after = _after(before, proof, challenge, now)
            with suppress(FactorsMoved):
                return work(_used(proof, after, account_id))
        raise Busy()


@contextmanager
def _counted(user_id: str, now: datetime) -> Iterator[None]:
    """Each try is counted before it is looked at, and given back if it was right: a thousand at once guess no more."""
    who = signing.velocity_key(f"user:{user_id}")
    window = window_at(now, scope="user", kind="second_factor", who=who, limit=MOST_CODES, length=CODES_IN)
    try:
        velocity.count(window, TooManyCodes)
    except TooManyCodes as refusal:
        refusal.retry_after_seconds = window.seconds_left(now)
        raise
    yield
    velocity.give_back(window)


def _after(factors: Factors, proof: Proof, challenge: str, now: datetime) -> Factors:
    if proof.passkey:
        passkey = factors.find_passkey(proof.passkey.credential_id)
        if not passkey:
            raise PasskeyRefused(passkey="is none of yours")
        return rules.passkey_used(factors, passkey, passkeys.signed(proof.passkey, challenge, passkey), now)
    if proof.code:
        sealed = factors.authenticator.sealed if factors.authenticator else ""
        step = authenticators.step_of(sealed, factors.user_id, proof.code, now) if sealed else None
        return rules.code_used(factors, step)
    return rules.recovery_code_used(factors, recovery_hash(factors.user_id, proof.recovery_code))


def step_counted(sealed: str, user_id: str, code: str, now: datetime) -> int:
    """The time step of a code of an app that is not yet believed. Raises WrongCode, TooManyCodes."""
    with _counted(user_id, now):
        step = authenticators.step_of(sealed, user_id, code, now)
        if step is None:
            raise WrongCode(code="is wrong")
    return step


def recovery_hash(user_id: str, code: str) -> str:
    """What is stored of a recovery code: keyed, since fifty bits could be guessed by whoever has the table."""
    return signing.derived_secret("recovery-code", f"{user_id}:{code.replace('-', '').replace(' ', '').lower()}")


def _used(proof: Proof, after: Factors, account_id: str) -> Used:
    kind = "passkey" if proof.passkey else "authenticator" if proof.code else "recovery_code"
    facts: list[Fact] = []
    if kind == "recovery_code":
        facts = [RecoveryCodeUsed(after.user_id, account_id, data={"left": len(after.recovery_hashes)})]
    return Used(kind, [edited_factors(after)], facts)


def prove(caller: Caller, proof: Proof, now: datetime) -> None:
    """Prove once more, in the session that one has, who one is: by a second factor, or the password without any.

    Raises WrongProof, WrongCode, PasskeyRefused, TooManyCodes, Busy.
    """
    challenge, asked = "", list[Change]()
    if proof.password:
        _prove_by_password(caller, proof.password, now)
        return
    if proof.passkey:
        challenge = passkeys.challenge_in(proof.passkey)
        asked = [answered_challenge(answered(proof.passkey, "proof", caller.user_id, now))]

    def note(used: Used) -> None:
        proven = sessions.proven_session(caller.session_id, now, has_mfa=True)
        with answering():
            commit([*asked, *used.changes, proven], used.facts, now=now, by=caller.user_id)

    using(caller.user_id, caller.account_id, proof, challenge, now, note)


def _prove_by_password(caller: Caller, password: str, now: datetime) -> None:
    if get_factors(caller.user_id).has_any:
        raise WrongProof(password="is not enough: you have a second factor")  # noqa: S106 - a field
    with _counted(caller.user_id, now):
        user = accounts.find_user(caller.user_id)
        if not passwords.is_password(user.password_hash if user else None, password):
            raise WrongProof(password="is wrong")  # noqa: S106 - a field
    commit([sessions.proven_session(caller.session_id, now, has_mfa=False)], [], now=now, by=caller.user_id)


def all_taken_off(user_id: str) -> list[Change]:
    """Whoever set them up had not shown that the e-mail address was theirs; its owner has done so now."""
    found = get_factors(user_id)
    return [edited_factors(Factors(user_id, version=found.version))] if found.has_any else []


def taken_off_since(user_id: str, moment: datetime) -> list[Change]:
    """What somebody else has set up since then. Raises FactorsMoved if it was used or changed at this moment."""
    found = get_factors(user_id)
    left = rules.set_up_before(found, moment)
    return [edited_factors(left)] if left != found else []


def check_fresh(caller: Caller, now: datetime) -> None:
    """Raises ProofNeeded."""
    if not rules.is_fresh(caller.proven_at, now):
        raise ProofNeeded()

"""The way in: whatever somebody has proven first, here it is decided whether that is enough."""

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.actions import second_factors, sessions, tries
from chalicelib.actions.sessions import Tokens, Used
from chalicelib.domain.accounts import Caller, Member, WrongCredentials
from chalicelib.domain.factors import CHALLENGE, Challenge, ChallengeOver, Kind, is_overtaken
from chalicelib.gateways import passkeys, signing
from chalicelib.gateways.passkeys import Signed
from chalicelib.kernel.trail import Origin
from chalicelib.tables import accounts, team
from chalicelib.tables.factors import answered_challenge, get_challenge, get_factors


@dataclass(frozen=True)
class SignedIn:
    """Who has a session now, and what the browser is given for it."""

    caller: Caller
    tokens: Tokens


@dataclass(frozen=True)
class SecondFactorNeeded:
    """What was proven is not enough. `challenge` is good once, for some minutes; a passkey signs it as it is."""

    challenge: str
    kinds: list[Kind]
    credential_ids: list[str]
    expires_at: datetime


def signed_in(
    user_id: str, account_id: str, method: str, origin: Origin, now: datetime
) -> SignedIn | SecondFactorNeeded:
    """Somebody has proven by `method` who they are: a session in this account, or in another one of theirs.

    Every way to sign in ends here. Whoever has a second factor is asked for it first: `finish` goes on. Raises
    WrongCredentials for whoever belongs to no account any more.
    """
    member = _member(user_id, account_id)
    factors = get_factors(user_id)
    if not factors.has_any:
        return SignedIn(*sessions.begin(member, origin, now, method))
    ends_at = now + CHALLENGE
    asked = Challenge("", "second_factor", ends_at, user_id, member.account_id, method)
    credential_ids = [passkey.credential_id for passkey in factors.passkeys]
    return SecondFactorNeeded(second_factors.ask(asked, user_id, now), factors.kinds, credential_ids, ends_at)


def finish(challenge: str, proof: second_factors.Proof, origin: Origin, now: datetime) -> SignedIn:
    """The second step. Raises ChallengeOver, WrongCode, PasskeyRefused, TooManyCodes, Busy, WrongCredentials."""
    asked = get_challenge(signing.token_hash(challenge), now)
    user = accounts.find_user(asked.user_id)
    if asked.purpose != "second_factor" or not user or is_overtaken(asked, user.secured_at):
        raise ChallengeOver()
    member = _member(asked.user_id, asked.account_id)

    def enter(used: Used) -> SignedIn:
        whole = replace(used, changes=[answered_challenge(asked), *used.changes])
        return SignedIn(*sessions.begin(member, origin, now, f"{asked.method}+{used.kind}", whole))

    return second_factors.using(asked.user_id, member.account_id, proof, challenge, now, enter)


def ask_for_passkey(address: str, now: datetime) -> str:
    """What whoever has a passkey signs to come in, without saying before who they are. Raises TooManyTries."""
    tries.count_call("sign_in", address, now)
    return second_factors.ask(Challenge("", "passkey_sign_in", now + CHALLENGE), "anybody", now)


def by_passkey(answer: Signed, origin: Origin, now: datetime) -> SignedIn:
    """A passkey is two factors: the device that has it, and the finger, face or PIN that it asks for.

    Raises PasskeyRefused, Busy, WrongCredentials.
    """
    user_id = passkeys.owner_of(answer)
    asked = second_factors.answered(answer, "passkey_sign_in", "", now)

    def enter(used: Used) -> SignedIn:
        whole = replace(used, changes=[answered_challenge(asked), *used.changes])
        with second_factors.answering():
            return SignedIn(*sessions.begin(_member(user_id, ""), origin, now, "passkey", whole))

    proof = second_factors.Proof(passkey=answer)
    return second_factors.using(user_id, "", proof, passkeys.challenge_in(answer), now, enter)


def _member(user_id: str, account_id: str) -> Member:
    return team.find_member(account_id, user_id) or _first_membership(user_id)


def _first_membership(user_id: str) -> Member:
    """Somebody who was removed from the account they signed up with may belong to others."""
    found = team.list_memberships(user_id)
    if not found:
        raise WrongCredentials("You do not belong to any account any more.")
    return found[0]

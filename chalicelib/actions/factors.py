"""A person's own second factors: set up, added, named, removed. Whoever does so has just proven who they are."""

import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.actions import email_links, second_factors, sessions
from chalicelib.domain import factors as rules
from chalicelib.domain.accounts import Caller
from chalicelib.domain.email_links import EmailLink
from chalicelib.domain.factors import (
    CHALLENGE,
    RECOVERY_CODES,
    Authenticator,
    Challenge,
    Factors,
    FactorsMoved,
    LastFactor,
    NoSecondFactor,
    Passkey,
    SetupOver,
)
from chalicelib.gateways import authenticators, passkeys
from chalicelib.gateways.passkeys import Made
from chalicelib.kernel import ids
from chalicelib.kernel.errors import Busy
from chalicelib.kernel.factor_facts import (
    AuthenticatorAdded,
    AuthenticatorRemoved,
    PasskeyAdded,
    PasskeyNamed,
    PasskeyRemoved,
    RecoveryCodesMade,
)
from chalicelib.kernel.facts import Fact
from chalicelib.kernel.once import Once
from chalicelib.tables import accounts, team
from chalicelib.tables import email_links as links
from chalicelib.tables import factors as table
from chalicelib.tables import sessions as session_rows
from chalicelib.tables.changes import Change
from chalicelib.tables.commit import commit

Edit = Callable[[Factors], Factors]
# What goes into the commit with the factors as they then are.
WithIt = Callable[[Factors], tuple[Sequence[Change], Sequence[Fact]]]

_RACES = 5
_HALF_A_CODE = 5


@dataclass(frozen=True)
class Setup:
    """An authenticator app's secret, to be typed or scanned; `sealed` comes back with the app's first code."""

    secret: str
    uri: str
    picture: str
    sealed: str


@dataclass(frozen=True)
class NewPasskey:
    """What a browser has to know to make a passkey: the challenge, for whom, and the credentials that exist."""

    challenge: str
    site: str
    user_handle: str
    email: str
    name: str
    known: list[str]


def list_factors(caller: Caller) -> Factors:
    """The caller's own."""
    return table.get_factors(caller.user_id)


def set_up_authenticator(caller: Caller, now: datetime) -> Setup:
    """A secret of which nothing is stored until its first code has come. Raises ProofNeeded."""
    second_factors.check_fresh(caller, now)
    secret = authenticators.new_secret()
    uri = authenticators.address(secret, accounts.get_user(caller.user_id).email)
    sealed = authenticators.seal(secret, caller.user_id, now + CHALLENGE)
    return Setup(secret, uri, authenticators.picture(uri), sealed)


def add_authenticator(sealed: str, code: str, caller: Caller, now: datetime) -> Factors:
    """The app works: from now on it is asked for. Sent again it answers as it did the first time.

    Raises SetupOver, WrongCode, TooManyCodes, ProofNeeded, Busy.
    """
    second_factors.check_fresh(caller, now)
    if not authenticators.is_open(sealed, caller.user_id, now):
        raise SetupOver()
    present = table.get_factors(caller.user_id)
    if present.authenticator and present.authenticator.sealed == sealed:
        return present
    step = second_factors.step_counted(sealed, caller.user_id, code, now)

    def added(factors: Factors) -> Factors:
        return replace(factors, authenticator=Authenticator(sealed, now, step))

    return _added(caller, added, AuthenticatorAdded(caller.user_id, caller.account_id), now)


def remove_authenticator(caller: Caller, now: datetime) -> None:
    """Raises AuthenticatorNotFound, ProofNeeded, LastFactor, Busy."""
    fact = AuthenticatorRemoved(caller.user_id, caller.account_id)
    _removed(caller, rules.authenticator_removed, fact, now)


def make_recovery_codes(caller: Caller, now: datetime) -> list[str]:
    """Ten codes that are shown once and good once; those before are not good any more.

    Raises NoSecondFactor, ProofNeeded, Busy.
    """
    if not table.get_factors(caller.user_id).has_any:
        raise NoSecondFactor()
    second_factors.check_fresh(caller, now)
    codes = [_new_code() for _ in range(RECOVERY_CODES)]
    hashes = [second_factors.recovery_hash(caller.user_id, code) for code in codes]
    way_back = _way_back(caller, now)
    fact = RecoveryCodesMade(caller.user_id, caller.account_id, data={"link_id": way_back.link_id})
    with_it = [links.new_link(way_back)], [fact]
    _edited(caller, lambda found: replace(found, recovery_hashes=hashes), lambda _: with_it, now)
    return codes


def _new_code() -> str:
    letters = ids.encode(secrets.randbits(5 * 2 * _HALF_A_CODE), 2 * _HALF_A_CODE)
    return f"{letters[:_HALF_A_CODE]}-{letters[_HALF_A_CODE:]}"


def ask_for_new_passkey(caller: Caller, now: datetime) -> NewPasskey:
    """Raises ProofNeeded."""
    second_factors.check_fresh(caller, now)
    user, known = accounts.get_user(caller.user_id), table.get_factors(caller.user_id).passkeys
    asked = Challenge("", "add_passkey", now + CHALLENGE, caller.user_id)
    return NewPasskey(
        challenge=second_factors.ask(asked, caller.user_id, now),
        site=passkeys.site(),
        user_handle=passkeys.handle_of(caller.user_id),
        email=user.email,
        name=user.name,
        known=[one.credential_id for one in known],
    )


def add_passkey(name: str, answer: Made, caller: Caller, now: datetime) -> Passkey:
    """Raises PasskeyRefused, PasskeyKnown, TooManyPasskeys, ProofNeeded, Busy."""
    second_factors.check_fresh(caller, now)
    asked = second_factors.answered(answer, "add_passkey", caller.user_id, now)
    made = passkeys.made(answer, passkeys.challenge_in(answer))
    passkey = Passkey(ids.random("pky"), name, made.credential_id, made.public_key, made.sign_count, now)
    fact = PasskeyAdded(caller.user_id, caller.account_id, data={"passkey_id": passkey.passkey_id})
    with second_factors.answering():
        _added(caller, lambda found: rules.passkey_added(found, passkey), fact, now, [table.answered_challenge(asked)])
    return passkey


def name_passkey(passkey_id: str, name: str, caller: Caller, now: datetime) -> Passkey:
    """Raises PasskeyNotFound, Busy."""
    told = [PasskeyNamed(caller.user_id, caller.account_id, data={"passkey_id": passkey_id})]
    named = _edited(caller, lambda found: rules.passkey_named(found, passkey_id, name), lambda _: ([], told), now)
    return named.get_passkey(passkey_id)


def remove_passkey(passkey_id: str, caller: Caller, now: datetime) -> None:
    """Raises PasskeyNotFound, ProofNeeded, LastFactor, Busy."""
    fact = PasskeyRemoved(caller.user_id, caller.account_id, data={"passkey_id": passkey_id})
    _removed(caller, lambda found: rules.passkey_removed(found, passkey_id), fact, now)


def _added(caller: Caller, edit: Edit, fact: Fact, now: datetime, answered: Sequence[Change] = ()) -> Factors:
    """Whoever has just added a factor has proven it: this session counts as one with a second factor."""
    proven = session_rows.proven_session(caller.session_id, now, has_mfa=True)
    way_back = _way_back(caller, now)
    told = replace(fact, data=fact.data | {"link_id": way_back.link_id})
    return _edited(caller, edit, lambda _: ([proven, links.new_link(way_back), *answered], [told]), now)


def _way_back(caller: Caller, now: datetime) -> EmailLink:
    """What the mail about something new carries: it may be that of somebody at a browser that was left open."""
    user = accounts.get_user(caller.user_id)
    return email_links.way_back(user, caller.account_id, Once("undo", ids.random("lnk"), ""), now)


def _removed(caller: Caller, edit: Edit, fact: Fact, now: datetime) -> None:
    """Raises ProofNeeded, LastFactor, Busy. With the last factor all other browsers are signed out."""
    left = edit(table.get_factors(caller.user_id))  # what is not there is not there, whoever asks
    second_factors.check_fresh(caller, now)
    if not left.has_any and _is_required(caller):
        raise LastFactor()

    def told(after: Factors) -> tuple[list[Change], list[Fact]]:
        assert caller.proven_at
        session = session_rows.proven_session(caller.session_id, caller.proven_at, has_mfa=False)
        return ([] if after.has_any else [session]), [fact]

    if not _edited(caller, edit, told, now).has_any:
        sessions.end_others(caller, now)


def _is_required(caller: Caller) -> bool:
    # The index of memberships follows the table: the account that is looked at is read by itself.
    here = team.get_member(caller.account_id, caller.user_id)
    return any(member.needs_mfa for member in (here, *team.list_memberships(caller.user_id)))


def _edited(caller: Caller, edit: Edit, with_it: WithIt, now: datetime) -> Factors:
    for _ in range(_RACES):
        after = edit(table.get_factors(caller.user_id))
        changes, facts = with_it(after)
        with suppress(FactorsMoved):
            commit([table.edited_factors(after), *changes], facts, now=now, by=caller.user_id)
            return after
    raise Busy()

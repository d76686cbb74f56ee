"""A person's second factors, and what was asked of a browser, as rows."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from pynamodb.attributes import UnicodeAttribute, VersionAttribute

from chalicelib.domain.factors import Authenticator, Challenge, ChallengeOver, Factors, FactorsMoved, Passkey
from chalicelib.kernel import clock
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables.attributes import InstantAttribute, JsonAttribute
from chalicelib.tables.changes import Change, put_edited, put_new
from chalicelib.tables.table import Row, batch_get, filled_values_of, find, noun_of


class FactorsRow(Row):
    """USER#u / FACTORS: one row, so that one of two changes at once wins, whichever factors they are about."""

    KIND = "Factors"
    user_id = UnicodeAttribute()
    authenticator = JsonAttribute(null=True)
    passkeys = JsonAttribute(null=True)
    recovery_hashes = JsonAttribute(null=True)
    version = VersionAttribute()


class ChallengeRow(Row):
    """CHALLENGE#sha / META with a ttl: the challenge itself is nowhere stored."""

    KIND = "Challenge"
    challenge_hash = UnicodeAttribute()
    purpose = UnicodeAttribute()
    expires_at = InstantAttribute()
    user_id = UnicodeAttribute(null=True)
    account_id = UnicodeAttribute(null=True)
    method = UnicodeAttribute(null=True)


def edited_factors(factors: Factors) -> Change:
    """A factor was used, added or removed. Raises FactorsMoved if another request was faster."""
    row = FactorsRow(
        f"USER#{factors.user_id}",
        "FACTORS",
        authenticator=_plain(factors.authenticator) if factors.authenticator else None,
        passkeys=[_plain(one) for one in factors.passkeys] or None,
        **filled_values_of(factors, FactorsRow, "authenticator", "passkeys"),
    )
    return put_edited(row, FactorsMoved)


def _plain(factor: Authenticator | Passkey) -> dict[str, Any]:
    return {
        name: clock.to_text(value) if isinstance(value, datetime) else value for name, value in asdict(factor).items()
    }


def _noun(row: FactorsRow) -> Factors:
    return noun_of(
        Factors,
        row,
        authenticator=Authenticator(**_read(row.authenticator)) if row.authenticator else None,
        passkeys=[Passkey(**_read(one)) for one in row.passkeys or []],
    )


def _read(plain: dict[str, Any]) -> dict[str, Any]:
    return {name: clock.from_text(value) if name.endswith("_at") and value else value for name, value in plain.items()}


def get_factors(user_id: str) -> Factors:
    """All second factors of a person, none for most."""
    row = find(FactorsRow, f"USER#{user_id}", "FACTORS")
    return _noun(row) if row else Factors(user_id)


def list_with_factors(user_ids: Iterable[str]) -> set[str]:
    """Those of these people who have a second factor."""
    rows = batch_get(FactorsRow, [(f"USER#{one}", "FACTORS") for one in user_ids])
    return {row.user_id for row in rows if _noun(row).has_any}


def new_challenge(challenge: Challenge) -> Change:
    """Something is asked of a browser."""
    row = ChallengeRow(
        f"CHALLENGE#{challenge.challenge_hash}",
        "META",
        ttl=int(challenge.expires_at.timestamp()),
        **filled_values_of(challenge, ChallengeRow),
    )
    return put_new(row, AlreadyDone)


def answered_challenge(challenge: Challenge) -> Change:
    """It was answered, which happens once. Raises ChallengeOver."""
    row = ChallengeRow(f"CHALLENGE#{challenge.challenge_hash}", "META")
    return Change("delete", row, ChallengeOver, ChallengeRow.pk.exists())


def get_challenge(challenge_hash: str, now: datetime) -> Challenge:
    """Raises ChallengeOver."""
    row = find(ChallengeRow, f"CHALLENGE#{challenge_hash}", "META")
    if not row or row.expires_at <= now:
        raise ChallengeOver()
    return noun_of(Challenge, row)

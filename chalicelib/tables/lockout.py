"""Passwords that were tried, as rows that forget by themselves."""

from pynamodb.attributes import UnicodeAttribute, VersionAttribute

from chalicelib.domain.lockout import FORGOTTEN_AFTER, AttemptOvertaken, Attempts
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables.attributes import InstantAttribute, IntegerAttribute
from chalicelib.tables.changes import Change, put_edited
from chalicelib.tables.table import Row, find, noun_of, values_of


class AttemptsRow(Row):
    """ATTEMPTS#who / META with a ttl."""

    KIND = "Attempts"
    who = UnicodeAttribute()
    tried_at = InstantAttribute()
    times = IntegerAttribute()
    locked_until = InstantAttribute(null=True)
    version = VersionAttribute()


def tried(attempts: Attempts) -> Change:
    """One more was tried. Raises AttemptOvertaken when another one was counted since these were read."""
    ttl = int((attempts.tried_at + FORGOTTEN_AFTER).timestamp())
    return put_edited(AttemptsRow(f"ATTEMPTS#{attempts.who}", "META", ttl=ttl, **values_of(attempts)), AttemptOvertaken)


def forgotten(who: str) -> Change:
    """Somebody has shown who they are: from here on it is counted anew."""
    return Change("delete", AttemptsRow(f"ATTEMPTS#{who}", "META"), AlreadyDone)


def find_attempts(who: str) -> Attempts | None:
    """What was tried for this address, None if nothing was lately."""
    row = find(AttemptsRow, f"ATTEMPTS#{who}", "META")
    return noun_of(Attempts, row) if row else None

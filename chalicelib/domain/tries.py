"""What anybody may try so often only without being signed in: by where they come from, and by whom they name."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.domain.velocity import Window, window_at
from chalicelib.kernel.errors import TooMany

# Whose counters these are: they belong to no account.
_SCOPE = "platform"


class TooManyTries(TooMany):
    """That was tried too often in a short time."""


Kind = Literal["sign_in", "sign_up", "email_link", "email_link_to", "invitation_to"]


@dataclass(frozen=True)
class Limit:
    """So often in so long."""

    times: int
    length: timedelta


# Generous enough for an office behind one address, and too little to try leaked passwords of a million people.
LIMITS: dict[Kind, Limit] = {
    "sign_in": Limit(60, timedelta(minutes=15)),
    "sign_up": Limit(20, timedelta(hours=1)),
    "email_link": Limit(20, timedelta(hours=1)),
    # To one e-mail address. As long as such a link is good: whoever is refused has one that opens.
    "email_link_to": Limit(5, timedelta(minutes=15)),
    # Counted apart: whoever is asked to join too often can still ask for a link to sign in.
    "invitation_to": Limit(5, timedelta(minutes=15)),
}


def window_of(kind: Kind, who: str, now: datetime) -> Window:
    """What is counted at this moment about whoever has this keyed hash."""
    limit = LIMITS[kind]
    return window_at(now, scope=_SCOPE, kind=kind, who=who, limit=limit.times, length=limit.length)

"""Sessions: how long they last, and what a refresh token that was used before means."""

from datetime import datetime, timedelta
from typing import Literal

from chalicelib.domain.accounts import Session
from chalicelib.kernel.errors import NotFound, Unauthenticated

# A browser that stays away for so long signs in again; whoever comes back in time stays signed in.
LENGTH = timedelta(days=14)
# Nobody stays signed in for longer than this without saying anew who they are.
LONGEST = timedelta(days=90)
# How long the token of each single call is good. What is revoked ends at once all the same: sessions are looked up.
ACCESS = timedelta(minutes=15)
# Two tabs, or a lost answer, may send the same refresh token: so long it is not taken for a theft.
GRACE = timedelta(seconds=30)


class SessionExpired(Unauthenticated):
    """Your session has to be refreshed, or is over."""


class SessionNotFound(NotFound):
    """You are not signed in there."""


class RefreshOvertaken(Unauthenticated):
    """Another tab has refreshed this session."""


Reading = Literal["current", "just_replaced", "stolen"]


def read_refresh(session: Session, token_hash: str, now: datetime) -> Reading:
    """What it means that somebody sends this refresh token.

    Each is good once. One that was replaced a while ago has been copied: by whom the first of the two was used nobody
    can tell, so neither is believed any more (RFC 9700, section 4.14.2).
    """
    if token_hash == session.refresh_hash:
        return "current"
    if token_hash == session.previous_hash and now - session.refreshed_at <= GRACE:
        return "just_replaced"
    return "stolen"


def ends_at(began_at: datetime, now: datetime) -> datetime:
    """When a session that is refreshed now is over."""
    return min(now + LENGTH, began_at + LONGEST)

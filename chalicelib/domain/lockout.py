"""Lockout: for how long no password may be tried for an e-mail address, after wrong ones."""

import math
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.kernel.errors import TooMany

# Each wrong one from then on doubles the pause. The longest is short enough to be waited for, and long enough that
# guessing goes on at a hundred a day: no password that is let in falls to that within a lifetime.
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=15)
# Who mistypes now and then is not counted together.
FORGOTTEN_AFTER = timedelta(days=1)


class TooManyPasswords(TooMany):
    """Too many wrong passwords were tried for this e-mail address."""


class AttemptOvertaken(Exception):
    """Another password was tried for the same address at this moment."""


@dataclass(frozen=True)
class Attempts:
    """The passwords that were tried in a row for one e-mail address, whether or not anybody has it.

    `who` is a keyed hash of it.
    """

    who: str
    tried_at: datetime
    times: int = 0
    locked_until: datetime | None = None
    version: int | None = None


def attempt(before: Attempts, most: int, now: datetime) -> Attempts:
    """One more is tried; from the `most`-th on a pause follows. Raises TooManyPasswords during a pause.

    It is counted before it is compared, so that a hundred at once are a hundred. The right one makes all forgotten.
    """
    if before.locked_until and now < before.locked_until:
        seconds = math.ceil((before.locked_until - now).total_seconds())
        refusal = TooManyPasswords(
            f"Too many wrong passwords: wait {seconds} seconds, or have a link sent to your e-mail address."
        )
        refusal.retry_after_seconds = seconds
        raise refusal
    times = 1 if now - before.tried_at > FORGOTTEN_AFTER else before.times + 1
    return replace(before, times=times, tried_at=now, locked_until=_locked_until(times - most, now))


def _locked_until(too_many: int, now: datetime) -> datetime | None:
    if too_many < 0:
        return None
    # Beyond ten doublings only the longest is left, and the number would not fit.
    pause: timedelta = FIRST_PAUSE * 2 ** min(too_many, 10)
    return now + min(pause, LONGEST_PAUSE)

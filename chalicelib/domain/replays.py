"""Replays: what became of a request that was sent with an idempotency key, for whoever sends it again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.kernel.errors import Conflict

# No function of ours runs longer: a request that began before has died without an answer.
_LONGEST = timedelta(minutes=1)


class StillRunning(Conflict):
    """The first request with this Idempotency-Key is still being carried out: send it again in a moment."""

    retry_after_seconds = 1


@dataclass(frozen=True)
class Replay:
    """A request that was begun. `answer` is sealed, "" as long as there is none."""

    digest: str
    begun_at: datetime
    answer: str = ""

    def has_died(self, now: datetime) -> bool:
        """Whether there will never be an answer."""
        return not self.answer and now - self.begun_at > _LONGEST

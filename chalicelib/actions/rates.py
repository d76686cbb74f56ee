"""Counting calls: in the memory of this instance, and every so many of them in a row that all instances share.

The instances that know refuse; one that has not told its own calls for a while lets a few more pass
(docs/decisions/0022-rate-limits.md). What is kept here is lost with the instance, which is what it may cost.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.domain import rates as rules
from chalicelib.domain.rates import Quota, Rate
from chalicelib.kernel.errors import Busy
from chalicelib.tables import rates


@dataclass
class _Tally:
    """`told` are the calls of all instances when this one told its own the last time, `own` those of it since."""

    told: int = 0
    own: int = 0


@dataclass
class Instance:
    """What one instance of a function remembers of the present minute."""

    begins_at: datetime = datetime.min
    tallies: dict[tuple[str, str], _Tally] = field(default_factory=dict)

    def count(self, rate: Rate, now: datetime) -> Quota:
        """One more call of this caller."""
        begins_at = rules.begins_at(now)
        if self.begins_at != begins_at:
            self.begins_at, self.tallies = begins_at, {}
        tally = self.tallies.setdefault((rate.policy, rate.who), _Tally())
        tally.own += 1
        if tally.own >= rate.step and tally.told <= rate.limit:
            with suppress(Busy):  # a counter that cannot be written is no reason to turn anybody away
                tally.told, tally.own = rates.add(rate, begins_at, tally.own), 0
        return Quota(rate, tally.told + tally.own, begins_at + rules.WINDOW)


HERE = Instance()

"""How often something may happen in a window of time, and who counts as one."""

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Window:
    """A stretch of time in which something of this kind may happen `limit` times.

    `scope` is whose counter it is (an account's, or the platform's), `who` a keyed hash of who does it.
    """

    scope: str
    kind: str
    who: str
    limit: int
    begins_at: datetime
    length: timedelta

    @property
    def ends_at(self) -> datetime:
        """From then on it is counted anew."""
        return self.begins_at + self.length

    def seconds_left(self, now: datetime) -> int:
        """Until then, rounded up: what Retry-After says."""
        return int((self.ends_at - now).total_seconds()) + 1


def window_at(now: datetime, *, scope: str, kind: str, who: str, limit: int, length: timedelta) -> Window:
    """The window that is open at this moment: they follow each other without gaps, by the clock."""
    passed = timedelta(seconds=now.timestamp() % length.total_seconds())
    return Window(scope, kind, who, limit, now - passed, length)


def network_of(address: str) -> str:
    """What is counted as one caller: an IPv4 address; of IPv6 the 64 bits that one customer is given (RFC 6177)."""
    found = ipaddress.ip_address(address)
    return address if found.version == 4 else str(ipaddress.ip_network((found, 64), strict=False))

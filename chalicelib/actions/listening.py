"""Whether anybody outside listens to an account, remembered for seconds: most accounts have no endpoint at all.

Each process asks once in ten seconds for an account that something happens in, not for each fact. What happens
meanwhile is not lost on a new endpoint: it is caught up with (`actions/telling_outside.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain.envelopes import type_of
from chalicelib.gateways import queues
from chalicelib.tables import endpoints

REMEMBERED = timedelta(seconds=10)
_MOST_ACCOUNTS = 10_000


@dataclass(frozen=True)
class _Seen:
    at: datetime
    listens: bool


_seen: dict[str, _Seen] = {}


def hand_over(fact: Mapping[str, Any], now: datetime) -> None:
    """A new fact (id, name, subject, account_id, event_id) goes to the worker of webhooks, if anybody listens."""
    if is_listened_to(fact["account_id"], now):
        queues.send(
            "webhooks",
            {
                "account_id": fact["account_id"],
                "event_id": fact["event_id"],
                "subject": fact["subject"],
                "fact_id": fact["id"],
                "type": type_of(fact["name"]),
            },
        )


def is_listened_to(account_id: str, now: datetime) -> bool:
    """Whether the account has an enabled endpoint, as of ten seconds ago at the worst."""
    known = _seen.get(account_id)
    if not known or not now - REMEMBERED < known.at <= now:
        found = endpoints.list_endpoints(account_id, consistent=False)
        known = _Seen(now, any(endpoint.is_enabled for endpoint in found))
        if len(_seen) >= _MOST_ACCOUNTS:
            _seen.clear()
        _seen[account_id] = known
    return known.listens

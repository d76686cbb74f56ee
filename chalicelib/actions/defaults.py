"""What an account's new events begin with: its usual taxes."""

from datetime import datetime
from typing import Any

from chalicelib.domain.accounts import Caller
from chalicelib.domain.charges import Tax
from chalicelib.kernel import ids
from chalicelib.kernel.facts import AccountChanged
from chalicelib.tables import defaults
from chalicelib.tables.commit import commit


def get_taxes(caller: Caller) -> list[dict[str, Any]]:
    """The fields of each tax."""
    return defaults.get_default_taxes(caller.account_id)[0]


def set_taxes(taxes: list[dict[str, Any]], caller: Caller, now: datetime) -> list[dict[str, Any]]:
    """From now on new events begin with these; events that exist keep theirs. Raises StaleEdit."""
    version = defaults.get_default_taxes(caller.account_id)[1]
    fact = AccountChanged(caller.account_id, caller.account_id, data={"fields": ["default_taxes"]})
    change = defaults.default_taxes(caller.account_id, taxes, version)
    commit([change], [fact], now=now, by=caller.user_id)
    return taxes


def taxes_for(event_id: str, caller: Caller) -> list[Tax]:
    """The account's taxes for a new event; its products have them unless they say otherwise."""
    return [
        Tax(ids.derived("tax", event_id, str(place)), event_id, position=place, is_default=True, **fields)
        for place, fields in enumerate(get_taxes(caller))
    ]

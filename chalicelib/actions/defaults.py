"""What an account's new events begin with: its usual currency, time zone, language, date format and taxes."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.domain.accounts import Caller
from chalicelib.domain.charges import Tax
from chalicelib.domain.preferences import Preferences
from chalicelib.kernel import ids
from chalicelib.kernel.facts import AccountChanged
from chalicelib.tables import defaults, preferences
from chalicelib.tables.commit import commit


def get_preferences(caller: Caller) -> Preferences:
    """The account's usual ways."""
    return preferences.get_preferences(caller.account_id)


def set_preferences(values: dict[str, Any], version: int, caller: Caller, now: datetime) -> Preferences:
    """From now on new events begin with these. Version 0 is of what was never saved. Raises StaleEdit."""
    saved = Preferences(caller.account_id, version=version or None, **values)
    fact = AccountChanged(caller.account_id, caller.account_id, data={"fields": sorted(values)})
    commit([preferences.saved_preferences(saved)], [fact], now=now, by=caller.user_id)
    return replace(saved, version=version + 1)


def get_taxes(caller: Caller) -> tuple[list[dict[str, Any]], int]:
    """(the fields of each tax, their version)."""
    return defaults.get_default_taxes(caller.account_id)


def set_taxes(
    taxes: list[dict[str, Any]], version: int, caller: Caller, now: datetime
) -> tuple[list[dict[str, Any]], int]:
    """From now on new events begin with these; events that exist keep theirs. Raises StaleEdit."""
    fact = AccountChanged(caller.account_id, caller.account_id, data={"fields": ["default_taxes"]})
    change = defaults.default_taxes(caller.account_id, taxes, version)
    commit([change], [fact], now=now, by=caller.user_id)
    return taxes, version + 1


def taxes_for(event_id: str, caller: Caller) -> list[Tax]:
    """The account's taxes for a new event; its products have them unless they say otherwise."""
    return [
        Tax(ids.derived("tax", event_id, str(place)), event_id, position=place, is_default=True, **fields)
        for place, fields in enumerate(get_taxes(caller)[0])
    ]

"""An account's usual currency, time zone, language and date format, as a row."""

from pynamodb.attributes import UnicodeAttribute, VersionAttribute

from chalicelib.domain.events import StaleEdit
from chalicelib.domain.preferences import Preferences
from chalicelib.tables.changes import Change, put_edited
from chalicelib.tables.table import Row, find, noun_of, values_of


class PreferencesRow(Row):
    """ACCOUNT#a / PREFERENCES."""

    KIND = "Preferences"
    account_id = UnicodeAttribute()
    currency = UnicodeAttribute()
    timezone = UnicodeAttribute()
    language = UnicodeAttribute()
    date_format = UnicodeAttribute()
    version = VersionAttribute()


def get_preferences(account_id: str) -> Preferences:
    """What was saved, or what accounts begin with."""
    row = find(PreferencesRow, f"ACCOUNT#{account_id}", "PREFERENCES")
    return noun_of(Preferences, row) if row else Preferences(account_id)


def saved_preferences(preferences: Preferences) -> Change:
    """Raises StaleEdit if somebody saved them since they were read."""
    row = PreferencesRow(f"ACCOUNT#{preferences.account_id}", "PREFERENCES", **values_of(preferences))
    return put_edited(row, StaleEdit)

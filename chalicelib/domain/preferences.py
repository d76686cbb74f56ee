"""What an account's events begin with, unless somebody says otherwise: currency, time zone, language, date format."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.kernel.wall_clock import DateFormat


@dataclass(frozen=True)
class Preferences:
    """An account's usual ways. Events that exist keep theirs when these change."""

    account_id: str
    currency: str = "EUR"
    timezone: str = "UTC"
    language: str = "en"
    date_format: DateFormat = "day_first"
    version: int | None = None

    def fill(self, new: Mapping[str, Any]) -> dict[str, Any]:
        """The fields of a new event, with the account's own where none was given."""
        usual = {
            "currency": self.currency,
            "timezone": self.timezone,
            "languages": [self.language],
            "date_format": self.date_format,
        }
        return {**new, **{name: value for name, value in usual.items() if not new.get(name)}}

"""Envelopes: a fact as programs outside are told it. The same bytes whenever and however often it is told."""

import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chalicelib.kernel import clock

TEST_TYPE = "webhook.test"
_NOUNS_OF_TWO_WORDS = ("credit_note", "payment_settings", "platform_fees", "webhook_secret")
_WORD = re.compile(r"(?<!^)(?=[A-Z])")


def type_of(name: str) -> str:
    """A fact's type: `OrderPaid` is `order.paid`, `OrderAwaitsApproval` is `order.awaits_approval`."""
    words = _WORD.sub("_", name).lower()
    noun = next((noun for noun in _NOUNS_OF_TWO_WORDS if words.startswith(noun)), words.partition("_")[0])
    return f"{noun}.{words.removeprefix(noun).lstrip('_')}"


@dataclass(frozen=True)
class Recorded:
    """A fact as it is stored. It names ids, states and amounts, never a person."""

    fact_id: str
    name: str
    version: int
    subject: str
    account_id: str
    event_id: str
    at: datetime
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def type(self) -> str:
        """What endpoints choose by."""
        return type_of(self.name)


def envelope(fact: Recorded) -> dict[str, Any]:
    """What is told: https://www.standardwebhooks.com, with the fact's own id, so that whoever gets it twice knows."""
    about = {"subject": fact.subject, "account_id": fact.account_id}
    if fact.event_id:
        about["event_id"] = fact.event_id
    return {
        "id": fact.fact_id,
        "type": fact.type,
        "version": fact.version,
        "created_at": clock.to_text(fact.at),
        "data": about | {"details": fact.data},
    }


def to_bytes(told: dict[str, Any]) -> bytes:
    """The one text that is signed and sent: it must not differ between two attempts."""
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()

"""Everything the local Stripe remembers, by account, and the file in which it outlives a restart."""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from localstack.stripe.errors import Json, no_such
from localstack.stripe.shapes import kinds_of

# The account that owns the secret keys; every other one is connected and named by `Stripe-Account`.
PLATFORM = "acct_1LocalPlatform"
_PERSISTED = frozenset({"objects", "private", "deliveries", "answers", "due", "revoked", "clock_offset", "settings"})
_SAVE_AFTER_SECONDS = 0.3
# A long history takes long to write: at most a tenth of the time goes into writing it.
_SAVE_COST_FACTOR = 10


@dataclass(frozen=True)
class Endpoint:
    """A webhook endpoint: where to, signed with what, and whose events it hears."""

    url: str
    secret: str
    # `thin` hears the notifications of API v2 and nothing else; the others hear the events of API v1.
    scope: Literal["all", "platform", "connect", "thin"] = "all"

    def hears(self, event: Json, account: str) -> bool:
        if event["object"] == "v2.core.event" or self.scope == "thin":
            return event["object"] == "v2.core.event" and self.scope == "thin"
        return self.scope == "all" or (self.scope == "platform") == (account == PLATFORM)


def _settings() -> Json:
    return {
        # Accounts are made through API v2; this opens `POST /v1/accounts` as well.
        "v1_accounts": False,
        # Radar's two default rules.
        "block_highest_risk": True,
        "review_elevated_risk": True,
    }


@dataclass
class State:
    """Objects are kept as account → kind → id → object, in order of creation."""

    file: Path | None = None
    endpoints: tuple[Endpoint, ...] = ()
    objects: dict[str, dict[str, dict[str, Json]]] = field(default_factory=dict)
    # What Stripe knows and never shows, by object id: the number of a card, the key of a challenge.
    private: dict[str, Json] = field(default_factory=dict)
    deliveries: list[Json] = field(default_factory=list)
    # Answers by account and idempotency key.
    answers: dict[str, Json] = field(default_factory=dict)
    # What will happen by itself at a time: a pending refund settles, a debit clears.
    due: list[Json] = field(default_factory=list)
    revoked: list[str] = field(default_factory=list)
    clock_offset: float = 0.0
    settings: Json = field(default_factory=_settings)
    journal: deque[Json] = field(default_factory=lambda: deque(maxlen=10_000))
    faults: list[Json] = field(default_factory=list)
    webhooks: Json = field(default_factory=lambda: {"mode": "normal", "rules": []})
    # Idempotency keys whose first request is still at work.
    in_flight: set[str] = field(default_factory=set)
    stirred: asyncio.Event = field(default_factory=asyncio.Event)
    _save: asyncio.TimerHandle | None = None
    _save_cost: float = 0.0

    def now(self) -> int:
        return int(time.time() + self.clock_offset)

    def later(self, seconds: float, task: str, account: str, object_id: str) -> None:
        """Have `task` of settlements.py done to an object when that much time has passed."""
        self.due.append({"at": self.now() + seconds, "task": task, "account": account, "id": object_id})

    def put(self, account: str, item: Json) -> Json:
        self.objects.setdefault(account, {}).setdefault(item["object"], {})[item["id"]] = item
        return item

    def all(self, account: str, kind: str) -> list[Json]:
        """Objects of one kind, the newest first, as every list of the API has them."""
        return list(reversed(self.objects.get(account, {}).get(kind, {}).values()))

    def find(self, account: str, object_id: str) -> Json | None:
        held = self.objects.get(account, {})
        return next((held[kind][object_id] for kind in kinds_of(object_id) if object_id in held.get(kind, {})), None)

    def get(self, account: str, kind: str, object_id: str, param: str = "id") -> Json:
        found = self.objects.get(account, {}).get(kind, {}).get(object_id)
        if found is None:
            raise no_such(kind, object_id, param)
        return found

    def reset(self) -> None:
        blank = State()
        for name in (*_PERSISTED, "journal", "faults", "webhooks"):
            setattr(self, name, getattr(blank, name))
        self.changed()

    def changed(self) -> None:
        """Wake the sender, and save soon; changes that come close together are written once."""
        self.stirred.set()
        if self.file and self._save is None:
            wait = max(_SAVE_AFTER_SECONDS, _SAVE_COST_FACTOR * self._save_cost)
            self._save = asyncio.get_running_loop().call_later(wait, self.save)

    def save(self) -> None:
        if self._save:
            self._save.cancel()
            self._save = None
        if self.file is None:
            return
        begun = time.monotonic()
        # A reader, or a kill in the middle, must never meet half a file.
        beside = self.file.with_suffix(".tmp")
        beside.write_text(json.dumps({name: getattr(self, name) for name in _PERSISTED}))
        os.replace(beside, self.file)
        self._save_cost = time.monotonic() - begun

    def load(self) -> None:
        if self.file is None:
            return
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            remembered: dict[str, Any] = json.loads(self.file.read_text())
            for name in _PERSISTED & remembered.keys():
                setattr(self, name, remembered[name])
            self.settings = _settings() | self.settings

"""Which deliveries an event owes, and how a test may have them lost, doubled, shuffled or late."""

from __future__ import annotations

import random
import time

from localstack.stripe.errors import Json
from localstack.stripe.state import State

MODES = ("normal", "lost", "duplicate", "shuffle", "delay")
_DEFAULT_SECONDS = 1.0
# Seconds between attempts: quick at first, since here a failure is mostly a server that is still starting.
BACKOFF = (0.5, 1, 2, 4, 8, 16, 32, 60, 60, 60)


def owe(state: State, event: Json, account: str) -> None:
    """Note a delivery for every endpoint that hears this account, in the mode now set."""
    mode = state.webhooks["mode"]
    heard = [index for index, endpoint in enumerate(state.endpoints) if endpoint.hears(account)]
    for index in heard:
        for _ in range(2 if mode == "duplicate" else 1):
            add(state, event, account, index, _wait(state.webhooks), lost=mode == "lost")


def add(state: State, event: Json, account: str, endpoint: int, wait: float, lost: bool = False) -> None:
    event["pending_webhooks"] += 1
    state.deliveries.append(
        {
            "event": event["id"],
            "account": account,
            "endpoint": endpoint,
            "state": "lost" if lost else "pending",
            "next_at": time.time() + wait,
            "attempts": [],
        }
    )


def _wait(webhooks: Json) -> float:
    seconds = float(webhooks.get("seconds", _DEFAULT_SECONDS))
    if webhooks["mode"] == "delay":
        return seconds
    return random.uniform(0, seconds) if webhooks["mode"] == "shuffle" else 0.0


def note_attempt(state: State, delivery: Json, status: int | None) -> None:
    """Write down the receiver's answer (None: there was none) and plan what follows."""
    delivery["attempts"].append({"at": int(time.time()), "status": status})
    failures = len(delivery["attempts"])
    if status is not None and 200 <= status < 300:
        delivery["state"] = "delivered"
        event = state.find(delivery["account"], delivery["event"])
        if event:
            event["pending_webhooks"] = max(0, event["pending_webhooks"] - 1)
    elif failures > len(BACKOFF):
        delivery["state"] = "failed"
    else:
        delivery |= {"state": "pending", "next_at": time.time() + BACKOFF[failures - 1]}
    state.changed()

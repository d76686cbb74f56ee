"""Which deliveries an event owes, and how a test may have them lost, doubled, shuffled or late."""

from __future__ import annotations

import random
import time

from localstack.stripe.errors import Json
from localstack.stripe.patterns import matches
from localstack.stripe.state import State

MODES = ("normal", "lost", "duplicate", "shuffle", "delay")
_DEFAULT_SECONDS = 1.0
# Seconds between attempts: quick at first, since here a failure is mostly a server that is still starting.
BACKOFF = (0.5, 1, 2, 4, 8, 16, 32, 60, 60, 60)


def add_rule(state: State, match: str, mode: str, seconds: float | None, times: int | None) -> None:
    """Deliver the events whose type matches in this mode, `times` of them or all."""
    state.webhooks["rules"].append({"match": match, "mode": mode, "seconds": seconds, "left": times})


def owe(state: State, event: Json, account: str) -> None:
    """Note a delivery for every endpoint that hears of this event, in the mode now set for its type."""
    heard = [index for index, endpoint in enumerate(state.endpoints) if endpoint.hears(event, account)]
    if not heard:
        return
    rule = _rule_for(state, event["type"])
    for index in heard:
        for _ in range(2 if rule["mode"] == "duplicate" else 1):
            add(state, event, account, index, _wait(rule), lost=rule["mode"] == "lost")


def _rule_for(state: State, event_type: str) -> Json:
    """The first rule for this type that is not used up, or what is set for all."""
    for rule in state.webhooks["rules"]:
        if rule["left"] != 0 and matches(event_type, rule["match"]):
            if rule["left"] is not None:
                rule["left"] -= 1
            return rule  # type: ignore[no-any-return]
    return state.webhooks


def add(state: State, event: Json, account: str, endpoint: int, wait: float, lost: bool = False) -> None:
    _count(event, 1)
    state.deliveries.append(
        {
            "event": event["id"],
            "type": event["type"],
            "account": account,
            "endpoint": endpoint,
            "state": "lost" if lost else "pending",
            "next_at": time.time() + wait,
            "attempts": [],
        }
    )


def _count(event: Json, change: int) -> None:
    """Events of API v1 tell how many deliveries are open; those of v2 have no such member."""
    if event["object"] == "event":
        event["pending_webhooks"] = max(0, event["pending_webhooks"] + change)


def _wait(rule: Json) -> float:
    given = rule.get("seconds")
    seconds = _DEFAULT_SECONDS if given is None else float(given)
    if rule["mode"] == "delay":
        return seconds
    return random.uniform(0, seconds) if rule["mode"] == "shuffle" else 0.0


def note_attempt(state: State, delivery: Json, status: int | None) -> None:
    """Write down the receiver's answer (None: there was none) and plan what follows."""
    delivery["attempts"].append({"at": int(time.time()), "status": status})
    failures = len(delivery["attempts"])
    if status is not None and 200 <= status < 300:
        delivery["state"] = "delivered"
        event = state.find(delivery["account"], delivery["event"])
        if event:
            _count(event, -1)
    elif failures > len(BACKOFF):
        delivery["state"] = "failed"
    else:
        delivery |= {"state": "pending", "next_at": time.time() + BACKOFF[failures - 1]}
    state.changed()

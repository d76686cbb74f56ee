"""The event log of API v1, and the deliveries that each event owes to the webhook endpoints."""

from __future__ import annotations

import copy
from typing import Any

import stripe

from localstack.stripe import deliveries, lists
from localstack.stripe.call import Call
from localstack.stripe.errors import Json
from localstack.stripe.patterns import matches
from localstack.stripe.shapes import new_object
from localstack.stripe.state import PLATFORM


def record(call: Call, event_type: str, item: Json, previous: Json | None = None, account: str = "") -> Json:
    """Write down that `event_type` happened to `item`; the sender delivers it in its own time."""
    account = account or call.account
    data: dict[str, Any] = {"object": copy.deepcopy(item)}
    if previous is not None:
        data["previous_attributes"] = previous
    event = new_object(
        "event",
        call.state.now(),
        type=event_type,
        api_version=stripe.api_version,
        data=data,
        request={"id": call.request_id, "idempotency_key": call.idempotency_key},
    )
    # Only events of connected accounts name their account; on the platform's own the member is absent.
    event.pop("account")
    if account != PLATFORM:
        event["account"] = account
    call.state.put(account, event)
    deliveries.owe(call.state, event, account)
    return event


def list_events(call: Call) -> Json:
    wanted = call.params.get("types") or [call.params.get("type") or "*"]
    found = [
        event
        for event in call.state.all(call.account, "event")
        if any(matches(event["type"], pattern) for pattern in wanted)
    ]
    return lists.page(call, found, "/v1/events")


def retrieve(call: Call) -> Json:
    return call.get("event")

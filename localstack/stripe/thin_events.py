"""Events of API v2: a thin notification is delivered, the whole event is fetched.

https://docs.stripe.com/event-destinations#thin-events
[M] They are kept on the platform with an empty `context`, since v2 accounts are the platform's own objects.
"""

from __future__ import annotations

from localstack.stripe import deliveries
from localstack.stripe.call import Call
from localstack.stripe.errors import Json, no_such
from localstack.stripe.instants import instant, page_v2
from localstack.stripe.shapes import new_object
from localstack.stripe.state import PLATFORM

KIND = "v2.core.event"
# What a notification carries; `data` and `changes` must be fetched.
_NOTIFIED = ("id", "object", "type", "created", "livemode", "context", "reason", "related_object")


def record(call: Call, event_type: str, account_id: str, data: Json | None = None) -> Json:
    """Write down that `event_type` happened to a v2 account."""
    request = {"id": call.request_id, "idempotency_key": call.idempotency_key or ""}
    event = new_object(
        KIND,
        instant(call.state.now()),
        type=event_type,
        context=None,
        reason={"type": "request", "request": request} if call.request_id else None,
    )
    event["related_object"] = {
        "id": account_id,
        "type": "v2.core.account",
        "url": f"/v2/core/accounts/{account_id}",
    }
    if data is not None:
        event["data"] = data
    call.state.put(PLATFORM, event)
    deliveries.owe(call.state, event, PLATFORM)
    return event


def notification(event: Json) -> Json:
    return {name: event[name] for name in _NOTIFIED if event.get(name) is not None}


def retrieve(call: Call) -> Json:
    found = call.state.objects.get(PLATFORM, {}).get(KIND, {}).get(call.path["id"])
    if found is None:
        raise no_such(KIND, call.path["id"], "id")
    return found


def list_events(call: Call) -> Json:
    given = call.params
    rows = [
        event
        for event in call.state.all(PLATFORM, KIND)
        if given.get("object_id") in (None, event["related_object"]["id"])
        and event["type"] in given.get("types", [event["type"]])
    ]
    return page_v2(call, rows, "/v2/core/events")

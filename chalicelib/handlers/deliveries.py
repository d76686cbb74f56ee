"""Deliveries of webhooks, their replay, and the same facts to be fetched instead."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import deliveries
from chalicelib.domain.accounts import Caller
from chalicelib.domain.deliveries import LISTED, DeliveryNotFound
from chalicelib.domain.endpoints import WebhookDisabled, WebhookNotFound
from chalicelib.handlers.models.common import Empty
from chalicelib.handlers.models.deliveries import (
    DeliveryList,
    DeliveryOut,
    DeliveryQuery,
    EnvelopeOut,
    FactList,
    FactQuery,
    ReplayOut,
    Stretch,
)
from chalicelib.handlers.route import route
from chalicelib.kernel.once import Once

routes = Blueprint(__name__)


@route(
    routes,
    "GET",
    "/webhooks/{webhook_id}/deliveries",
    allow="webhooks.read",
    refusals=(WebhookNotFound,),
)
def list_deliveries(webhook_id: str, caller: Caller, query: DeliveryQuery) -> DeliveryList:
    """An endpoint's deliveries of the last 30 days, the latest facts first."""
    states = [query.state] if query.state else LISTED
    page = deliveries.list_deliveries(webhook_id, states, query.cursor, query.limit, caller)
    return DeliveryList(items=[DeliveryOut.of(found) for found in page.items], next=page.next)


_REPLAYED = (WebhookNotFound, WebhookDisabled)


@route(
    routes,
    "POST",
    "/webhooks/{webhook_id}/deliveries/{fact_id}/replay",
    allow="webhooks.edit",
    refusals=(*_REPLAYED, DeliveryNotFound),
)
def replay_delivery(
    webhook_id: str, fact_id: str, caller: Caller, body: Empty, once: Once, now: datetime
) -> DeliveryOut:
    """Deliver once more, with the same id. The answer shows the delivery as it stands before."""
    return DeliveryOut.of(deliveries.replay_one(webhook_id, fact_id, caller, once, now))


@route(routes, "POST", "/webhooks/{webhook_id}/replay", allow="webhooks.edit", refusals=_REPLAYED)
def replay_stretch(webhook_id: str, caller: Caller, body: Stretch, once: Once, now: datetime) -> ReplayOut:
    """Deliver what happened in a stretch of time once more: what was missed, or all of it."""
    only_missed = body.which == "missed"
    begun = deliveries.replay_stretch(webhook_id, body.since, body.until, caller, once, now, is_only_missed=only_missed)
    return ReplayOut(id=begun)


@route(routes, "GET", "/facts", allow="webhooks.read")
def read_facts(caller: Caller, query: FactQuery, now: datetime) -> FactList:
    """All that has happened in the account up to half a minute ago, oldest first; go on with `next` for ever.

    The same envelopes as webhooks carry, in an order that does not change. With `type`, an answer may hold fewer than
    `limit`, or none, although more follow: go on until `next` stays the same.
    """
    page = deliveries.read_facts(query.after, query.limit, caller, now)
    items = [EnvelopeOut.of(fact) for fact in page.items if query.type in (None, fact.type)]
    return FactList(items=items, next=page.next)

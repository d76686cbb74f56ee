"""Webhook endpoints, for the members of an account."""

from datetime import datetime, timedelta

from chalice.app import Blueprint

from chalicelib.actions import endpoints
from chalicelib.domain.accounts import Caller
from chalicelib.domain.endpoints import TooManySecrets, TooManyWebhooks, UnknownType, UnsafeAddress, WebhookNotFound
from chalicelib.domain.events import EventNotFound, StaleEdit
from chalicelib.handlers.models.common import Empty
from chalicelib.handlers.models.endpoints import (
    NewWebhook,
    Rotation,
    TestAnswer,
    TypeList,
    TypeOut,
    WebhookEdits,
    WebhookList,
    WebhookOut,
    WebhookWithSecret,
)
from chalicelib.handlers.route import route
from chalicelib.handlers.versions import read_version, versioned
from chalicelib.handlers.wire import Answer, Request
from chalicelib.kernel.errors import StaleCheck
from chalicelib.kernel.once import Once

routes = Blueprint(__name__)
_CHECKED = (UnsafeAddress, UnknownType, EventNotFound)


@route(routes, "GET", "/webhook-types", allow="webhooks.read")
def list_webhook_types(caller: Caller) -> TypeList:
    """Every type of event that a webhook can be told."""
    found = endpoints.list_types()
    items = [TypeOut(type=name, version=fact.version, says=(fact.__doc__ or "").strip()) for name, fact in found]
    return TypeList(items=items, next=None)


@route(routes, "GET", "/webhooks", allow="webhooks.read")
def list_webhooks(caller: Caller) -> WebhookList:
    """The account's endpoints and how they do, the oldest first."""
    return WebhookList(items=[WebhookOut.of(found) for found in endpoints.list_endpoints(caller)], next=None)


@route(
    routes,
    "POST",
    "/webhooks",
    allow="webhooks.edit",
    answers=201,
    refusals=(*_CHECKED, TooManyWebhooks),
)
def add_webhook(caller: Caller, body: NewWebhook, once: Once, now: datetime) -> WebhookWithSecret:
    """Add an endpoint. The answer shows its secret, and no other answer does."""
    return WebhookWithSecret.shown(*endpoints.add_endpoint(body.model_dump(), caller, once, now))


@route(routes, "GET", "/webhooks/{webhook_id}", allow="webhooks.read", refusals=(WebhookNotFound,))
def get_webhook(webhook_id: str, caller: Caller) -> Answer[WebhookOut]:
    """One endpoint and how it does."""
    return _shown(WebhookOut.of(endpoints.get_endpoint(webhook_id, caller)))


def _shown(webhook: WebhookOut) -> Answer[WebhookOut]:
    return versioned(webhook, webhook.version)


@route(
    routes,
    "PATCH",
    "/webhooks/{webhook_id}",
    allow="webhooks.edit",
    refusals=(WebhookNotFound, *_CHECKED, StaleEdit, StaleCheck),
)
def edit_webhook(
    webhook_id: str, caller: Caller, body: WebhookEdits, request: Request, now: datetime
) -> Answer[WebhookOut]:
    """Change some fields, or disable and enable it; what happened meanwhile can be replayed.

    If-Match says which version you read. An endpoint that was disabled since, because it answered that it is gone,
    is another version; how its deliveries do is none.
    """
    edits, version = body.model_dump(exclude_unset=True), read_version(request)
    return _shown(WebhookOut.of(endpoints.edit_endpoint(webhook_id, edits, version, caller, now)))


@route(routes, "DELETE", "/webhooks/{webhook_id}", allow="webhooks.edit", answers=204, refusals=(WebhookNotFound,))
def remove_webhook(webhook_id: str, caller: Caller, now: datetime) -> None:
    """Remove an endpoint: nothing is delivered any more, not even what waits."""
    endpoints.remove_endpoint(webhook_id, caller, now)


@route(
    routes,
    "POST",
    "/webhooks/{webhook_id}/rotate-secret",
    allow="webhooks.edit",
    refusals=(WebhookNotFound, TooManySecrets, StaleEdit),
)
def rotate_webhook_secret(
    webhook_id: str, caller: Caller, body: Rotation, once: Once, now: datetime
) -> WebhookWithSecret:
    """Make a new secret. For a while those before sign beside it, so that receivers can change over without a gap."""
    overlap = timedelta(hours=body.keep_old_hours)
    return WebhookWithSecret.shown(*endpoints.rotate_secret(webhook_id, overlap, caller, once, now))


@route(routes, "POST", "/webhooks/{webhook_id}/test", allow="webhooks.edit", refusals=(WebhookNotFound,))
def test_webhook(webhook_id: str, caller: Caller, body: Empty, now: datetime) -> TestAnswer:
    """Call the endpoint now with an event of the type `webhook.test`, and say what it answered."""
    return TestAnswer.of(endpoints.send_test(webhook_id, caller, now))

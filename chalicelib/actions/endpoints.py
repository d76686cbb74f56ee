"""Webhook endpoints: members say who is told what; secrets are shown once and changed without a gap."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.actions import telling_outside
from chalicelib.actions.events import owned_event
from chalicelib.domain.accounts import Caller
from chalicelib.domain.deliveries import Answer, Health
from chalicelib.domain.endpoints import Endpoint, UnknownType, check_url
from chalicelib.domain.envelopes import TEST_TYPE, to_bytes, type_of
from chalicelib.domain.events import check_version
from chalicelib.gateways import outbound, webhook_secrets
from chalicelib.kernel import clock, ids
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.kernel.facts import Fact, all_facts
from chalicelib.kernel.once import Once
from chalicelib.kernel.webhook_facts import WebhookAdded, WebhookChanged, WebhookRemoved, WebhookSecretRotated
from chalicelib.tables import endpoints, marks
from chalicelib.tables.commit import commit


@dataclass(frozen=True)
class Watched:
    """An endpoint, and how it has done of late."""

    endpoint: Endpoint
    health: Health


def list_types() -> list[tuple[str, type[Fact]]]:
    """Every type of event with the fact behind it, in the order of the alphabet."""
    return sorted((type_of(fact.name()), fact) for fact in all_facts())


def list_endpoints(caller: Caller) -> list[Watched]:
    """All of the caller's account, the oldest first."""
    found = endpoints.list_endpoints(caller.account_id)
    health = endpoints.list_health([endpoint.webhook_id for endpoint in found])
    return [Watched(endpoint, health.get(endpoint.webhook_id, Health())) for endpoint in found]


def get_endpoint(webhook_id: str, caller: Caller) -> Watched:
    """Raises WebhookNotFound."""
    endpoint = endpoints.get_endpoint(caller.account_id, webhook_id)
    return Watched(endpoint, endpoints.list_health([webhook_id]).get(webhook_id, Health()))


def add_endpoint(new: Mapping[str, Any], caller: Caller, once: Once, now: datetime) -> tuple[Watched, str]:
    """A new endpoint and its secret. Raises UnsafeAddress, UnknownType, EventNotFound, TooManyWebhooks.

    It is caught up with whatever becomes of this request: what asks for that is sent before the endpoint is there.
    """
    endpoint = Endpoint(webhook_id=once.id("whk"), account_id=caller.account_id, created_at=now, **new)
    _check(endpoint, caller)
    telling_outside.catch_up(endpoint, now)
    fact = WebhookAdded(endpoint.webhook_id, caller.account_id, data={"types": endpoint.types})
    changes = [marks.new_mark(once, now), *endpoints.added_endpoint(endpoint)]
    try:
        commit(changes, [fact], now=now, by=caller.user_id)
    except AlreadyDone:
        marks.check(once)
    return get_endpoint(endpoint.webhook_id, caller), webhook_secrets.secret_of(endpoint.webhook_id, 1)


def _check(endpoint: Endpoint, caller: Caller) -> None:
    check_url(endpoint.url, is_open=outbound.network().is_open)
    known = {name for name, _ in list_types()}
    for name in endpoint.types:
        if name not in known:
            raise UnknownType(types=f"{name} is not a type of event")
    for event_id in endpoint.event_ids:
        owned_event(event_id, caller)


def edit_endpoint(webhook_id: str, edits: Mapping[str, Any], version: int, caller: Caller, now: datetime) -> Watched:
    """Change some fields. Enabling one tells it nothing of what happened meanwhile: a replay does.

    Raises WebhookNotFound, UnsafeAddress, UnknownType, EventNotFound, StaleEdit.
    """
    before = endpoints.get_endpoint(caller.account_id, webhook_id)
    check_version(version, before.version)
    fields = dict(edits)
    is_enabled = fields.pop("is_enabled", None)
    if is_enabled is not None:
        fields["disabled_because"] = "" if is_enabled else before.disabled_because or "member"
    after = replace(before, **fields)
    _check(after, caller)
    fact = WebhookChanged(webhook_id, caller.account_id, data={"fields": sorted(edits)})
    if after.is_enabled:
        telling_outside.catch_up(after, now)
    commit([endpoints.saved_endpoint(after)], [fact], now=now, by=caller.user_id)
    return get_endpoint(webhook_id, caller)


def remove_endpoint(webhook_id: str, caller: Caller, now: datetime) -> None:
    """Nothing is delivered any more, not even what waits. Raises WebhookNotFound."""
    endpoint = endpoints.get_endpoint(caller.account_id, webhook_id)
    fact = WebhookRemoved(webhook_id, caller.account_id)
    commit(endpoints.removed_endpoint(endpoint), [fact], now=now, by=caller.user_id)


def rotate_secret(
    webhook_id: str, overlap: timedelta, caller: Caller, once: Once, now: datetime
) -> tuple[Watched, str]:
    """A new secret; those before sign beside it for the `overlap`.

    Raises WebhookNotFound, TooManySecrets, StaleEdit.
    """
    if not marks.is_done(once):
        _rotate(endpoints.get_endpoint(caller.account_id, webhook_id), overlap, caller, once, now)
    marks.check(once)
    watched = get_endpoint(webhook_id, caller)
    return watched, webhook_secrets.secret_of(webhook_id, watched.endpoint.secret_number)


def _rotate(endpoint: Endpoint, overlap: timedelta, caller: Caller, once: Once, now: datetime) -> None:
    after = endpoint.with_new_secret(overlap, now)
    data = {"old_ends_at": clock.to_text(after.old_secret_ends_at or now)}
    fact = WebhookSecretRotated(endpoint.webhook_id, caller.account_id, data=data)
    with suppress(AlreadyDone):
        commit([marks.new_mark(once, now), endpoints.saved_endpoint(after)], [fact], now=now, by=caller.user_id)


def send_test(webhook_id: str, caller: Caller, now: datetime) -> Answer:
    """Call the endpoint now with an event of no meaning, whatever it listens to. Raises WebhookNotFound."""
    endpoint = endpoints.get_endpoint(caller.account_id, webhook_id)
    told = {
        "id": ids.sortable("fct", now),
        "type": TEST_TYPE,
        "version": 1,
        "created_at": clock.to_text(now),
        "data": {"subject": webhook_id, "account_id": endpoint.account_id, "details": {}},
    }
    body = to_bytes(told)
    numbers = endpoint.secret_numbers(now)
    headers = webhook_secrets.headers(webhook_id, numbers, str(told["id"]), body, now)
    return outbound.post(endpoint.url, body, headers)

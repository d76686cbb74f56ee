"""Webhook endpoints as rows of their account, and how each has done of late."""

from dataclasses import fields

from pynamodb.attributes import UnicodeAttribute, VersionAttribute
from pynamodb.expressions.update import Action

from chalicelib.domain.deliveries import Health
from chalicelib.domain.endpoints import MOST_ENDPOINTS, Endpoint, TooManyWebhooks, WebhookNotFound
from chalicelib.domain.events import StaleEdit
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables.attributes import InstantAttribute, IntegerAttribute, JsonAttribute
from chalicelib.tables.changes import Change, put_edited, update
from chalicelib.tables.table import Item, Key, Row, batch_get, filled_values_of, find, noun_of, partition


class EndpointRow(Row):
    """ACCOUNT#a / WEBHOOK#w."""

    KIND = "Webhook"
    webhook_id = UnicodeAttribute()
    account_id = UnicodeAttribute()
    url = UnicodeAttribute()
    created_at = InstantAttribute()
    description = UnicodeAttribute(null=True)
    types = JsonAttribute(null=True)
    event_ids = JsonAttribute(null=True)
    disabled_because = UnicodeAttribute(null=True)
    secret_number = IntegerAttribute()
    old_secret_ends_at = InstantAttribute(null=True)
    old_secrets = IntegerAttribute(null=True)
    version = VersionAttribute()


class HealthRow(Row):
    """WEBHOOK#w / HEALTH: written when an endpoint fails, and when it first succeeds again."""

    KIND = "WebhookHealth"
    failures = IntegerAttribute()
    failing_since = InstantAttribute(null=True)
    rests_until = InstantAttribute(null=True)
    status = IntegerAttribute()
    error = UnicodeAttribute(null=True)
    excerpt = UnicodeAttribute(null=True)
    failed_at = InstantAttribute(null=True)


class EndpointCountRow(Row):
    """ACCOUNT#a / WEBHOOKS: how many endpoints the account has."""

    KIND = "WebhookCount"
    endpoints = IntegerAttribute()


def endpoint_key(account_id: str, webhook_id: str) -> Key:
    """Where an endpoint lies."""
    return f"ACCOUNT#{account_id}", f"WEBHOOK#{webhook_id}"


def health_key(webhook_id: str) -> Key:
    """Where its health lies."""
    return f"WEBHOOK#{webhook_id}", "HEALTH"


def saved_endpoint(endpoint: Endpoint) -> Change:
    """A new endpoint, or an edited one. Raises StaleEdit if somebody saved it since it was read."""
    values = filled_values_of(endpoint, EndpointRow)
    return put_edited(EndpointRow(*endpoint_key(endpoint.account_id, endpoint.webhook_id), **values), StaleEdit)


def added_endpoint(endpoint: Endpoint) -> list[Change]:
    """A new endpoint, counted. Raises TooManyWebhooks."""
    has_room = EndpointCountRow.endpoints.does_not_exist() | (EndpointCountRow.endpoints < MOST_ENDPOINTS)
    return [saved_endpoint(endpoint), update(_count_of(endpoint), TooManyWebhooks, has_room, *_counted(1))]


def _count_of(endpoint: Endpoint) -> EndpointCountRow:
    return EndpointCountRow(f"ACCOUNT#{endpoint.account_id}", "WEBHOOKS")


def _counted(more: int) -> tuple[Action, ...]:
    return EndpointCountRow.endpoints.add(more), EndpointCountRow.kind.set(EndpointCountRow.KIND)


def removed_endpoint(endpoint: Endpoint) -> list[Change]:
    """Its deliveries stay until their time is over. Raises WebhookNotFound if it was removed since it was read."""
    row = EndpointRow(*endpoint_key(endpoint.account_id, endpoint.webhook_id))
    health = HealthRow(*health_key(endpoint.webhook_id))
    return [
        Change("delete", row, WebhookNotFound, EndpointRow.pk.exists()),
        Change("delete", health, AlreadyDone),
        Change("update", _count_of(endpoint), RuntimeError, updates=_counted(-1)),
    ]


def get_endpoint(account_id: str, webhook_id: str) -> Endpoint:
    """Raises WebhookNotFound, for another account's as well."""
    row = find(EndpointRow, *endpoint_key(account_id, webhook_id))
    if not row:
        raise WebhookNotFound()
    return noun_of(Endpoint, row)


def list_endpoints(account_id: str, *, consistent: bool = True) -> list[Endpoint]:
    """All of an account, the oldest first: half a read unit for an account that has none, if not `consistent`."""
    items = partition(f"ACCOUNT#{account_id}", "WEBHOOK#", consistent=consistent).get(EndpointRow.KIND, [])
    found = [noun_of(Endpoint, EndpointRow.of(item)) for item in items]
    return sorted(found, key=lambda endpoint: endpoint.created_at)


def endpoint_in(items: dict[str, list[Item]]) -> Endpoint | None:
    """The endpoint among rows by kind."""
    rows = [EndpointRow.of(item) for item in items.get(EndpointRow.KIND, [])]
    return noun_of(Endpoint, rows[0]) if rows else None


def health_in(items: dict[str, list[Item]]) -> Health:
    """The health among rows by kind; that of an endpoint that never failed is good."""
    rows = [HealthRow.of(item) for item in items.get(HealthRow.KIND, [])]
    return noun_of(Health, rows[0]) if rows else Health()


def saved_health(webhook_id: str, health: Health) -> Change:
    """Of several that are written at once the last one stays: it is a sign, not a count to rely on."""
    values = {
        field.name: value
        for field in fields(Health)
        if (value := getattr(health, field.name)) is not None and value != ""
    }
    return Change("put", HealthRow(*health_key(webhook_id), **values), AlreadyDone)


def list_health(webhook_ids: list[str]) -> dict[str, Health]:
    """The health of those that have ever failed."""
    rows = batch_get(HealthRow, map(health_key, webhook_ids), consistent=False)
    return {row.pk.partition("#")[2]: noun_of(Health, row) for row in rows}

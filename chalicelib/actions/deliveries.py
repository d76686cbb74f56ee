"""What became of deliveries, and having them done once more: one, or all of a stretch of time."""

from collections.abc import Sequence
from datetime import datetime

from chalicelib.actions import delivering, telling_outside
from chalicelib.domain.accounts import Caller
from chalicelib.domain.deliveries import Delivery, DeliveryNotFound, DeliveryState, Health
from chalicelib.domain.endpoints import Endpoint, WebhookDisabled
from chalicelib.domain.envelopes import Recorded
from chalicelib.kernel.once import Once
from chalicelib.tables import deliveries, endpoints
from chalicelib.tables.commit import commit
from chalicelib.tables.feed import SETTLED, read_feed
from chalicelib.tables.lists import Page


def list_deliveries(
    webhook_id: str, states: Sequence[DeliveryState], cursor: str | None, limit: int, caller: Caller
) -> Page[Delivery]:
    """Those of an endpoint in these states, the latest facts first. Raises WebhookNotFound."""
    endpoints.get_endpoint(caller.account_id, webhook_id)
    return deliveries.list_deliveries(webhook_id, states, cursor, limit)


def replay_one(webhook_id: str, fact_id: str, caller: Caller, once: Once, now: datetime) -> Delivery:
    """Have it done once more, whatever became of it. Raises WebhookNotFound, WebhookDisabled, DeliveryNotFound."""
    _ready(webhook_id, caller)
    found = deliveries.find_deliveries(webhook_id, [fact_id]).get(fact_id)
    if not found:
        raise DeliveryNotFound()
    _end_rest(webhook_id, caller, now)
    delivering.ask_for(delivering.asked_of(found, once.id("rpl")))
    return found


def replay_stretch(
    webhook_id: str,
    since: datetime,
    until: datetime,
    caller: Caller,
    once: Once,
    now: datetime,
    *,
    is_only_missed: bool,
) -> str:
    """Have all that was recorded from `since` to `until` told again, or what was not taken; returns the replay's id.

    Of what is older than deliveries are kept nobody knows whether it was taken: that is not told as missed. Raises
    WebhookNotFound, WebhookDisabled.
    """
    endpoint = _ready(webhook_id, caller)
    _end_rest(webhook_id, caller, now)
    replay_id = once.id("rpl")
    since = max(since, now - deliveries.KEPT) if is_only_missed else since
    whose = (endpoint.account_id, endpoint.webhook_id)
    telling_outside.replay(telling_outside.Stretch(*whose, since, until, replay_id, is_only_missed))
    return replay_id


def _ready(webhook_id: str, caller: Caller) -> Endpoint:
    endpoint = endpoints.get_endpoint(caller.account_id, webhook_id)
    if not endpoint.is_enabled:
        raise WebhookDisabled()
    return endpoint


def _end_rest(webhook_id: str, caller: Caller, now: datetime) -> None:
    """Who asks for a replay believes that the endpoint is well again."""
    commit([endpoints.saved_health(webhook_id, Health())], [], now=now, by=caller.user_id)


def read_facts(cursor: str | None, limit: int, caller: Caller, now: datetime) -> Page[Recorded]:
    """The account's facts, oldest first, up to half a minute ago: what is older is complete. Raises WrongCursor."""
    return read_feed(caller.account_id, cursor, limit, until=now - SETTLED)

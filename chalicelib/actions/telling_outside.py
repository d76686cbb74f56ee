"""Who outside is told of a fact: a message for each endpoint and fact, now or, at a replay, once more."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.actions.listening import REMEMBERED
from chalicelib.domain.endpoints import Endpoint, WebhookNotFound
from chalicelib.gateways import queues
from chalicelib.kernel import clock, ids
from chalicelib.tables import deliveries, endpoints
from chalicelib.tables.feed import SETTLED, read_feed

_FACTS_IN_A_STEP = 200


def tell(fact: Mapping[str, str]) -> None:
    """Hand a new fact (account_id, subject, fact_id, type, event_id) to all who listen."""
    about = {name: fact[name] for name in ("account_id", "subject", "fact_id")}
    listening = [
        endpoint.webhook_id
        for endpoint in endpoints.list_endpoints(fact["account_id"])
        if endpoint.hears(fact["type"], fact["event_id"])
    ]
    queues.send_all("deliveries", [{"webhook_id": webhook_id, **about} for webhook_id in listening])


@dataclass(frozen=True)
class Stretch:
    """A stretch of time to be told again; `replay` is the id that makes each of its deliveries happen once."""

    account_id: str
    webhook_id: str
    since: datetime
    until: datetime
    replay: str
    is_only_missed: bool = True
    cursor: str | None = None


def replay(stretch: Stretch, delay_seconds: int = 0) -> None:
    """Have it told: all of it, or what was not taken."""
    queues.send(
        "webhooks",
        {
            "account_id": stretch.account_id,
            "webhook_id": stretch.webhook_id,
            "since": clock.to_text(stretch.since),
            "until": clock.to_text(stretch.until),
            "replay": stretch.replay,
            "is_only_missed": stretch.is_only_missed,
            "cursor": stretch.cursor,
        },
        delay_seconds=delay_seconds,
    )


def catch_up(endpoint: Endpoint, now: datetime) -> None:
    """After a choice has changed: tell what happened before every process knew of it."""
    until = now + REMEMBERED + timedelta(seconds=1)
    stretch = Stretch(endpoint.account_id, endpoint.webhook_id, now, until, ids.random("rpl"))
    replay(stretch, delay_seconds=int((REMEMBERED + SETTLED).total_seconds()) + 2)


def go_on_replaying(stretch: Stretch) -> None:
    """One part of a replay, and a message for the next: however long the stretch is, no worker runs out of time."""
    try:
        endpoint = endpoints.get_endpoint(stretch.account_id, stretch.webhook_id)
    except WebhookNotFound:
        return  # removed meanwhile
    page = read_feed(endpoint.account_id, stretch.cursor, _FACTS_IN_A_STEP, since=stretch.since, until=stretch.until)
    wanted = [fact for fact in page.items if endpoint.hears(fact.type, fact.event_id)]
    if stretch.is_only_missed:
        known = deliveries.find_deliveries(endpoint.webhook_id, [fact.fact_id for fact in wanted])
        done = {fact_id for fact_id, delivery in known.items() if delivery.state == "DELIVERED"}
        wanted = [fact for fact in wanted if fact.fact_id not in done]
    about = {"account_id": endpoint.account_id, "webhook_id": endpoint.webhook_id, "replay": stretch.replay}
    queues.send_all("deliveries", [about | {"subject": fact.subject, "fact_id": fact.fact_id} for fact in wanted])
    if len(page.items) == _FACTS_IN_A_STEP:
        replay(replace(stretch, cursor=page.next))

"""Webhooks over HTTP: who may set them up, what they are told of a real sale, and the same facts fetched."""

import time
import uuid
from typing import Any

import pytest
from standardwebhooks import Webhook

from tests import versions
from tests.receiver import Receiver, receiving
from tests.shop import Shop, wait_for

# Nobody listens there: what is delivered fails, and nothing leaves this computer.
NOBODY = "http://127.0.0.1:9/hook"


def added(shop: Shop, receiver: Receiver, **fields: Any) -> dict[str, Any]:
    """An endpoint that every process knows of: they look again after ten seconds."""
    return shop.post("/webhooks", {"url": receiver.url} | fields)  # type: ignore[no-any-return]


def delivered(shop: Shop, webhook: dict[str, Any], query: str = "") -> list[dict[str, Any]]:
    return shop.get(f"/webhooks/{webhook['id']}/deliveries{query}")["items"]  # type: ignore[no-any-return]


def in_trouble(shop: Shop, webhook: dict[str, Any]) -> dict[str, Any] | None:
    """The endpoint's health once a failure has been counted."""
    health: dict[str, Any] = shop.get(f"/webhooks/{webhook['id']}")["health"]
    return health if health["failures"] else None


@pytest.mark.req("API-9")
@pytest.mark.req("API-10")
def test_a_sale_is_told_to_who_listens_signed_and_each_fact_once(cloud: Any) -> None:
    shop = Shop.opened(cloud)
    with receiving() as all_of_it, receiving() as only_paid, receiving() as other_event:
        webhook = added(shop, all_of_it)
        added(shop, only_paid, types=["order.paid"])
        event, product = shop.on_sale(price_minor=0)
        added(shop, other_event, event_ids=[shop.new_event()["id"]])
        time.sleep(11)
        weekly = {"starts_at": "2031-06-08T18:00:00Z", "minutes": 60, "frequency": "weekly", "count": 3}
        shop.post(f"/events/{shop.new_event()['id']}/occurrences", weekly)
        order = shop.buyer().buy(event, product)
        wait_for(lambda: only_paid.received, "the order's payment")
        for kind in (b"occurrences.added", b"order.reserved", b"order.paid", b"tickets.issued"):  # in whatever order
            wait_for(lambda kind=kind: kind in b"".join(one.body for one in all_of_it.received), kind.decode())
        told = [Webhook(webhook["secret"]).verify(one.body, one.headers) for one in all_of_it.received]
        about = {one["type"]: one for one in told if one["data"]["subject"] == order["id"]}
        assert {"order.reserved", "order.paid", "tickets.issued"} <= set(about)
        assert about["order.paid"]["data"]["event_id"] == event
        assert len(set(all_of_it.ids())) == len(all_of_it.ids())
        assert [one.id for one in only_paid.received] == [about["order.paid"]["id"]]
        assert event.encode() not in b"".join(one.body for one in other_event.received)
        assert order["id"] not in str([one["data"]["details"] for one in told])

        def are_marked() -> bool:
            marks = [one["state"] for one in delivered(shop, webhook)]
            return len(marks) >= len(told) and set(marks) == {"DELIVERED"}

        wait_for(are_marked, "the deliveries' marks")


def test_a_secret_is_shown_when_it_is_made_and_never_again(shop: Shop) -> None:
    key = str(uuid.uuid4())
    new = {"url": NOBODY, "description": "Books"}
    made = shop.post("/webhooks", new, key)
    assert made["secret"].startswith("whsec_")
    assert shop.post("/webhooks", new, key)["secret"] == made["secret"], "a repeat answers as the first did"
    for answer in (
        shop.get(f"/webhooks/{made['id']}"),
        shop.get("/webhooks"),
        shop.patch(f"/webhooks/{made['id']}", {}),
    ):
        assert "secret" not in str(answer).replace("old_secret_ends_at", "")
    rotated = shop.post(f"/webhooks/{made['id']}/rotate-secret", {})
    assert rotated["secret"] != made["secret"]
    assert rotated["old_secret_ends_at"]


@pytest.mark.req("API-10")
def test_an_endpoint_is_edited_disabled_and_removed(shop: Shop) -> None:
    path = f"/webhooks/{shop.post('/webhooks', {'url': NOBODY})['id']}"
    edited = shop.patch(path, {"url": NOBODY + "/other", "types": ["order.paid"], "is_enabled": False})
    assert (edited["url"], edited["types"], edited["disabled_because"]) == (
        NOBODY + "/other",
        ["order.paid"],
        "member",
    )
    refused = shop.send("POST", f"{path}/replay", {"since": "2026-01-01T00:00:00Z", "until": "2026-01-02T00:00:00Z"})
    assert (refused.status_code, refused.json()["code"]) == (409, "webhook_disabled")
    assert shop.patch(path, {"is_enabled": True})["is_enabled"] is True
    assert shop.send("DELETE", path).status_code == 204
    assert shop.send("GET", path).status_code == 404
    assert shop.send("DELETE", path).status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"url": "ftp://example.com"}, "url"),
        ({"url": "https://u:p@example.com"}, "url"),
        ({"url": "https://example.com", "types": ["order.sold"]}, "types"),
        ({"url": "https://example.com", "types": [7]}, "types.0"),
        ({"url": "https://example.com", "secret": "mine"}, "secret"),
        ({}, "url"),
    ],
)
def test_what_cannot_be_an_endpoint_is_refused(shop: Shop, body: dict[str, Any], field: str) -> None:
    refused = shop.send("POST", "/webhooks", body)
    assert refused.status_code == 422
    assert [error["field"] for error in refused.json()["errors"]] == [field]


def test_another_tenant_sees_and_changes_nothing(shop: Shop, other_shop: Shop) -> None:
    webhook = shop.post("/webhooks", {"url": NOBODY})
    foreign = other_shop.new_event()["id"]
    refused = shop.send("POST", "/webhooks", {"url": "https://example.com", "event_ids": [foreign]})
    assert (refused.status_code, refused.json()["code"]) == (404, "event_not_found")
    path = f"/webhooks/{webhook['id']}"
    stretch = {"since": "2026-01-01T00:00:00Z", "until": "2026-01-02T00:00:00Z"}
    for method, part, body in [
        ("GET", "", None),
        ("PATCH", "", {}),
        ("DELETE", "", None),
        ("POST", "/test", {}),
        ("POST", "/rotate-secret", {}),
        ("GET", "/deliveries", None),
        ("POST", "/deliveries/fct_1/replay", {}),
        ("POST", "/replay", stretch),
    ]:
        assert other_shop.send(method, path + part, body, **versions.of(1)).status_code == 404, part
    assert webhook["id"] not in str(other_shop.get("/webhooks"))


@pytest.mark.req("API-10")
def test_the_test_button_says_what_the_endpoint_answered(shop: Shop) -> None:
    with receiving(status=500, content=b"no database") as receiver:
        webhook = added(shop, receiver, types=["order.paid"])
        failed = shop.post(f"/webhooks/{webhook['id']}/test", {})
        receiver.status = 200
        taken = shop.post(f"/webhooks/{webhook['id']}/test", {})
    assert (failed["is_taken"], failed["status"], failed["excerpt"]) == (False, 500, "no database")
    assert taken["is_taken"]
    got = receiver.received[0]
    assert Webhook(webhook["secret"]).verify(got.body, got.headers)["type"] == "webhook.test"


@pytest.mark.req("API-11")
def test_what_failed_is_seen_and_replayed(cloud: Any) -> None:
    shop = Shop.opened(cloud)
    with receiving(status=404, content=b"not here") as receiver:
        webhook = added(shop, receiver, types=["event.created"])
        time.sleep(11)
        event = shop.new_event()
        [seen] = wait_for(lambda: delivered(shop, webhook, "?state=WAITING"), "the failure")
        assert (seen["subject"], seen["status"], seen["excerpt"]) == (event["id"], 404, "not here")
        health = wait_for(lambda: in_trouble(shop, webhook), "the failure at its endpoint")
        assert (health["failures"], health["status"]) == (1, 404)
        receiver.status = 200
        shop.post(f"/webhooks/{webhook['id']}/deliveries/{seen['id']}/replay", {})
        [done] = wait_for(lambda: delivered(shop, webhook, "?state=DELIVERED"), "the delivery")
        count = len(receiver.received)
        stretch = {"since": seen["created_at"], "until": "2099-01-01T00:00:00Z", "which": "all"}
        shop.post(f"/webhooks/{webhook['id']}/replay", stretch)
        wait_for(lambda: len(receiver.received) > count, "the replay")
    assert done["id"] == seen["id"]
    assert set(receiver.ids()) == {seen["id"]}
    refused = shop.send("POST", f"/webhooks/{webhook['id']}/deliveries/fct_none/replay", {})
    assert (refused.status_code, refused.json()["code"]) == (404, "delivery_not_found")


def test_what_happens_right_after_an_endpoint_was_added_is_told_too(cloud: Any) -> None:
    """Processes remember for ten seconds that nobody listens; what they did not tell is caught up with."""
    shop = Shop.opened(cloud)
    shop.new_event()
    time.sleep(1)
    with receiving() as receiver:
        added(shop, receiver, types=["event.created"])
        event = shop.new_event()
        wait_for(lambda: event["id"].encode() in b"".join(one.body for one in receiver.received), "the fact", 70)


@pytest.mark.req("BEY-5")
def test_facts_can_be_fetched_from_where_one_has_read(cloud: Any) -> None:
    shop = Shop.opened(cloud)
    event = shop.new_event()
    wait_for(lambda: shop.get("/facts?type=event.created")["items"], "facts that are half a minute old", 45)
    first = shop.get("/facts?limit=1")["items"]
    page = shop.get("/facts?limit=1")
    seen = []
    while page["items"]:
        seen += page["items"]
        page = shop.get(f"/facts?limit=1&after={page['next']}")
    assert seen[0] == first[0]
    assert len({fact["id"] for fact in seen}) == len(seen)
    assert "event.created" in {fact["type"] for fact in seen}
    assert {fact["data"]["account_id"] for fact in seen} == {seen[0]["data"]["account_id"]}
    only = shop.get("/facts?type=event.created")["items"]
    assert [fact["data"]["subject"] for fact in only] == [event["id"]]
    assert shop.send("GET", "/facts?after=nonsense").status_code == 422
    assert shop.send("GET", "/facts?limit=0").status_code == 422


@pytest.mark.req("API-10")
def test_every_type_is_listed_with_what_it_says(shop: Shop) -> None:
    types = {one["type"]: one["says"] for one in shop.get("/webhook-types")["items"]}
    assert types["event.published"].startswith("An event went live")
    assert len(types) > 50

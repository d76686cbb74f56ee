"""Planned changes of a limit, and the levels that an organizer is told of."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
import requests

from chalicelib.kernel import clock
from tests import versions
from tests.shop import Buyer, Shop, wait_for

pytestmark = pytest.mark.usefixtures("aws")


def pool_of(shop: Shop, event: str) -> str:
    from chalicelib.tables.catalogue import get_catalogue

    [pool_id] = get_catalogue(event).pools
    return pool_id


def plan(shop: Shop, event: str, capacity: int, seconds: float = 3600) -> dict[str, Any]:
    at = clock.to_text(clock.now() + timedelta(seconds=seconds))
    path = f"/events/{event}/pools/{pool_of(shop, event)}/releases"
    return shop.post(path, {"at": at, "capacity": capacity})  # type: ignore[no-any-return]


def planned(shop: Shop, event: str) -> list[tuple[int, str, str]]:
    items = shop.get(f"/events/{event}/pools/{pool_of(shop, event)}/releases")["items"]
    return [(one["capacity"], one["state"], one["problem"]) for one in items]


@pytest.mark.req("CAP-10")
def test_a_limit_grows_at_the_moment_that_was_set(shop: Shop) -> None:
    from chalicelib.actions import sweeping

    event, product = shop.on_sale(capacity=2)
    shop.buyer().reserve(event, product, 2)
    plan(shop, event, 5, seconds=2)
    sweeping.sweep(clock.now())
    assert planned(shop, event) == [(5, "PLANNED", "")]
    assert shop.free(event) == 0
    due = clock.now() + timedelta(seconds=2)
    wait_for(lambda: clock.now() > due, "the moment")
    sweeping.sweep(clock.now())
    assert planned(shop, event) == [(5, "DONE", "")]
    assert shop.free(event) == 3


@pytest.mark.req("CAP-10")
def test_a_release_takes_place_once_however_often_it_is_tried(shop: Shop) -> None:
    from chalicelib.actions import releases

    event, _ = shop.on_sale(capacity=2)
    release = plan(shop, event, 5)
    later = clock.now() + timedelta(hours=2)
    releases.carry_out(release["id"], later)
    pool = pool_of(shop, event)
    shop.patch(f"/events/{event}/pools/{pool}", {"capacity": 9}, **versions.limit(shop, event, pool))
    releases.carry_out(release["id"], later)
    assert shop.free(event) == 9


@pytest.mark.req("CAP-10")
def test_a_release_below_what_is_sold_fails_and_says_why(shop: Shop) -> None:
    from chalicelib.actions import releases

    event, product = shop.on_sale(capacity=5)
    shop.buyer().reserve(event, product, 4)
    release = plan(shop, event, 3)
    releases.carry_out(release["id"], clock.now() + timedelta(hours=2))
    assert planned(shop, event) == [(3, "FAILED", "below_sold")]
    assert shop.free(event) == 1


@pytest.mark.req("CAP-10")
def test_owners_are_told_once_of_a_change_that_did_not_take_place(shop: Shop) -> None:
    from chalicelib.actions import releases, telling

    title = f"Planned {uuid.uuid4().hex[:8]}"
    event = shop.new_event(title={"en": title})["id"]
    product = shop.new_product(event, capacity=5)["id"]
    shop.post(f"/events/{event}/publish", {})
    shop.buyer().reserve(event, product, 4)
    release = plan(shop, event, 3)
    releases.carry_out(release["id"], clock.now() + timedelta(hours=2))
    owner = Buyer(shop.cloud, "Ada", shop.email)
    heading = f"{title}: a planned change did not take place"
    [mail] = wait_for(lambda: _mails(owner, heading, 1), "the mail")
    url = f"{shop.cloud.settings.mail_url}/api/mails/{mail['id']}"
    text = requests.get(url, timeout=10).json()["text"]
    assert f"Standard of {title} was to be 3 from" in text
    assert "more than that was sold or held by then" in text
    telling.tell_of_failed_release(release["id"], clock.now())
    telling.tell_of_failed_release("rel_nothing", clock.now())
    assert len(_mails(owner, heading, 1) or []) == 1


@pytest.mark.req("CAP-10")
def test_a_release_that_was_dropped_does_not_take_place(shop: Shop, other_shop: Shop) -> None:
    from chalicelib.actions import releases

    event, _ = shop.on_sale(capacity=2)
    release = plan(shop, event, 5)
    path = f"/events/{event}/pools/{pool_of(shop, event)}/releases/{release['id']}"
    assert other_shop.send("DELETE", path).status_code == 404
    assert shop.send("DELETE", path).status_code == 204
    assert shop.send("DELETE", path).status_code == 404
    releases.carry_out(release["id"], clock.now() + timedelta(hours=2))
    assert shop.free(event) == 2


def test_what_has_taken_place_cannot_be_dropped_nor_the_past_be_planned(shop: Shop) -> None:
    from chalicelib.actions import releases

    event, _ = shop.on_sale(capacity=2)
    release = plan(shop, event, 5)
    releases.carry_out(release["id"], clock.now() + timedelta(hours=2))
    path = f"/events/{event}/pools/{pool_of(shop, event)}/releases"
    assert shop.send("DELETE", f"{path}/{release['id']}").json()["code"] == "release_over"
    past = {"at": "2020-01-01T00:00:00Z", "capacity": 5}
    assert shop.send("POST", path, past).json()["code"] == "release_in_the_past"
    unknown = f"/events/{event}/pools/pool_none/releases"
    assert shop.send("POST", unknown, past).json()["code"] == "pool_not_found"


@pytest.mark.req("CAP-9")
def test_owners_are_told_once_of_each_level(shop: Shop) -> None:
    title = f"Level {uuid.uuid4().hex[:8]}"
    event = shop.new_event(title={"en": title})["id"]
    product = shop.new_product(event, capacity=10)["id"]
    shop.post(f"/events/{event}/publish", {})
    owner = Buyer(shop.cloud, "Ada", shop.email)

    def told() -> list[str]:
        from chalicelib.tables import facts

        found = [fact for fact in facts.list_of(event) if fact["name"] == "CapacityReached"]
        return [str(fact["data"]["percent"]) for fact in found]

    buyers = [(shop.buyer(), 4), (shop.buyer(), 1), (shop.buyer(), 3), (shop.buyer(), 2)]
    orders = []
    for (buyer, quantity), after in zip(buyers, ([], ["50"], ["50", "80"], ["50", "80", "100"]), strict=True):
        orders.append((buyer, buyer.reserve(event, product, quantity)))
        wait_for(lambda after=after: told() == after, f"levels {after}")
    buyer, order = orders[-1]
    assert buyer.on(order, "cancel").ok
    shop.buyer().reserve(event, product, 2)
    wait_for(lambda: shop.free(event) == 0, "the second sell-out")
    mails = wait_for(lambda: _mails(owner, title, 3), "the mails")
    assert told() == ["50", "80", "100"]
    assert len(mails) == 3


@pytest.mark.req("CAP-9")
def test_each_date_of_a_series_has_warnings_of_its_own(shop: Shop) -> None:
    from chalicelib.tables import facts

    title = f"Level {uuid.uuid4().hex[:8]}"
    event = shop.new_event(title={"en": title})["id"]
    product = shop.new_product(event, capacity=4)["id"]
    rule = {"starts_at": "2031-06-02T18:00:00Z", "minutes": 120, "frequency": "weekly", "count": 3}
    shop.post(f"/events/{event}/occurrences", rule)
    shop.post(f"/events/{event}/publish", {})
    second, third = [day["id"] for day in shop.get(f"/events/{event}/occurrences")["items"]][-2:]
    owner = Buyer(shop.cloud, "Ada", shop.email)

    def buy(day: str, quantity: int) -> None:
        lines = [{"product_id": product, "quantity": quantity, "occurrence_id": day}]
        assert shop.buyer().send("POST", f"/public/events/{event}/orders", {"lines": lines}).status_code == 201

    def told() -> set[tuple[str, int, int]]:
        found = [fact["data"] for fact in facts.list_of(event) if fact["name"] == "CapacityReached"]
        assert len(found) == len({(data["date"], data["percent"]) for data in found})
        return {(data["date"], data["percent"], data["capacity"]) for data in found}

    buy(second, 2)
    buy(third, 1)
    wait_for(lambda: told() == {(second, 50, 4)}, "the second date's half")
    buy(second, 2)
    smaller = {"capacity": 2, "occurrence_id": third}
    pool = pool_of(shop, event)
    shop.patch(f"/events/{event}/pools/{pool}", smaller, **versions.limit(shop, event, pool, third))
    wait_for(lambda: told() == {(second, 50, 4), (second, 100, 4), (third, 50, 2)}, "both dates' levels")
    mails = wait_for(lambda: _mails(owner, title, 3), "the mails")
    said = sorted(mail["subject"].partition(title)[2] for mail in mails)
    assert [" ".join(one.split()) for one in said] == [
        "on Monday 16 June 2031: 50 % sold or held",
        "on Monday 9 June 2031: 50 % sold or held",
        "on Monday 9 June 2031: sold out",
    ]


def _mails(owner: Buyer, title: str, count: int) -> list[dict[str, Any]] | None:
    found = [mail for mail in owner.mails() if title in mail["subject"]]
    return found if len(found) >= count else None

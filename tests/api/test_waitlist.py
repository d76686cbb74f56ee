"""Waiting lists: joining, being offered what comes back, and leaving."""

import time
import uuid
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.kernel import clock
from tests.shop import Buyer, Shop, wait_for

pytestmark = pytest.mark.usefixtures("aws")


def join(buyer: Buyer, event: str, product: str, quantity: int = 1, key: str = "", **fields: Any) -> Any:
    body = {"product_id": product, "quantity": quantity, "name": buyer.name, "email": buyer.email} | fields
    headers = {"Idempotency-Key": key or str(uuid.uuid4())}
    return buyer.send("POST", f"/public/events/{event}/waitlist", body, **headers)


def joined(buyer: Buyer, event: str, product: str, quantity: int = 1) -> dict[str, Any]:
    answer = join(buyer, event, product, quantity)
    assert answer.status_code == 201, answer.text
    return answer.json()  # type: ignore[no-any-return]


def place(buyer: Buyer, entry: dict[str, Any], method: str = "GET") -> Any:
    headers = {"Authorization": f"Bearer {entry['token']}"}
    return buyer.send(method, f"/public/waitlist/{entry['id']}", **headers)


def state(buyer: Buyer, entry: dict[str, Any]) -> str:
    return str(place(buyer, entry).json()["state"])


def offer_of(buyer: Buyer, entry: dict[str, Any]) -> dict[str, Any]:
    """The order that was offered, as its own page opens it."""
    found = wait_for(lambda: place(buyer, entry).json()["order_url"], "the offer")
    address, _, token = found.partition("#t=")
    return {"id": address.partition("?o=")[2], "token": token}


def shown(shop: Shop, event: str) -> dict[str, Any]:
    [product] = shop.buyer().send("GET", f"/public/events/{event}").json()["products"]
    return product  # type: ignore[no-any-return]


def sold_out(shop: Shop, units: int = 1, **product: Any) -> tuple[str, str, Buyer, dict[str, Any]]:
    """(event, product, buyer, order) of an event whose only order holds everything."""
    event, product_id = shop.on_sale(capacity=units, **product)
    buyer = shop.buyer()
    order = buyer.reserve(event, product_id, units)
    wait_for(lambda: shown(shop, event)["state"] == "sold_out", "the sell-out")
    return event, product_id, buyer, order


def settled(event: str, tries: int = 2) -> None:
    """Whatever stock does by itself has been done, and done again."""
    from chalicelib.actions import stockkeeping

    for _ in range(tries):
        stockkeeping.look_at(event, clock.now())


def proof(event: str) -> Any:
    from chalicelib.actions import checking

    return checking.check_event(event)


@pytest.mark.req("CAP-14")
def test_what_comes_back_is_offered_in_the_order_of_joining(shop: Shop) -> None:
    event, product, holder, order = sold_out(shop)
    ada, bob = shop.buyer("Ada"), shop.buyer("Bob")
    first, second = joined(ada, event, product), joined(bob, event, product)
    assert (first["position"], second["position"]) == (1, 2)
    assert holder.on(order, "cancel").ok
    offer = offer_of(ada, first)
    assert state(bob, second) == "waiting"
    assert place(bob, second).json()["position"] == 1
    seen = ada.see(offer)
    assert (seen["state"], seen["buyer"]) == ("RESERVED", {"name": "Ada", "email": ada.email})
    left = clock.from_text(seen["expires_at"]) - clock.now()
    assert timedelta(hours=23) < left <= timedelta(hours=24)
    subjects = wait_for(lambda: _subjects(ada, 2), "both mails")
    assert sorted(subjects) == ["Tickets for you: Summer Night", "Waiting list: Summer Night"]


def _subjects(buyer: Buyer, count: int) -> list[str] | None:
    found = [mail["subject"] for mail in buyer.mails()]
    return found if len(found) >= count else None


@pytest.mark.req("CAP-14", "CAP-15")
def test_while_anybody_waits_nobody_else_may_buy_what_comes_back(shop: Shop) -> None:
    event, product, holder, order = sold_out(shop, 2)
    ada = shop.buyer("Ada")
    entry = joined(ada, event, product, 2)
    assert holder.on(order, "cancel").ok
    refused = shop.buyer().try_reserve(event, product)
    assert (refused.status_code, refused.json()["code"]) == (409, "sold_out")
    offer = offer_of(ada, entry)
    checked_out = ada.check_out(offer)
    assert ada.pay(checked_out).ok
    ada.on(offer, "refresh")
    wait_for(lambda: state(ada, entry) == "bought", "the purchase")
    assert proof(event).holds


@pytest.mark.req("CAP-14")
def test_an_offer_that_lapses_goes_to_the_next_and_then_to_everybody(shop: Shop) -> None:
    from chalicelib.actions import settling

    event, product, holder, order = sold_out(shop)
    ada, bob = shop.buyer("Ada"), shop.buyer("Bob")
    first, second = joined(ada, event, product), joined(bob, event, product)
    assert holder.on(order, "cancel").ok
    for buyer, entry in ((ada, first), (bob, second)):
        offer = offer_of(buyer, entry)
        later = clock.now() + timedelta(hours=25)
        settling.begin_expiry(offer["id"], later)
        settling.release(offer["id"], "EXPIRED", later, by="expiry")
        wait_for(lambda buyer=buyer, entry=entry: state(buyer, entry) == "lapsed", "the lapse")
    wait_for(lambda: shown(shop, event)["state"] == "on_sale", "the open sale")
    shop.buyer().reserve(event, product)
    assert [one["state"] for one in _listed(shop, event, product)] == ["lapsed", "lapsed"]


def _listed(shop: Shop, event: str, product: str) -> list[dict[str, Any]]:
    return shop.get(f"/events/{event}/waitlist?product_id={product}")["items"]  # type: ignore[no-any-return]


@pytest.mark.req("CAP-14")
def test_a_group_that_does_not_fit_keeps_its_place(shop: Shop) -> None:
    event, product = shop.on_sale(capacity=3)
    singles = [(buyer, buyer.reserve(event, product)) for buyer in (shop.buyer(), shop.buyer(), shop.buyer())]
    wait_for(lambda: shown(shop, event)["state"] == "sold_out", "the sell-out")
    group, single = shop.buyer("Group"), shop.buyer("Single")
    wants_two, wants_one = joined(group, event, product, 2), joined(single, event, product)
    for (buyer, order), is_last in ((singles[0], False), (singles[1], False), (singles[2], True)):
        assert buyer.on(order, "cancel").ok
        if not is_last:
            offer_of(single, wants_one)
            assert state(group, wants_two) == "waiting"
    assert group.see(offer_of(group, wants_two))["lines"][0]["quantity"] == 2
    settled(event)
    assert proof(event).holds


@pytest.mark.req("CAP-14")
def test_however_often_stock_is_looked_at_nobody_is_offered_twice(shop: Shop) -> None:
    from concurrent.futures import ThreadPoolExecutor

    event, product, holder, order = sold_out(shop, 3)
    buyers = [shop.buyer(f"Buyer {number}") for number in range(5)]
    entries = [joined(buyer, event, product) for buyer in buyers]
    assert holder.on(order, "cancel").ok
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: settled(event), range(4)))
    states = [state(buyer, entry) for buyer, entry in zip(buyers, entries, strict=True)]
    assert states == ["offered"] * 3 + ["waiting"] * 2
    assert len(shop.get(f"/events/{event}/orders")["items"]) == 4
    assert proof(event).holds


@pytest.mark.req("CAP-14")
def test_whoever_joins_twice_is_on_the_list_once_and_strangers_learn_nothing(shop: Shop) -> None:
    event, product, _, _ = sold_out(shop, 2)
    ada = shop.buyer("Ada")
    key = str(uuid.uuid4())
    first = join(ada, event, product, key=key).json()
    assert join(ada, event, product, key=key).json() == first
    stranger = join(ada, event, product, 2, name="Mallory")
    assert stranger.status_code == 201
    assert (stranger.json()["id"], stranger.json()["token"], stranger.json()["position"]) == (None, None, None)
    [listed] = _listed(shop, event, product)
    assert (listed["name"], listed["quantity"], listed["state"]) == ("Ada", 1, "waiting")


@pytest.mark.req("CAP-14")
def test_whoever_leaves_gives_up_what_was_offered_and_may_come_back(shop: Shop) -> None:
    event, product, holder, order = sold_out(shop)
    ada, bob = shop.buyer("Ada"), shop.buyer("Bob")
    first, second = joined(ada, event, product), joined(bob, event, product)
    assert holder.on(order, "cancel").ok
    offer = offer_of(ada, first)
    for _ in range(2):
        assert place(ada, first, "DELETE").status_code == 204
    assert ada.see(offer)["state"] == "CANCELLED"
    offer_of(bob, second)
    assert state(ada, first) == "left"
    again = joined(ada, event, product)
    assert (again["id"], again["state"], again["position"]) == (first["id"], "waiting", 1)


@pytest.mark.req("CAP-14")
def test_when_the_last_has_left_everybody_may_buy_again(shop: Shop) -> None:
    event, product = shop.on_sale(capacity=2)
    singles = [(buyer, buyer.reserve(event, product)) for buyer in (shop.buyer(), shop.buyer())]
    wait_for(lambda: shown(shop, event)["state"] == "sold_out", "the sell-out")
    ada = shop.buyer("Ada")
    entry = joined(ada, event, product, 2)
    buyer, order = singles[0]
    assert buyer.on(order, "cancel").ok
    wait_for(lambda: shop.free(event) == 1, "the unit")
    assert shop.buyer().try_reserve(event, product).status_code == 409
    assert place(ada, entry, "DELETE").status_code == 204
    wait_for(lambda: shown(shop, event)["state"] == "on_sale", "the open sale")
    shop.buyer().reserve(event, product)


@pytest.mark.req("CAP-14")
def test_who_need_not_wait_may_not(shop: Shop) -> None:
    event, product = shop.on_sale(capacity=2)
    ada = shop.buyer("Ada")
    assert join(ada, event, product).json()["code"] == "still_available"
    closed, closed_product, _, _ = sold_out(shop, has_waitlist=False)
    assert join(ada, closed, closed_product).json()["code"] == "no_waitlist"
    full, full_product, _, _ = sold_out(shop)
    assert join(ada, full, full_product, 11).json()["code"] == "wrong_quantity"
    assert join(ada, full, "prd_none").status_code == 404
    entry = joined(ada, full, full_product)
    assert place(ada, entry | {"token": "tok_wrong"}).status_code == 404
    assert place(ada, entry | {"token": ""}).status_code == 404


@pytest.mark.req("CAP-14")
def test_other_tenants_do_not_see_who_waits(shop: Shop, other_shop: Shop) -> None:
    event, product, _, _ = sold_out(shop)
    joined(shop.buyer("Ada"), event, product)
    assert other_shop.send("GET", f"/events/{event}/waitlist?product_id={product}").status_code == 404


@pytest.mark.req("CAP-2", "CAP-4")
def test_what_is_shown_is_two_seconds_behind_the_stock_at_most(shop: Shop) -> None:
    """One second is what browsers and CDN may keep an answer, one what an eventual read may be behind."""
    event, product = shop.on_sale(capacity=1)
    for _ in range(3):
        buyer = shop.buyer()
        order = buyer.reserve(event, product)
        assert _seconds_until(shop, event, "sold_out") < 1
        buyer.on(order, "cancel")
        assert _seconds_until(shop, event, "on_sale") < 1
    caching = shop.buyer().send("GET", f"/public/events/{event}").headers["Cache-Control"]
    assert caching == "public, max-age=1"


def _seconds_until(shop: Shop, event: str, wanted: str) -> float:
    begun = time.monotonic()
    wait_for(lambda: shown(shop, event)["state"] == wanted, wanted, pause=0.02)
    return time.monotonic() - begun


@pytest.mark.req("CAP-4")
def test_the_page_itself_says_sold_out_and_takes_it_back(shop: Shop) -> None:
    event, product = shop.on_sale(capacity=1)
    slug = shop.get(f"/events/{event}")["slug"]
    url = f"{shop.cloud.settings.url}/e/{slug}/"

    def says(words: str) -> bool:
        return words in shop.session.get(url, timeout=10).text

    wait_for(lambda: says("1 left"), "the page")
    buyer = shop.buyer()
    order = buyer.reserve(event, product)
    wait_for(lambda: says("Sold out"), "the page that says so")
    buyer.on(order, "cancel")
    wait_for(lambda: not says("Sold out"), "the page that takes it back")


@pytest.mark.req("CAP-15")
def test_a_code_opens_the_sale_earlier_than_for_everybody(shop: Shop) -> None:
    tomorrow = clock.to_text(clock.now() + timedelta(days=1))
    yesterday = clock.to_text(clock.now() - timedelta(days=1))
    event, product = shop.on_sale(capacity=5, sale_starts_at=tomorrow, code_from=yesterday)
    shop.post(f"/events/{event}/codes", {"code": "EARLY", "unlocks": [product]})
    shop.post(f"/events/{event}/codes", {"code": "OTHER"})
    body: dict[str, Any] = {"lines": [{"product_id": product, "quantity": 1}]}
    path = f"/public/events/{event}/orders"
    assert shop.buyer().send("POST", path, body).json()["code"] == "not_on_sale"
    assert shop.buyer().send("POST", path, body | {"code": "OTHER"}).json()["code"] == "not_on_sale"
    assert shop.buyer().send("POST", path, body | {"code": "early"}).status_code == 201


@pytest.mark.req("CAP-15")
def test_members_buy_in_their_own_window(shop: Shop) -> None:
    tomorrow = clock.to_text(clock.now() + timedelta(days=1))
    yesterday = clock.to_text(clock.now() - timedelta(days=1))
    event, product = shop.on_sale(capacity=5, sale_starts_at=tomorrow, members_from=yesterday)
    member = shop.buyer()
    shop.post(f"/events/{event}/products/{product}/members", {"add": [member.email], "remove": []})
    body: dict[str, Any] = {"lines": [{"product_id": product, "quantity": 1}]}
    path = f"/public/events/{event}/orders"
    assert member.send("POST", path, body | {"email": shop.buyer().email}).json()["code"] == "not_on_sale"
    assert member.send("POST", path, body | {"email": member.email}).status_code == 201


@pytest.mark.req("CAP-14")
def test_without_its_list_a_product_is_sold_to_everybody_again(shop: Shop) -> None:
    event, product = shop.on_sale(capacity=2)
    holders = [(buyer, buyer.reserve(event, product)) for buyer in (shop.buyer(), shop.buyer())]
    wait_for(lambda: shown(shop, event)["state"] == "sold_out", "the sell-out")
    joined(shop.buyer("Group"), event, product, 2)
    buyer, order = holders[0]
    assert buyer.on(order, "cancel").ok
    [listed] = shop.get(f"/events/{event}/products")["items"]
    path = f"/events/{event}/products/{product}"
    assert shop.send("PATCH", path, {"has_waitlist": False}, **{"If-Match": f'"{listed["version"]}"'}).ok
    wait_for(lambda: shown(shop, event)["state"] == "on_sale", "the open sale")


@pytest.mark.req("CAP-8", "CAP-14")
def test_a_raised_limit_is_offered_to_those_who_wait(shop: Shop) -> None:
    from chalicelib.tables.catalogue import get_catalogue

    event, product, _, _ = sold_out(shop)
    ada = shop.buyer("Ada")
    entry = joined(ada, event, product, 2)
    [pool] = get_catalogue(event).pools
    assert shop.send("PATCH", f"/events/{event}/pools/{pool}", {"capacity": 3}).ok
    assert ada.see(offer_of(ada, entry))["lines"][0]["quantity"] == 2


@pytest.mark.req("CAP-14")
def test_of_several_prices_to_choose_from_one_that_is_left_is_offered(shop: Shop) -> None:
    tiers = [
        {"name": {"en": "Front"}, "price_minor": 5000, "capacity": 1},
        {"name": {"en": "Back"}, "price_minor": 2000, "capacity": 1},
    ]
    event, product = shop.on_sale(capacity=2, tiers=tiers, tier_mode="choice")
    [listed] = shop.get(f"/events/{event}/products")["items"]
    orders = []
    for tier in listed["tiers"]:
        buyer = shop.buyer()
        line = {"product_id": product, "tier_id": tier["id"], "quantity": 1}
        orders.append((buyer, buyer.send("POST", f"/public/events/{event}/orders", {"lines": [line]}).json()))
    wait_for(lambda: shown(shop, event)["state"] == "sold_out", "the sell-out")
    ada = shop.buyer("Ada")
    entry = joined(ada, event, product)
    buyer, order = orders[1]
    assert buyer.on(order, "cancel").ok
    assert ada.see(offer_of(ada, entry))["total_minor"] == 2000


@pytest.mark.req("CAP-14")
def test_whoever_waits_for_one_date_leaves_the_others_on_sale(shop: Shop) -> None:
    event, product = shop.on_sale(capacity=1)
    rule = {"starts_at": "2031-06-02T18:00:00Z", "minutes": 120, "frequency": "daily", "count": 2}
    shop.post(f"/events/{event}/occurrences", rule)
    first, second = [day["id"] for day in shop.get(f"/events/{event}/occurrences")["items"]][-2:]

    def buy(day: str) -> tuple[Buyer, Any]:
        buyer = shop.buyer()
        line = {"product_id": product, "quantity": 1, "occurrence_id": day}
        return buyer, buyer.send("POST", f"/public/events/{event}/orders", {"lines": [line]})

    holder, order = buy(first)
    ada = shop.buyer("Ada")
    assert join(ada, event, product).json()["code"] == "wrong_occurrence"
    entry = join(ada, event, product, occurrence_id=first).json()
    assert holder.on(order.json(), "cancel").ok
    assert ada.see(offer_of(ada, entry))["lines"][0]["occurrence_id"] == first
    assert buy(second)[1].status_code == 201
    assert [
        one["state"]
        for one in shop.get(f"/events/{event}/waitlist?product_id={product}&occurrence_id={first}")["items"]
    ] == ["offered"]

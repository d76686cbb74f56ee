"""Waiting lists beside the sale: what is shown, presales, dates, prices, raised limits."""

import time
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.kernel import clock
from tests import versions
from tests.api.waiting import join, joined, offer_of, place, shown, sold_out
from tests.shop import Buyer, Shop, wait_for

pytestmark = pytest.mark.usefixtures("aws")


def _seconds_until(shop: Shop, event: str, wanted: str) -> float:
    begun = time.monotonic()
    wait_for(lambda: shown(shop, event)["state"] == wanted, wanted, pause=0.02)
    return time.monotonic() - begun


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
    gone, back = [], []
    for _ in range(3):
        buyer = shop.buyer()
        order = buyer.reserve(event, product)
        gone.append(_seconds_until(shop, event, "sold_out"))
        buyer.on(order, "cancel")
        back.append(_seconds_until(shop, event, "on_sale"))
    assert max(min(gone), min(back)) < 1, "in each round, unless the machine was busy with something else"
    caching = shop.buyer().send("GET", f"/public/events/{event}").headers["Cache-Control"]
    assert caching == "public, max-age=1"


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
    shop.patch(f"/events/{event}/pools/{pool}", {"capacity": 3}, **versions.limit(shop, event, pool))
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

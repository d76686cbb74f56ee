"""What is left: never sold twice, shown at once, shared, raised and lowered while it sells."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests import versions
from tests.api.baskets import add, ask, check_out, edit, go_live, line, live, product, refusal, reserve, shown
from tests.shop import Buyer, Shop, wait_for


def pool(shop: Shop, event: str, pool_id: str) -> dict[str, Any]:
    """A limit as its account sees it."""
    found = shop.get(f"/events/{event}/catalogue")["pools"]
    return next(one for one in found if one["id"] == pool_id)  # type: ignore[no-any-return]


def resize(shop: Shop, event: str, pool_id: str, capacity: int, **fields: Any) -> Any:
    seen = versions.limit(shop, event, pool_id)
    return shop.send("PATCH", f"/events/{event}/pools/{pool_id}", {"capacity": capacity} | fields, **seen)


def own_pool(shop: Shop, event: str) -> str:
    [found] = shop.get(f"/events/{event}/products")["items"]
    return str(found["pool_ids"][0])


@pytest.mark.req("CAP-1")
def test_forty_buyers_at_once_get_exactly_the_ten_seats_that_there_are(shop: Shop) -> None:
    event, ticket = shop.on_sale(capacity=10)
    buyers = [shop.buyer() for _ in range(40)]
    with ThreadPoolExecutor(16) as threads:
        answers = list(threads.map(lambda buyer: buyer.try_reserve(event, ticket), buyers))
    got = sum(answer.status_code == 201 for answer in answers)
    assert {answer.status_code for answer in answers} <= {201, 409, 503}
    assert got + shop.free(event) == 10
    for _ in range(shop.free(event)):
        shop.buyer().reserve(event, ticket)
    assert shop.buyer().try_reserve(event, ticket).status_code == 409


@pytest.mark.req("CAP-2")
@pytest.mark.req("CAP-4")
def test_sold_out_is_seen_within_two_seconds_and_so_is_what_comes_back(shop: Shop) -> None:
    event, ticket = shop.on_sale(capacity=2)
    buyer = shop.buyer()
    order = buyer.reserve(event, ticket, 2)
    wait_for(lambda: _state(buyer, event, ticket) == ("sold_out", 0), "sold out", 2)
    buyer.on(order, "cancel")
    wait_for(lambda: _state(buyer, event, ticket) == ("on_sale", 2), "what came back", 2)


def _state(buyer: Buyer, event: str, ticket: str) -> tuple[str, int]:
    found = buyer.send("GET", f"/public/events/{event}").json()["products"][0]
    assert found["id"] == ticket
    return found["state"], found["left"]


@pytest.mark.req("CAP-3")
def test_holds_count_and_come_back_once_however_they_end(shop: Shop) -> None:
    event, ticket = shop.on_sale(capacity=10, price_minor=0)
    buyer = shop.buyer()
    given_up, cancelled, kept = (buyer.reserve(event, ticket, units) for units in (1, 2, 3))
    assert shop.free(event) == 4
    for _ in range(2):
        assert buyer.on(given_up, "cancel").ok
    for order in (cancelled, kept):
        assert check_out(buyer, order).json()["state"] == "COMPLETED"
    assert shop.free(event) == 5
    why = {"reason": "buyer_asked", "refund": "none"}
    for _ in range(2):
        shop.send("POST", f"/orders/{cancelled['id']}/cancel", why)
    assert shop.free(event) == 7
    assert buyer.on(kept, "cancel").json()["state"] == "COMPLETED"
    assert shop.free(event) == 7


@pytest.mark.req("CAP-5")
def test_the_event_s_own_limit_covers_what_is_added_later(shop: Shop) -> None:
    event = live(shop)
    first = product(shop, event, capacity=50)
    add(shop, event, "pools", name={"en": "House"}, kind="event", capacity=5)
    go_live(shop, event)
    later = product(shop, event, capacity=50)
    shirt = product(shop, event, kind="add_on", capacity=50)
    buyer = shop.buyer()
    reserve(buyer, event, line(first, 3), line(later, 2), line(shirt, 9))
    for ticket in (first, later):
        assert refusal(ask(buyer, event, line(ticket)))[:2] == (409, "sold_out")
        assert shown(buyer, event, ticket)["state"] == "sold_out"  # type: ignore[index]
    assert ask(buyer, event, line(shirt)).status_code == 201


@pytest.mark.req("CAP-5")
def test_an_event_s_limit_cannot_begin_after_the_first_sale(shop: Shop) -> None:
    event, ticket = shop.on_sale()
    shop.buyer().reserve(event, ticket)
    late = shop.send(
        "POST", f"/events/{event}/pools", {"name": {"en": "House"}, "kind": "event", "capacity": 5},
        **{"Idempotency-Key": "a-key-of-sixteen-letters"},
    )  # fmt: skip
    assert refusal(late)[:2] == (409, "below_sold")


@pytest.mark.req("CAP-6")
@pytest.mark.parametrize("price", [0, 2500])
def test_each_product_and_each_price_of_it_has_its_own_limit(shop: Shop, price: int) -> None:
    event = live(shop)
    tiers = [
        {"name": {"en": "Front"}, "price_minor": price, "capacity": 2},
        {"name": {"en": "Back"}, "price_minor": price, "capacity": 9},
    ]
    ticket = product(shop, event, price_minor=price, capacity=4, tiers=tiers, tier_mode="choice")
    go_live(shop, event)
    buyer = shop.buyer()
    front, back = (one["tier_id"] for one in shown(buyer, event, ticket)["prices"])  # type: ignore[index]
    reserve(buyer, event, line(ticket, 2, tier_id=front))
    assert refusal(ask(buyer, event, line(ticket, tier_id=front)))[1] == "price_changed"
    reserve(buyer, event, line(ticket, 2, tier_id=back))
    assert refusal(ask(buyer, event, line(ticket, tier_id=back)))[1] == "sold_out"


@pytest.mark.req("CAP-7")
def test_a_sale_must_fit_into_every_pool_or_takes_nothing_of_any(shop: Shop) -> None:
    event = live(shop)
    hall = add(shop, event, "pools", name={"en": "Hall"}, capacity=5)
    bar = add(shop, event, "pools", name={"en": "Bar"}, capacity=3)
    seat = product(shop, event, capacity=10, pool_ids=[hall])
    vip = product(shop, event, capacity=10, pool_ids=[hall, bar])
    go_live(shop, event)
    buyer = shop.buyer()
    reserve(buyer, event, line(vip, 2), line(seat, 1))
    assert (pool(shop, event, hall)["free"], pool(shop, event, bar)["free"]) == (2, 1)
    assert refusal(ask(buyer, event, line(vip, 2)))[:2] == (409, "sold_out")
    assert (pool(shop, event, hall)["free"], pool(shop, event, bar)["free"]) == (2, 1)
    reserve(buyer, event, line(seat, 2))
    assert refusal(ask(buyer, event, line(vip, 1)))[:2] == (409, "sold_out")
    assert (pool(shop, event, hall)["free"], pool(shop, event, bar)["free"]) == (0, 1)


@pytest.mark.req("CAP-8")
def test_a_limit_is_raised_and_lowered_while_it_sells(shop: Shop) -> None:
    event, ticket = shop.on_sale(capacity=4)
    limit = own_pool(shop, event)
    buyer = shop.buyer()
    buyer.reserve(event, ticket, 4)
    assert resize(shop, event, limit, 6).json()["free"] == 2
    buyer.reserve(event, ticket, 1)
    too_low = resize(shop, event, limit, 4)
    assert refusal(too_low) == (409, "below_sold", ["capacity"])
    assert "5 are sold or held" in too_low.json()["detail"]
    assert resize(shop, event, limit, 5).json()["free"] == 0
    assert refusal(buyer.try_reserve(event, ticket))[:2] == (409, "sold_out")


@pytest.mark.req("CAP-8")
def test_a_limit_is_spread_over_more_shards_and_sells_on(shop: Shop) -> None:
    event, ticket = shop.on_sale(capacity=40, max_per_order=40)
    limit = own_pool(shop, event)
    shop.buyer().reserve(event, ticket, 10)
    spread = resize(shop, event, limit, 40, shards=8).json()
    assert (spread["shards"], spread["free"]) == (8, 30)
    assert refusal(resize(shop, event, limit, 40, shards=2)) == (422, "fewer_shards", ["shards"])
    shop.buyer().reserve(event, ticket, 30)
    assert shop.free(event) == 0


def test_a_limit_of_another_event_is_not_found(shop: Shop) -> None:
    event, _ = shop.on_sale()
    other, _ = shop.on_sale()
    assert refusal(resize(shop, event, own_pool(shop, other), 5))[:2] == (404, "pool_not_found")


@pytest.mark.req("CAP-7")
def test_a_shared_limit_is_renamed_and_removed_once_nothing_counts_against_it(shop: Shop, other_shop: Shop) -> None:
    event = live(shop)
    hall = add(shop, event, "pools", name={"en": "Hall"}, capacity=5)
    seat = product(shop, event, capacity=10, pool_ids=[hall])
    product(shop, event, name={"en": "VIP"}, capacity=10, pool_ids=[hall])
    path = f"/events/{event}/pools/{hall}"
    seen = versions.limit(shop, event, hall)
    assert shop.patch(path, {"name": {"en": "Great hall"}}, **seen)["name"] == {"en": "Great hall"}
    assert pool(shop, event, hall)["name"] == {"en": "Great hall"}
    for name in ({}, {"en": ""}, {"en": "x" * 5000}, 7, None):
        assert shop.send("PATCH", path, {"name": name}).status_code == 422
    assert shop.send("PATCH", path, {"name": {"en": "Hall"}, "capacity": 9}).status_code == 422
    used = shop.send("DELETE", path)
    assert refusal(used)[:2] == (409, "still_used")
    assert used.json()["detail"] == "It limits Standard, VIP: take it out there first."
    for one in shop.get(f"/events/{event}/products")["items"]:
        assert edit(shop, event, one["id"], pool_ids=[]).ok
    for send in (other_shop.send, shop.buyer().send):
        assert send("DELETE", path).status_code in (401, 404)
    assert shop.send("DELETE", path).status_code == 204
    assert refusal(shop.send("DELETE", path))[:2] == (404, "pool_not_found")
    assert refusal(edit(shop, event, seat, pool_ids=[hall]))[:2] == (422, "unknown_reference")
    go_live(shop, event)
    assert shop.buyer().reserve(event, seat, 6)["total_minor"]


def test_a_product_s_own_limit_is_named_and_removed_with_it(shop: Shop) -> None:
    event, _ = shop.on_sale()
    path = f"/events/{event}/pools/{own_pool(shop, event)}"
    refused = shop.send("PATCH", path, {"name": {"en": "Mine"}}, **versions.of(1))
    assert refusal(refused)[:2] == (409, "one_products_limit")
    assert refusal(shop.send("DELETE", path))[:2] == (409, "one_products_limit")


@pytest.mark.req("CAP-5")
def test_the_event_s_limit_stays_once_something_is_sold(shop: Shop) -> None:
    event = live(shop)
    ticket = product(shop, event)
    house = add(shop, event, "pools", name={"en": "House"}, kind="event", capacity=5)
    go_live(shop, event)
    order = shop.buyer().reserve(event, ticket)
    assert refusal(shop.send("DELETE", f"/events/{event}/pools/{house}"))[:2] == (409, "still_used")
    assert shop.buyer().on(order, "cancel").ok
    assert shop.send("DELETE", f"/events/{event}/pools/{house}").status_code == 204
    assert shop.buyer().reserve(event, ticket, 6)

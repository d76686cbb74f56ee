"""Waiting lists: joining, being offered what comes back, and leaving."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.kernel import clock
from tests.api.waiting import join, joined, offer_of, place, shown, sold_out, state
from tests.shop import Buyer, Shop, wait_for

pytestmark = pytest.mark.usefixtures("aws")


def settled(event: str, tries: int = 2) -> None:
    """Whatever stock does by itself has been done, and done again."""
    from chalicelib.actions import stockkeeping

    for _ in range(tries):
        stockkeeping.look_at(event, [], clock.now())


def proof(event: str) -> Any:
    from chalicelib.actions import checking

    return checking.check_event(event)


def _subjects(buyer: Buyer, count: int) -> list[str] | None:
    found = [mail["subject"] for mail in buyer.mails()]
    return found if len(found) >= count else None


def _listed(shop: Shop, event: str, product: str) -> list[dict[str, Any]]:
    return shop.get(f"/events/{event}/waitlist?product_id={product}")["items"]  # type: ignore[no-any-return]


@pytest.mark.req("CAP-14")
def test_what_comes_back_is_offered_in_the_order_of_joining(shop: Shop) -> None:
    event, product, holder, order = sold_out(shop)
    ada, bob = shop.buyer("Ada"), shop.buyer("Bob")
    first, second = joined(ada, event, product), joined(bob, event, product)
    assert (first["position"], second["position"]) == (1, 2)
    wait_for(lambda: _subjects(ada, 1), "the mail to whoever waits")  # nobody who has an offer is told to wait
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
    from chalicelib.actions import expiring

    event, product, holder, order = sold_out(shop)
    ada, bob = shop.buyer("Ada"), shop.buyer("Bob")
    first, second = joined(ada, event, product), joined(bob, event, product)
    assert holder.on(order, "cancel").ok
    for buyer, entry in ((ada, first), (bob, second)):
        offer = offer_of(buyer, entry)
        later = clock.now() + timedelta(hours=25)
        expiring.begin_expiry(offer["id"], later)
        expiring.release(offer["id"], "EXPIRED", later, by="expiry")
        wait_for(lambda buyer=buyer, entry=entry: state(buyer, entry) == "lapsed", "the lapse")
    wait_for(lambda: shown(shop, event)["state"] == "on_sale", "the open sale")
    shop.buyer().reserve(event, product)
    assert [one["state"] for one in _listed(shop, event, product)] == ["lapsed", "lapsed"]


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

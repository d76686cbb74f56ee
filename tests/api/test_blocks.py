"""Blocks: units that are kept for a code or for guests, and that go home."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.kernel import clock
from tests.shop import Buyer, Shop, wait_for

pytestmark = pytest.mark.usefixtures("aws")


def make(shop: Shop, event: str, product: str, units: int, **fields: Any) -> dict[str, Any]:
    body = {"name": "Rowing club", "product_id": product, "units": units} | fields
    return shop.post(f"/events/{event}/blocks", body)  # type: ignore[no-any-return]


def with_code(buyer: Buyer, event: str, product: str, code: str, quantity: int = 1) -> Any:
    body = {"lines": [{"product_id": product, "quantity": quantity}], "code": code}
    return buyer.send("POST", f"/public/events/{event}/orders", body)


def proof(event: str) -> Any:
    from chalicelib.actions import checking

    return checking.check_event(event)


def listed(shop: Shop, event: str) -> dict[str, Any]:
    [found] = shop.get(f"/events/{event}/blocks")["items"]
    return found  # type: ignore[no-any-return]


@pytest.mark.req("CAP-12")
def test_a_block_sells_to_its_code_only_and_to_nobody_else(shop: Shop) -> None:
    event, product = shop.on_sale(capacity=10)
    block = make(shop, event, product, 6, code="rowing")
    assert (block["units"], block["free"], block["code"]) == (6, 6, "ROWING")
    assert shop.free(event) == 4
    assert shop.buyer().try_reserve(event, product, 5).json()["code"] == "sold_out"
    shop.buyer().reserve(event, product, 4)
    assert shop.buyer().try_reserve(event, product).json()["code"] == "sold_out"
    assert with_code(shop.buyer(), event, product, "ROWING", 6).status_code == 201
    assert with_code(shop.buyer(), event, product, "ROWING").json()["code"] == "sold_out"
    assert listed(shop, event)["free"] == 0
    assert proof(event).holds


@pytest.mark.req("CAP-12")
def test_whoever_has_the_code_sees_what_the_block_has_left_when_all_else_is_sold(shop: Shop) -> None:
    event, product = shop.on_sale(capacity=4)
    make(shop, event, product, 2, code="ROWING")
    shop.buyer().reserve(event, product, 2)
    buyer = shop.buyer()
    plain = buyer.send("POST", f"/public/events/{event}/view", {}).json()["products"][0]
    opened = buyer.send("POST", f"/public/events/{event}/view", {"code": "ROWING"}).json()["products"][0]
    assert (plain["state"], opened["state"], opened["left"]) == ("sold_out", "on_sale", 2)


@pytest.mark.req("CAP-12")
def test_a_block_takes_from_every_pool_of_the_product_or_from_none(shop: Shop) -> None:
    event = shop.new_event()["id"]
    limit = {"name": {"en": "Hall"}, "kind": "event", "capacity": 5}
    pool = shop.post(f"/events/{event}/pools", limit)
    product = shop.new_product(event, capacity=50)["id"]
    path = f"/events/{event}/blocks"
    refused = shop.send("POST", path, {"name": "Big", "product_id": product, "units": 6})
    assert (refused.status_code, refused.json()["code"]) == (409, "sold_out")
    assert {one.pool_id: one.free for one in proof(event).pools}[pool["id"]] == 5
    make(shop, event, product, 5)
    assert {one.pool_id: one.free for one in proof(event).pools}[pool["id"]] == 0
    assert proof(event).holds


@pytest.mark.req("CAP-13")
def test_units_are_held_back_and_released_again_in_parts(shop: Shop) -> None:
    event, product = shop.on_sale(capacity=60)
    block = make(shop, event, product, 40)
    path = f"/events/{event}/blocks/{block['id']}/release"
    assert shop.post(path, {"units": 15})["units"] == 25
    assert shop.free(event) == 35
    refused = shop.send("POST", path, {"units": 26})
    assert (refused.status_code, refused.json()["code"]) == (409, "not_that_many")
    assert "must be at most 25" in refused.text
    over = shop.post(path, {})
    assert (over["units"], over["state"]) == (0, "RELEASED")
    assert shop.post(path, {})["state"] == "RELEASED"
    assert shop.send("POST", path, {"units": 1}).json()["code"] == "block_over"
    assert shop.free(event) == 60
    assert proof(event).holds


@pytest.mark.req("CAP-13")
def test_a_guest_gets_tickets_for_nothing_once(shop: Shop) -> None:
    event, product = shop.on_sale(capacity=10)
    block = make(shop, event, product, 3)
    guest = shop.buyer("Grace Guest")
    body = {"quantity": 2, "guest": {"name": guest.name, "email": guest.email}}
    path = f"/events/{event}/blocks/{block['id']}/orders"
    given = shop.post(path, body, "one key for the guest")
    assert shop.post(path, body, "one key for the guest") == given
    order = wait_for(lambda: _with_tickets(shop, given["id"]), "the tickets")
    assert (order["state"], order["total_minor"], len(order["tickets"])) == ("COMPLETED", 0, 2)
    assert len(wait_for(guest.mails, "the mail")) == 1
    assert shop.send("POST", path, body).json()["code"] == "sold_out"
    assert listed(shop, event)["free"] == 1
    assert proof(event).holds


def _with_tickets(shop: Shop, order_id: str) -> dict[str, Any] | None:
    order = shop.order(order_id)
    return order if order["tickets"] else None


@pytest.mark.req("CAP-12")
def test_at_its_deadline_a_block_goes_home_and_so_does_what_comes_back_later(shop: Shop) -> None:
    from chalicelib.actions import blocks

    event, product = shop.on_sale(capacity=10)
    soon = clock.now() + timedelta(hours=1)
    block = make(shop, event, product, 6, code="CLUB", ends_at=clock.to_text(soon))
    buyer = shop.buyer()
    order = with_code(buyer, event, product, "CLUB", 2).json()
    blocks.end(block["id"], clock.now())
    assert listed(shop, event)["state"] == "HELD"
    for _ in range(2):
        blocks.end(block["id"], soon)
    assert (listed(shop, event)["state"], listed(shop, event)["units"]) == ("RELEASED", 2)
    assert shop.free(event) == 8
    assert with_code(shop.buyer(), event, product, "CLUB").json()["code"] == "code_not_found"
    assert buyer.on(order, "cancel").ok
    wait_for(lambda: shop.free(event) == 10, "the leftovers")
    assert listed(shop, event)["units"] == 0
    assert proof(event).holds


@pytest.mark.req("CAP-12")
def test_the_sweep_finds_what_has_ended(shop: Shop) -> None:
    event, product = shop.on_sale(capacity=5)
    ends = clock.now() + timedelta(seconds=2)
    make(shop, event, product, 5, ends_at=clock.to_text(ends))
    from chalicelib.actions import sweeping

    wait_for(lambda: clock.now() > ends, "the end")
    sweeping.sweep(clock.now())
    assert shop.free(event) == 5


def test_the_same_block_asked_for_twice_is_one(shop: Shop) -> None:
    event, product = shop.on_sale(capacity=5)
    body = {"name": "Press", "product_id": product, "units": 5}
    first = shop.post(f"/events/{event}/blocks", body, "the key of the press block")
    assert shop.post(f"/events/{event}/blocks", body, "the key of the press block") == first
    body["units"] = 4
    again = shop.send("POST", f"/events/{event}/blocks", body, **{"Idempotency-Key": "the key of the press block"})
    assert again.json()["code"] == "key_reused"


def test_a_code_that_exists_or_an_end_in_the_past_makes_no_block(shop: Shop) -> None:
    event, product = shop.on_sale(capacity=5)
    make(shop, event, product, 1, code="CLUB")
    body = {"name": "B", "product_id": product, "units": 1}
    path = f"/events/{event}/blocks"
    assert shop.send("POST", path, body | {"code": "club"}).json()["code"] == "code_taken"
    assert shop.send("POST", path, body | {"ends_at": "2020-01-01T00:00:00Z"}).json()["code"] == "ends_in_the_past"
    assert shop.free(event) == 4


def test_another_tenant_finds_no_block(shop: Shop, other_shop: Shop) -> None:
    event, product = shop.on_sale(capacity=5)
    mine, _ = other_shop.on_sale()
    block = make(shop, event, product, 1)
    for path in (f"/events/{event}", f"/events/{mine}"):
        assert other_shop.send("POST", f"{path}/blocks/{block['id']}/release", {}).status_code == 404
    assert other_shop.send("GET", f"/events/{event}/blocks").status_code == 404


@pytest.mark.req("CAP-12")
def test_a_block_of_one_date_leaves_the_others_alone(shop: Shop) -> None:
    event, product = shop.on_sale(capacity=4)
    rule = {"starts_at": "2031-06-02T18:00:00Z", "minutes": 120, "frequency": "daily", "count": 2}
    shop.post(f"/events/{event}/occurrences", rule)
    day = shop.get(f"/events/{event}/occurrences")["items"][-1]["id"]
    make(shop, event, product, 4, occurrence_id=day)
    line = {"product_id": product, "quantity": 1, "occurrence_id": day}
    refused = shop.buyer().send("POST", f"/public/events/{event}/orders", {"lines": [line]})
    assert refused.json()["code"] == "sold_out"

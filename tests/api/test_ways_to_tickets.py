"""Orders that wait: for the organizer's word, for money by other ways; and the dates of a series on what is bought."""

import uuid

import pytest
import requests

from localstack.launcher import Running
from tests.shop import Buyer, Shop, wait_for

MONEY_LATER = {
    "payment_methods": ["card", "bank"],
    "offline": {"bank": {"instructions": {"en": "IBAN DE00 1234"}, "days": 3}},
}


def on_sale(shop: Shop, event: dict[str, object], **product: object) -> tuple[str, str]:
    made = shop.new_event(**event)
    found = shop.new_product(made["id"], **product)
    shop.post(f"/events/{made['id']}/publish", {})
    return made["id"], found["id"]


def mails(buyer: Buyer, number: int) -> None:
    wait_for(lambda: len(buyer.mails()) >= number, f"mail number {number}")


@pytest.mark.req("BEY-13")
def test_an_order_that_needs_approval_is_paid_after_it(shop: Shop) -> None:
    event, product = on_sale(shop, {"needs_approval": True})
    buyer = shop.buyer()
    order = buyer.reserve(event, product)
    waiting = buyer.check_out(order)
    assert (waiting["state"], waiting["payment"]) == ("AWAITING_APPROVAL", None)
    assert buyer.check_out(order)["state"] == "AWAITING_APPROVAL"
    mails(buyer, 1)
    for _ in range(2):  # a double click
        assert shop.post(f"/orders/{order['id']}/approve", {})["state"] == "RESERVED"
    mails(buyer, 2)
    assert buyer.pay(buyer.check_out(order)).ok
    wait_for(lambda: buyer.see(order)["state"] == "COMPLETED", "the paid order")


@pytest.mark.req("BEY-13")
def test_a_free_order_is_complete_once_it_is_approved(shop: Shop) -> None:
    event, product = on_sale(shop, {"needs_approval": True}, price_minor=0)
    buyer = shop.buyer()
    order = buyer.reserve(event, product)
    buyer.check_out(order)
    assert shop.post(f"/orders/{order['id']}/approve", {})["state"] == "COMPLETED"
    wait_for(lambda: buyer.see(order)["tickets"], "the tickets")


@pytest.mark.req("BEY-13")
def test_a_declined_order_gives_its_units_back(shop: Shop) -> None:
    event, product = on_sale(shop, {"needs_approval": True}, capacity=5)
    buyer = shop.buyer()
    order = buyer.reserve(event, product, 3)
    buyer.check_out(order)
    declined = shop.post(f"/orders/{order['id']}/cancel", {"reason": "other", "refund": "none"})
    assert declined["state"] == "CANCELLED"
    assert shop.free(event) == 5
    refused = shop.send("POST", f"/orders/{order['id']}/approve", {})
    assert (refused.status_code, refused.json()["code"]) == (409, "not_awaiting_approval")


@pytest.mark.req("ORD-8")
@pytest.mark.req("ORD-2")
def test_an_order_may_be_paid_by_other_ways(shop: Shop) -> None:
    event, product = on_sale(shop, MONEY_LATER)
    buyer = shop.buyer()
    order = buyer.reserve(event, product)
    details = {"buyer": {"name": buyer.name, "email": buyer.email}, "method": "bank"}
    waiting = buyer.on(order, "checkout", details).json()
    assert waiting["state"] == "AWAITING_OFFLINE_PAYMENT"
    assert waiting["to_pay"]["instructions"] == {"en": "IBAN DE00 1234"}
    mails(buyer, 1)
    assert shop.post(f"/orders/{order['id']}/complete", {"reason": "other"})["state"] == "COMPLETED"
    wait_for(lambda: buyer.see(order)["tickets"], "the tickets")


@pytest.mark.req("ORD-8")
def test_a_way_to_pay_that_is_not_offered_is_refused(shop: Shop) -> None:
    event, product = shop.on_sale()
    buyer = shop.buyer()
    order = buyer.reserve(event, product)
    refused = buyer.on(order, "checkout", {"buyer": {"name": "B", "email": buyer.email}, "method": "bank"})
    assert (refused.status_code, refused.json()["code"]) == (422, "method_not_offered")


@pytest.mark.req("EVT-17")
def test_what_is_bought_for_a_date_names_that_date(shop: Shop) -> None:
    event, product = on_sale(shop, {}, price_minor=0)
    rule = {"starts_at": "2031-06-08T18:00:00Z", "minutes": 120, "frequency": "weekly", "count": 3}
    assert shop.post(f"/events/{event}/occurrences", rule) == {"dates": 3}
    buyer = shop.buyer()
    dates = buyer.send("GET", f"/public/events/{event}/occurrences").json()["items"]
    assert len(dates) == 4
    line = {"product_id": product, "quantity": 1, "occurrence_id": dates[2]["id"]}
    order = buyer.send("POST", f"/public/events/{event}/orders", {"lines": [line]}).json()
    assert order["event"]["starts_at"] == "2031-06-15T18:00:00.000Z"
    buyer.check_out(order)
    ticket = wait_for(lambda: buyer.see(order)["tickets"], "the ticket")[0]
    assert ticket["occurrence_id"] == dates[2]["id"]
    mails(buyer, 1)
    mail = f"{shop.cloud.settings.mail_url}/api/mails/{buyer.mails()[0]['id']}"
    assert "15 June 2031" in requests.get(mail, timeout=10).text
    assert {date["pools"][0]["free"] for date in shop.get(f"/events/{event}/occurrences")["items"]} == {49, 50}


@pytest.mark.req("EVT-17")
def test_a_cancelled_date_sells_nothing(shop: Shop) -> None:
    event, product = on_sale(shop, {}, price_minor=0)
    shop.post(
        f"/events/{event}/occurrences",
        {"starts_at": "2031-06-08T18:00:00Z", "minutes": 60, "frequency": "daily", "count": 2},
    )
    date = shop.get(f"/events/{event}/occurrences")["items"][1]
    path = f"/events/{event}/occurrences/{date['id']}"
    headers = {"If-Match": f'"{date["version"]}"'}
    assert shop.send("PATCH", path, {"status": "CANCELLED"}, **headers).json()["status"] == "CANCELLED"
    assert shop.send("PATCH", path, {"status": "SCHEDULED"}, **headers).status_code == 409
    line = {"product_id": product, "quantity": 1, "occurrence_id": date["id"]}
    refused = shop.buyer().send("POST", f"/public/events/{event}/orders", {"lines": [line]})
    assert (refused.status_code, refused.json()["code"]) == (409, "occurrence_cancelled")


@pytest.mark.req("EVT-10", "BEY-6")
def test_a_test_order_of_a_draft_takes_nothing_and_costs_nothing(shop: Shop) -> None:
    event = shop.new_event()["id"]
    product = shop.new_product(event, capacity=3)["id"]
    order = shop.post(f"/events/{event}/test-orders", {"lines": [{"product_id": product, "quantity": 2}]})
    buyer = shop.buyer()
    assert buyer.check_out(order)["state"] == "COMPLETED"
    wait_for(lambda: buyer.see(order)["tickets"], "the tickets of the test order")
    assert shop.free(event) == 3


@pytest.mark.req("PRC-10")
def test_new_products_have_the_accounts_taxes(cloud: Running) -> None:
    shop = Shop.opened(cloud)
    tax = {"name": {"en": "VAT"}, "rate": "7.7", "is_inclusive": True, "is_compound": False}
    assert shop.put("/account/taxes", {"taxes": [tax]}) == {"taxes": [tax], "version": 1}
    event = shop.new_event()["id"]
    made = shop.get(f"/events/{event}/catalogue")["taxes"]
    assert [(one["rate"], one["is_default"]) for one in made] == [("7.7", True)]
    assert shop.new_product(event)["tax_ids"] == [made[0]["id"]]
    assert shop.new_product(event, tax_ids=[])["tax_ids"] == []


def test_the_same_request_finds_its_order_whatever_has_changed_since(shop: Shop) -> None:
    event, product = shop.on_sale(capacity=3)
    buyer, key = shop.buyer(), str(uuid.uuid4())
    first = buyer.try_reserve(event, product, 1, key)
    version = shop.get(f"/events/{event}/products")["items"][0]["version"]
    shop.send("PATCH", f"/events/{event}/products/{product}", {"is_paused": True}, **{"If-Match": f'"{version}"'})
    wait_for(lambda: buyer.try_reserve(event, product).status_code == 409, "the pause")
    again = buyer.try_reserve(event, product, 1, key)
    assert (again.status_code, again.json()["id"]) == (201, first.json()["id"])
    assert buyer.try_reserve(event, product, 2, key).json()["code"] == "key_reused"

"""Holders of tickets, ways to pay, terms and entry: what is told at checkout besides answers."""

import pytest

from tests.api.baskets import check_out, go_live, live, product, refusal, seen
from tests.api.living import edit
from tests.api.telling import registration
from tests.shop import Buyer, Shop, wait_for


@pytest.mark.req("ORD-7")
def test_each_ticket_has_a_holder_where_the_organizer_asks_for_it(shop: Shop) -> None:
    event, ticket = registration(shop, details_per="ticket")
    buyer = shop.buyer()
    order = buyer.reserve(event, ticket, 2)
    assert refusal(check_out(buyer, order))[2] == ["attendees.0.name", "attendees.1.name"]
    assert refusal(check_out(buyer, order, attendees=[{"name": "Ada"}])) == (422, "details_missing", ["attendees"])
    assert refusal(check_out(buyer, order, attendees=[{"name": "Ada"}, {}]))[2] == ["attendees.1.name"]
    two = [{"name": "Ada", "email": "ada@example.com"}, {"name": "Ben"}]
    told = check_out(buyer, order, attendees=two).json()
    assert [(one["name"], one["email"]) for one in told["attendees"]] == [
        ("Ada", "ada@example.com"),
        ("Ben", buyer.email),
    ]
    tickets = wait_for(lambda: buyer.see(order)["tickets"], "the tickets")
    assert [one["holder_name"] for one in tickets] == ["Ada", "Ben"]


@pytest.mark.req("ORD-7")
def test_the_buyer_s_details_stand_for_all_where_that_is_enough(shop: Shop) -> None:
    event, ticket = registration(shop)
    buyer = shop.buyer("Bea Buyer")
    order = buyer.reserve(event, ticket, 2)
    assert check_out(buyer, order).json()["attendees"] == []
    tickets = wait_for(lambda: buyer.see(order)["tickets"], "the tickets")
    assert [one["holder_name"] for one in tickets] == ["Bea Buyer"] * 2


@pytest.mark.req("ORD-8")
def test_a_buyer_pays_in_one_of_the_ways_that_are_offered(shop: Shop) -> None:
    how = {"en": "IBAN DE00"}
    event = live(shop, payment_methods=["card", "bank"], offline={"bank": {"instructions": how, "days": 3}})
    ticket = product(shop, event, capacity=2)
    go_live(shop, event)
    buyer = shop.buyer()
    assert seen(buyer, event)["payment_methods"] == ["card", "bank"]
    order = buyer.reserve(event, ticket)
    waiting = check_out(buyer, order, method="bank").json()
    assert (waiting["state"], waiting["method"], waiting["payment"]) == ("AWAITING_OFFLINE_PAYMENT", "bank", None)
    assert waiting["to_pay"]["instructions"] == how
    assert shop.free(event) == 1
    card = check_out(buyer, buyer.reserve(event, ticket), method="card").json()
    assert card["payment"]["client_secret"]


@pytest.mark.req("ORD-8")
def test_a_way_to_pay_that_is_not_offered_is_refused(shop: Shop) -> None:
    event, ticket = shop.on_sale()
    buyer = shop.buyer()
    order = buyer.reserve(event, ticket)
    assert refusal(check_out(buyer, order, method="bank")) == (422, "method_not_offered", ["method"])
    assert refusal(check_out(buyer, order, method="paypal")) == (422, "method_not_offered", ["method"])
    assert refusal(check_out(buyer, order, method="cheque")) == (422, "invalid_input", ["method"])


@pytest.mark.req("ORD-8")
def test_what_is_too_little_for_a_card_can_be_paid_by_other_ways(shop: Shop) -> None:
    event = live(shop, payment_methods=["card", "bank"])
    ticket = product(shop, event, price_minor=49)
    go_live(shop, event)
    buyer = shop.buyer()
    order, bigger = buyer.reserve(event, ticket), buyer.reserve(event, ticket, 2)
    assert (order["payment_methods"], bigger["payment_methods"]) == (["bank"], ["card", "bank"])
    refused = check_out(buyer, order)
    assert refusal(refused)[:2] == (422, "below_minimum_charge")
    assert "50 minor units of EUR" in refused.json()["detail"]
    assert check_out(buyer, order, method="bank").json()["state"] == "AWAITING_OFFLINE_PAYMENT"
    assert check_out(buyer, bigger).json()["payment"]


@pytest.mark.req("ORD-13")
def test_the_organizer_completes_and_cancels_orders_and_says_why(shop: Shop) -> None:
    event = live(shop, payment_methods=["cash"], offline={"cash": {"instructions": {"en": "Cash"}}})
    ticket = product(shop, event, capacity=3)
    go_live(shop, event)
    buyer = shop.buyer()
    order = buyer.reserve(event, ticket, 2)
    check_out(buyer, order, method="cash")
    assert shop.send("POST", f"/orders/{order['id']}/complete", {}).status_code == 422
    done = shop.post(f"/orders/{order['id']}/complete", {"reason": "payment_received", "note": "In cash."})
    assert done["state"] == "COMPLETED"
    assert shop.free(event) == 1
    why = {"reason": "buyer_asked", "refund": "none"}
    assert shop.post(f"/orders/{order['id']}/cancel", why)["state"] == "CANCELLED"
    shop.send("POST", f"/orders/{order['id']}/cancel", why)
    assert shop.free(event) == 3


@pytest.mark.req("EVT-9")
def test_the_version_of_the_terms_that_was_read_is_the_one_that_is_accepted(shop: Shop) -> None:
    event, ticket = registration(shop, terms={"en": "<p>Be kind.</p>"})
    buyer = shop.buyer()
    order = buyer.reserve(event, ticket)
    assert refusal(check_out(buyer, order)) == (422, "terms_not_accepted", ["terms_hash"])
    assert refusal(check_out(buyer, order, terms_hash="0" * 64)) == (409, "terms_changed", ["terms_hash"])
    assert check_out(buyer, order, terms_hash=seen(buyer, event)["terms_hash"]).json()["state"] == "COMPLETED"


@pytest.mark.req("EVT-9", "BEY-13")
def test_terms_that_were_accepted_with_a_request_hold_until_they_change(shop: Shop) -> None:
    event = live(shop, needs_approval=True, terms={"en": "<p>Be kind.</p>"})
    ticket = product(shop, event)
    go_live(shop, event)
    buyer = shop.buyer()
    agreed = seen(buyer, event)["terms_hash"]
    orders = [buyer.reserve(event, ticket) for _ in range(2)]
    for order in orders:
        assert check_out(buyer, order, terms_hash=agreed).json()["state"] == "AWAITING_APPROVAL"
        shop.post(f"/orders/{order['id']}/approve", {})
        assert buyer.see(order)["terms_hash"] == agreed
    assert check_out(buyer, orders[0]).json()["payment"]
    edit(shop, event, terms={"en": "<p>Be quiet.</p>"})
    for accepted in ("", agreed):
        answer = check_out(buyer, orders[1], terms_hash=accepted)
        assert refusal(answer) == (409, "terms_changed", ["terms_hash"])
    paying = check_out(buyer, orders[1], terms_hash=seen(buyer, event)["terms_hash"]).json()
    assert paying["payment"]
    assert paying["terms_hash"] != agreed


@pytest.mark.req("EVT-8")
def test_entry_requirements_may_have_to_be_confirmed(shop: Shop) -> None:
    event, ticket = registration(shop, age_limit=18, must_confirm_entry=True)
    buyer: Buyer = shop.buyer()
    order = buyer.reserve(event, ticket)
    assert refusal(check_out(buyer, order)) == (422, "entry_not_confirmed", ["confirms_entry"])
    assert check_out(buyer, order, confirms_entry=True).json()["state"] == "COMPLETED"

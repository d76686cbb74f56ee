"""What is sold: tickets, donations, add-ons; their limits, and how what is sold is edited and removed."""

from typing import Any

import pytest

from tests.api.baskets import (
    add,
    ask,
    check_out,
    edit,
    go_live,
    line,
    live,
    product,
    refusal,
    reserve,
    shown,
    soon,
)
from tests.shop import Shop, wait_for


@pytest.mark.req("PRD-1")
def test_a_ticket_has_a_price_and_a_limit(shop: Shop) -> None:
    event, ticket = shop.on_sale(price_minor=2500, capacity=3)
    order = shop.buyer().reserve(event, ticket, 3)
    assert (order["total_minor"], order["lines"][0]["unit_price_minor"]) == (7500, 2500)
    assert refusal(shop.buyer().try_reserve(event, ticket))[:2] == (409, "sold_out")


@pytest.mark.req("PRD-2")
def test_the_server_s_clock_begins_and_ends_a_sale(shop: Shop) -> None:
    event = live(shop)
    ticket = product(shop, event, sale_starts_at=soon(2), sale_ends_at=soon(5))
    go_live(shop, event)
    buyer = shop.buyer()
    assert refusal(buyer.try_reserve(event, ticket)) == (409, "not_on_sale", ["lines.0.product_id"])
    assert shown(buyer, event, ticket)["state"] == "not_yet"  # type: ignore[index]
    wait_for(lambda: buyer.try_reserve(event, ticket).ok, "the beginning of the sale", 5)
    wait_for(lambda: shown(buyer, event, ticket)["state"] == "ended", "the end of the sale", 6)  # type: ignore[index]
    assert refusal(buyer.try_reserve(event, ticket))[:2] == (409, "not_on_sale")


@pytest.mark.req("PRD-3")
@pytest.mark.parametrize(("quantity", "status"), [(1, 422), (2, 201), (4, 201), (5, 422)])
def test_an_order_has_at_least_and_at_most_so_many(shop: Shop, quantity: int, status: int) -> None:
    event, ticket = shop.on_sale(min_per_order=2, max_per_order=4)
    answer = shop.buyer().try_reserve(event, ticket, quantity)
    assert answer.status_code == status
    if status == 422:
        assert refusal(answer) == (422, "wrong_quantity", ["lines.0.quantity"])


@pytest.mark.req("PRD-3")
def test_one_buyer_may_not_have_more_over_all_orders(shop: Shop) -> None:
    event, ticket = shop.on_sale(price_minor=0, max_per_buyer=3)
    buyer = shop.buyer()
    first = buyer.buy(event, ticket, 2)
    second = buyer.reserve(event, ticket, 2)
    assert refusal(check_out(buyer, second))[:2] == (409, "too_many_for_one_buyer")
    shouting = {"buyer": {"name": "Bea", "email": buyer.email.upper()}}
    assert refusal(buyer.on(second, "checkout", shouting))[:2] == (409, "too_many_for_one_buyer")
    shop.post(f"/orders/{first['id']}/cancel", {"reason": "buyer_asked", "refund": "none"})
    assert check_out(buyer, second).json()["state"] == "COMPLETED"


@pytest.mark.req("PRD-4")
def test_a_product_has_words_and_terms_of_its_own(shop: Shop) -> None:
    event, ticket = shop.on_sale(description={"en": "With a view"}, terms={"en": "No refunds", "de": "Kein Umtausch"})
    found = shown(shop.buyer(), event, ticket)
    assert found
    assert (found["description"], found["terms"]["de"]) == ({"en": "With a view"}, "Kein Umtausch")


@pytest.mark.req("PRD-5")
def test_a_free_ticket_needs_no_payment(shop: Shop) -> None:
    event, ticket = shop.on_sale(price_minor=0)
    buyer = shop.buyer()
    done = check_out(buyer, buyer.reserve(event, ticket)).json()
    assert (done["state"], done["payment"], done["total_minor"]) == ("COMPLETED", None, 0)


@pytest.mark.req("PRD-6")
def test_a_registration_waits_until_it_is_confirmed_and_says_so(shop: Shop) -> None:
    event = live(shop, needs_approval=True)
    ticket = product(shop, event, price_minor=0, capacity=1)
    go_live(shop, event)
    buyer = shop.buyer()
    order = buyer.reserve(event, ticket)
    assert check_out(buyer, order).json()["state"] == "AWAITING_APPROVAL"
    assert refusal(shop.buyer().try_reserve(event, ticket))[:2] == (409, "sold_out")
    assert shop.post(f"/orders/{order['id']}/approve", {})["state"] in ("RESERVED", "COMPLETED")
    wait_for(lambda: buyer.see(order)["state"] == "COMPLETED", "the confirmation")
    wait_for(buyer.mails, "the mail")


@pytest.mark.req("PRD-7")
def test_a_donation_is_as_much_as_the_buyer_gives(shop: Shop) -> None:
    event = live(shop)
    gift = product(shop, event, kind="donation", price_minor=500, capacity=None, suggested_minor=[1000, 2000])
    go_live(shop, event)
    buyer = shop.buyer()
    found = shown(buyer, event, gift)
    assert found
    assert (found["suggested_minor"], found["price_minor"], found["left"]) == ([1000, 2000], 500, None)
    assert reserve(buyer, event, line(gift, amount_minor=1234))["total_minor"] == 1234
    assert reserve(buyer, event, line(gift))["total_minor"] == 500
    assert refusal(ask(buyer, event, line(gift, amount_minor=499))) == (422, "wrong_amount", ["lines.0.amount_minor"])


@pytest.mark.req("PRD-7")
def test_nobody_names_the_price_of_a_ticket(shop: Shop) -> None:
    event, ticket = shop.on_sale()
    refused = ask(shop.buyer(), event, line(ticket, amount_minor=1))
    assert refusal(refused) == (422, "wrong_amount", ["lines.0.amount_minor"])


@pytest.fixture
def dinner(shop: Shop) -> tuple[str, str, str]:
    """(event, ticket, dinner): at most one dinner for each ticket."""
    event = live(shop)
    ticket = product(shop, event, price_minor=0)
    meal = product(
        shop, event, kind="add_on", name={"en": "Dinner"}, price_minor=0, requires=[ticket], max_per_required=1
    )
    go_live(shop, event)
    return event, ticket, meal


@pytest.mark.req("PRD-10")
def test_an_add_on_makes_no_ticket(shop: Shop, dinner: tuple[str, str, str]) -> None:
    event, ticket, meal = dinner
    buyer = shop.buyer()
    order = reserve(buyer, event, line(ticket), line(meal))
    assert check_out(buyer, order).json()["state"] == "COMPLETED"
    found = wait_for(lambda: buyer.see(order)["tickets"], "the tickets")
    assert [one["product_name"] for one in found] == [{"en": "Standard"}]


@pytest.mark.req("PRD-10")
def test_an_add_on_is_sold_with_what_it_needs_and_not_more_often(shop: Shop, dinner: tuple[str, str, str]) -> None:
    event, ticket, meal = dinner
    buyer = shop.buyer()
    assert refusal(ask(buyer, event, line(meal))) == (422, "needs_another", ["lines.0.product_id"])
    too_many = ask(buyer, event, line(ticket, 2), line(meal, 3))
    assert refusal(too_many) == (422, "wrong_quantity", ["lines.1.quantity"])
    assert ask(buyer, event, line(ticket, 2), line(meal, 2)).status_code == 201


def test_a_paused_product_is_not_sold_and_a_removed_one_is_gone(shop: Shop) -> None:
    event, ticket = shop.on_sale()
    spare = product(shop, event)
    assert edit(shop, event, ticket, is_paused=True).ok
    assert refusal(shop.buyer().try_reserve(event, ticket))[:2] == (409, "not_on_sale")
    assert shop.send("DELETE", f"/events/{event}/products/{spare}").status_code == 204
    assert [one["id"] for one in shop.get(f"/events/{event}/products")["items"]] == [ticket]


def test_what_was_sold_cannot_be_removed(shop: Shop) -> None:
    event, ticket = shop.on_sale()
    shop.buyer().reserve(event, ticket)
    assert refusal(shop.send("DELETE", f"/events/{event}/products/{ticket}"))[:2] == (409, "still_used")


def test_taxes_fees_categories_questions_and_codes_are_edited_and_removed(shop: Shop) -> None:
    event = live(shop)
    kinds: dict[str, dict[str, Any]] = {
        "taxes": {"name": {"en": "VAT"}, "rate": "19"},
        "fees": {"name": {"en": "Fee"}, "amounts": {"EUR": 100}},
        "categories": {"name": {"en": "Stalls"}},
        "questions": {"kind": "text", "scope": "order", "label": {"en": "Why?"}},
        "codes": {"code": "SUMMER", "discount": "percent", "percent": "10"},
    }
    changes: dict[str, dict[str, Any]] = {"questions": {"is_required": True}, "codes": {"percent": "20"}}
    for kind, fields in kinds.items():
        path = f"/events/{event}/{kind}/{add(shop, event, kind, **fields)}"
        change = changes.get(kind, {"name": {"en": "Other"}})
        edited = shop.send("PATCH", path, change, **{"If-Match": '"1"'})
        assert edited.ok, edited.text
        assert {name: edited.json()[name] for name in change} == change
        assert refusal(shop.send("PATCH", path, change, **{"If-Match": '"1"'}))[:2] == (409, "stale_edit")
        assert refusal(shop.send("PATCH", path, change))[:2] == (428, "stale_check")
        assert shop.send("DELETE", path).status_code == 204
        assert shop.send("DELETE", path).status_code == 404


@pytest.mark.req("PRD-1", "EVT-17")
def test_what_was_sold_on_a_later_date_of_a_series_is_not_forgotten(shop: Shop) -> None:
    event, ticket = shop.on_sale(capacity=5)
    rule = {"starts_at": "2031-07-01T18:00:00Z", "minutes": 120, "frequency": "daily", "count": 2}
    shop.post(f"/events/{event}/occurrences", rule)
    day = shop.get(f"/events/{event}/occurrences")["items"][-1]["id"]
    reserve(shop.buyer(), event, line(ticket, 1, occurrence_id=day))
    assert refusal(shop.send("DELETE", f"/events/{event}/products/{ticket}"))[:2] == (409, "still_used")
    house = {"kind": "event", "capacity": 9, "scope": "event", "name": {"en": "House"}}
    late = shop.send("POST", f"/events/{event}/pools", house, **{"Idempotency-Key": ticket})
    assert refusal(late)[:2] == (409, "below_sold")

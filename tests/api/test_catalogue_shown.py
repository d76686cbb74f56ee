"""Who sees what is sold, and when: categories, codes, members, times."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.baskets import (
    add,
    ask,
    check_out,
    go_live,
    line,
    live,
    product,
    refusal,
    reserve,
    seen,
    shown,
    soon,
)
from tests.shop import Shop, wait_for


@pytest.mark.req("PRD-11")
def test_categories_stand_in_the_order_that_they_were_dragged_to(shop: Shop) -> None:
    event = live(shop)
    names = ["Stalls", "Balcony", "Boxes"]
    ids = [add(shop, event, "categories", name={"en": name}, description={"en": f"The {name}"}) for name in names]
    for category in ids:
        product(shop, event, category_id=category)
    go_live(shop, event)
    shop.post(f"/events/{event}/order", {"of": "categories", "ids": [ids[2], ids[0]]})
    found = seen(shop.buyer(), event)["categories"]
    assert [one["name"]["en"] for one in found] == ["Boxes", "Stalls", "Balcony"]
    assert found[0]["description"] == {"en": "The Boxes"}


@pytest.mark.req("PRD-12")
def test_a_category_is_shown_by_a_code_or_from_a_time_on(shop: Shop) -> None:
    event = live(shop)
    product(shop, event)
    secret = add(shop, event, "categories", name={"en": "Friends"}, shown_to="code")
    later = add(shop, event, "categories", name={"en": "Rush"}, visible_from=soon(2))
    friends = product(shop, event, category_id=secret)
    rush = product(shop, event, category_id=later)
    add(shop, event, "codes", code="FRIENDS", unlocks=[secret])
    go_live(shop, event)
    buyer = shop.buyer()
    assert shown(buyer, event, friends) is None
    assert shown(buyer, event, rush) is None
    assert {one["name"]["en"] for one in seen(buyer, event)["categories"]} & {"Friends", "Rush"} == set()
    assert shown(buyer, event, friends, code="friends")
    assert reserve(buyer, event, line(friends), code="friends")
    wait_for(lambda: shown(buyer, event, rush), "the category's time", 5)


@pytest.mark.req("PRD-13")
def test_what_a_code_unlocks_does_not_exist_for_anybody_else(shop: Shop) -> None:
    event = live(shop)
    product(shop, event)
    hidden = product(shop, event, name={"en": "Sesame"}, shown_to="code")
    nobody = product(shop, event, name={"en": "Backstage"}, shown_to="nobody")
    add(shop, event, "codes", code="OPEN", unlocks=[hidden])
    go_live(shop, event)
    buyer = shop.buyer()
    for text in (
        buyer.send("GET", f"/public/events/{event}").text,
        buyer.send("POST", f"/public/events/{event}/view", {"email": "ada@example.com"}).text,
    ):
        assert hidden not in text
        assert nobody not in text
        assert "Sesame" not in text
    unknown = [_sans_id(ask(buyer, event, line(one))) for one in (hidden, nobody, "prd_never")]
    assert unknown[0] == unknown[1] == unknown[2]
    assert unknown[0]["code"] == "product_not_found"
    assert reserve(buyer, event, line(hidden), code="open")["code"] == "OPEN"
    assert refusal(ask(buyer, event, line(nobody), code="open"))[:2] == (404, "product_not_found")


def _sans_id(answer: Any) -> dict[str, Any]:
    return {name: value for name, value in answer.json().items() if name != "request_id"}


@pytest.mark.req("PRD-14")
def test_members_alone_may_buy_what_is_for_members(shop: Shop) -> None:
    event = live(shop)
    product(shop, event)
    club = product(shop, event, shown_to="members", price_minor=0)
    shop.post(f"/events/{event}/products/{club}/members", {"add": ["Ada@Example.com", "@club.example"]})
    go_live(shop, event)
    buyer = shop.buyer()
    assert refusal(ask(buyer, event, line(club)))[:2] == (403, "members_only")
    assert refusal(ask(buyer, event, line(club), email="eve@example.com")) == (403, "members_only", ["email"])
    assert shown(buyer, event, club) is None
    assert shown(buyer, event, club, email="ADA@example.com")
    order = reserve(buyer, event, line(club), email="anyone@club.example")
    assert refusal(check_out(buyer, order)) == (403, "members_only", ["buyer.email"])
    member = {"buyer": {"name": "Ann", "email": "anyone@club.example"}}
    assert buyer.on(order, "checkout", member).json()["state"] == "COMPLETED"
    shop.post(f"/events/{event}/products/{club}/members", {"remove": ["@club.example"]})
    assert refusal(ask(buyer, event, line(club), email="anyone@club.example"))[:2] == (403, "members_only")


@pytest.mark.req("PRD-15")
def test_a_product_is_seen_between_two_instants_only(shop: Shop) -> None:
    event = live(shop)
    product(shop, event)
    flash = product(shop, event, visible_from=soon(2), visible_until=soon(5))
    go_live(shop, event)
    buyer = shop.buyer()
    is_sold = _sold(lambda: ask(buyer, event, line(flash)).status_code)
    assert (shown(buyer, event, flash), is_sold()) == (None, False)
    wait_for(lambda: shown(buyer, event, flash), "the product", 5)
    assert is_sold()
    wait_for(lambda: not shown(buyer, event, flash), "the end", 6)
    assert not is_sold()


def _sold(status: Callable[[], int]) -> Callable[[], bool]:
    return lambda: {201: True, 404: False}[status()]


def test_members_and_those_with_a_code_may_buy_before_everybody_else(shop: Shop) -> None:
    event = live(shop)
    ticket = product(shop, event, sale_starts_at="2031-05-01T00:00:00Z", code_from=soon(-60), members_from=soon(-60))
    shop.post(f"/events/{event}/products/{ticket}/members", {"add": ["ada@example.com"]})
    add(shop, event, "codes", code="EARLY", unlocks=[ticket])
    go_live(shop, event)
    buyer = shop.buyer()
    assert refusal(ask(buyer, event, line(ticket)))[:2] == (409, "not_on_sale")
    assert ask(buyer, event, line(ticket), code="EARLY").status_code == 201
    assert ask(buyer, event, line(ticket), email="ada@example.com").status_code == 201

"""Buyers cancel by themselves: by the rules that they bought under, for what they were shown, once."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from tests.api.living import edit, public
from tests.shop import Buyer, Shop, wait_for

RULES = {
    "refunds": "rules",
    "rules": [{"hours_before": 48, "percent": "50", "fee_minor": {"EUR": 100}}],
    "self_service": True,
}


def bought(
    shop: Shop, quantity: int = 2, policy: dict[str, Any] | None = None, **event: Any
) -> tuple[str, Buyer, dict[str, Any]]:
    """(event, buyer, order) under these rules."""
    made = shop.new_event(policy=policy or RULES, **event)
    product = shop.new_product(made["id"], capacity=10)
    shop.post(f"/events/{made['id']}/publish", {})
    buyer = shop.buyer()
    return made["id"], buyer, buyer.buy(made["id"], product["id"], quantity)


def options(buyer: Buyer, order: dict[str, Any]) -> dict[str, Any]:
    return buyer.see(order, "/refund-options")


def give_back(buyer: Buyer, order: dict[str, Any], key: str = "", **body: Any) -> requests.Response:
    headers = {"Authorization": f"Bearer {order['token']}", "Idempotency-Key": key or str(uuid.uuid4())}
    return buyer.send("POST", f"/public/orders/{order['id']}/refunds", body, **headers)


@pytest.mark.req("INV-9", "INV-10", "INV-12")
def test_a_ticket_goes_back_for_what_the_rules_say_and_what_is_kept_stays_kept(shop: Shop) -> None:
    event, buyer, order = bought(shop)
    found = options(buyer, order)
    assert [(one["number"], one["amount_minor"], one["why_not"]) for one in found["tickets"]] == [
        (1, 1150, ""),
        (2, 1150, ""),
    ]
    assert found["tickets"][0]["until"] == "2031-05-30T18:00:00.000Z"
    assert found["everything_minor"] == 2300
    assert found["terms"]["en"].startswith("Until 2 days before the start: 50 % back, less 1.00 EUR a ticket.")
    left = give_back(buyer, order, tickets=[1], amount_minor=1150)
    assert left.status_code == 201
    assert [(one["number"], one["amount_minor"]) for one in left.json()["tickets"]] == [(2, 1150)]
    wait_for(lambda: shop.order(order["id"])["refunded_minor"] == 1150, "the refund")
    assert shop.free(event) == 9
    done = give_back(buyer, order, everything=True, amount_minor=1150)
    assert (done.status_code, done.json()["why_not"]) == (201, "order_not_paid")
    wait_for(lambda: shop.order(order["id"])["refunded_minor"] == 2300, "the second refund")
    seen = shop.order(order["id"])
    assert (seen["state"], shop.free(event)) == ("CANCELLED", 10)
    assert [edit["reason"] for edit in seen["edits"]] == ["buyer_cancelled", "buyer_cancelled"]
    assert shop.get(f"/orders/{order['id']}/refunds")["left_minor"] == 2700


def test_a_double_click_gives_back_once(shop: Shop) -> None:
    event, buyer, order = bought(shop)
    key = str(uuid.uuid4())
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda _: give_back(buyer, order, key, tickets=[1], amount_minor=1150), range(5)))
    assert {answer.status_code for answer in answers} == {201}
    assert len(shop.get(f"/orders/{order['id']}/refunds")["items"]) == 1
    assert shop.free(event) == 9
    reused = give_back(buyer, order, key, tickets=[2], amount_minor=1150)
    assert (reused.status_code, reused.json()["code"]) == (422, "key_reused")


def test_another_amount_than_was_shown_changes_nothing(shop: Shop) -> None:
    event, buyer, order = bought(shop)
    for amount in (0, 1149, 2500):
        refused = give_back(buyer, order, tickets=[1], amount_minor=amount)
        assert (refused.status_code, refused.json()["code"]) == (409, "amount_changed")
    assert shop.free(event) == 8


@pytest.fixture(scope="module")
def with_fee(shop: Shop) -> tuple[Buyer, dict[str, Any]]:
    """Three tickets of 10.00 and 1.00 for the order, all of it given back until two days before."""
    made = shop.new_event(policy={**RULES, "rules": [{"hours_before": 48}]})
    product = shop.new_product(made["id"], price_minor=1000)
    fee = {"name": {"en": "Order fee"}, "per": "order", "amounts": {"EUR": 100}}
    shop.post(f"/events/{made['id']}/fees", fee)
    shop.post(f"/events/{made['id']}/publish", {})
    buyer = shop.buyer()
    return buyer, buyer.buy(made["id"], product["id"], 3)


def preview(buyer: Buyer, order: dict[str, Any], **body: Any) -> requests.Response:
    path = f"/public/orders/{order['id']}/refunds/preview"
    return buyer.send("POST", path, body, Authorization=f"Bearer {order['token']}")


@pytest.mark.req("INV-9", "INV-10")
def test_several_tickets_go_back_for_what_they_bring_together(shop: Shop, with_fee: tuple[Buyer, Any]) -> None:
    """The order's fee is shared and rounded once: two tickets are not twice one."""
    buyer, order = with_fee
    asked = [preview(buyer, order, tickets=numbers).json() for numbers in ([1], [1, 2], [1, 2, 3])]
    assert [one["amount_minor"] for one in asked] == [1033, 2067, 3100]
    assert (asked[0]["currency"], asked[0]["exponent"]) == ("EUR", 2)
    assert preview(buyer, order, everything=True).json()["amount_minor"] == 3100
    assert shop.get(f"/orders/{order['id']}/refunds")["items"] == []  # asking does nothing
    by_itself = sum(one["amount_minor"] for one in options(buyer, order)["tickets"][:2])
    assert give_back(buyer, order, tickets=[1, 2], amount_minor=by_itself).json()["code"] == "amount_changed"
    left = give_back(buyer, order, tickets=[1, 2], amount_minor=2067)
    assert (left.status_code, left.json()["everything_minor"]) == (201, 1033)
    assert preview(buyer, order, tickets=[3]).json()["amount_minor"] == 1033


def test_a_preview_is_refused_as_the_giving_back_would_be(shop: Shop, kept: tuple[str, Buyer, dict[str, Any]]) -> None:
    _, buyer, order = kept
    for body in ({}, {"tickets": [7]}, {"tickets": [1], "everything": True}, {"tickets": [1], "amount_minor": 1}):
        assert preview(buyer, order, **body).status_code == 422, body
    assert preview(buyer, order | {"token": "x" * 40}, everything=True).status_code == 404
    _, buyer, order = bought(shop, policy={"refunds": "ask"})
    refused = preview(buyer, order, everything=True)
    assert (refused.status_code, refused.json()["code"]) == (409, "not_cancellable_here")


@pytest.mark.parametrize(
    "body",
    [
        {}, {"tickets": [1]}, {"amount_minor": 1}, {"tickets": [7], "amount_minor": 0},
        {"tickets": "1", "amount_minor": 1},
        {"tickets": [1], "everything": True, "amount_minor": 1}, {"tickets": [1], "amount_minor": -1},
        {"tickets": [1], "amount_minor": 11.5}, {"tickets": [1, 1], "amount_minor": 2300},
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(shop: Shop, kept: tuple[str, Buyer, dict[str, Any]], body: Any) -> None:
    _, buyer, order = kept
    assert give_back(buyer, order, **body).status_code == 422


@pytest.fixture(scope="module")
def kept(shop: Shop) -> tuple[str, Buyer, dict[str, Any]]:
    return bought(shop)


def test_only_who_holds_the_order_s_token_may(shop: Shop, kept: tuple[str, Buyer, dict[str, Any]]) -> None:
    _, buyer, order = kept
    assert give_back(buyer, order | {"token": "x" * 40}, everything=True, amount_minor=0).status_code == 404
    path = f"/public/orders/{order['id']}/refund-options"
    assert buyer.send("GET", path).status_code == 401


@pytest.mark.req("INV-9")
def test_a_used_ticket_stays_with_its_buyer(shop: Shop) -> None:
    event, buyer, order = bought(shop)
    assert shop.scan(event, order["tickets"][0]["code"])["verdict"] == "admitted"
    found = options(buyer, order)
    assert [one["why_not"] for one in found["tickets"]] == ["ticket_used", ""]
    assert found["everything_minor"] is None
    for what in ({"everything": True}, {"tickets": [1]}):
        refused = give_back(buyer, order, **what, amount_minor=1150)
        assert (refused.status_code, refused.json()["code"]) == (409, "ticket_used")


@pytest.mark.req("INV-9", "INV-11")
@pytest.mark.parametrize(
    ("policy", "code"),
    [
        ({"refunds": "none"}, "not_cancellable_here"),
        ({"refunds": "ask"}, "not_cancellable_here"),
        ({**RULES, "self_service": False}, "not_cancellable_here"),
    ],
)
def test_where_the_organizer_does_not_allow_it_nothing_goes_back(shop: Shop, policy: dict[str, Any], code: str) -> None:
    event, buyer, order = bought(shop, policy=policy)
    assert options(buyer, order)["why_not"] == code
    refused = give_back(buyer, order, everything=True, amount_minor=0)
    assert (refused.status_code, refused.json()["code"]) == (409, code)
    assert shop.free(event) == 8


@pytest.mark.req("INV-9")
def test_when_the_time_is_over_it_is_too_late(shop: Shop) -> None:
    long_before = {**RULES, "rules": [{"hours_before": 17_000}]}
    _, buyer, order = bought(shop, 2, long_before, starts_at="2028-01-01T18:00:00Z", ends_at="2028-01-01T20:00:00Z")
    assert [one["why_not"] for one in options(buyer, order)["tickets"]] == ["too_late_to_cancel"] * 2
    refused = give_back(buyer, order, tickets=[1], amount_minor=0)
    assert (refused.status_code, refused.json()["code"]) == (409, "too_late_to_cancel")


@pytest.mark.req("INV-12")
def test_an_order_keeps_the_policy_that_it_was_bought_under(shop: Shop) -> None:
    event, buyer, order = bought(shop)
    edited = edit(shop, event, policy={"refunds": "none"})
    assert edited["policy"] == {"refunds": "none", "rules": [], "keeps_fees": False, "self_service": False}
    assert options(buyer, order)["everything_minor"] == 2300
    assert public(shop, event).json()["refund_terms"]["en"] == "No refunds."
    assert buyer.see(order)["refund_terms"]["en"].startswith("Until 2 days")


@pytest.mark.req("INV-11")
def test_no_refunds_is_said_on_the_page_and_on_the_order_before_it_is_paid(shop: Shop) -> None:
    made = shop.new_event(policy={"refunds": "none"})
    product = shop.new_product(made["id"])
    url = shop.post(f"/events/{made['id']}/publish", {})["page_url"]
    held = shop.buyer().reserve(made["id"], product["id"])
    assert held["refund_terms"]["de"] == "Keine Erstattung."
    wait_for(lambda: "No refunds." in shop.session.get(url, timeout=10).text, "the words on the page")


@pytest.mark.parametrize(
    "policy",
    [
        {"refunds": "maybe"}, {"refunds": "rules"}, {"refunds": "none", "rules": [{"hours_before": 1}]},
        {"refunds": "ask", "self_service": True}, {**RULES, "rules": [{"hours_before": -1}]},
        {**RULES, "rules": [{"hours_before": 1, "percent": "101"}]},
        {**RULES, "rules": [{"hours_before": 1, "percent": 50}]},
        {**RULES, "rules": [{"hours_before": 1, "fee_minor": {"EUR": -1}}]},
        {**RULES, "rules": [{"hours_before": 1, "fee_minor": {"XXX": 1}}]},
        {**RULES, "rules": [{"hours_before": 1}] * 2},
        {**RULES, "rules": [{"hours_before": 1, "percent": "33.333"}]}, {"refunds": None}, "none",
    ],
)  # fmt: skip
def test_a_policy_that_makes_no_sense_is_refused(shop: Shop, policy: Any) -> None:
    event = {
        "organizer_id": shop.organizer_id, "title": {"en": "x"}, "starts_at": "2031-06-01T18:00:00Z",
        "ends_at": "2031-06-01T22:00:00Z", "timezone": "Europe/Berlin", "currency": "EUR", "policy": policy,
    }  # fmt: skip
    refused = shop.send("POST", "/events", event)
    assert refused.status_code == 422, refused.text
    assert "policy" in refused.text


@pytest.mark.req("INV-9")
def test_more_tickets_than_one_commit_holds_are_given_back_in_parts(shop: Shop) -> None:
    made = shop.new_event(policy=RULES)
    product = shop.new_product(made["id"], capacity=120, max_per_order=100)
    shop.post(f"/events/{made['id']}/publish", {})
    buyer = shop.buyer()
    order = buyer.buy(made["id"], product["id"], 100)
    found = options(buyer, order)
    assert (len(found["tickets"]), found["everything_minor"]) == (100, None)
    refused = give_back(buyer, order, everything=True, amount_minor=115_000)
    assert (refused.status_code, refused.json()["code"]) == (422, "not_returnable")
    assert [one["field"] for one in refused.json()["errors"]] == ["everything"]
    part = give_back(buyer, order, tickets=list(range(1, 41)), amount_minor=46_000)
    assert (part.status_code, len(part.json()["tickets"])) == (201, 60)

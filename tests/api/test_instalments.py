"""Paying in parts over HTTP: what is offered and shown, what is refused, and who may do what with a plan."""

from typing import Any

import pytest

from tests import versions
from tests.api.paying_in_parts import TERMS, agree, held, in_parts
from tests.shop import Shop

pytestmark = pytest.mark.req("PAY-15")


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_every_part_is_shown_before_anybody_agrees(shop: Shop) -> None:
    _, order = held(shop)
    offer = order["instalments"]
    assert (offer["state"], offer["paid_minor"], offer["card"]) == ("offered", 0, None)
    assert [part["amount_minor"] for part in offer["parts"]] == [1250, 1875, 1875]
    assert [part["due_at"][:10] for part in offer["parts"][1:]] == ["2031-03-03", "2031-04-02"]
    assert sum(part["amount_minor"] for part in offer["parts"]) == order["total_minor"]
    assert "charge it with each other part" in offer["consent"]["words"]["en"]


def test_the_first_part_is_what_is_paid_and_the_order_says_how_it_goes_on(shop: Shop) -> None:
    buyer, order = held(shop)
    asked = agree(buyer, order).json()
    assert asked["payment"]["amount_minor"] == 1250
    assert buyer.pay(asked).ok
    paid = buyer.on(order, "refresh").json()
    plan = paid["instalments"]
    assert (paid["state"], paid["tickets"], plan["state"], plan["paid_minor"]) == ("PARTLY_PAID", [], "active", 1250)
    assert [part["state"] for part in plan["parts"]] == ["paid", "open", "open"]
    assert (plan["card"]["brand"], plan["card"]["last4"]) == ("visa", "4242")
    staff = shop.order(order["id"])
    assert staff["instalments"] == plan
    assert {"InstalmentPaid", "PaymentStarted"} <= set(shop.facts(order["id"]))
    assert "OrderPaid" not in shop.facts(order["id"])


def test_other_words_or_nothing_to_offer_are_refused(shop: Shop) -> None:
    buyer, order = held(shop)
    assert code(agree(buyer, order, "2020-01")) == (409, "consent_changed")
    event, product = shop.on_sale()
    other = buyer.reserve(event, product)
    assert other["instalments"] is None
    assert code(agree(buyer, other)) == (409, "instalments_not_offered")


def test_a_buyer_may_change_their_mind_before_they_pay(shop: Shop) -> None:
    buyer, order = held(shop)
    assert agree(buyer, order).json()["payment"]["amount_minor"] == 1250
    whole = buyer.check_out(order)
    assert whole["payment"]["amount_minor"] == 5000
    again = agree(buyer, order).json()
    assert again["payment"]["amount_minor"] == 1250
    assert buyer.pay(again).ok
    assert buyer.on(order, "refresh").json()["state"] == "PARTLY_PAID"


@pytest.mark.parametrize(
    "wrong",
    [
        {"deposit_percent": 0}, {"deposit_percent": 91}, {"due_days_before": []}, {"due_on": ["2031-13-01"]},
        {"due_on": ["tomorrow"]}, {"due_days_before": [-1]}, {"grace_days": 14}, {"paid_days_before": 0},
        {"when_overdue": "shout"}, {"kept_percent": 101}, {"minimum_minor": -1}, {"due_days_before": [1] * 25},
    ],
    ids=str,
)  # fmt: skip
def test_terms_that_make_no_sense_are_refused_by_their_field(shop: Shop, wrong: dict[str, Any]) -> None:
    event = shop.new_event()["id"]
    seen = {"If-Match": shop.send("GET", f"/events/{event}").headers["ETag"]}
    answer = shop.send("PATCH", f"/events/{event}", {"instalments": TERMS | wrong}, **seen)
    assert answer.status_code == 422
    assert any("instalments" in error["field"] for error in answer.json()["errors"])


def test_terms_are_kept_changed_and_taken_away(shop: Shop) -> None:
    event = shop.new_event(instalments=TERMS)
    assert event["instalments"] == TERMS | {
        "due_on": [], "minimum_minor": 0, "paid_days_before": 14, "grace_days": 7, "when_overdue": "ask",
        "kept_percent": 0,
    }  # fmt: skip
    seen = {"If-Match": shop.send("GET", f"/events/{event['id']}").headers["ETag"]}
    answer = shop.send("PATCH", f"/events/{event['id']}", {"instalments": None}, **seen)
    assert answer.json()["instalments"] is None


def test_members_pause_resume_and_put_off(shop: Shop) -> None:
    _, order = in_parts(shop)
    path = f"/orders/{order['id']}/instalments"
    assert shop.post(f"{path}/pause", {})["instalments"]["state"] == "paused"
    assert shop.post(f"{path}/pause", {})["instalments"]["state"] == "paused"
    assert shop.post(f"{path}/resume", {})["instalments"]["state"] == "active"
    day = {"due_at": "2031-03-20T12:00:00Z"}
    put_off = shop.patch(f"{path}/2", day, **versions.part(shop, order["id"], 2))["instalments"]
    assert put_off["parts"][1]["due_at"] == "2031-03-20T12:00:00.000Z"
    for number, due_at, refusal in (
        ("2", "2031-05-01T12:00:00Z", (422, "due_too_late")),
        ("2", "2020-01-01T12:00:00Z", (422, "due_too_late")),
        ("1", "2031-03-20T12:00:00Z", (409, "part_is_paid")),
        ("9", "2031-03-20T12:00:00Z", (409, "part_is_paid")),
    ):
        seen = versions.part(shop, order["id"], int(number))
        assert code(shop.send("PATCH", f"{path}/{number}", {"due_at": due_at}, **seen)) == refusal
    assert shop.send("PATCH", f"{path}/x", day, **versions.of(1)).status_code == 404


def test_the_list_says_how_far_an_order_is(shop: Shop) -> None:
    _, order = in_parts(shop)
    [listed] = shop.get(f"/events/{order['event']['id']}/orders")["items"]
    assert (listed["state"], listed["missing_minor"]) == ("PARTLY_PAID", 3750)
    assert listed["parts"] == {"paid": 1, "count": 3, "state": "active"}


def test_an_order_that_is_paid_at_once_has_no_plan_to_change(shop: Shop) -> None:
    event, product = shop.on_sale()
    buyer = shop.buyer()
    order = buyer.buy(event, product)
    assert code(buyer.on(order, "instalments", {})) == (404, "plan_not_found")
    assert code(shop.send("POST", f"/orders/{order['id']}/instalments/pause", {})) == (404, "plan_not_found")
    cancel = {"reason": "not_paid", "refund": "agreed"}
    assert code(shop.send("POST", f"/orders/{order['id']}/cancel", cancel)) == (404, "plan_not_found")


def test_money_goes_back_only_by_cancelling_until_the_last_part_is_paid(shop: Shop) -> None:
    _, order = in_parts(shop, kept_percent=10)
    refund = {"amount_minor": 100, "reason": "goodwill"}
    assert code(shop.send("POST", f"/orders/{order['id']}/refunds", refund)) == (409, "order_not_paid")
    done = shop.post(f"/orders/{order['id']}/cancel", {"reason": "not_paid", "refund": "agreed"})
    assert (done["state"], done["instalments"]["state"]) == ("CANCELLED", "ended")
    asked = shop.get(f"/orders/{order['id']}/refunds")["items"]
    assert [one["amount_minor"] for one in asked] == [750]


def test_nobody_else_opens_the_plan(shop: Shop) -> None:
    buyer, order = in_parts(shop)
    stranger = shop.buyer()
    assert stranger.send("DELETE", f"/public/orders/{order['id']}/instalments/card").status_code == 401
    _, other = held(shop)
    assert buyer.on(order | {"token": other["token"]}, "instalments", {}).status_code == 404

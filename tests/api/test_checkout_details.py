"""From the basket to the order: what the buyer chooses, is asked and tells, and what the organizer may do with it."""

from typing import Any

import pytest
import requests

from tests.api.baskets import add, check_out, go_live, line, live, product, refusal, reserve, seen
from tests.api.telling import FREE, registration
from tests.shop import Buyer, Shop


def _minutes(instant: str) -> int:
    return int(instant[11:13]) * 60 + int(instant[14:16])


CHOICES = {"a": {"en": "A"}, "b": {"en": "B"}}


# kind → (an answer that fits, one that does not)
KINDS: dict[str, tuple[Any, Any]] = {
    "text": ("Words", "x" * 201),
    "long_text": ("Many\nwords", 7),
    "number": (3.5, "3.5"),
    "choice": ("a", "c"),
    "dropdown": ("b", "A"),
    "multi_choice": (["a", "b"], ["a", "a"]),
    "date": ("2000-02-29", "2001-02-29"),
    "phone": ("+49 40 123456", "call me"),
    "address": ("1 Quay, Hamburg", "x" * 501),
    "yes_no": (True, "yes"),
}


@pytest.mark.req("ORD-1")
def test_a_reservation_says_by_the_server_s_clock_how_long_it_lasts(shop: Shop) -> None:
    event, ticket = shop.on_sale(hold_minutes=7)
    order = shop.buyer().reserve(event, ticket)
    assert order["state"] == "RESERVED"
    assert _minutes(order["expires_at"]) - _minutes(order["server_time"]) in (7, 7 - 24 * 60)


@pytest.mark.req("ORD-2")
def test_an_order_that_is_over_is_not_moved_any_more(shop: Shop) -> None:
    event, ticket = registration(shop)
    buyer = shop.buyer()
    done, over = buyer.reserve(event, ticket), buyer.reserve(event, ticket)
    assert check_out(buyer, done).json()["state"] == "COMPLETED"
    assert buyer.on(over, "cancel").json()["state"] == "CANCELLED"
    assert buyer.on(done, "cancel").json()["state"] == "COMPLETED"
    assert refusal(check_out(buyer, over))[:2] == (409, "order_not_payable")
    assert shop.send("POST", f"/orders/{over['id']}/approve", {}).status_code == 409


@pytest.mark.req("ORD-4")
@pytest.mark.parametrize(
    ("buyer", "field"),
    [
        ({"name": "Bea", "email": "bea@"}, "buyer.email"),
        ({"name": "Bea", "email": "bea at example.com"}, "buyer.email"),
        ({"name": "Bea", "email": "bea@example..com"}, "buyer.email"),
        ({"name": "Bea"}, "buyer.email"),
        ({"name": "", "email": "bea@example.com"}, "buyer.name"),
        ({"name": "  ", "email": "bea@example.com"}, "buyer.name"),
        ({"name": "B" * 201, "email": "bea@example.com"}, "buyer.name"),
        ({"name": "Bea\nBcc: x", "email": "bea@example.com"}, "buyer.name"),
    ],
)
def test_a_buyer_has_a_name_and_an_address_that_mail_can_reach(shop: Shop, buyer: dict[str, str], field: str) -> None:
    event, ticket = shop.on_sale()
    someone = shop.buyer()
    answer = someone.on(someone.reserve(event, ticket), "checkout", {"buyer": buyer})
    assert refusal(answer) == (422, "invalid_input", [field])


@pytest.mark.req("ORD-5")
def test_a_billing_address_is_asked_for_where_it_is_required(shop: Shop) -> None:
    event, ticket = registration(shop, billing="required")
    buyer = shop.buyer()
    order = buyer.reserve(event, ticket)
    missing = refusal(check_out(buyer, order, billing={"company": "Ltd.", "name": "Bea"}))
    assert missing[:2] == (422, "details_missing")
    assert set(missing[2]) == {f"billing.{name}" for name in ("street", "postal_code", "city", "country")}
    assert refusal(check_out(buyer, order, billing={"country": "Germany"}))[2] == ["billing.country"]
    address = {
        "company": "Ltd.", "vat_id": "DE123", "name": "Bea", "street": "1 Quay", "postal_code": "20457",
        "city": "Hamburg", "country": "DE",
    }  # fmt: skip
    assert check_out(buyer, order, billing=address).json()["billing"] == address


@pytest.mark.req("ORD-5")
def test_an_address_that_nobody_asked_for_is_not_kept(shop: Shop) -> None:
    event, ticket = registration(shop)
    buyer = shop.buyer()
    assert check_out(buyer, buyer.reserve(event, ticket), billing={"company": "Ltd."}).json()["billing"] == {}


@pytest.mark.req("ORD-6")
def test_ten_kinds_of_question_take_what_fits_and_name_what_does_not(shop: Shop) -> None:
    event = live(shop)
    ticket = product(shop, event, **FREE)
    ids = {}
    for kind in KINDS:
        choices = {"choices": CHOICES} if kind in ("choice", "dropdown", "multi_choice") else {}
        fields = {"kind": kind, "scope": "order", "label": {"en": kind}, "is_required": True} | choices
        ids[kind] = add(shop, event, "questions", **fields)
    go_live(shop, event)
    buyer = shop.buyer()
    assert [one["kind"] for one in seen(buyer, event)["questions"]] == list(KINDS)
    order = buyer.reserve(event, ticket)
    nothing = refusal(check_out(buyer, order))
    assert (nothing[1], set(nothing[2])) == ("wrong_answer", {f"answers.{one}" for one in ids.values()})
    right = {ids[kind]: answer for kind, (answer, _) in KINDS.items()}
    for kind, (_, wrong) in KINDS.items():
        refused = check_out(buyer, order, answers=right | {ids[kind]: wrong})
        assert refusal(refused)[:2] == (422, "wrong_answer"), kind
        assert refusal(refused)[2] == [f"answers.{ids[kind]}"]
    done = check_out(buyer, order, answers=right)
    assert done.ok, done.text
    assert (done.json()["state"], done.json()["answers"]) == ("COMPLETED", right)
    assert shop.order(order["id"])["answers"] == right


@pytest.mark.req("ORD-6")
@pytest.mark.parametrize("file", ["../../etc/passwd", "file_" + "0" * 26, 7])
def test_a_file_that_was_never_sent_is_no_answer(shop: Shop, file: Any) -> None:
    event = live(shop)
    ticket = product(shop, event, **FREE)
    photo = add(shop, event, "questions", kind="file", scope="order", label={"en": "Photo"})
    go_live(shop, event)
    buyer = shop.buyer()
    refused = refusal(check_out(buyer, buyer.reserve(event, ticket), answers={photo: file}))
    assert refused == (422, "wrong_answer", [f"answers.{photo}"])


@pytest.mark.req("ORD-6")
def test_a_question_may_depend_on_another_and_on_what_is_bought(shop: Shop) -> None:
    event = live(shop)
    ticket, dinner = product(shop, event, **FREE), product(shop, event, kind="add_on", **FREE)
    asked = {"scope": "order", "is_required": True}
    meat = add(shop, event, "questions", kind="yes_no", label={"en": "Meat?"}, **asked | {"is_required": False})
    which = add(
        shop, event, "questions", kind="text", label={"en": "Which?"}, asked_if=meat, asked_if_answers=["yes"], **asked
    )
    wine = add(shop, event, "questions", kind="text", label={"en": "Wine?"}, product_ids=[dinner], **asked)
    go_live(shop, event)
    buyer = shop.buyer()
    plain = buyer.reserve(event, ticket)
    assert refusal(check_out(buyer, plain, answers={meat: True}))[2] == [f"answers.{which}"]
    unasked = check_out(buyer, plain, answers={meat: False, which: "beef", wine: "red"}).json()
    assert unasked["answers"] == {meat: False}
    whole = reserve(buyer, event, line(ticket), line(dinner))
    assert refusal(check_out(buyer, whole))[2] == [f"answers.{wine}"]
    assert check_out(buyer, whole, answers={wine: "red"}).json()["state"] == "COMPLETED"


@pytest.mark.req("ORD-6")
@pytest.mark.parametrize("preset", ["diet", "emergency_contact", "accessibility"])
def test_a_ready_made_question_is_asked_for_each_ticket(shop: Shop, preset: str) -> None:
    event = live(shop)
    ticket = product(shop, event, **FREE)
    add(shop, event, "questions", preset=preset)
    go_live(shop, event)
    [question] = seen(shop.buyer(), event)["questions"]
    assert question["scope"] == "ticket"
    assert question["label"]["de"]
    answer = ["vegan"] if preset == "diet" else ["step_free"] if preset == "accessibility" else "Cal, +49 40 1234"
    buyer = shop.buyer()
    attendees = [{"name": "Ada", "answers": {question["id"]: answer}}]
    order = buyer.reserve(event, ticket)
    assert check_out(buyer, order, attendees=attendees).json()["attendees"][0]["answers"] == {question["id"]: answer}


def form_of(buyer: Buyer, order: dict[str, Any], token: str = "") -> requests.Response:
    headers = {"Authorization": f"Bearer {token or order['token']}"}
    return buyer.send("GET", f"/public/orders/{order['id']}/form", **headers)


@pytest.mark.req("EVT-5", "ORD-6")
def test_an_order_of_a_private_event_is_asked_by_its_own_token(shop: Shop) -> None:
    event = live(shop, visibility="private", password="open sesame", terms={"en": "<p>Be kind.</p>"})
    ticket, other = product(shop, event, **FREE), product(shop, event, **FREE)
    mine = add(shop, event, "questions", kind="text", scope="order", label={"en": "Diet"})
    about = {"kind": "text", "scope": "order", "label": {"en": "Size"}}
    own = add(shop, event, "questions", **about, product_ids=[ticket])
    add(shop, event, "questions", **about, product_ids=[other])
    go_live(shop, event)
    buyer = shop.buyer()
    access = buyer.send("POST", f"/public/events/{event}/access", {"password": "open sesame"}).json()["token"]
    body = {"lines": [line(ticket)]}
    order = buyer.send("POST", f"/public/events/{event}/orders", body, Authorization=f"Bearer {access}").json()
    assert buyer.send("GET", f"/public/events/{event}").status_code == 401
    form = form_of(buyer, order).json()
    assert [question["id"] for question in form["questions"]] == [mine, own]
    assert form["terms"] == {"en": "<p>Be kind.</p>"}
    assert check_out(buyer, order, terms_hash=form["terms_hash"]).json()["state"] == "COMPLETED"
    assert form_of(buyer, order, access).status_code == 404
    assert buyer.send("GET", f"/public/orders/{order['id']}/form").status_code == 401


@pytest.mark.req("EVT-10", "ORD-6")
def test_a_test_order_of_a_draft_is_asked_as_a_buyer_will_be(shop: Shop) -> None:
    event = live(shop)
    ticket = product(shop, event, shown_to="nobody")
    diet = add(shop, event, "questions", kind="text", scope="order", label={"en": "Diet"}, product_ids=[ticket])
    order = shop.post(f"/events/{event}/test-orders", {"lines": [line(ticket)]})
    assert [one["id"] for one in form_of(shop.buyer(), order).json()["questions"]] == [diet]

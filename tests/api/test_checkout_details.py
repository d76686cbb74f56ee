"""From the basket to the order: what the buyer chooses, is asked and tells, and what the organizer may do with it."""

from typing import Any

import pytest

from tests.api.baskets import add, ask, check_out, go_live, line, live, product, refusal, reserve, seen, shown
from tests.api.telling import FREE, registration
from tests.shop import Shop


def _minutes(instant: str) -> int:
    return int(instant[11:13]) * 60 + int(instant[14:16])


@pytest.fixture
def series(shop: Shop) -> tuple[str, str, list[str]]:
    """(event, product, ids of its three dates) of a weekly series, two seats on each."""
    event = live(shop)
    ticket = product(shop, event, price_minor=1000, capacity=2)
    weekly = {"starts_at": "2031-06-01T18:00:00Z", "minutes": 240, "frequency": "weekly", "count": 3}
    shop.post(f"/events/{event}/occurrences", weekly)
    go_live(shop, event)
    return event, ticket, [one["id"] for one in shop.get(f"/events/{event}/occurrences")["items"]]


def change(shop: Shop, event: str, day: str, **fields: Any) -> None:
    version = next(one for one in shop.get(f"/events/{event}/occurrences")["items"] if one["id"] == day)["version"]
    path = f"/events/{event}/occurrences/{day}"
    answer = shop.send("PATCH", path, fields, **{"If-Match": f'"{version}"'})
    assert answer.ok, answer.text


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


@pytest.mark.req("ORD-3")
@pytest.mark.req("EVT-17")
def test_each_date_of_a_series_is_chosen_and_sold_for_itself(shop: Shop, series: tuple[str, str, list[str]]) -> None:
    event, ticket, [first, second, third] = series
    buyer = shop.buyer()
    order = reserve(buyer, event, line(ticket, 2, occurrence_id=second), line(ticket, 1, occurrence_id=third))
    assert [(one["occurrence_id"], one["quantity"]) for one in order["lines"]] == [(second, 2), (third, 1)]
    assert refusal(ask(buyer, event, line(ticket, occurrence_id=second)))[:2] == (409, "sold_out")
    assert ask(buyer, event, line(ticket, 2, occurrence_id=first)).status_code == 201
    left = {one["id"]: one["pools"][0]["free"] for one in shop.get(f"/events/{event}/occurrences")["items"]}
    assert left == {first: 0, second: 0, third: 1}
    assert shown(buyer, event, ticket, occurrence_id=second)["state"] == "sold_out"  # type: ignore[index]
    assert refusal(ask(buyer, event, line(ticket))) == (422, "wrong_occurrence", ["lines.0.occurrence_id"])
    unknown = ask(buyer, event, line(ticket, occurrence_id="occ_nothing"))
    assert refusal(unknown) == (404, "occurrence_not_found", ["lines.0.occurrence_id"])


@pytest.mark.req("EVT-17")
def test_a_date_has_its_own_price_and_limit_and_may_be_cancelled(
    shop: Shop, series: tuple[str, str, list[str]]
) -> None:
    event, ticket, [first, second, third] = series
    change(shop, event, second, prices={ticket: {"EUR": 1500}})
    change(shop, event, third, status="CANCELLED")
    pool = shop.get(f"/events/{event}/catalogue")["pools"][0]["id"]
    bigger = {"capacity": 5, "occurrence_id": second}
    assert shop.send("PATCH", f"/events/{event}/pools/{pool}", bigger).json()["free"] == 5
    buyer = shop.buyer()
    assert reserve(buyer, event, line(ticket, 5, occurrence_id=second))["total_minor"] == 7500
    assert reserve(buyer, event, line(ticket, 2, occurrence_id=first))["total_minor"] == 2000
    gone = ask(buyer, event, line(ticket, occurrence_id=third))
    assert refusal(gone) == (409, "occurrence_cancelled", ["lines.0.occurrence_id"])


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

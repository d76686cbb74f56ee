"""Buying for whoever waits: the card is kept with consent, charged once when it is their turn, and let go of."""

import uuid

import pytest

from chalicelib.tables import orders
from tests.api.auto_buying import agree, ask, card_of, enter, kept, sold_out, waits
from tests.api.waiting import joined, offer_of, place, state
from tests.resilience.stripe_side import StripeSide
from tests.shop import Shop, wait_for

pytestmark = [pytest.mark.usefixtures("aws"), pytest.mark.req("PAY-15")]


@pytest.fixture
def stripe(shop: Shop) -> StripeSide:
    return StripeSide(shop.cloud.settings.stripe_url)


def test_when_it_is_their_turn_the_card_buys_and_the_tickets_come(shop: Shop, stripe: StripeSide) -> None:
    event, product, holder, order = sold_out(shop)
    ada, entry = waits(shop, event, product)
    wait_for(lambda: len(ada.mails()) == 2, "the words on the place and on the card: nobody has them who has bought")
    assert holder.on(order, "cancel").ok
    wait_for(lambda: state(ada, entry) == "bought", "the purchase")
    subjects = wait_for(lambda: (found := sorted(m["subject"] for m in ada.mails())) and len(found) >= 3 and found, "3")
    assert subjects == ["Waiting list: Summer Night", "We buy for you: Summer Night", "Your tickets: Summer Night"]
    bought = offer_of(ada, entry)["id"]
    [intent] = stripe.intents(bought)
    assert (intent["status"], intent["amount_received"]) == ("succeeded", 2500)
    assert [one.kind for one in orders.get_file(bought).entries if one.kind == "payment"] == ["payment"]
    wait_for(lambda: card_of(entry) is None, "the end of the card")
    gone = stripe.ask("GET", f"customers/{intent['customer']}").json()
    assert gone["deleted"] is True


def test_a_card_is_shown_without_anything_that_could_be_charged(shop: Shop) -> None:
    event, product, _, _ = sold_out(shop)
    ada = shop.buyer("Ada")
    entry = joined(ada, event, product)
    before = ask(ada, entry).json()
    assert (before["is_offered"], before["total_minor"], before["card"]) == (True, 2500, None)
    seen = kept(ada, entry)
    assert seen == ask(ada, entry).json()["card"]
    assert (seen["brand"], seen["last4"], seen["most_minor"]) == ("visa", "4242", 3000)
    assert set(seen) == {"brand", "last4", "exp_month", "exp_year", "most_minor", "state"}
    [listed] = shop.get(f"/events/{event}/waitlist?product_id={product}")["items"]
    assert listed["has_card"] is True
    strange = {"id": entry["id"], "token": "wrong"}
    for method in ("GET", "POST", "DELETE"):
        body = {"most_minor": 3000, "consent": "1"} if method == "POST" else None
        assert ask(ada, strange, method, body).status_code in (401, 404)


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ({"most_minor": 2499}, 422, "limit_too_low"),
        ({"most_minor": 0}, 422, "validation_failed"),
        ({"consent": "1999-01"}, 409, "consent_changed"),
        ({"card": "4242424242424242"}, 422, "validation_failed"),
    ],
)
def test_what_cannot_be_agreed_to_is_refused(shop: Shop, more: dict[str, object], status: int, code: str) -> None:
    event, product, _, _ = sold_out(shop)
    ada = shop.buyer("Ada")
    answer = agree(ada, joined(ada, event, product), **{"most_minor": 3000} | more)
    assert answer.status_code == status
    assert answer.json()["code"] == code or status == 422, answer.text


def test_the_organizers_terms_are_accepted_with_the_card(shop: Shop) -> None:
    event, product, _, _ = sold_out(shop, event={"terms": {"en": "<p>Be kind.</p>"}})
    ada = shop.buyer("Ada")
    entry = joined(ada, event, product)
    assert agree(ada, entry).json()["code"] == "terms_not_accepted"
    assert agree(ada, entry, terms_hash="other").json()["code"] == "terms_changed"
    assert agree(ada, entry, terms_hash=ask(ada, entry).json()["terms_hash"]).status_code == 201


@pytest.mark.parametrize("asks", [{"has_auto_buy": False}, {"needs_approval": True}, {"details_per": "ticket"}])
def test_where_more_is_asked_of_a_buyer_no_card_is_kept(shop: Shop, asks: dict[str, object]) -> None:
    event, product, _, _ = sold_out(shop, event=asks)
    ada = shop.buyer("Ada")
    entry = joined(ada, event, product)
    assert ask(ada, entry).json()["is_offered"] is False
    assert agree(ada, entry).json()["code"] == "auto_buy_not_offered"


def test_one_request_keeps_one_card_and_another_takes_its_place(shop: Shop, stripe: StripeSide) -> None:
    event, product, _, _ = sold_out(shop)
    ada = shop.buyer("Ada")
    entry, key = joined(ada, event, product), str(uuid.uuid4())
    first, second = (agree(ada, entry, key=key).json() for _ in range(2))
    assert first == second
    assert agree(ada, entry, 4000, key=key).json()["code"] == "key_reused"
    assert enter(ada, first).ok
    old = card_of(entry)
    kept(ada, entry, "pm_card_mastercard", 5000)
    assert ask(ada, entry).json()["card"]["brand"] == "mastercard"
    wait_for(lambda: stripe.ask("GET", f"customers/{old.customer}").json().get("deleted"), "the first card's end")


def test_a_price_above_the_limit_makes_an_ordinary_offer(shop: Shop, stripe: StripeSide) -> None:
    event, product, holder, order = sold_out(shop)
    ada, entry = waits(shop, event, product, most=2600)
    dearer = shop.send("PATCH", f"/events/{event}/products/{product}", {"price_minor": 2700}, **{"If-Match": '"1"'})
    assert dearer.ok, dearer.text
    assert holder.on(order, "cancel").ok
    wait_for(lambda: any("Tickets for you" in mail["subject"] for mail in ada.mails()), "the offer")
    offer = offer_of(ada, entry)
    assert (state(ada, entry), stripe.intents(offer["id"])) == ("offered", [])
    wait_for(lambda: card_of(entry) is None, "the end of the card")
    assert ada.pay(ada.check_out(offer)).ok
    assert ada.on(offer, "refresh").json()["state"] == "COMPLETED"


@pytest.mark.parametrize("card", ["pm_card_chargeCustomerFail", "pm_card_authenticationRequired"])
def test_a_card_that_cannot_be_charged_leaves_the_offer_to_its_owner(shop: Shop, stripe: StripeSide, card: str) -> None:
    event, product, holder, order = sold_out(shop)
    ada, entry = waits(shop, event, product, card)
    assert holder.on(order, "cancel").ok
    wait_for(lambda: any("Tickets for you" in mail["subject"] for mail in ada.mails()), "the offer")
    offer = offer_of(ada, entry)
    assert [one["status"] for one in stripe.intents(offer["id"])] == ["canceled"]
    assert ada.pay(ada.check_out(offer)).ok
    assert ada.on(offer, "refresh").json()["state"] == "COMPLETED"
    statuses = sorted(one["status"] for one in stripe.intents(offer["id"]))
    assert statuses == ["canceled", "succeeded"]


def test_a_card_whose_bank_asked_once_is_charged_without_its_owner(shop: Shop) -> None:
    event, product, holder, order = sold_out(shop)
    ada, entry = waits(shop, event, product, "pm_card_authenticationRequiredOnSetup")
    assert holder.on(order, "cancel").ok
    wait_for(lambda: state(ada, entry) == "bought", "the purchase")


def test_who_withdraws_the_card_still_waits_and_is_asked(shop: Shop, stripe: StripeSide) -> None:
    event, product, holder, order = sold_out(shop)
    ada, entry = waits(shop, event, product)
    customer = card_of(entry).customer
    for _ in range(2):
        assert ask(ada, entry, "DELETE").status_code == 204
    wait_for(lambda: stripe.ask("GET", f"customers/{customer}").json().get("deleted"), "the end at Stripe")
    assert ask(ada, entry, "POST", {}, "/refresh").json()["code"] == "card_not_found"
    assert holder.on(order, "cancel").ok
    wait_for(lambda: any("Tickets for you" in mail["subject"] for mail in ada.mails()), "the offer")
    assert stripe.intents(offer_of(ada, entry)["id"]) == []


def test_who_leaves_the_list_takes_the_card_along(shop: Shop, stripe: StripeSide) -> None:
    event, product, _, _ = sold_out(shop)
    ada, entry = waits(shop, event, product)
    customer = card_of(entry).customer
    assert place(ada, entry, "DELETE").status_code == 204
    wait_for(lambda: stripe.ask("GET", f"customers/{customer}").json().get("deleted"), "the end at Stripe")
    assert agree(ada, entry).json()["code"] == "not_waiting_any_more"

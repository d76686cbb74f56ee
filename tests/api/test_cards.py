"""Cards of every brand and of other countries: each is charged, and its refund says why and with which note."""

import pytest

from chalicelib.kernel import clock
from tests.api.stripe_control import paid
from tests.shop import Shop, wait_for

CARDS = {
    "pm_card_visa": "US", "pm_card_mastercard": "US", "pm_card_amex": "US", "pm_card_discover": "US",
    "pm_card_diners": "US", "pm_card_jcb": "US", "pm_card_unionpay": "US", "pm_card_br": "BR", "pm_card_jp": "JP",
}  # fmt: skip


@pytest.mark.req("PAY-14")
@pytest.mark.parametrize(("card", "country"), CARDS.items())
def test_a_card_of_any_brand_and_country_buys_tickets(shop: Shop, card: str, country: str) -> None:
    buyer, order = paid(shop, card)
    found = shop.order(order["id"])
    payment = found["payments"][-1]
    assert (found["state"], payment["method"], payment["country"]) == ("COMPLETED", "card", country)
    wait_for(lambda: buyer.see(order)["tickets"], "the tickets")


@pytest.mark.req("INV-7")
def test_the_books_say_why_money_went_back_and_what_was_noted(shop: Shop) -> None:
    own = Shop.opened(shop.cloud)
    _, order = paid(own, "pm_card_visa")
    why = {"reason": "goodwill", "note": "Rain all evening.", "amount_minor": 700}
    own.post(f"/orders/{order['id']}/refunds", why)
    wait_for(lambda: own.order(order["id"])["refunded_minor"] == 700, "the refund")
    month = clock.to_text(clock.now())[:7]
    told = [entry for entry in own.get(f"/finance/entries?month={month}")["items"] if entry["kind"] == "refund"]
    assert [(entry["reason"], entry["note"], entry["amount_minor"]) for entry in told] == [
        ("goodwill", "Rain all evening.", -700)
    ]
    [refund] = own.get(f"/orders/{order['id']}/refunds")["items"]
    assert (refund["reason"], refund["note"]) == ("goodwill", "Rain all evening.")
    for wrong in ({"reason": "because"}, {"reason": None}, {"note": "x" * 501}):
        body = {name: value for name, value in (why | wrong).items() if value is not None}
        refused = own.send("POST", f"/orders/{order['id']}/refunds", body)
        assert refused.status_code == 422, body

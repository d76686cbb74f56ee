"""Ways to pay later: their words and times, the reminder, the end, and what the account does not allow."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.api.paying_later import LATER, TERMS, mail, note, on_sale, ordered, overdue
from tests.shop import Shop, wait_for


@pytest.mark.req("PAY-7")
@pytest.mark.parametrize(
    ("method", "days", "words"), [("bank", 5, "DE00 1234"), ("cash", 1, "Pier 3"), ("invoice", 30, "Companies only.")]
)
def test_each_way_to_pay_has_its_own_words_and_time(shop: Shop, method: str, days: int, words: str) -> None:
    buyer, order = ordered(shop, method)
    said = LATER["offline"][method]  # type: ignore[index]
    assert order["state"] == "AWAITING_OFFLINE_PAYMENT"
    assert order["to_pay"]["instructions"] == said["instructions"]
    assert order["to_pay"]["terms"] == said.get("terms", {})
    assert (order["to_pay"]["paid_minor"], order["to_pay"]["missing_minor"]) == (0, 5000)
    from chalicelib.kernel import clock

    wait = clock.from_text(order["to_pay"]["due_at"]) - clock.from_text(order["server_time"])
    assert days - 0.1 < wait.total_seconds() / 86400 <= days
    grace = clock.from_text(order["expires_at"]) - clock.from_text(order["to_pay"]["due_at"])
    assert grace.total_seconds() == (12 * 3600 if method == "bank" else 0)
    text = mail(buyer, "How to pay")
    assert words in text
    assert order["reference"] in text


@pytest.mark.req("PAY-7")
def test_a_form_says_what_holds_for_each_way_to_pay_before_it_is_chosen(shop: Shop) -> None:
    event, product = on_sale(shop)
    buyer = shop.buyer()
    order = buyer.reserve(event, product)
    ways = {way["method"]: way for way in buyer.see(order, "/form")["pay_later"]}
    assert list(ways) == ["bank", "cash", "invoice"]
    assert (ways["invoice"]["terms"], ways["invoice"]["days"]) == (TERMS, 30)
    public = buyer.send("GET", f"/public/events/{event}").json()
    assert [way["days"] for way in public["pay_later"]] == [5, 1, 30]
    assert "DE00" not in str(public)


@pytest.mark.req("PAY-7")
@pytest.mark.usefixtures("aws")
def test_a_buyer_is_reminded_once_and_an_overdue_order_ends(shop: Shop) -> None:
    from datetime import timedelta

    from chalicelib.actions import offline
    from chalicelib.tables import orders

    buyer, order = ordered(shop)
    note(shop, order, 2000)
    stored = orders.get_order(order["id"])
    assert stored.remind_at
    assert stored.pay_by
    assert stored.pay_by - stored.remind_at == timedelta(days=2)
    assert offline.remind(stored, stored.remind_at - timedelta(seconds=1)).remind_at
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: offline.remind(stored, stored.remind_at), range(4)))
    assert shop.facts(order["id"]).count("PaymentFallsDue") == 1
    text = mail(buyer, "A reminder")
    assert "Amount: 30.00 EUR (paid so far: 20.00 EUR of 50.00 EUR)" in text
    overdue(shop, order)
    assert shop.order(order["id"])["state"] == "EXPIRED"


@pytest.mark.req("PAY-21")
def test_what_the_account_takes_away_is_neither_shown_nor_taken(shop: Shop) -> None:
    own = Shop.opened(shop.cloud)
    event, product = on_sale(own)
    buyer = own.buyer()
    order = buyer.reserve(event, product)
    own.send("PUT", "/account/payments/methods", {"methods": ["cash", "card"]}, **own.seen("/account/payments"))
    wait_for(lambda: buyer.see(order)["payment_methods"] == ["cash", "card"], "the ways that are left")

    def is_refused() -> bool:
        late = own.buyer()  # where the settings are known from before, an order is taken, and asks no more
        asked = {"buyer": {"name": "B", "email": late.email}, "method": "bank"}
        refused = late.on(late.reserve(event, product), "checkout", asked)
        return (refused.status_code, refused.json().get("code")) == (422, "method_not_offered")

    wait_for(is_refused, "the refusal")
    paid = buyer.on(order, "checkout", {"buyer": {"name": "B", "email": buyer.email}, "method": "cash"})
    assert paid.json()["state"] == "AWAITING_OFFLINE_PAYMENT"

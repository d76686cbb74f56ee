"""Money by PayPal, through HTTP, webhooks and workflows: taken once, whatever is lost, doubled or at the same time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import requests

from chalicelib.actions import notices, settling
from chalicelib.kernel import clock
from chalicelib.tables import orders, sweeps
from tests.resilience import till
from tests.resilience.paypal_sale import all_is_told, pay_url, reference
from tests.resilience.redirect_side import RedirectSide
from tests.resilience.till import Sell
from tests.shop import wait_for

pytestmark = [pytest.mark.usefixtures("aws"), pytest.mark.req("PAY-8")]


def test_whoever_comes_back_from_paypal_has_the_tickets(sell_by_paypal: Sell, paypal: RedirectSide) -> None:
    sale = sell_by_paypal().check_out("paypal")
    held = orders.get_order(sale.id)
    assert held.redirected
    assert held.expires_at > clock.now() + timedelta(minutes=55)
    back = paypal.press(pay_url(sale))
    assert back.startswith(f"{sale.shop.cloud.settings.url}/order/?o={sale.id}&back=paid&token=")
    assert sale.refresh() == "COMPLETED"
    assert len(paypal.captures(reference(sale))) == 1
    assert sale.books() == {"payment": 5000, "processing_fee": -124}
    sale.check_stock(2)
    all_is_told(sale, paypal)


def test_whoever_never_comes_back_has_them_too(sell_by_paypal: Sell, paypal: RedirectSide) -> None:
    sale = sell_by_paypal().check_out("paypal")
    paypal.press(pay_url(sale))
    sale.until("COMPLETED")
    assert len(paypal.captures(reference(sale))) == 1


@pytest.mark.parametrize("kind", ["500_before", "500_after", "timeout_after", "429"])
def test_money_whose_answer_is_lost_is_taken_once(sell_by_paypal: Sell, paypal: RedirectSide, kind: str) -> None:
    sale = sell_by_paypal().check_out("paypal")
    with paypal.webhooks("lost"):
        paypal.press(pay_url(sale))
        paypal.fail_next("POST /v2/checkout/orders/*/capture", kind)
        assert sale.buyer.on(sale.order, "refresh").status_code == 503
        assert orders.get_file(sale.id).payments[-1].state == "PROCESSING"
        sale.expire()  # nobody ever looks again but the end of the hold
    assert sale.state == "COMPLETED"
    assert len(paypal.captures(reference(sale))) == 1
    all_is_told(sale, paypal)


def test_an_order_whose_answer_is_lost_is_made_once(sell_by_paypal: Sell, paypal: RedirectSide) -> None:
    sale = sell_by_paypal()
    paypal.fail_next("POST /v2/checkout/orders", "500_after")
    buyer = {"name": sale.buyer.name, "email": sale.buyer.email}
    assert sale.buyer.on(sale.order, "checkout", {"buyer": buyer, "method": "paypal"}).status_code == 503
    first = sale.check_out("paypal")
    assert pay_url(first) == pay_url(sale.check_out("paypal"))
    assert len(orders.get_file(sale.id).payments) == 1


def test_a_double_click_makes_one_order(sell_by_paypal: Sell) -> None:
    sale = sell_by_paypal()
    body = {"buyer": {"name": "Bea", "email": sale.buyer.email}, "method": "paypal"}
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: sale.buyer.on(sale.order, "checkout", body).json(), range(4)))
    assert len({one["payment"]["pay_url"] for one in answers}) == 1
    assert len(orders.get_file(sale.id).payments) == 1


def test_return_webhooks_and_sweep_at_once_take_the_money_once(sell_by_paypal: Sell, paypal: RedirectSide) -> None:
    sale = sell_by_paypal().check_out("paypal")
    with paypal.webhooks("duplicate"):
        paypal.press(pay_url(sale))
        with ThreadPoolExecutor(6) as pool:
            list(pool.map(lambda _: sale.buyer.on(sale.order, "refresh"), range(6)))
        sale.until("COMPLETED")
    assert len(paypal.captures(reference(sale))) == 1
    paypal.tell("redeliver")
    sale.quiet()
    all_is_told(sale, paypal)


@pytest.mark.parametrize("nth", range(3))
def test_the_end_of_the_hold_and_the_return_agree(sell_by_paypal: Sell, paypal: RedirectSide, nth: int) -> None:
    """Either the money was taken and there are tickets, or neither."""
    sale = sell_by_paypal().check_out("paypal")
    with paypal.webhooks("lost"):
        paypal.press(pay_url(sale))
        sale.end_hold()
        with ThreadPoolExecutor(2) as pool:
            pool.submit(sale.expire)
            pool.submit(sale.refresh)
    wait_for(lambda: sale.state in ("COMPLETED", "EXPIRED"), "an end")
    taken = len(paypal.captures(reference(sale)))
    assert taken == (1 if sale.state == "COMPLETED" else 0)
    sale.check_stock(2 if taken else 0)


def test_every_notice_lost_the_sweep_finds_out(sell_by_paypal: Sell, paypal: RedirectSide) -> None:
    sale = sell_by_paypal().check_out("paypal")
    payment = orders.get_file(sale.id).payments[-1]
    place = f"{payment.payment_id}@{sale.id}"
    assert place in sweeps.list_due(payment.created_at + timedelta(minutes=15))
    with paypal.webhooks("lost"):
        paypal.press(pay_url(sale))
    now = payment.created_at + timedelta(minutes=15)
    notices.take_up(place, now)
    sale.until("COMPLETED")
    assert len(paypal.captures(reference(sale))) == 1


def test_a_forged_notice_brings_nothing(sell_by_paypal: Sell, paypal: RedirectSide) -> None:
    sale = sell_by_paypal().check_out("paypal")
    [made] = sale.shop.get("/account/payments")["connections"]
    told = {"id": reference(sale), "status": "COMPLETED", "purchase_units": [{"custom_id": sale.id}]}
    for _ in range(2):
        answer = requests.post(made["webhook_url"], json={"event_type": "X", "resource": told}, timeout=10)
        assert answer.ok, answer.text
    for wrong in ("[]", "{", '{"resource": [1]}', '{"resource": {"id": {}}}'):
        assert requests.post(made["webhook_url"], data=wrong, timeout=10).status_code in (200, 400)
    sale.quiet()
    assert sale.state == "RESERVED"
    assert paypal.captures(reference(sale)) == []


def test_who_says_yes_too_late_pays_nothing(sell_by_paypal: Sell, paypal: RedirectSide) -> None:
    sale = sell_by_paypal().check_out("paypal")
    sale.expire()
    assert sale.state == "EXPIRED"
    paypal.press(pay_url(sale))
    assert sale.refresh() == "EXPIRED"
    sale.quiet()
    assert paypal.captures(reference(sale)) == []
    assert sale.books() == {}


def test_money_that_was_taken_for_seats_that_are_gone_goes_back(sell_by_paypal: Sell, paypal: RedirectSide) -> None:
    sale = sell_by_paypal().check_out("paypal")
    with paypal.webhooks("lost"):
        paypal.press(pay_url(sale))
        sale.give_seats_away()
        till.another(sale, 2)
        paypal.ask("POST", f"/v2/checkout/orders/{reference(sale)}/capture", {})  # somebody took it in other ways
    settling.settle(sale.id, clock.now(), "test")
    wait_for(lambda: sale.books().get("refund") == -5000, "the refund")
    assert sale.state == "EXPIRED"
    all_is_told(sale, paypal)


def test_a_declined_card_keeps_the_hold_and_the_next_try_pays(sell_by_paypal: Sell, paypal: RedirectSide) -> None:
    sale = sell_by_paypal().check_out("paypal")
    with paypal.webhooks("lost"):
        paypal.tell("captures", next="DECLINED")
        paypal.press(pay_url(sale))
        assert sale.refresh() == "RESERVED"
    first = reference(sale)
    sale.check_out("paypal")
    assert reference(sale) != first
    paypal.press(pay_url(sale))
    sale.until("COMPLETED")
    assert paypal.captures(first) == []


def test_a_payment_that_is_pending_holds_the_seats(sell_by_paypal: Sell, paypal: RedirectSide) -> None:
    sale = sell_by_paypal().check_out("paypal")
    paypal.tell("captures", next="PENDING")
    paypal.press(pay_url(sale))
    sale.until("PROCESSING")
    sale.check_stock(2)


def test_a_buyer_may_rather_pay_by_card_or_the_other_way_round(sell_by_paypal: Sell, paypal: RedirectSide) -> None:
    sale = sell_by_paypal()
    event = sale.shop.get(f"/events/{sale.event}")
    both = {"payment_methods": ["card", "paypal"]}
    assert sale.shop.send("PATCH", f"/events/{sale.event}", both, **{"If-Match": f'"{event["version"]}"'}).ok
    sale.check_out("paypal")
    first = reference(sale)
    sale.check_out("card")
    paypal.press(f"{paypal.url}/checkoutnow?token={first}")
    sale.quiet()
    assert sale.state == "RESERVED"
    card = sale.intent
    sale.check_out("paypal")
    assert sale.stripe.ask("GET", f"payment_intents/{card}").json()["status"] == "canceled"
    paypal.press(pay_url(sale))
    sale.until("COMPLETED")
    assert paypal.captures(first) == []
    assert sale.books() == {"payment": 5000, "processing_fee": -124}

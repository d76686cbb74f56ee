"""Money that goes back by PayPal, asked for here or there; and complaints."""

import pytest

from chalicelib.tables import orders
from tests.resilience.paypal_sale import all_is_told, pay_url, reference
from tests.resilience.redirect_side import RedirectSide
from tests.resilience.till import Sell
from tests.shop import wait_for

pytestmark = [pytest.mark.usefixtures("aws"), pytest.mark.req("PAY-8")]


def test_refunds_in_parts_end_exactly(sell_by_paypal: Sell, paypal: RedirectSide) -> None:
    sale = sell_by_paypal(price_minor=3333).check_out("paypal")
    paypal.press(pay_url(sale))
    wait_for(lambda: sale.tickets() == 2, "the tickets")
    for what in ({"amount_minor": 1111}, {"tickets": [1]}, {"everything": True}):
        before = sale.refunded
        answer = sale.refund(**what)
        assert answer.ok, answer.text
        wait_for(lambda before=before: sale.refunded > before, "the refund")  # type: ignore[misc]
    assert sale.refunded == 6666
    assert paypal.captures(reference(sale))[0]["status"] == "REFUNDED"
    all_is_told(sale, paypal)


@pytest.mark.parametrize("kind", ["500_before", "500_after", "timeout_after", "429"])
def test_a_refund_whose_answer_is_lost_is_paid_once(
    sell_by_paypal: Sell, paypal: RedirectSide, fresh_queues: None, kind: str
) -> None:
    sale = sell_by_paypal().check_out("paypal")
    paypal.press(pay_url(sale))
    sale.until("COMPLETED")
    paypal.fail_next("POST /v2/payments/captures/*/refund", kind)
    assert sale.refund(amount_minor=2000).ok
    wait_for(lambda: sale.refunded == 2000 and not paypal.unused_faults(), "the refund")
    refunds = paypal.order(reference(sale))["purchase_units"][0]["payments"]["refunds"]
    assert [one["amount"]["value"] for one in refunds] == ["20.00"]
    all_is_told(sale, paypal)


def test_what_is_paid_back_in_paypals_own_pages_is_noted(sell_by_paypal: Sell, paypal: RedirectSide) -> None:
    sale = sell_by_paypal().check_out("paypal")
    paypal.press(pay_url(sale))
    sale.until("COMPLETED")
    [capture] = paypal.captures(reference(sale))
    paypal.tell("refunds", capture=capture["id"], amount={"currency_code": "EUR", "value": "12.50"})
    wait_for(lambda: sale.refunded == 1250, "the refund")
    all_is_told(sale, paypal)


def test_a_complaint_marks_the_order_and_is_answered_at_paypal(sell_by_paypal: Sell, paypal: RedirectSide) -> None:
    sale = sell_by_paypal().check_out("paypal")
    paypal.press(pay_url(sale))
    sale.until("COMPLETED")
    [capture] = paypal.captures(reference(sale))
    paypal.tell("disputes", capture=capture["id"])
    [dispute] = wait_for(lambda: orders.get_file(sale.id).disputes, "the dispute")
    assert (dispute.state, dispute.amount_minor) == ("NEEDS_ANSWER", 5000)
    answer = sale.shop.send(
        "POST", f"/orders/{sale.id}/disputes/{dispute.dispute_id}/evidence", {"text": "They were here.", "submit": True}
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "answered_elsewhere")

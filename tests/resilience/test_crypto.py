"""Money in Bitcoin, to an organizer's own server: nobody can stop coins, so whatever comes is noted or goes back."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
import requests

from chalicelib.actions import notices, refunding
from chalicelib.domain.payments import Refund
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Unreachable
from chalicelib.tables import orders
from chalicelib.tables.payments import REFUND_CLAIM, RefundMoved
from localstack.launcher import Running
from tests.resilience import till
from tests.resilience.aws_side import AwsSide
from tests.resilience.redirect_side import RedirectSide, at_btcpay, connect
from tests.resilience.stripe_side import StripeSide
from tests.resilience.till import Sale, Sell
from tests.shop import Shop, wait_for

pytestmark = [pytest.mark.usefixtures("aws"), pytest.mark.req("PAY-10")]


@pytest.fixture
def btcpay(cloud: Running) -> Iterator[RedirectSide]:
    """A store at the local BTCPay Server; every failure that a test asks for must have happened."""
    side = at_btcpay(cloud)
    yield side
    wait_for(lambda: side.unused_faults() == 0, "the last failure that was asked for")


@pytest.fixture
def sell_there(cloud: Running, stripe: StripeSide, amazon: AwsSide, btcpay: RedirectSide) -> Sell:
    """Begins sales in Bitcoin, of an organizer of their own."""
    shop = Shop.opened(cloud)
    connect(shop, btcpay, "btcpay")
    return lambda **more: till.sale(shop, stripe, amazon, **{"method": "bitcoin"} | more)


def page_of(sale: Sale) -> str:
    assert sale.checked_out
    return str(sale.checked_out["payment"]["pay_url"])


def invoice_of(sale: Sale) -> str:
    return page_of(sale).rpartition("/")[2]


def offers(btcpay: RedirectSide) -> list[dict[str, str]]:
    """What was offered back."""
    found: list[dict[str, str]] = btcpay.ask("GET", f"/api/v1/stores/{btcpay.who}/pull-payments")
    return found


def test_coins_that_come_bring_the_tickets(sell_there: Sell, btcpay: RedirectSide) -> None:
    sale = sell_there().check_out("bitcoin")
    assert btcpay.press(page_of(sale)).endswith(f"/order/?o={sale.id}&back=paid")
    sale.until("COMPLETED")
    assert sale.books() == {"payment": 5000}


def test_coins_on_their_way_hold_the_seats_until_the_network_has_them(sell_there: Sell, btcpay: RedirectSide) -> None:
    sale = sell_there().check_out("bitcoin")
    btcpay.tell("pay", invoice=invoice_of(sale), confirmed=False)
    sale.until("PROCESSING")
    sale.check_stock(2)
    btcpay.tell("confirm", invoice=invoice_of(sale))
    sale.until("COMPLETED")
    assert sale.books() == {"payment": 5000}


@pytest.mark.parametrize("kind", ["500_before", "500_after", "timeout_after"])
def test_an_invoice_whose_answer_is_lost_is_made_once(sell_there: Sell, btcpay: RedirectSide, kind: str) -> None:
    sale = sell_there()
    btcpay.fail_next("POST /api/v1/stores/*/invoices", kind)
    body = {"buyer": {"name": "Bea", "email": sale.buyer.email}, "method": "bitcoin"}
    assert sale.buyer.on(sale.order, "checkout", body).status_code == 503
    sale.check_out("bitcoin")
    assert len(btcpay.ask("GET", f"/api/v1/stores/{btcpay.who}/invoices")) == 1


def test_every_notice_lost_the_sweep_finds_out(sell_there: Sell, btcpay: RedirectSide) -> None:
    sale = sell_there().check_out("bitcoin")
    with btcpay.webhooks("lost"):
        btcpay.tell("pay", invoice=invoice_of(sale))
    [payment] = orders.get_file(sale.id).payments
    notices.take_up(f"{payment.payment_id}@{sale.id}", clock.now())
    sale.until("COMPLETED")


def test_a_notice_that_nobody_signed_is_refused_and_one_that_comes_again_changes_nothing(
    sell_there: Sell, btcpay: RedirectSide
) -> None:
    sale = sell_there().check_out("bitcoin")
    [made] = sale.shop.get("/account/payments")["connections"]
    forged = {"type": "InvoiceSettled", "invoiceId": invoice_of(sale)}
    for signature in ("", "sha256=" + "0" * 64):
        answer = requests.post(made["webhook_url"], json=forged, headers={"BTCPay-Sig": signature}, timeout=10)
        assert (answer.status_code, answer.json()["code"]) == (400, "wrong_signature")
    assert sale.state == "RESERVED"
    btcpay.tell("pay", invoice=invoice_of(sale))
    sale.until("COMPLETED")
    btcpay.tell("redeliver")
    sale.quiet()
    assert sale.books() == {"payment": 5000}


def test_the_end_of_the_hold_ends_the_invoice(sell_there: Sell, btcpay: RedirectSide) -> None:
    sale = sell_there().check_out("bitcoin")
    sale.expire()
    assert sale.state == "EXPIRED"
    invoice = btcpay.invoice(invoice_of(sale))
    assert (invoice["status"], invoice["additionalStatus"]) == ("Invalid", "Marked")


@pytest.mark.parametrize("is_heard", [True, False], ids=["notice", "sweep"])
def test_coins_that_come_too_late_for_seats_that_are_gone_are_offered_back(
    sell_there: Sell, btcpay: RedirectSide, is_heard: bool
) -> None:
    sale = sell_there().check_out("bitcoin")
    sale.expire()
    till.another(sale, 2)
    with btcpay.webhooks("normal" if is_heard else "lost"):
        btcpay.tell("pay", invoice=invoice_of(sale))
    if not is_heard:
        [payment] = orders.get_file(sale.id).payments
        notices.take_up(f"{payment.payment_id}@{sale.id}", clock.now())
    [offer] = wait_for(lambda: offers(btcpay), "the offer")
    assert offer["amount"] == "50.00"
    wait_for(lambda: sum(sale.books().values()) == 0, "books that agree")
    assert sale.state == "EXPIRED"
    sale.quiet()
    assert len(offers(btcpay)) == 1


def test_coins_that_come_late_for_seats_that_are_left_bring_them(sell_there: Sell, btcpay: RedirectSide) -> None:
    sale = sell_there().check_out("bitcoin")
    sale.expire()
    btcpay.tell("pay", invoice=invoice_of(sale))
    sale.until("COMPLETED")
    sale.check_stock(2)


@pytest.mark.parametrize("amount", ["20.00", "55.00"], ids=["too few", "too many"])
def test_too_few_or_too_many_coins_are_looked_at_by_somebody(
    sell_there: Sell, btcpay: RedirectSide, amount: str
) -> None:
    sale = sell_there().check_out("bitcoin")
    btcpay.tell("pay", invoice=invoice_of(sale), amount=amount)
    btcpay.tell("expire", invoice=invoice_of(sale))
    sale.until("REVIEW")
    assert sale.books() == {"payment": int(amount.replace(".", ""))}
    assert sale.tickets() == 0


def asked(sale: Sale, refund: Refund, now: datetime) -> type[Exception] | None:
    """What came of asking for the refund, as the worker of its message does."""
    try:
        refunding.pay_back(sale.id, refund.refund_id, now)
    except (Unreachable, RefundMoved) as error:
        return type(error)
    return None


@pytest.mark.parametrize("kind", ["500_before", "500_after", "timeout_after"])
def test_a_refund_is_offered_once_and_done_when_it_was_paid_out(
    sell_there: Sell, btcpay: RedirectSide, amazon: AwsSide, kind: str
) -> None:
    sale = sell_there().check_out("bitcoin")
    btcpay.tell("pay", invoice=invoice_of(sale))
    sale.until("COMPLETED")
    with amazon.paused("refunds"), btcpay.webhooks("lost"):
        btcpay.fail_next("POST /api/v1/stores/*/invoices/*/refund", kind)
        assert sale.refund(amount_minor=2000).ok
        [refund] = orders.get_file(sale.id).refunds
        now = clock.now()
        assert asked(sale, refund, now) is Unreachable
        assert asked(sale, refund, now) is RefundMoved  # the server may still be at what it was asked for
        assert asked(sale, refund, now + REFUND_CLAIM + timedelta(seconds=1)) is None
    assert sale.refunded == 2000
    sale.quiet()  # the message of the pause has come, too
    [offer] = offers(btcpay)
    assert (offer["amount"], offer["currency"]) == ("20.00", "EUR")
    [refund] = orders.get_file(sale.id).refunds
    assert refund.state == "PENDING"
    btcpay.tell("payout", pull_payment=offer["id"])
    notices.look_at_redirects(sale.id, clock.now())
    [refund] = orders.get_file(sale.id).refunds
    assert refund.state == "SUCCEEDED"
    assert sale.books() == {"payment": 5000, "refund": -2000}


def test_workers_that_ask_at_once_for_one_refund_offer_it_once(
    sell_there: Sell, btcpay: RedirectSide, amazon: AwsSide
) -> None:
    sale = sell_there().check_out("bitcoin")
    btcpay.tell("pay", invoice=invoice_of(sale))
    sale.until("COMPLETED")
    with amazon.paused("refunds"):
        assert sale.refund(amount_minor=2000).ok
        [refund] = orders.get_file(sale.id).refunds

        def ask(_: int) -> None:
            with suppress(RefundMoved):
                refunding.pay_back(sale.id, refund.refund_id, clock.now())

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(ask, range(8)))
    wait_for(lambda: sale.refunded == 2000, "the refund")
    sale.quiet()
    assert len(offers(btcpay)) == 1
    assert sale.books() == {"payment": 5000, "refund": -2000}

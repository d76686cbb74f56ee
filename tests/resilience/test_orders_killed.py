"""Whoever ends an order or sends its tickets is killed after each side effect in turn; all ends right."""

from datetime import timedelta
from itertools import count

import pytest

from chalicelib.actions import expiring, fulfilment
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Unreachable
from chalicelib.tables.mails import MailClaimed
from tests.resilience.killing import Killed, check_sold, kill_after_each, killed_after, look, paid
from tests.resilience.stripe_side import StripeSide
from tests.resilience.till import Sale, Sell
from tests.shop import wait_for

pytestmark = [pytest.mark.usefixtures("nobody_else_hears", "aws", "fresh_queues"), pytest.mark.req("PAY-6")]


def expire(sale: Sale) -> None:
    """The tasks of the workflow, one after the other, an hour ahead of the clock."""
    later = clock.now() + timedelta(hours=1)
    if expiring.begin_expiry(sale.id, later).state == "EXPIRING" and expiring.cancel_payment(sale.id, later):
        expiring.release(sale.id, "EXPIRED", later, by="expiry")


def check_expired(sale: Sale) -> None:
    """The seats are on sale again, once, and nothing can be charged any more."""
    assert sale.state == "EXPIRED"
    assert sale.books() == {}
    assert [intent["status"] for intent in sale.stripe.intents(sale.id)] == ["canceled"]
    assert sale.shop.facts(sale.id).count("OrderExpired") == 1
    sale.check_stock(0)


def test_the_expiry_is_killed_after_each_of_its_commits(sell: Sell) -> None:
    assert kill_after_each(lambda: sell().check_out(), expire, check_expired) >= 3


def test_the_expiry_is_killed_after_stripe_has_cancelled(sell: Sell, stripe: StripeSide) -> None:
    sale = sell().check_out()
    stripe.fail_next(f"POST /v1/payment_intents/{sale.intent}/cancel", "500_after", 3)
    with pytest.raises(Unreachable):
        expire(sale)
    expire(sale)
    check_expired(sale)


def test_the_expiry_of_a_paid_order_is_killed_after_each_of_its_commits(sell: Sell) -> None:
    assert kill_after_each(lambda: paid(sell), expire, check_sold) >= 2


def fulfil(sale: Sale) -> None:
    """The tasks of the workflow, one after the other."""
    fulfilment.issue_tickets(sale.id, clock.now())
    fulfilment.draw_tickets(sale.id, clock.now())
    fulfilment.finish(sale.id, clock.now())


def test_the_fulfilment_is_killed_after_each_of_its_effects(sell: Sell) -> None:
    def unfulfilled() -> Sale:
        """The workflow's own run has taken its name and found nothing to do."""
        sale = sell().check_out()
        sale.amazon.start("fulfil_order", sale.id, sale.id)
        wait_for(lambda: sale.amazon.executions("fulfil_order", sale.id).get(sale.id) == "SUCCEEDED", "the idle run")
        assert sale.pay().ok
        look(sale)
        return sale

    def check(sale: Sale) -> None:
        assert sale.tickets() == 2
        assert sale.shop.facts(sale.id).count("TicketsIssued") == 1
        assert "due" not in sale.amazon.row(sale.id)
        sale.told("Your tickets")

    assert kill_after_each(unfulfilled, fulfil, check) >= 4


def test_the_mail_worker_is_killed_after_each_of_its_effects(sell: Sell) -> None:
    """Killed between the mail and its mark, it sends the mail once more: two are better than none."""
    mails = [1, 2, 1, 1]  # killed after the claim, the mail, the mark; not at all
    sales = []
    for effects in count(1):
        sale = paid(sell)
        look(sale)
        sale.told("Your tickets")
        was_killed = False
        try:
            with killed_after(effects):
                fulfilment.send_mail(sale.id, "approved", clock.now())
        except Killed:
            was_killed = True
            try:
                fulfilment.send_mail(sale.id, "approved", clock.now())
            except MailClaimed:  # the message comes again when the claim has run out
                fulfilment.send_mail(sale.id, "approved", clock.now() + timedelta(hours=1))
        sales.append(sale)
        if not was_killed:
            break
    wait_for(lambda: [len(sale.subjects()) - 1 for sale in sales] == mails, f"so many mails: {mails}")

"""Whoever handles money is killed after each side effect in turn; the message comes again, and all ends right."""

import pytest

from chalicelib.actions import notices, reconciling, refunding
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Unreachable
from chalicelib.tables import orders
from tests.resilience.killing import check_sold, kill_after_each, look, paid
from tests.resilience.stripe_side import StripeSide
from tests.resilience.till import SOLD, TOTAL, Sale, Sell, another
from tests.shop import wait_for

pytestmark = [pytest.mark.usefixtures("nobody_else_hears", "aws", "fresh_queues"), pytest.mark.req("PAY-6")]


def test_the_payments_worker_is_killed_while_it_completes_an_order(sell: Sell) -> None:
    assert kill_after_each(lambda: paid(sell), look, check_sold) >= 1


def test_the_payments_worker_is_killed_while_it_takes_seats_again(sell: Sell) -> None:
    def late() -> Sale:
        sale = sell().check_out()
        sale.give_seats_away()
        assert sale.pay().ok
        return sale

    assert kill_after_each(late, look, check_sold) >= 1


def test_the_payments_worker_is_killed_while_it_asks_for_a_refund(sell: Sell) -> None:
    def too_late() -> Sale:
        sale = sell().check_out()
        sale.give_seats_away()
        another(sale, 2)
        assert sale.pay().ok
        return sale

    def check(sale: Sale) -> None:
        wait_for(lambda: sale.refunded == TOTAL, "the refund")
        assert sale.state == "EXPIRED"
        assert sale.books() == SOLD | {"refund": -TOTAL}
        assert len(sale.stripe.refunds(sale.id)) == 1
        sale.check_books()

    assert kill_after_each(too_late, look, check) >= 1


def test_the_payments_worker_is_killed_while_it_notes_a_refund_of_the_dashboard(sell: Sell) -> None:
    def refunded() -> Sale:
        sale = paid(sell)
        look(sale)
        assert sale.stripe.ask("POST", "refunds", payment_intent=sale.intent, amount=1000).ok
        return sale

    def check(sale: Sale) -> None:
        assert sale.refunded == 1000
        assert sale.books() == SOLD | {"refund": -1000}
        sale.check_books()

    assert kill_after_each(refunded, lambda sale: notices.act_on(sale.id, "charge.refunded", clock.now()), check) >= 1


class TestRefunds:
    """The worker of the refunds' queue."""

    def decided(self, sell: Sell) -> Sale:
        """A refund is to be asked for, and no message says so."""
        sale = paid(sell)
        look(sale)
        file = orders.get_file(sale.id)
        from chalicelib.domain.refunds import all_money
        from chalicelib.tables import payments
        from chalicelib.tables.commit import commit

        changes, _ = refunding.requested(file, all_money(file.order, file.payments, []), "other", clock.now(), "test")
        commit([payments.refund_decided(file.order), *changes], [], now=clock.now(), by="test")
        return sale

    def pay_back(self, sale: Sale) -> None:
        """Ask for the order's one refund."""
        [refund] = orders.get_file(sale.id).refunds
        refunding.pay_back(sale.id, refund.refund_id, clock.now())

    def check(self, sale: Sale) -> None:
        """Paid back once."""
        assert sale.refunded == TOTAL
        assert sale.books() == SOLD | {"refund": -TOTAL}
        assert len(sale.stripe.refunds(sale.id)) == 1
        assert sale.shop.facts(sale.id).count("RefundSucceeded") == 1
        sale.check_books()

    def test_it_is_killed_after_each_of_its_commits(self, sell: Sell) -> None:
        assert kill_after_each(lambda: self.decided(sell), self.pay_back, self.check) >= 1

    def test_it_is_killed_after_stripe_has_paid(self, sell: Sell, stripe: StripeSide) -> None:
        sale = self.decided(sell)
        stripe.fail_next("POST /v1/refunds", "500_after", 3)
        with pytest.raises(Unreachable):
            self.pay_back(sale)
        self.pay_back(sale)
        self.check(sale)


@pytest.mark.req("BEY-4")
def test_the_reconciler_is_killed_after_each_of_its_commits(sell: Sell) -> None:
    def lost() -> Sale:
        """Paid and partly refunded in the dashboard, and no notice came."""
        sale = paid(sell)
        assert sale.stripe.ask("POST", "refunds", payment_intent=sale.intent, amount=1000).ok
        return sale

    def check(sale: Sale) -> None:
        assert sale.state == "COMPLETED"
        assert sale.books() == SOLD | {"refund": -1000}
        sale.check_books()
        sale.check_stock(2)

    # The newest bookings come first: beyond those of the sale it is about what earlier tests have left.
    assert kill_after_each(lost, lambda _: reconciling.reconcile_all(clock.now()), check, most=5) >= 2

"""Money that goes back: cases 7 and 12 of the fifteen.

Each asserts what the books say, what is left in stock, and which mails the buyer has.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from chalicelib.gateways import stripe_payments
from chalicelib.kernel import clock, ids
from chalicelib.tables import orders, payments
from chalicelib.tables.commit import commit
from tests.resilience import till
from tests.resilience.sellers import FEE
from tests.resilience.stripe_side import StripeSide
from tests.resilience.till import SOLD, TOTAL, Sale, Sell
from tests.shop import wait_for

pytestmark = pytest.mark.usefixtures("aws", "fresh_queues")


def states(sale: Sale) -> list[str]:
    """The states of the order's refunds, oldest first."""
    return [refund.state for refund in sorted(orders.get_file(sale.id).refunds, key=lambda one: one.created_at)]


class TestCase7TwoCharges:
    """7: two charges, one of them refunded in the Dashboard: the tickets stay."""

    @pytest.fixture
    def twice_paid(self, sell: Sell, stripe: StripeSide) -> tuple[Sale, str]:
        """(an order that a second tab has paid once more, the second payment's intent). Nobody has looked yet."""
        sale = sell().buy()
        sale.quiet()  # a notice of the first would open the second, too
        first = orders.get_file(sale.id).payments[0]
        second = replace(
            first,
            payment_id=ids.derived("pay", sale.id, "2"),
            state="REQUESTED",
            idempotency_key=f"{first.idempotency_key}:twice",
            provider_reference="",
            charge=None,
        )
        with stripe.webhooks("lost"):  # one of the second's would open it before us
            commit([payments.new_payment(second)], [], now=clock.now(), by="test")
            intent = stripe_payments.open_intent(second).reference
            commit([payments.opened(second, intent)], [], now=clock.now(), by="test")
            stripe.confirm(intent)
        return sale, intent

    def check(self, sale: Sale) -> None:
        """The order is what it was: paid once, two tickets, one confirmation."""
        sale.quiet()
        assert (sale.state, sale.tickets()) == ("COMPLETED", 2)
        assert sale.books() == {"payment": 2 * TOTAL, "processing_fee": -200, "refund": -TOTAL}
        assert sum("Your tickets" in subject for subject in sale.subjects()) == 1
        sale.check_books()
        sale.check_stock(2)

    def test_the_second_charge_goes_back_by_itself(self, twice_paid: tuple[Sale, str]) -> None:
        sale, _ = twice_paid
        sale.refresh()
        wait_for(lambda: states(sale) == ["SUCCEEDED"], "the refund")
        self.check(sale)

    def test_the_second_charge_was_refunded_in_the_dashboard_before_we_knew_of_it(
        self, twice_paid: tuple[Sale, str], stripe: StripeSide
    ) -> None:
        sale, intent = twice_paid
        assert stripe.ask("POST", "refunds", payment_intent=intent).ok
        sale.refresh()
        wait_for(lambda: sale.books().get("refund"), "the refund's entry")
        self.check(sale)
        assert sale.refund(everything=True).ok  # what the order was paid with can still go back, all of it
        wait_for(lambda: sale.books()["refund"] == -2 * TOTAL, "the order's own refund")
        sale.check_books()

    @pytest.mark.req("INV-5")
    def test_the_first_charge_is_refunded_in_the_dashboard(self, sell: Sell, stripe: StripeSide) -> None:
        sale, other = sell(capacity=4).buy(), None
        other = till.another(sale, 2).buy()
        assert stripe.ask("POST", "refunds", payment_intent=sale.intent).ok
        wait_for(lambda: sale.refunded == TOTAL, "the refund's entry")
        sale.quiet()
        for one in (sale, other):
            assert (one.state, one.tickets()) == ("COMPLETED", 2)
            one.check_books()
        assert sale.books() == SOLD | {"refund": -TOTAL}
        assert other.books() == SOLD
        sale.check_stock(4)


class TestCase12RefundsThatFail:
    """12: pending, then failed; refunds of the Dashboard; partial refunds at once."""

    @pytest.fixture
    def failing(self, stripe: StripeSide) -> Iterator[None]:
        """Refunds are pending, and fail a minute later."""
        stripe.tell("refunds", mode="fail")
        yield
        stripe.tell("refunds", mode="normal")

    @pytest.mark.usefixtures("failing")
    @pytest.mark.req("INV-5")
    def test_pending_then_failed_the_money_is_here_again_and_can_go_back_once_more(
        self, sell: Sell, stripe: StripeSide
    ) -> None:
        sale = sell().buy()
        assert sale.refund(amount_minor=2000).ok
        wait_for(lambda: states(sale) == ["PENDING"], "the pending refund")
        assert sale.books() == SOLD | {"refund": -2000}
        stripe.pass_time(61)
        wait_for(lambda: states(sale) == ["FAILED"], "the failure")
        sale.quiet()
        assert sale.refunded == 0
        assert sale.books() == SOLD | {"refund": -2000, "refund_returned": 2000}
        sale.check_books()
        stripe.tell("refunds", mode="normal")
        failed = orders.get_file(sale.id).refunds[0]
        sale.shop.post(f"/orders/{sale.id}/refunds/{failed.refund_id}/retry", {})
        wait_for(lambda: sale.refunded == 2000, "the second try")
        sale.quiet()
        assert sale.books() == SOLD | {"refund": -4000, "refund_returned": 2000}
        assert (sale.state, sale.tickets()) == ("COMPLETED", 2)
        sale.check_books()
        sale.check_stock(2)

    def test_one_that_was_said_to_have_arrived_and_failed_gives_the_platform_s_fee_back_once(
        self, sell_taxed: Sell, stripe: StripeSide
    ) -> None:
        sale = sell_taxed().buy("pm_card_refundFail")
        assert sale.refund(everything=True, cancel=False).ok
        wait_for(lambda: sale.refunded == TOTAL, "the refund")
        stripe.pass_time(61)
        wait_for(lambda: states(sale) == ["FAILED"], "the failure")
        assert sale.refunded == 0
        sale.quiet()
        sale.check_books()
        failed = orders.get_file(sale.id).refunds[0]
        sale.shop.post(f"/orders/{sale.id}/refunds/{failed.refund_id}/retry", {})
        wait_for(lambda: sale.refunded == TOTAL, "the second try")
        sale.quiet()
        assert sale.books()["platform_fee_returned"] == FEE
        sale.check_books()

    def test_pending_then_done_is_noted_and_told_once(self, sell: Sell, stripe: StripeSide) -> None:
        sale = sell().buy("pm_card_pendingRefund")
        assert sale.refund(everything=True).ok
        wait_for(lambda: states(sale) == ["PENDING"], "the pending refund")
        stripe.pass_time(61)
        wait_for(lambda: states(sale) == ["SUCCEEDED"], "the refund's end")
        sale.quiet()
        assert sale.books() == SOLD | {"refund": -TOTAL}
        assert sale.state == "CANCELLED"
        sale.check_books()
        sale.check_stock(0)

    def test_partial_refunds_of_many_members_at_once_never_exceed_what_was_paid(self, sell: Sell) -> None:
        sale = sell().buy()
        with ThreadPoolExecutor(8) as members:
            answers = list(members.map(lambda _: sale.refund(amount_minor=1500), range(8)))
        done = [answer for answer in answers if answer.ok]
        assert {answer.status_code for answer in answers} <= {201, 409, 422, 503}
        assert 1 <= len(done) <= 3
        wait_for(lambda: sale.refunded == 1500 * len(done), "the refunds")
        sale.quiet()
        assert sale.books() == SOLD | {"refund": -1500 * len(done)}
        assert (sale.state, sale.tickets()) == ("COMPLETED", 2)
        sale.check_books()
        sale.check_stock(2)

    def test_a_member_and_the_dashboard_at_once_never_pay_back_more_than_was_paid(
        self, sell: Sell, stripe: StripeSide
    ) -> None:
        sale = sell().buy()
        with ThreadPoolExecutor(4) as both:
            here = [both.submit(sale.refund, amount_minor=3000) for _ in range(2)]
            there = [
                both.submit(stripe.ask, "POST", "refunds", payment_intent=sale.intent, amount=3000) for _ in range(2)
            ]
        assert sum(answer.result().ok for answer in there) <= 1
        assert {answer.result().status_code for answer in here} <= {201, 409, 422, 503}
        wait_for(lambda: "REQUESTED" not in states(sale), "the answers to all refunds")
        sale.quiet()
        assert states(sale).count("SUCCEEDED") == 1
        assert sale.books() == SOLD | {"refund": -3000}
        assert sale.refunded == 3000
        sale.check_books()

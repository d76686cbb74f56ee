"""Money that comes late, days later, or when nobody looks: cases 1, 9 and 10 of the fifteen.

Each asserts what the books say, what is left in stock, and which mails the buyer has.
"""

import pytest
import requests

from tests.resilience.stripe_side import StripeSide
from tests.resilience.till import DAY, SOLD, TOTAL, Sale, Sell, another
from tests.shop import wait_for

pytestmark = [pytest.mark.usefixtures("aws", "fresh_queues"), pytest.mark.req("PAY-6")]

KLARNA = {"payment_method_data[type]": "klarna", "payment_method_data[billing_details][email]": "ada@example.org",
          "payment_method_data[billing_details][address][country]": "DE"}  # fmt: skip


class TestCase1PaidAfterTheHold:
    """1: paid seconds after expiry."""

    def test_who_pays_before_the_clock_has_looked_has_bought(self, sell: Sell) -> None:
        sale = sell().check_out()
        sale.end_hold()
        assert sale.pay().ok
        sale.check_sold()

    def test_who_pays_while_the_workflow_cancels_has_bought(self, sell: Sell, stripe: StripeSide) -> None:
        sale = sell().check_out()
        with stripe.webhooks("lost"):
            assert sale.pay().ok
            sale.expire()
        sale.check_sold()
        assert "OrderExpired" not in sale.shop.facts(sale.id)

    @pytest.mark.req("INV-4")
    def test_who_pays_after_the_seats_were_given_back_has_them_again_if_nobody_took_them(self, sell: Sell) -> None:
        sale = sell().check_out()
        sale.give_seats_away()
        assert sale.pay().ok
        sale.check_sold()

    @pytest.mark.req("INV-4")
    @pytest.mark.req("INV-8")
    def test_who_pays_after_somebody_else_took_the_seats_is_paid_back_and_told(self, sell: Sell) -> None:
        sale = sell().check_out()
        sale.give_seats_away()
        another(sale, 2)
        assert sale.pay().ok
        sale.told("refund")
        sale.quiet()
        assert sale.state == "EXPIRED"
        assert sale.tickets() == 0
        assert sale.books() == SOLD | {"refund": -TOTAL}
        sale.check_books()
        sale.check_stock(2)


class TestCase9LongAway:
    """9: a payer who was sent away returns after 40 minutes, or never."""

    @staticmethod
    def leave(sale: Sale) -> str:
        """Choose Klarna, and see the hold last while one is there; returns the page that asks for the payment."""
        back = f"{sale.shop.cloud.settings.url}/order/"
        intent = sale.stripe.ask("POST", f"payment_intents/{sale.intent}/confirm", return_url=back, **KLARNA).json()
        assert intent["status"] == "requires_action"
        wait_for(lambda: sale.amazon.row(sale.id).get("redirected"), "the longer hold")
        url: str = intent["next_action"]["redirect_to_url"]["url"]
        return url

    @staticmethod
    def approve(page: str) -> None:
        """The payer agrees."""
        requests.post(page, data={"answer": "complete"}, allow_redirects=False, timeout=10)

    def test_who_returns_while_the_seats_are_held_has_bought(self, sell: Sell) -> None:
        sale = sell().check_out()
        page = self.leave(sale)
        sale.end_hold()
        self.approve(page)
        assert sale.refresh() == "COMPLETED"
        sale.check_sold()

    def test_who_returns_after_the_seats_are_gone_has_paid_nothing(self, sell: Sell) -> None:
        sale = sell().check_out()
        page = self.leave(sale)
        sale.expire()
        sale.until("EXPIRED")
        another(sale, 2)
        self.approve(page)
        assert sale.refresh() == "EXPIRED"
        assert [intent["status"] for intent in sale.stripe.intents(sale.id)] == ["canceled"]
        assert sale.books() == {}
        assert sale.subjects() == []
        sale.check_books()
        sale.check_stock(2)

    def test_who_never_returns_leaves_the_seats_to_others(self, sell: Sell) -> None:
        sale = sell().check_out()
        self.leave(sale)
        sale.expire()
        sale.until("EXPIRED")
        assert sale.books() == {}
        assert sale.subjects() == []
        sale.check_stock(0)


@pytest.mark.req("PAY-17")
class TestCase10MoneyThatTakesDays:
    """10: SEPA and ACH: processing, then cleared, failed or disputed days later."""

    @staticmethod
    def begin(sell: Sell, method: str, currency: str = "EUR") -> Sale:
        """The debit is on its way, and the hold has ended meanwhile."""
        sale = sell(currency=currency).check_out()
        assert sale.pay(method).ok
        sale.until("PROCESSING")
        sale.expire()
        assert sale.state == "PROCESSING"
        sale.check_stock(2)
        assert sale.books() == {}
        return sale

    @pytest.mark.parametrize(
        ("method", "currency"), [("pm_sepaDebit_success_de", "EUR"), ("pm_usBankAccount_success", "USD")]
    )
    def test_it_clears_and_buys_the_tickets(self, sell: Sell, stripe: StripeSide, method: str, currency: str) -> None:
        sale = self.begin(sell, method, currency)
        stripe.pass_time(8 * DAY)
        sale.until("COMPLETED")
        sale.told("Your tickets")
        assert sale.books()["payment"] == TOTAL
        sale.check_books()
        sale.check_stock(2)

    @pytest.mark.parametrize(
        ("method", "currency"), [("pm_sepaDebit_failed_de", "EUR"), ("pm_usBankAccount_insufficientFunds", "USD")]
    )
    def test_it_fails_and_the_seats_are_on_sale_again(
        self, sell: Sell, stripe: StripeSide, method: str, currency: str
    ) -> None:
        sale = self.begin(sell, method, currency)
        stripe.pass_time(8 * DAY)
        sale.until("EXPIRED")
        sale.told("did not arrive")
        assert sale.books() == {}
        sale.check_books()
        sale.check_stock(0)

    def test_it_clears_and_the_bank_takes_it_back(self, sell: Sell, stripe: StripeSide) -> None:
        sale = self.begin(sell, "pm_sepaDebit_disputed_at")
        stripe.pass_time(8 * DAY)
        sale.until("COMPLETED")
        wait_for(lambda: sale.books().get("dispute"), "the dispute")
        assert "DisputeOpened" in sale.shop.facts(sale.id)
        assert sale.books()["dispute"] == -(TOTAL + 2000)
        assert sale.state == "COMPLETED"
        sale.told("Your tickets")
        sale.check_books()
        sale.check_stock(2)

    def test_a_lost_notice_of_the_end_is_asked_for(self, sell: Sell, stripe: StripeSide) -> None:
        sale = self.begin(sell, "pm_sepaDebit_success_de")
        with stripe.webhooks("lost"):
            stripe.pass_time(8 * DAY)
        assert sale.state == "PROCESSING"
        sale.end_hold(5)
        assert sale.amazon.sweep() >= 1
        sale.check_sold()

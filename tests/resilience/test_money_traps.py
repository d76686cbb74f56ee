"""Payments that are not what they seem: cases 8 and 13 of the fifteen.

Each asserts what the books say, what is left in stock, and which mails the buyer has.
"""

import pytest

from chalicelib.tables import orders
from tests.resilience.aws_side import AwsSide
from tests.resilience.stripe_side import StripeSide
from tests.resilience.till import SOLD, TOTAL, Sale, Sell, another
from tests.shop import wait_for

pytestmark = pytest.mark.usefixtures("aws", "fresh_queues")


class TestCase8IdempotencyKeys:
    """8: a key that is used again after a decline; an answer that is lost after the charge."""

    @pytest.mark.req("PAY-4")
    def test_after_a_decline_the_same_intent_is_paid_by_another_card(self, sell: Sell, stripe: StripeSide) -> None:
        sale = sell().check_out()
        for card in ("pm_card_chargeDeclined", "pm_card_chargeDeclinedInsufficientFunds"):
            assert sale.pay(card).status_code == 402
            assert sale.refresh() == "RESERVED"
            secret = sale.intent
            assert sale.check_out().intent == secret
        assert sale.pay().ok
        sale.until("COMPLETED")
        sale.told("Your tickets")
        assert len(stripe.intents(sale.id)) == 1
        assert sale.books() == SOLD
        sale.check_books()
        sale.check_stock(2)

    @pytest.mark.parametrize("kind", ["500_after", "timeout_after"])
    def test_an_intent_whose_answer_was_lost_is_asked_for_under_the_same_key(
        self, sell: Sell, stripe: StripeSide, kind: str
    ) -> None:
        sale = sell()
        before = {one["id"] for one in stripe.requests("/v1/payment_intents")}
        stripe.fail_next("POST /v1/payment_intents", kind, 3)
        buyer = {"name": sale.buyer.name, "email": sale.buyer.email}
        with stripe.webhooks("lost"):  # a worker that looks would have the failures in the buyer's place
            assert sale.buyer.on(sale.order, "checkout", {"buyer": buyer}).status_code == 503
        assert sale.check_out().pay().ok
        sale.until("COMPLETED")
        sale.told("Your tickets")
        since = [one for one in stripe.requests("/v1/payment_intents") if one["id"] not in before]
        asked = [one for one in since if one["method"] == "POST"]
        assert len({one["idempotency_key"] for one in asked}) == 1
        assert asked[0]["idempotency_key"] == orders.get_file(sale.id).payments[0].idempotency_key
        assert len(stripe.intents(sale.id)) == 1
        assert sale.books() == SOLD
        sale.check_books()
        sale.check_stock(2)


class TestCase13WrongMoney:
    """13: JPY times a hundred, an order edited after its intent, one cent off, swapped intents."""

    def check_held_back(self, sale: Sale, received: int) -> None:
        """Nobody gets tickets, the seats stay, the money is in the books; a member's look sends it back."""
        sale.until("REVIEW")
        sale.quiet()
        assert sale.tickets() == 0
        assert sale.subjects() == []
        assert sale.books()["payment"] == received
        sale.check_stock(2)
        sale.shop.post(f"/orders/{sale.id}/cancel", {"reason": "mistake", "refund": "full"})
        wait_for(lambda: sale.refunded == received, "the refund")
        sale.quiet()
        assert sale.state == "CANCELLED"
        assert sale.books()["refund"] == -received
        sale.check_stock(0)

    @pytest.mark.req("PAY-22")
    def test_yen_have_no_hundredths(self, sell: Sell, stripe: StripeSide) -> None:
        sale = sell(currency="JPY").check_out()
        assert [(one["amount"], one["currency"]) for one in stripe.intents(sale.id)] == [(TOTAL, "jpy")]
        assert sale.pay().ok
        sale.until("COMPLETED")
        sale.told("Your tickets")
        assert sale.books()["payment"] == TOTAL
        sale.check_books()

    def test_a_hundred_times_as_many_yen_are_held_back(self, sell: Sell, stripe: StripeSide) -> None:
        sale = sell(currency="JPY").check_out()
        assert stripe.ask("POST", f"payment_intents/{sale.intent}", amount=TOTAL * 100).ok
        assert sale.pay().ok
        self.check_held_back(sale, TOTAL * 100)
        sale.check_books()

    @pytest.mark.parametrize("off", [-1, 1])
    def test_a_cent_too_little_or_too_much_is_held_back(self, sell: Sell, stripe: StripeSide, off: int) -> None:
        sale = sell().check_out()
        assert stripe.ask("POST", f"payment_intents/{sale.intent}", amount=TOTAL + off).ok
        assert sale.pay().ok
        self.check_held_back(sale, TOTAL + off)
        sale.check_books()

    def test_the_right_number_of_another_currency_is_held_back(self, sell: Sell, stripe: StripeSide) -> None:
        sale = sell().check_out()
        assert stripe.ask("POST", f"payment_intents/{sale.intent}", currency="usd").ok
        assert sale.pay().ok
        self.check_held_back(sale, TOTAL)
        assert {entry.currency for entry in sale.entries()} == {"USD"}
        sale.check_books()

    def test_an_order_that_was_edited_after_its_intent_is_held_back(self, sell: Sell, amazon: AwsSide) -> None:
        sale = sell().check_out()
        amazon.table.update_item(
            Key={"pk": f"ORDER#{sale.id}", "sk": "META"},
            UpdateExpression="SET total_minor = :total",
            ExpressionAttributeValues={":total": TOTAL + 100},
        )
        assert sale.pay().ok
        self.check_held_back(sale, TOTAL)
        sale.check_books()

    def test_an_intent_of_another_order_is_held_back(self, sell: Sell, amazon: AwsSide) -> None:
        first = sell(capacity=4).check_out()
        second = another(first, 2).check_out()
        second.quiet()  # whoever works off a notice of before would still know the right reference
        theirs = {sale.id: orders.get_file(sale.id).payments[0] for sale in (first, second)}
        for sale, other in ((first, second), (second, first)):
            reference = theirs[other.id].provider_reference
            amazon.table.update_item(
                Key={"pk": f"ORDER#{sale.id}", "sk": f"PAYMENT#{theirs[sale.id].payment_id}"},
                UpdateExpression="SET provider_reference = :theirs, #owner = :owner",
                ExpressionAttributeNames={"#owner": "owner"},
                ExpressionAttributeValues={":theirs": reference, ":owner": f"STRIPE#{reference}"},
            )
        assert first.pay().ok
        assert second.refresh() == "REVIEW"
        assert first.refresh() == "RESERVED"
        second.quiet()
        assert second.tickets() == 0
        assert second.books()["payment"] == TOTAL
        assert first.books() == {}
        assert [*first.subjects(), *second.subjects()] == []
        first.check_stock(4)

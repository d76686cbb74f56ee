"""The platform's fee: case 11 of the fifteen.

Each asserts what the books say, what is left in stock, and which mails the buyer has.
"""

import pytest

from chalicelib.domain.platform_fees import FeePlan
from localstack.launcher import Running
from tests.resilience import till
from tests.resilience.aws_side import AwsSide
from tests.resilience.sellers import FEE, seller_with
from tests.resilience.stripe_side import StripeSide
from tests.resilience.till import SOLD, TOTAL, Sell
from tests.shop import wait_for

pytestmark = pytest.mark.usefixtures("aws", "fresh_queues")


@pytest.mark.req("PAY-3")
class TestCase11PlatformFees:
    """11: fee zero, and a fee above what is left of the price."""

    def test_no_fee_is_asked_for_where_none_is_owed(self, cloud: Running, stripe: StripeSide, amazon: AwsSide) -> None:
        shop, account = seller_with(cloud, FeePlan(fixed={"EUR": FEE}), is_exempt=True)
        sale = till.sale(shop, stripe, amazon, account=account).buy()
        assert [one["application_fee_amount"] for one in stripe.intents(sale.id, account)] == [None]
        assert sale.books() == SOLD
        assert sale.refund(everything=True).ok
        wait_for(lambda: sale.refunded == TOTAL, "the refund")
        sale.quiet()
        assert sale.books() == SOLD | {"refund": -TOTAL}
        sale.check_books()
        sale.check_stock(0)

    def test_a_fee_above_a_discounted_total_is_cut_to_it(self, sell_taxed: Sell) -> None:
        sale = sell_taxed(price_minor=250).buy()
        assert sale.books() == {"payment": 500, "platform_fee": -500, "processing_fee": -33}
        sale.check_books()
        assert sale.refund(everything=True).ok
        wait_for(lambda: sale.refunded == 500, "the refund")
        sale.quiet()
        assert sale.books()["platform_fee_returned"] == 500
        sale.check_books()
        sale.check_stock(0)

    def test_a_chain_of_refunds_gives_back_exactly_the_fee(self, sell_taxed: Sell) -> None:
        sale = sell_taxed().buy()
        paid = 0
        for amount in (333, 1, 1999, TOTAL - 2333):
            assert sale.refund(amount_minor=amount).ok
            paid += amount
            wait_for(lambda so_far=paid: sale.refunded == so_far, f"refunds of {paid}")
        sale.quiet()
        assert sale.books()["platform_fee_returned"] == FEE
        assert (sale.state, sale.tickets()) == ("COMPLETED", 2)
        sale.check_books()

    @pytest.mark.parametrize("kind", ["500_before", "500_after"])
    def test_a_fee_whose_return_fails_at_first_is_given_back_once(
        self, sell_taxed: Sell, stripe: StripeSide, kind: str
    ) -> None:
        """The refund itself is done, and the notice of it is faster than the second try."""
        sale = sell_taxed().buy()
        stripe.fail_next("POST /v1/application_fees/{id}/refunds", kind, 6)
        assert sale.refund(everything=True).ok
        wait_for(lambda: sale.refunded == TOTAL, "the refund")
        wait_for(lambda: not sale.amazon.waiting("refunds"), "the refund's message")
        stripe.tell("faults", clear=True)
        sale.quiet()
        assert sale.books()["platform_fee_returned"] == FEE
        sale.check_books()
        assert sum("refund" in subject.lower() for subject in sale.subjects()) == 1

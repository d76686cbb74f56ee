"""Parts of which the platform takes its share, that people look at, or that a bank asks back."""

import pytest

from chalicelib.actions import charging
from chalicelib.tables import orders
from localstack.launcher import Running
from tests.api.paying_in_parts import agree
from tests.resilience.aws_side import AwsSide
from tests.resilience.parts import EACH, FIRST, Parts, in_parts, later
from tests.resilience.sellers import FEE
from tests.resilience.stripe_side import StripeSide
from tests.shop import Shop, wait_for

pytestmark = [pytest.mark.usefixtures("aws", "fresh_queues"), pytest.mark.req("PAY-15")]


def test_each_part_pays_its_share_of_the_platforms_fee_and_gets_it_back(
    taxed_seller: tuple[Shop, str], stripe: StripeSide, amazon: AwsSide
) -> None:
    shop, account = taxed_seller
    one = in_parts(shop, stripe, amazon, account=account).begin()
    one.charge(2)
    one.charge(3)
    one.check(FIRST, EACH, EACH, state="COMPLETED")
    fees = [payment.fee_minor for payment in orders.get_file(one.id).payments]
    assert (sum(fees), one.books()["platform_fee"]) == (FEE, -FEE)
    wait_for(lambda: one.tickets() == 2, "the tickets")
    assert one.refund(everything=True).ok
    wait_for(lambda: one.refunded == FIRST + 2 * EACH, "all refunds")
    one.quiet()
    assert one.books()["platform_fee_returned"] == FEE
    one.check_books()


def test_nothing_more_is_charged_before_people_have_looked(cloud: Running, stripe: StripeSide, amazon: AwsSide) -> None:
    shop = Shop.opened(cloud)
    shop.protect(denied_countries=["US"])
    one = in_parts(shop, stripe, amazon)
    answer = agree(one.buyer, one.order)
    one.checked_out = answer.json()
    assert one.pay().ok
    assert one.refresh() == "REVIEW"
    one.charge(2)
    one.check(FIRST, state="REVIEW")
    done = one.shop.post(f"/orders/{one.id}/complete", {"reason": "payment_checked"})
    assert done["state"] == "PARTLY_PAID"
    assert one.plan.state == "ACTIVE"


def test_nothing_is_charged_while_a_bank_decides_about_a_part(sell_in_parts: Parts) -> None:
    one = sell_in_parts().begin("pm_card_createDispute")
    wait_for(lambda: orders.get_order(one.id).disputed == "open", "the dispute")
    one.charge(2)
    charging.tend(one.id, later(4000))
    assert one.paid() == [FIRST]
    assert one.state == "PARTLY_PAID"

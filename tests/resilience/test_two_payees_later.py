"""What goes on for weeks stays with whom it began: parts of a payment, and an event that is called off."""

import pytest

from localstack.launcher import Running
from tests.api.connecting import at_organizer, connected
from tests.resilience import till
from tests.resilience.agency import organizer, settle_in
from tests.resilience.aws_side import AwsSide
from tests.resilience.parts import EACH, FIRST, in_parts
from tests.resilience.stripe_side import StripeSide
from tests.shop import Shop, wait_for

pytestmark = [pytest.mark.usefixtures("aws"), pytest.mark.req("EVT-19")]


@pytest.mark.req("INV-5")
def test_an_event_that_is_called_off_pays_everybody_back_from_where_they_paid(
    cloud: Running, stripe: StripeSide, amazon: AwsSide
) -> None:
    house = Shop.opened(cloud)
    account, client = connected(house), organizer(house, "Harbour Garden")
    early = till.sale(client, stripe, amazon, capacity=4, account=account).buy()
    own = connected(client, at=at_organizer(client))
    settle_in()
    late = till.another(early, quantity=2)
    late.account = own
    late.buy()
    client.post(f"/events/{early.event}/cancellation", client.confirmation(early.event) | {"refund": "full"})
    for sale, other in ((early, own), (late, account)):
        wait_for(lambda one=sale: one.refunded == till.TOTAL, "the refund")  # type: ignore[misc]
        assert [one["amount"] for one in stripe.refunds(sale.id, sale.account)] == [till.TOTAL]
        assert stripe.refunds(sale.id, other) == []
        sale.check_books()


@pytest.mark.req("PAY-15")
def test_parts_that_fall_due_later_are_charged_where_the_card_is_kept(
    cloud: Running, stripe: StripeSide, amazon: AwsSide
) -> None:
    house = Shop.opened(cloud)
    account, client = connected(house), organizer(house, "Harbour Garden")
    one = in_parts(client, stripe, amazon, account=account).begin()
    own = connected(client, at=at_organizer(client))
    settle_in()
    one.charge(2)
    one.check(FIRST, EACH)
    one.charge(3)
    one.check(FIRST, EACH, EACH, state="COMPLETED")
    assert stripe.intents(one.id, own) == []
    one.check_books()

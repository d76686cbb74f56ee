"""The reconciler and its many merchants: whose money is whose, and who comes first."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.actions import reconciling
from chalicelib.kernel import clock
from chalicelib.tables import reconciliation
from chalicelib.tables.commit import commit
from localstack.launcher import Running
from tests.api.connecting import connected
from tests.resilience import till
from tests.resilience.aws_side import AwsSide
from tests.resilience.stripe_side import StripeSide
from tests.shop import Shop

pytestmark = [pytest.mark.usefixtures("aws"), pytest.mark.req("BEY-4")]


@pytest.fixture(autouse=True)
def _no_notice_arrives(stripe: StripeSide) -> Iterator[None]:
    with stripe.webhooks("lost"):
        yield


def test_what_a_merchant_sells_elsewhere_on_its_own_account_is_not_ours_to_explain(
    cloud: Running, stripe: StripeSide, amazon: AwsSide
) -> None:
    shop = Shop.opened(cloud)
    account = connected(shop, "full")
    sale = till.sale(shop, stripe, amazon, account=account).check_out()
    assert sale.pay().ok
    theirs = {"amount": 777, "currency": "eur", "payment_method": "pm_card_visa", "confirm": "true",
              "automatic_payment_methods[enabled]": "true", "return_url": "http://localhost/"}  # fmt: skip
    made = stripe.ask("POST", "payment_intents", account, **theirs)
    assert made.ok, made.text
    assert stripe.ask("POST", "refunds", account, payment_intent=made.json()["id"], amount=100).ok
    found = reconciling.reconcile_all(clock.now())
    assert [one.booking.kind for one in found if one.stripe_account == account] == []
    assert sale.state == "COMPLETED"
    sale.check_books()


def test_money_on_a_merchant_s_account_that_names_an_order_of_nobody_is_shown_to_it_alone(
    cloud: Running, stripe: StripeSide, shop: Shop
) -> None:
    own = Shop.opened(cloud)
    account = connected(own)
    stranger = {"amount": 777, "currency": "eur", "payment_method": "pm_card_visa", "confirm": "true",
                "automatic_payment_methods[enabled]": "true", "return_url": "http://localhost/",
                "metadata[order_id]": "ord_of_nobody_here"}  # fmt: skip
    assert stripe.ask("POST", "payment_intents", account, **stranger).ok
    found = reconciling.reconcile_all(clock.now())
    [mine] = [one for one in found if one.stripe_account == account]
    assert [one["amount_minor"] for one in own.get("/finance/unmatched")["items"]] == [777]
    assert mine.booking.reference not in str(shop.get("/finance/unmatched"))
    commit([reconciliation.explained(mine)], [], now=clock.now(), by="test")
    assert own.get("/finance/unmatched")["items"] == []


def test_whom_the_time_did_not_suffice_for_is_first_the_next_time(
    cloud: Running, stripe: StripeSide, amazon: AwsSide
) -> None:
    shop = Shop.opened(cloud)
    sale = till.sale(shop, stripe, amazon).check_out()
    assert sale.pay().ok
    asked: list[str] = []

    def attempt(name: str, work: Any) -> Any:
        asked.append(name)
        return work()

    reconciling.reconcile_all(clock.now(), attempt, seconds=0)
    assert asked == []
    assert sale.state == "RESERVED"
    reconciling.reconcile_all(clock.now(), attempt)
    assert len(asked) == len(set(asked))
    account = connected(shop)
    for which, ago in ((account, timedelta(0)), ("", timedelta(days=1))):
        commit([reconciliation.reconciled(which, clock.now() - ago)], [], now=clock.now(), by="test")
    order = [which for which, _ in reconciling.longest_ago_first()]
    assert order.index("") < order.index(account)

"""An agency sells for itself and for a client with a Stripe account of its own: whose money is whose, in any case."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.actions import reconciling
from chalicelib.kernel import clock
from localstack.launcher import Running
from tests.api.connecting import at_organizer, connect, connected, control, settings, until
from tests.api.disputing import state
from tests.resilience import till
from tests.resilience.agency import Agency, agency, organizer, settle_in
from tests.resilience.aws_side import AwsSide
from tests.resilience.stripe_side import StripeSide
from tests.resilience.till import Sale
from tests.shop import Shop, wait_for

pytestmark = [pytest.mark.usefixtures("aws"), pytest.mark.req("EVT-19", "PAY-1")]
DAY = 86_400


@pytest.fixture
def both(cloud: Running) -> Agency:
    """An agency that sells on two Stripe accounts."""
    return agency(cloud)


def intent(sale: Sale, account: str) -> list[str]:
    """The order's payments on a Stripe account."""
    return [one["id"] for one in sale.stripe.intents(sale.id, account)]


def unmatched(*accounts: str) -> list[str]:
    """Money on these Stripe accounts that nobody can explain."""
    found = reconciling.reconcile_all(clock.now())
    return [one.booking.reference for one in found if one.stripe_account in accounts]


@pytest.mark.req("INV-5", "PAY-19", "BEY-4")
def test_two_organizers_sell_at_once_and_each_has_its_own_money(
    both: Agency, stripe: StripeSide, amazon: AwsSide
) -> None:
    sides = [(both.house, both.account), (both.client, both.own)]
    sales = [till.sale(shop, stripe, amazon, account=account) for shop, account in sides]
    with ThreadPoolExecutor(2) as tills:
        list(tills.map(lambda sale: sale.buy(), sales))
    for sale, other in ((sales[0], both.own), (sales[1], both.account)):
        assert sale.checked_out
        assert sale.checked_out["payment"]["stripe_account"] == sale.account
        assert intent(sale, sale.account) == [sale.intent]
        assert intent(sale, other) == []
        assert intent(sale, "") == []
        assert sale.refund(amount_minor=1000, cancel=False).ok
    for sale in sales:
        wait_for(lambda one=sale: one.refunded == 1000, "the refund")  # type: ignore[misc]
        assert [one["amount"] for one in stripe.refunds(sale.id, sale.account)] == [1000]
        sale.check_books()
        sale.check_stock(2)
    assert unmatched(both.account, both.own) == []
    stripe.pass_time(4 * DAY)
    for sale, at in ((sales[0], "/account/payments"), (sales[1], at_organizer(both.client))):
        [payout] = both.house.get(f"{at}/payouts")["items"]
        moved = both.house.get(f"{at}/payouts/{payout['id']}/transactions")["items"]
        assert {one["order_id"] for one in moved} == {sale.id}
        assert both.house.get(f"{at}/balance")["schedule"]["interval"] == "daily"
    assert unmatched(both.account, both.own) == []


def test_an_order_that_is_open_when_its_organizer_connects_is_paid_where_it_began(
    cloud: Running, stripe: StripeSide, amazon: AwsSide
) -> None:
    house = Shop.opened(cloud)
    account, client = connected(house), organizer(house, "Harbour Garden")
    connect(client, at=at_organizer(client))
    sale = till.sale(client, stripe, amazon, capacity=4, account=account).check_out()
    later = till.another(sale)  # holds tickets, and has not begun to pay
    own = connected(client, at=at_organizer(client))
    settle_in()
    again = sale.check_out()
    assert again.checked_out
    assert again.checked_out["payment"]["stripe_account"] == account
    sale.buy()
    assert (intent(sale, account), intent(sale, own)) == ([sale.intent], [])
    later.account = own
    later.buy()
    assert (intent(later, account), intent(later, own)) == ([], [later.intent])
    assert sale.refund(everything=True).ok
    wait_for(lambda: sale.refunded == till.TOTAL, "the refund")
    assert [one["amount"] for one in stripe.refunds(sale.id, account)] == [till.TOTAL]
    for one in (sale, later):
        one.check_books()
    assert unmatched(account, own) == []


@pytest.mark.req("PAY-13")
def test_a_bank_s_dispute_is_noted_and_answered_on_the_organizer_s_account(
    both: Agency, stripe: StripeSide, amazon: AwsSide
) -> None:
    sale = till.sale(both.client, stripe, amazon, account=both.own).buy()
    [paid] = stripe.intents(sale.id, both.own)
    control(both.client.cloud, "disputes", charge=paid["latest_charge"], account=both.own)
    [dispute] = wait_for(lambda: both.client.order(sale.id)["disputes"], "the dispute")
    body = {"text": "winning_evidence", "submit": True}
    both.client.post(f"/orders/{sale.id}/disputes/{dispute['id']}/evidence", body)
    state(both.client, {"id": sale.id}, "WON")
    sale.quiet()
    sale.check_books()
    assert unmatched(both.own) == []


@pytest.mark.req("BEY-4", "PAY-6")
def test_the_reconciler_finds_what_no_notice_told_of_on_the_organizer_s_account(
    both: Agency, stripe: StripeSide, amazon: AwsSide
) -> None:
    with stripe.webhooks("lost"):
        sale = till.sale(both.client, stripe, amazon, account=both.own).check_out()
        assert sale.pay().ok
        assert unmatched(both.account, both.own) == []
    assert sale.state == "COMPLETED"
    assert sale.books() == till.SOLD
    sale.check_books()


def test_what_stripe_takes_from_one_organizer_pauses_its_events_only_and_it_falls_back_if_asked(
    both: Agency, stripe: StripeSide, amazon: AwsSide
) -> None:
    at = at_organizer(both.client)
    sold = till.sale(both.client, stripe, amazon, capacity=6, account=both.own).buy()
    control(both.house.cloud, "accounts", account=both.own, revoked=True)
    late = till.another(sold)
    refused = late.buyer.on(late.order, "checkout", {"buyer": {"name": "Late", "email": late.buyer.email}})
    assert (refused.status_code, refused.json()["code"]) == (409, "cards_not_ready")
    assert until(both.client, "lost", at)["paid_on"] == "own"
    assert settings(both.house)["status"] == "ready"
    till.sale(both.house, stripe, amazon, account=both.account).buy()
    both.client.post(f"{at}/disconnect", {"reason": "other", "falls_back": True})
    settle_in()
    next_one = till.another(sold)
    next_one.account = both.account
    next_one.buy()
    assert intent(next_one, both.account) == [next_one.intent]
    control(both.house.cloud, "accounts", account=both.own, revoked=False)
    assert sold.refund(everything=True).ok  # goes back from where it came
    wait_for(lambda: sold.refunded == till.TOTAL, "the refund")
    assert [one["amount"] for one in stripe.refunds(sold.id, both.own)] == [till.TOTAL]
    sold.check_books()
    assert unmatched(both.account, both.own) == []


def test_an_event_of_an_organizer_whose_account_is_restricted_is_not_published_and_others_are(
    both: Agency,
) -> None:
    control(both.house.cloud, "accounts", account=both.own, onboard="restrict")
    until(both.client, "restricted", at_organizer(both.client))
    event = both.client.new_event()["id"]
    both.client.new_product(event)
    refused = both.client.send("POST", f"/events/{event}/publish", {})
    assert (refused.status_code, refused.json()["code"]) == (409, "cards_not_ready")
    both.house.on_sale()
    control(both.house.cloud, "webhooks", mode="lost", match="v2.core.account*", times=20)
    control(both.house.cloud, "accounts", account=both.own, onboard="finish")
    assert both.client.post(f"/events/{event}/publish", {})["status"] == "LIVE"
    control(both.house.cloud, "webhooks", mode="normal")

"""Payouts: by schedule and by hand, their transactions, and how they end."""

from __future__ import annotations

import pytest
import stripe

DAY = 86_400


def balance(client: stripe.StripeClient, options: dict, state: str) -> int:
    return getattr(client.v1.balance.retrieve({}, options), state)[0].amount


@pytest.fixture
def net(client, pay, direct) -> int:
    """What two sales bring, of which the platform has a fee."""
    charges = [pay(options=direct, application_fee_amount=50).latest_charge for _ in range(2)]
    rows = [client.v1.charges.retrieve(each, {"expand": ["balance_transaction"]}, direct) for each in charges]
    return sum(row.balance_transaction.net for row in rows)


def test_money_is_pending_for_two_days_and_paid_out_on_the_next(local, client, direct, net, happened):
    assert (balance(client, direct, "pending"), balance(client, direct, "available")) == (net, 0)
    local.control("clock", advance_seconds=4 * DAY)
    payout = client.v1.payouts.list({}, direct).data[0]
    assert (payout.amount, payout.automatic, payout.currency) == (net, True, "eur")
    assert balance(client, direct, "available") == 0
    local.control("clock", advance_seconds=3 * DAY)
    assert client.v1.payouts.retrieve(payout.id, options=direct).status == "paid"
    order = [each for each in happened(direct) if each.startswith("payout.")]
    assert order == ["payout.created", "payout.updated", "payout.paid", "payout.reconciliation_completed"]
    assert [row.id for row in client.v1.payouts.list({"status": "paid"}, direct).data] == [payout.id]


def test_a_payout_names_its_transactions(local, client, pay, direct, net):
    local.control("clock", advance_seconds=4 * DAY)
    payout = client.v1.payouts.list({}, direct).data[0]
    pay(options=direct)
    inside = client.v1.balance_transactions.list({"payout": payout.id}, direct).data
    assert sorted(row.type for row in inside) == ["charge", "charge", "payout"]
    assert sum(row.net for row in inside) == 0


def test_a_failed_payout_gives_the_money_back_and_is_tried_again(local, client, direct, net):
    local.control("payouts", account=direct["stripe_account"], fail="account_closed")
    local.control("clock", advance_seconds=6 * DAY)
    first = client.v1.payouts.list({}, direct).data[-1]
    assert (first.status, first.failure_code) == ("failed", "account_closed")
    assert first.failure_balance_transaction
    local.control("clock", advance_seconds=5 * DAY)
    again = client.v1.payouts.list({}, direct).data[0]
    assert (again.status, again.amount) == ("paid", net)


def test_with_a_manual_schedule_the_seller_asks(local, client, direct, net, happened):
    manual = {"payments": {"payouts": {"schedule": {"interval": "manual"}}}}
    assert client.v1.balance_settings.update(manual, direct).payments.payouts.schedule.interval == "manual"
    local.control("clock", advance_seconds=9 * DAY)
    assert client.v1.payouts.list({}, direct).data == []
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.payouts.create({"amount": net + 1, "currency": "eur"}, direct)
    assert refused.value.code == "balance_insufficient"
    payout = client.v1.payouts.create({"amount": net, "currency": "eur"}, direct)
    assert (payout.status, payout.automatic) == ("pending", False)
    assert client.v1.payouts.cancel(payout.id, {}, direct).status == "canceled"
    assert balance(client, direct, "available") == net


def test_a_weekly_schedule_waits_for_its_day(local, client, direct, net):
    weekly = {"interval": "weekly", "weekly_payout_days": ["friday"]}
    client.v1.balance_settings.update({"payments": {"payouts": {"schedule": weekly}}}, direct)
    local.control("clock", advance_seconds=12 * DAY)
    made = client.v1.payouts.list({}, direct).data
    assert [(payout.created // DAY + 3) % 7 for payout in made] == [4]


def test_a_card_for_tests_brings_money_at_once(client, pay, direct):
    pay("pm_card_bypassPending", direct)
    assert balance(client, direct, "available") > 0

"""Merchants: how a Stripe account comes, is watched, is lost; which ways to pay are offered."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.merchants import (
    AlreadyConnected,
    Merchant,
    MethodNotAllowed,
    NoMerchant,
    check_methods,
    needs_cards,
    offered,
)
from chalicelib.domain.onboarding import (
    Connected,
    disconnected,
    lost,
    new_attempt,
    seen,
    why_no_cards,
)
from chalicelib.domain.payouts import Amount, Payout, PayoutStatus, in_transit
from chalicelib.domain.platform_fees import CrossedBounds, FeePlan, check_plan
from chalicelib.domain.requirements import in_words
from tests.unit import making

NONE = Merchant("acc_1")
BEGUN = new_attempt(NONE, "express", "DE")
ASKED = replace(BEGUN, stripe_account="acct_1")
ACTIVE = Connected("acct_1", {"card_payments": "active"}, [])
WAITING = Connected("acct_1", {"card_payments": "restricted"}, ["external_account"])
READY = seen(ASKED, ACTIVE, making.NOW)


@pytest.mark.req("PAY-1")
def test_every_attempt_has_a_key_of_its_own_and_a_repeated_one_the_same() -> None:
    assert BEGUN.idempotency_key == "connect:acc_1:1"
    assert new_attempt(BEGUN, "express", "DE") == BEGUN
    assert new_attempt(BEGUN, "full", "DE").idempotency_key == "connect:acc_1:2"


@pytest.mark.req("PAY-1")
def test_who_is_being_set_up_goes_on_with_the_same_account() -> None:
    assert new_attempt(ASKED, "express", "DE") == ASKED
    with pytest.raises(AlreadyConnected):
        new_attempt(ASKED, "full", "DE")
    with pytest.raises(AlreadyConnected):
        new_attempt(READY, "express", "DE")


@pytest.mark.req("PAY-1")
@pytest.mark.parametrize(
    ("before", "connected", "status"),
    [
        (ASKED, WAITING, "onboarding"),
        (ASKED, ACTIVE, "ready"),
        (ASKED, Connected("acct_1", {}, []), "onboarding"),
        (READY, WAITING, "restricted"),
        (READY, replace(ACTIVE, is_closed=True), "lost"),
        (lost(READY, "no_access"), ACTIVE, "ready"),
        (lost(READY, "no_access"), WAITING, "restricted"),
        (disconnected(READY), ACTIVE, "lost"),
        (READY, replace(WAITING, stripe_account="acct_2"), "ready"),
    ],
)
def test_what_stripe_says_decides_the_status(before: Merchant, connected: Connected, status: str) -> None:
    assert seen(before, connected, making.NOW).status == status


def test_the_first_time_that_an_account_was_ready_is_kept() -> None:
    later = seen(READY, ACTIVE, making.NOW + timedelta(days=1))
    assert later.ready_at == making.NOW


@pytest.mark.req("PAY-1")
@pytest.mark.parametrize(
    ("merchant", "own", "required"),
    [
        (NONE, True, False),
        (BEGUN, False, False),
        (ASKED, False, False),
        (READY, True, True),
        (seen(READY, WAITING, making.NOW), False, False),
        (lost(READY, "no_access"), False, False),
        (disconnected(READY), False, False),
        (disconnected(ASKED), True, False),
    ],
)
def test_cards_are_on_sale_only_where_the_money_is_the_seller_s(merchant: Merchant, own: bool, required: bool) -> None:
    assert (merchant.takes_cards(must_connect=False), merchant.takes_cards(must_connect=True)) == (own, required)


def test_what_was_never_connected_cannot_be_taken_off() -> None:
    with pytest.raises(NoMerchant):
        disconnected(NONE)


def test_an_account_that_was_taken_off_is_taken_up_again_and_a_lost_one_followed_by_another() -> None:
    again = new_attempt(disconnected(READY), "express", "DE")
    assert (again.stripe_account, again.status, again.attempt) == ("acct_1", "restricted", 1)
    other = new_attempt(disconnected(READY), "full", "DE")
    assert (other.stripe_account, other.status, other.attempt) == ("", "onboarding", 2)
    after = new_attempt(lost(READY, "closed"), "express", "DE")
    assert (after.stripe_account, after.ready_at, after.attempt) == ("", None, 2)


def test_what_was_decided_here_outlives_a_stripe_account() -> None:
    merchant = replace(READY, methods=["bank"], plan=FeePlan("3"), is_exempt=True)
    after = new_attempt(lost(merchant, "closed"), "express", "DE")
    assert (after.methods, after.plan, after.is_exempt) == (["bank"], FeePlan("3"), True)


@pytest.mark.parametrize(
    ("merchant", "words"),
    [
        (NONE, "Connect a Stripe account"),
        (ASKED, "Finish the set-up"),
        (seen(ASKED, WAITING, making.NOW), "Stripe still needs: the bank account for payouts."),
        (seen(ASKED, Connected("acct_1", {"card_payments": "pending"}, []), making.NOW), "checking the details"),
        (seen(READY, Connected("acct_1", {}, []), making.NOW), "has paused card payments"),
        (lost(READY, "no_access"), "does not let us charge"),
        (disconnected(READY), "disconnected here"),
    ],
)
def test_whoever_cannot_be_paid_is_told_why(merchant: Merchant, words: str) -> None:
    assert words in why_no_cards(merchant)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("identity.individual.date_of_birth", "a date of birth"),
        ("identity.individual.given_name", "a first name"),
        ("identity.business_details.address", "an address"),
        ("external_account", "the bank account for payouts"),
        ("identity.attestations.terms_of_service.account", "that Stripe's terms are accepted"),
        ("something.entirely_new", "entirely new"),
        ("", "more details"),
    ],
)
def test_a_requirement_is_said_in_words(name: str, words: str) -> None:
    assert in_words(name) == words


@pytest.mark.req("PAY-21")
def test_only_allowed_ways_to_pay_are_offered_the_usual_one_first() -> None:
    both = replace(NONE, methods=["bank", "card"])
    assert offered(["card", "bank"], both) == ["bank", "card"]
    assert offered(["card", "bank"], replace(NONE, methods=["card"])) == ["card"]
    assert offered(["bank"], replace(NONE, methods=["card"])) == []


@pytest.mark.req("PAY-21")
def test_an_event_keeps_a_way_to_pay_that_it_has_and_takes_none_that_is_not_allowed() -> None:
    only_cards = replace(NONE, methods=["card"])
    check_methods(["card", "bank"], ["bank"], only_cards)
    with pytest.raises(MethodNotAllowed):
        check_methods(["card", "bank"], ["card"], only_cards)


@pytest.mark.req("PAY-1")
@pytest.mark.parametrize(
    ("price", "methods", "needs"),
    [(2500, ["card"], True), (2500, ["card", "bank"], False), (2500, ["bank"], False), (0, ["card"], False)],
)
def test_who_must_pay_by_card_depends_on_price_and_ways_to_pay(price: int, methods: list[str], needs: bool) -> None:
    catalogue = making.catalogue(making.product(price_minor=price), payment_methods=methods)
    assert needs_cards(catalogue, NONE) is needs


@pytest.mark.req("TEN-2")
def test_a_plan_s_most_is_not_below_its_least() -> None:
    check_plan(FeePlan(least={"EUR": 100}, most={"EUR": 100, "JPY": 0}))
    with pytest.raises(CrossedBounds) as refused:
        check_plan(FeePlan(least={"EUR": 100, "JPY": 1}, most={"EUR": 99}))
    assert list(refused.value.fields) == ["most.EUR"]


def _payout(amount: int, status: PayoutStatus, currency: str = "EUR", **fields: str) -> Payout:
    return Payout("po_1", amount, currency, status, making.NOW, making.NOW, True, "standard", **fields)


@pytest.mark.req("PAY-19")
def test_what_is_under_way_is_summed_by_currency() -> None:
    payouts = [
        _payout(100, "pending"), _payout(250, "in_transit"), _payout(7, "paid"), _payout(9, "in_transit", "JPY"),
    ]  # fmt: skip
    assert in_transit(payouts) == [Amount("EUR", 350), Amount("JPY", 9)]


@pytest.mark.req("PAY-19")
def test_a_failed_payout_says_why_in_words() -> None:
    assert _payout(1, "paid").why_failed == ""
    assert "is closed" in _payout(1, "failed", failure_code="account_closed").why_failed
    assert _payout(1, "failed", failure_code="new", failure_message="Bank says no.").why_failed == "Bank says no."
    assert "without saying why" in _payout(1, "failed").why_failed


@pytest.mark.req("PAY-1")
def test_another_country_is_another_attempt_and_none_is_no_other_wish() -> None:
    assert new_attempt(BEGUN, "express", "") == BEGUN
    other = new_attempt(BEGUN, "express", "FR")
    assert (other.country, other.idempotency_key) == ("FR", "connect:acc_1:2")
    with pytest.raises(AlreadyConnected):
        new_attempt(ASKED, "express", "FR")
    assert new_attempt(disconnected(READY), "express", "FR").stripe_account == ""

"""Settings of money as rows."""

from dataclasses import replace

import pytest

from chalicelib.domain.events import StaleEdit
from chalicelib.domain.merchants import Merchant, Payee
from chalicelib.domain.platform_fees import FeePlan
from chalicelib.tables.merchants import (
    edited_merchant,
    find_payee_of,
    get_both,
    get_merchant,
    get_platform_fees,
    list_merchants,
    platform_fees,
)
from tests.shop import wait_for
from tests.tables.writing import write
from tests.unit.making import NOW, new_id

FULL = Merchant(
    account_id="",
    stripe_account="",
    dashboard="full",
    status="ready",
    requirements=["external_account"],
    methods=["bank"],
    plan=FeePlan("2.5", {"EUR": 50}, is_passed_on=True),
    is_exempt=True,
    allowed_countries=["DE"],
    denied_countries=["XX"],
    reviews_elevated_risk=False,
    attempt=3,
    country="DE",
    capabilities={"card_payments": "active"},
    ready_at=NOW,
    lost_because="closed",
    wallets="active",
    connections={"paypal": "con_1"},
)


def test_an_account_that_has_set_nothing_has_the_usual_settings() -> None:
    account = new_id("acc")
    assert get_merchant(account) == Merchant(account)


def test_every_setting_is_kept() -> None:
    merchant = replace(FULL, account_id=new_id("acc"), stripe_account=new_id("acct"))
    write(edited_merchant(merchant))
    assert get_merchant(merchant.account_id) == replace(merchant, version=1)


def test_of_two_edits_of_one_version_the_second_is_stale() -> None:
    account = new_id("acc")
    write(edited_merchant(Merchant(account)))
    read = get_merchant(account)
    write(edited_merchant(replace(read, is_exempt=True)))
    with pytest.raises(StaleEdit):
        write(edited_merchant(replace(read, methods=["card"])))
    with pytest.raises(StaleEdit):
        write(edited_merchant(Merchant(account)))
    assert get_merchant(account).is_exempt


def test_an_account_is_found_by_its_stripe_account_until_it_has_another() -> None:
    account, first, second = new_id("acc"), new_id("acct"), new_id("acct")
    write(edited_merchant(Merchant(account, stripe_account=first)))
    wait_for(lambda: find_payee_of(first) == Payee(account), "the index")
    write(edited_merchant(replace(get_merchant(account), stripe_account=second)))
    wait_for(lambda: find_payee_of(second) == Payee(account), "the index")
    assert find_payee_of(first) is None


def test_an_organizer_s_settings_are_kept_beside_its_account_s_and_both_are_read_at_once() -> None:
    account, organizer, stripe_account = new_id("acc"), new_id("org"), new_id("acct")
    nothing = Merchant(account), Merchant(account, organizer_id=organizer)
    assert get_both(Payee(account, organizer)) == nothing
    own = replace(FULL, account_id=account, organizer_id=organizer, stripe_account=stripe_account, is_payee=True)
    write(edited_merchant(own))
    assert get_merchant(account) == Merchant(account)
    assert get_merchant(account, organizer) == replace(own, version=1)
    write(edited_merchant(replace(FULL, account_id=account, stripe_account=new_id("acct"))))
    assert get_both(Payee(account, organizer)) == (get_merchant(account), get_merchant(account, organizer))
    wait_for(lambda: find_payee_of(stripe_account) == Payee(account, organizer), "the index")
    assert (stripe_account, account) in list(list_merchants())


def test_the_platform_s_plan_is_saved_by_one_operator_at_a_time() -> None:
    plan, version = get_platform_fees()
    write(platform_fees(FeePlan("3"), version))
    with pytest.raises(StaleEdit):
        write(platform_fees(FeePlan("4"), version))
    saved, version = get_platform_fees()
    assert saved == FeePlan("3")
    write(platform_fees(plan, version))

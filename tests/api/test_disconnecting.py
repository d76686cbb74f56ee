"""A Stripe account that is taken off, here or by Stripe: cards pause, the owner is told, it or another follows."""

import time

import pytest
import requests

from tests.api.connecting import connect, connected, control, refusal, settings, until
from tests.shop import Shop, wait_for


@pytest.mark.req("PAY-1")
def test_another_kind_of_account_needs_the_first_one_to_be_taken_off(own: Shop) -> None:
    first = connect(own, "express")
    other = own.send("POST", "/account/payments/connect", {"dashboard": "full"})
    assert refusal(other) == (409, "already_connected")
    assert own.post("/account/payments/disconnect", {"reason": "another_account"})["status"] == "none"
    assert connect(own, "full") != first


@pytest.mark.req("PAY-1")
def test_an_account_that_was_taken_off_pauses_cards_and_can_come_back(own: Shop) -> None:
    account = connected(own)
    off = own.post("/account/payments/disconnect", {"reason": "mistake"})
    assert (off["status"], off["lost_because"], off["takes_cards"]) == ("lost", "disconnected", False)
    assert "disconnected here" in off["why_no_cards"]
    assert own.post("/account/payments/refresh", {})["status"] == "lost"
    assert connect(own) == account
    assert own.post("/account/payments/refresh", {})["status"] == "ready"


@pytest.mark.req("PAY-1")
def test_an_account_that_stripe_takes_away_pauses_cards_and_its_owner_is_told_once(own: Shop) -> None:
    account = connected(own)
    control(own.cloud, "accounts", account=account, revoked=True)
    for _ in range(3):
        gone = own.post("/account/payments/refresh", {})
    assert (gone["status"], gone["lost_because"], gone["takes_cards"]) == ("lost", "no_access", False)
    wait_for(lambda: _mails(own), "the mail to the owner")
    time.sleep(1)
    assert [mail["subject"] for mail in _mails(own)] == ["Harbour Hall: card payments are paused"]
    control(own.cloud, "accounts", account=account, revoked=False)
    assert own.post("/account/payments/refresh", {})["status"] == "ready"


@pytest.mark.req("PAY-1")
def test_an_account_that_stripe_closes_is_lost_and_followed_by_another(own: Shop) -> None:
    account = connected(own)
    url = f"{own.cloud.settings.stripe_url}/v2/core/accounts/{account}/close"
    closed = requests.post(url, json={}, headers={"Authorization": "Bearer sk_test_local"}, timeout=10)
    assert closed.ok, closed.text
    assert until(own, "lost")["lost_because"] == "closed"
    wait_for(lambda: _mails(own), "the mail to the owner")
    assert connect(own) != account
    assert settings(own)["status"] == "onboarding"


def _mails(shop: Shop) -> list[dict[str, str]]:
    url = f"{shop.cloud.settings.mail_url}/api/mails"
    found = requests.get(url, params={"to": shop.email}, timeout=10).json()["mails"]
    return [mail for mail in found if "Confirm your e-mail" not in mail["subject"]]


def test_nothing_can_be_taken_off_that_is_not_there(own: Shop) -> None:
    assert refusal(own.send("POST", "/account/payments/disconnect", {"reason": "other"})) == (404, "no_merchant")

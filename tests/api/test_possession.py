"""The owner of an address takes the account that somebody else has opened with it: nothing of that one acts on."""

from collections.abc import Callable

import pytest
import requests

from tests.api import connecting
from tests.api.mailed import mailed_token
from tests.api.test_team import joined, version_of
from tests.resilience.agency import organizer
from tests.resilience.redirect_side import at_btcpay, at_paypal, connect
from tests.shop import PASSWORD, Shop

pytestmark = pytest.mark.req("SEC-3")
NEW = "purple elbow thursday kettle"


def taken_by_link(squatter: Shop) -> Shop:
    owner = Shop(squatter.cloud, requests.Session(), squatter.email)
    owner.post("/public/sign-in-links", {"email": squatter.email})
    owner.post("/public/email-links/session", {"token": mailed_token(squatter, "Your link to sign in")})
    return owner


def taken_by_password(squatter: Shop) -> Shop:
    owner = Shop(squatter.cloud, requests.Session(), squatter.email)
    owner.post("/public/password-resets", {"email": squatter.email})
    token = mailed_token(squatter, "Choose a new password")
    owner.post("/public/email-links/password", {"token": token, "password": NEW})
    owner.post("/sessions", {"email": squatter.email, "password": NEW})
    return owner


@pytest.mark.parametrize("take", [taken_by_link, taken_by_password])
def test_nobody_outside_is_told_or_paid_any_more_and_each_is_a_fact(own: Shop, take: Callable[[Shop], Shop]) -> None:
    own.post("/webhooks", {"url": "https://squatter.example.com/hook"})
    connect(own, at_paypal(own.cloud), "paypal")
    connect(own, at_btcpay(own.cloud), "btcpay")
    connecting.connected(own)
    owner = take(own)
    assert owner.get("/webhooks")["items"] == []
    found = owner.get("/account/payments")
    assert (found["status"], found["connections"]) == ("lost", [])
    assert {"paypal", "crypto"} & set(found["methods"]) == set()
    told = [(one["type"], one["details"]) for one in owner.get("/audit")["items"]]
    assert ("webhook.removed", {}) in told
    assert ("merchant.changed", {"status": "lost", "because": "disconnected"}) in told
    cut = {details.get("disconnected") for type_, details in told if type_ == "payment_settings.changed"}
    assert {"paypal", "btcpay"} <= cut


@pytest.mark.req("EVT-19")
def test_an_organizer_is_not_paid_on_a_stranger_s_account_any_more(own: Shop) -> None:
    client = organizer(own, "Harbour Garden")
    at = connecting.at_organizer(client)
    connecting.connected(client, at=at)
    owner = taken_by_link(own)
    found = owner.get(at)
    assert (found["status"], found["lost_because"], found["takes_cards"]) == ("lost", "disconnected", False)
    told = [(one["subject"], one["details"].get("status")) for one in owner.get("/audit")["items"]]
    assert told.count((client.organizer_id, "lost")) == 1


def test_a_stripe_account_that_was_never_ready_is_forgotten(own: Shop) -> None:
    connecting.connect(own)
    found = taken_by_link(own).get("/account/payments")
    assert (found["status"], found["stripe_account"]) == ("none", "")


def test_what_the_owner_connects_afterwards_stays(own: Shop) -> None:
    owner, used = taken_by_link(own), mailed_token(own, "Your link to sign in")
    owner.post("/webhooks", {"url": "https://owner.example.com/hook"})
    connect(owner, at_paypal(own.cloud), "paypal")
    owner.post("/public/sign-in-links", {"email": own.email})
    again = Shop(own.cloud, requests.Session(), own.email)
    token = mailed_token(own, "Your link to sign in", but={used})
    assert again.send("POST", "/public/email-links/session", {"token": token}).status_code == 201
    assert [one["provider"] for one in owner.get("/account/payments")["connections"]] == ["paypal"]
    assert len(owner.get("/webhooks")["items"]) == 1


def test_a_member_who_is_no_owner_any_more_is_signed_out_and_the_account_goes_on(own: Shop) -> None:
    """It belongs to somebody else by now, who has not lost anything."""
    other = joined(own, {"role": "owner"})
    own.post("/webhooks", {"url": "https://team.example.com/hook"})
    me = own.get("/me")["member"]["user_id"]
    lesser = {"grants": [{"role": "read_only"}]}
    demoted = other.send("PATCH", f"/members/{me}", lesser, **{"If-Match": version_of(other, me)})
    assert demoted.ok, demoted.text
    owner = taken_by_link(own)
    assert (own.send("GET", "/me").status_code, owner.send("GET", "/me").status_code) == (401, 200)
    assert own.send("POST", "/sessions", {"email": own.email, "password": PASSWORD}).status_code == 401
    assert len(other.get("/webhooks")["items"]) == 1

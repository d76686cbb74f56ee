"""An organizer's own Stripe account is made: once, whatever is lost or comes twice, and watched by its notices."""

import json
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from localstack.stripe.webhooks import signature
from tests.api.connecting import asked, connect, connected, control, refusal, settings, until
from tests.resilience.stripe_side import StripeSide
from tests.shop import Shop, wait_for

CREATE = ("POST", "/v2/core/accounts")


@pytest.mark.req("PAY-1")
@pytest.mark.parametrize("dashboard", ["express", "full"])
def test_an_account_is_set_up_at_stripe_and_ready_when_stripe_says_so(own: Shop, dashboard: str) -> None:
    assert settings(own)["status"] == "none"
    link = own.post("/account/payments/connect", {"dashboard": dashboard, "country": "DE"})
    begun = settings(own)
    assert (begun["status"], begun["dashboard"], begun["takes_cards"]) == ("onboarding", dashboard, False)
    page = requests.get(link["url"], timeout=10)
    assert "Get paid, Harbour Hall" in page.text
    back = requests.post(link["url"], data={"answer": "finish"}, allow_redirects=False, timeout=10)
    assert back.headers["Location"] == f"{own.cloud.settings.url}/dashboard/#/payments?stripe=back"
    ready = own.post("/account/payments/refresh", {})
    assert (ready["status"], ready["takes_cards"], ready["why_no_cards"]) == ("ready", True, "")
    assert ready["capabilities"]["card_payments"] == "active"
    assert (ready["dashboard_url"], ready["tax_forms_url"]) != ("", "")


@pytest.mark.req("PAY-2")
def test_an_account_without_a_dashboard_is_offered_behind_the_flag(own: Shop) -> None:
    assert settings(own)["dashboards"] == ["express", "full", "none"]
    connected(own, "none")
    assert (settings(own)["dashboard"], settings(own)["dashboard_url"]) == ("none", "")


@pytest.mark.req("PAY-1", "PAY-18")
def test_what_stripe_still_wants_is_said_in_words(own: Shop) -> None:
    account = connect(own)
    control(own.cloud, "accounts", account=account, onboard="restrict")
    seen = own.post("/account/payments/refresh", {})
    assert seen["status"] == "onboarding"
    assert "the bank account for payouts" in [one["words"] for one in seen["requirements"]]
    assert seen["why_no_cards"].startswith("Stripe still needs: ")


@pytest.mark.req("PAY-1")
def test_stripe_s_thin_events_are_enough_to_be_ready_and_to_be_restricted(own: Shop) -> None:
    account = connect(own)
    control(own.cloud, "accounts", account=account, onboard="finish")
    until(own, "ready")
    control(own.cloud, "accounts", account=account, onboard="restrict")
    assert until(own, "restricted")["takes_cards"] is False


@pytest.mark.req("PAY-1")
def test_a_slow_look_at_stripe_does_not_have_the_last_word(own: Shop) -> None:
    control(own.cloud, "webhooks", mode="lost", match="v2.core.account*")
    account = connect(own)
    control(own.cloud, "accounts", account=account, onboard="finish")
    stripe = StripeSide(own.cloud.settings.stripe_url)
    control(own.cloud, "faults", match="GET /v1/balance", kind="slow", seconds=6, account=account)
    with ThreadPoolExecutor(1) as looks:
        slow = looks.submit(own.post, "/account/payments/refresh", {})
        wait_for(lambda: stripe.unused_faults() == 0, "the slow look")
        control(own.cloud, "accounts", account=account, onboard="restrict")
        # "restricted" if the slow look had noted that it was ready just before
        assert own.post("/account/payments/refresh", {})["status"] in ("onboarding", "restricted")
        slow.result()
    assert settings(own)["status"] in ("onboarding", "restricted")
    assert settings(own)["takes_cards"] is False


@pytest.mark.req("PAY-1")
@pytest.mark.parametrize("mode", ["duplicate", "shuffle", "delay"])
def test_thin_events_may_come_twice_late_and_in_any_order(own: Shop, mode: str) -> None:
    account = connect(own)
    control(own.cloud, "webhooks", mode=mode, seconds=1)
    for answer in ("finish", "restrict", "finish", "restrict", "finish"):
        control(own.cloud, "accounts", account=account, onboard=answer)
    until(own, "ready")
    time.sleep(2.5)
    assert settings(own)["status"] == "ready"


@pytest.mark.req("PAY-1")
def test_two_clicks_at_once_make_one_account(own: Shop) -> None:
    before = len(asked(own.cloud, *CREATE))
    body = {"dashboard": "express", "country": "DE"}
    with ThreadPoolExecutor(4) as clicks:
        answers = list(clicks.map(lambda _: own.send("POST", "/account/payments/connect", body), range(4)))
    assert [answer.status_code for answer in answers] == [200] * 4
    keys = {entry["idempotency_key"] for entry in asked(own.cloud, *CREATE)[before:]}
    assert len(keys) == 1
    account = settings(own)["stripe_account"]
    assert all(account in answer.json()["url"] for answer in answers)


@pytest.mark.req("PAY-1")
@pytest.mark.parametrize("kind", ["500_after", "timeout_after"])
def test_an_answer_that_is_lost_finds_the_same_account_again(own: Shop, kind: str) -> None:
    before = len(asked(own.cloud, *CREATE))
    control(own.cloud, "faults", match="POST /v2/core/accounts", kind=kind, times=3)
    body = {"dashboard": "express", "country": "DE"}
    lost = own.send("POST", "/account/payments/connect", body)
    assert refusal(lost) == (503, "unreachable")
    assert (settings(own)["status"], settings(own)["stripe_account"]) == ("onboarding", "")
    control(own.cloud, "faults", clear=True)
    account = connect(own)
    made = asked(own.cloud, *CREATE)[before:]
    assert len({entry["idempotency_key"] for entry in made}) == 1
    assert made[-1]["replayed"]
    assert connect(own) == account


@pytest.mark.parametrize(
    ("method", "path", "body", "field"),
    [
        ("POST", "connect", {}, "dashboard"),
        ("POST", "connect", {"dashboard": "custom"}, "dashboard"),
        ("POST", "connect", {"dashboard": None}, "dashboard"),
        ("POST", "connect", {"dashboard": "express", "country": "Germany"}, "country"),
        ("POST", "connect", {"dashboard": "express", "country": "🇩🇪"}, "country"),
        ("POST", "connect", {"dashboard": "express", "stripe_account": "acct_1"}, "stripe_account"),
        ("POST", "disconnect", {}, "reason"),
        ("POST", "disconnect", {"reason": "because"}, "reason"),
        ("PUT", "methods", {"methods": []}, "methods"),
        ("PUT", "methods", {"methods": ["card", "card"]}, "methods"),
        ("PUT", "methods", {"methods": ["barter"]}, "methods.0"),
        ("PUT", "methods", {"methods": "card"}, "methods"),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_field(
    shop: Shop, method: str, path: str, body: dict[str, object], field: str
) -> None:
    refused = shop.send(method, f"/account/payments/{path}", body)
    assert refusal(refused) == (422, "invalid_input")
    assert field in [error["field"] for error in refused.json()["errors"]]


@pytest.mark.parametrize("secret", ["whsec_local", "whsec_of_somebody_else", ""])
def test_a_notice_that_stripe_has_not_signed_is_refused(shop: Shop, secret: str) -> None:
    body = '{"id": "evt_1", "object": "v2.core.event", "type": "v2.core.account.closed"}'
    headers = {"Stripe-Signature": signature(body, secret, int(time.time())), "Content-Type": "application/json"}
    answer = requests.post(f"{shop.api}/stripe/thin-webhook", data=body, headers=headers, timeout=10)
    assert refusal(answer) == (400, "wrong_signature")


def test_a_notice_about_an_account_of_nobody_here_is_taken_and_forgotten(shop: Shop) -> None:
    about = {"id": "acct_stranger", "type": "v2.core.account", "url": "/v2/core/accounts/acct_stranger"}
    notice = {"id": f"evt_{uuid.uuid4().hex}", "object": "v2.core.event", "type": "v2.core.account.closed"}
    created = {"created": "2026-11-22T18:00:00.000Z", "livemode": False}
    body = json.dumps(notice | created | {"related_object": about})
    signed = signature(body, "whsec_local_thin", int(time.time()))
    headers = {"Stripe-Signature": signed, "Content-Type": "application/json"}
    answer = requests.post(f"{shop.api}/stripe/thin-webhook", data=body, headers=headers, timeout=10)
    assert answer.json() == {"received": True}


@pytest.mark.req("PAY-1")
def test_a_country_that_stripe_does_not_serve_is_refused_and_the_sale_goes_on(own: Shop) -> None:
    before = settings(own)
    body = {"dashboard": "express", "country": "KP"}
    for _ in range(2):
        refused = own.send("POST", "/account/payments/connect", body)
        assert refusal(refused) == (422, "account_refused")
        assert [one["field"] for one in refused.json()["errors"]] == ["country"]
    assert (settings(own)["status"], settings(own)["takes_cards"]) == ("none", before["takes_cards"])
    account = connected(own)
    assert settings(own)["country"] == "DE"
    assert account

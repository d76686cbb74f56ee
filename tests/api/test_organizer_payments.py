"""An organizer's own Stripe account: set up beside the account's, seen to by who may, taken off."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from tests.api.connecting import ACCOUNT, asked, at_organizer, connect, connected, control, refusal, settings, until
from tests.api.test_connecting import CREATE
from tests.api.test_team import joined
from tests.resilience.agency import organizer
from tests.shop import Shop, mails_to, text_of, wait_for

pytestmark = pytest.mark.req("EVT-19", "PAY-1")


@pytest.fixture
def client(own: Shop) -> Shop:
    """An organizer of an account that has two."""
    return organizer(own, "Harbour Garden")


def paid(client: Shop) -> dict[str, Any]:
    """How the organizer is paid."""
    return settings(client, at_organizer(client))


def test_an_organizer_is_set_up_at_stripe_and_takes_over_when_stripe_says_so(own: Shop, client: Shop) -> None:
    assert (paid(client)["paid_on"], paid(client)["status"], paid(client)["takes_cards"]) == ("platform", "none", True)
    link = client.post(f"{at_organizer(client)}/connect", {"dashboard": "express", "country": "DE"})
    assert "Get paid, Harbour Garden" in requests.get(link["url"], timeout=10).text
    begun = paid(client)
    assert (begun["status"], begun["paid_on"], begun["takes_cards"]) == ("onboarding", "platform", True)
    back = requests.post(link["url"], data={"answer": "finish"}, allow_redirects=False, timeout=10)
    page = f"{own.cloud.settings.url}/dashboard/#/organizers/{client.organizer_id}/payments?stripe=back"
    assert back.headers["Location"] == page
    ready = client.post(f"{at_organizer(client)}/refresh", {})
    assert (ready["status"], ready["paid_on"], ready["takes_cards"]) == ("ready", "own", True)
    assert settings(own)["status"] == "none"
    assert paid(own)["paid_on"] == "platform"


def test_clicks_at_once_make_one_stripe_account_for_each_payee(own: Shop, client: Shop) -> None:
    before, body = len(asked(own.cloud, *CREATE)), {"dashboard": "express", "country": "DE"}
    places = [ACCOUNT, at_organizer(client)] * 3
    with ThreadPoolExecutor(6) as clicks:
        answers = list(clicks.map(lambda at: own.send("POST", f"{at}/connect", body), places))
    assert [answer.status_code for answer in answers] == [200] * 6
    assert len({entry["idempotency_key"] for entry in asked(own.cloud, *CREATE)[before:]}) == 2
    assert settings(own)["stripe_account"] != paid(client)["stripe_account"]


def test_notices_of_a_stripe_account_reach_the_organizer_whose_it_is(own: Shop, client: Shop) -> None:
    account = connect(own)
    mine = connect(client, at=at_organizer(client))
    assert mine != account
    control(own.cloud, "accounts", account=mine, onboard="finish")
    assert until(client, "ready", at_organizer(client))["stripe_account"] == mine
    assert settings(own)["status"] == "onboarding"
    control(own.cloud, "accounts", account=mine, onboard="restrict")
    assert until(client, "restricted", at_organizer(client))["takes_cards"] is False
    control(own.cloud, "accounts", account=account, onboard="finish")
    assert until(own, "ready")["stripe_account"] == account
    assert paid(client)["status"] == "restricted"


def test_who_sees_to_one_organizer_sees_to_no_other_and_not_to_the_account(own: Shop, client: Shop) -> None:
    finance = joined(own, {"role": "finance", "place": client.organizer_id})
    mine, other = at_organizer(client), at_organizer(own)
    assert finance.get(mine)["paid_on"] == "platform"
    assert finance.post(f"{mine}/connect", {"dashboard": "express", "country": "DE"})["url"]
    body = {"dashboard": "express", "country": "DE", "reason": "other"}
    for at in (other, "/account/payments"):
        for method, path in (("GET", ""), ("POST", "/connect"), ("POST", "/refresh"), ("POST", "/disconnect")):
            names = {"/connect": ("dashboard", "country"), "/disconnect": ("reason",)}.get(path, ())
            refused = finance.send(method, at + path, {name: body[name] for name in names})
            assert refusal(refused) == (403, "forbidden"), (at, path)
        for path in ("/balance", "/payouts"):
            assert refusal(finance.send("GET", at + path)) == (403, "forbidden")
    door = joined(own, {"role": "check_in", "place": client.organizer_id})
    assert refusal(door.send("GET", mine)) == (403, "forbidden")


def test_another_tenant_s_organizer_does_not_exist(client: Shop, other_shop: Shop) -> None:
    at = at_organizer(client)
    assert refusal(other_shop.send("GET", at)) == (404, "organizer_not_found")
    connecting = other_shop.send("POST", f"{at}/connect", {"dashboard": "express"})
    assert refusal(connecting) == (404, "organizer_not_found")
    assert refusal(other_shop.send("GET", f"{at}/payouts")) == (404, "organizer_not_found")


def test_an_own_account_that_was_taken_off_pauses_cards_or_gives_way_to_the_account_s(own: Shop, client: Shop) -> None:
    at = at_organizer(client)
    nothing = client.send("POST", f"{at}/disconnect", {"reason": "other"})
    assert refusal(nothing) == (404, "no_merchant")
    account = connected(own)
    mine = connected(client, at=at)
    off = client.post(f"{at}/disconnect", {"reason": "mistake"})
    assert (off["status"], off["paid_on"], off["takes_cards"]) == ("lost", "own", False)
    assert (settings(own)["status"], settings(own)["stripe_account"]) == ("ready", account)
    back = client.post(f"{at}/disconnect", {"reason": "other", "falls_back": True})
    assert (back["paid_on"], back["takes_cards"], back["stripe_account"]) == ("account", True, mine)
    assert connect(client, at=at) == mine
    assert paid(client)["paid_on"] == "account"
    assert client.post(f"{at}/refresh", {})["paid_on"] == "own"


def test_an_account_that_stripe_takes_from_an_organizer_pauses_that_one_and_its_name_is_told(
    own: Shop, client: Shop
) -> None:
    connected(own)
    mine = connected(client, at=at_organizer(client))
    control(own.cloud, "accounts", account=mine, revoked=True)
    gone = client.post(f"{at_organizer(client)}/refresh", {})
    assert (gone["status"], gone["lost_because"], gone["paid_on"]) == ("lost", "no_access", "own")
    assert settings(own)["takes_cards"] is True

    def told() -> list[dict[str, Any]]:
        return [mail for mail in mails_to(own.cloud, own.email) if "card payments are paused" in mail["subject"]]

    [mail] = wait_for(told, "the mail to the owner")
    assert mail["subject"] == "Harbour Garden: card payments are paused"
    assert f"#/organizers/{client.organizer_id}/payments" in text_of(own.cloud, mail).replace("=\r\n", "")


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("connect", {"dashboard": "custom"}, "dashboard"),
        ("connect", {"dashboard": "express", "country": "Germany"}, "country"),
        ("disconnect", {"falls_back": True}, "reason"),
        ("disconnect", {"reason": "other", "falls_back": "perhaps"}, "falls_back"),
        ("disconnect", {"reason": "other", "falls_back": None}, "falls_back"),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_field(shop: Shop, path: str, body: dict[str, Any], field: str) -> None:
    refused = shop.send("POST", f"{at_organizer(shop)}/{path}", body)
    assert refusal(refused) == (422, "invalid_input")
    assert field in [error["field"] for error in refused.json()["errors"]]


@pytest.mark.req("SEC-6")
def test_the_log_says_for_whom_a_stripe_account_was_taken_off(own: Shop, client: Shop) -> None:
    connected(client, at=at_organizer(client))
    client.post(f"{at_organizer(client)}/disconnect", {"reason": "leaving", "falls_back": True})

    def noted() -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = own.get("/audit?limit=50")["items"]
        return [one for one in items if one["subject"] == client.organizer_id and one["details"].get("reason")]

    [entry] = wait_for(noted, "the entry in the log")
    assert (entry["details"]["status"], entry["details"]["reason"]) == ("lost", "leaving")
    changed = {(one["row"], one["field"]): (one["before"], one["after"]) for one in entry["changes"]}
    assert changed[f"Merchant {client.organizer_id}", "is_payee"] == (True, False)

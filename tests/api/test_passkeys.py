"""Passkeys over the wire: added, signed in with, refused when anything about them is not as it was asked."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
import requests

from tests.api.mailed import mailed_token
from tests.api.passkeys import Device, device_of
from tests.api.signing_in import app_of, first_step, grown_old, second_step
from tests.shop import PASSWORD, Shop, mails_to, wait_for

pytestmark = pytest.mark.req("SEC-3")


@pytest.fixture
def own(shop: Shop) -> Shop:
    """Somebody whose sign-in nobody else uses."""
    return Shop.opened(shop.cloud)


def browser_of(own: Shop) -> Shop:
    """A browser in which nobody is signed in."""
    return Shop(own.cloud, requests.Session(), own.email)


def asked(browser: Shop) -> str:
    """A challenge for whoever has a passkey."""
    return str(browser.post("/sessions/passkey-challenge", {})["challenge"])


def entered(browser: Shop, answer: dict[str, str]) -> requests.Response:
    """Sign in with what a device has answered."""
    return browser.send("POST", "/sessions/passkey", answer)


def refused(answer: requests.Response) -> tuple[int, str]:
    """(status, code)."""
    return answer.status_code, answer.json()["code"]


def test_a_passkey_signs_in_without_password_and_is_both_factors(own: Shop) -> None:
    device, passkey_id = device_of(own)
    browser = browser_of(own)
    answer = entered(browser, device.sign(asked(browser)))
    assert answer.status_code == 201, answer.text
    assert answer.json()["session"]["member"]["email"] == own.email
    assert browser.get("/sessions")["items"][0]["method"] == "passkey"
    [found] = own.get("/me/factors")["passkeys"]
    assert (found["id"], found["name"]) == (passkey_id, "My telephone")
    assert found["used_at"]


def test_whoever_has_a_passkey_is_asked_for_it_after_the_password(own: Shop) -> None:
    device, _ = device_of(own)
    browser, needed = first_step(own)
    assert (needed["kinds"], len(needed["credential_ids"])) == (["passkey"], 1)
    passkey = device.sign(needed["challenge"])
    assert second_step(browser, needed, passkey=passkey).status_code == 201
    other = browser_of(own)
    assert second_step(other, needed, passkey=device.sign(needed["challenge"])).status_code == 401


def test_an_answer_is_good_once(own: Shop) -> None:
    device, _ = device_of(own)
    answer = device.sign(asked(own))
    assert entered(browser_of(own), answer).status_code == 201
    assert refused(entered(browser_of(own), answer)) == (422, "passkey_refused")


def test_of_many_with_the_same_answer_at_once_one_comes_in(own: Shop) -> None:
    device, _ = device_of(own)
    answer = device.sign(asked(own))
    with ThreadPoolExecutor(5) as threads:
        tried = list(threads.map(lambda browser: entered(browser, answer).status_code, [browser_of(own)] * 5))
    assert sorted(tried) == [201, 422, 422, 422, 422]


def test_a_challenge_of_another_purpose_or_person_opens_nothing(own: Shop, other_shop: Shop) -> None:
    device, _ = device_of(own)
    others, _ = device_of(other_shop)
    foreign = [
        other_shop.post("/sessions/current/challenge", {})["challenge"],
        own.post("/sessions/current/challenge", {})["challenge"],
        own.post("/me/passkeys/challenge", {})["challenge"],
        first_step(own)[1]["challenge"],
        "bm9ib2R5IGhhcyBhc2tlZCB0aGlz",
    ]
    for challenge in foreign:
        assert refused(entered(browser_of(own), device.sign(challenge))) == (422, "passkey_refused")
    stolen = {"passkey": device.sign(other_shop.post("/sessions/current/challenge", {})["challenge"])}
    assert refused(own.send("POST", "/sessions/current/proof", stolen)) == (422, "passkey_refused")
    browser, needed = first_step(own)
    theirs = second_step(browser, needed, passkey=others.sign(needed["challenge"]))
    assert refused(theirs) == (422, "passkey_refused")


def test_a_new_passkey_answers_a_challenge_of_its_owner(own: Shop, other_shop: Shop) -> None:
    device = Device(origin=own.cloud.settings.url)
    made = {"name": "Stolen"} | device.make(other_shop.post("/me/passkeys/challenge", {}))
    assert refused(own.send("POST", "/me/passkeys", made)) == (422, "passkey_refused")
    assert own.get("/me/factors")["passkeys"] == []


@pytest.mark.parametrize(
    "lie",
    [{"origin": "https://foyer.example.net"}, {"site": "example.net"}, {"verifies": False}, {"count": 0}],
    ids=["another origin", "another site", "nobody in front of it", "a counter that went back"],
)
def test_an_answer_that_lies_is_refused(own: Shop, lie: dict[str, Any]) -> None:
    device, _ = device_of(own)
    for _ in range(2):
        assert entered(browser_of(own), device.sign(asked(own))).status_code == 201
    liar = replace(device, **lie)
    assert refused(entered(browser_of(own), liar.sign(asked(own)))) == (422, "passkey_refused")


def test_a_key_that_signs_for_another_is_refused(own: Shop, other_shop: Shop) -> None:
    device, _ = device_of(own)
    other, _ = device_of(other_shop)
    forger = replace(device, key=other.key)
    assert refused(entered(browser_of(own), forger.sign(asked(own)))) == (422, "passkey_refused")
    borrowed = replace(device, user_handle=other.user_handle)
    assert refused(entered(browser_of(own), borrowed.sign(asked(own)))) == (422, "passkey_refused")


@pytest.mark.parametrize("lie", [{"origin": "http://localhost:1"}, {"site": "example.net"}, {"verifies": False}])
def test_a_new_passkey_that_lies_is_refused(own: Shop, lie: dict[str, Any]) -> None:
    device = Device(**{"origin": own.cloud.settings.url} | lie)
    made = {"name": "Liar"} | device.make(own.post("/me/passkeys/challenge", {}))
    assert refused(own.send("POST", "/me/passkeys", made)) == (422, "passkey_refused")


@pytest.mark.parametrize("part", ["client_data", "authenticator_data", "signature", "user_handle", "credential_id"])
@pytest.mark.parametrize("rubbish", ["A", "e30", "bnVsbA", "W10", "_" * 300])
def test_rubbish_is_refused(own: Shop, part: str, rubbish: str) -> None:
    answer = Device(origin=own.cloud.settings.url, user_handle="dXNy").sign(asked(own)) | {part: rubbish}
    assert entered(browser_of(own), answer).status_code == 422


@pytest.mark.parametrize(
    "rubbish", ["A", "e30", "bnVsbA", "W10", "oWNmbXRkbm9uZQ", "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YUEA"]
)
def test_a_new_passkey_of_rubbish_is_refused(own: Shop, rubbish: str) -> None:
    made = Device(origin=own.cloud.settings.url).make(own.post("/me/passkeys/challenge", {}))
    answer = own.send("POST", "/me/passkeys", {"name": "Rubbish"} | made | {"attestation": rubbish})
    assert refused(answer) == (422, "passkey_refused")


def test_a_passkey_is_added_once_and_its_challenge_is_good_once(own: Shop) -> None:
    device = Device(origin=own.cloud.settings.url)
    made = {"name": "Laptop"} | device.make(own.post("/me/passkeys/challenge", {}))
    with ThreadPoolExecutor(4) as threads:
        tried = threads.map(lambda _: own.send("POST", "/me/passkeys", made).status_code, range(4))
        assert sorted(tried)[0] == 201
    assert len(own.get("/me/factors")["passkeys"]) == 1
    again = {"name": "Laptop"} | device.make(own.post("/me/passkeys/challenge", {}))
    assert refused(own.send("POST", "/me/passkeys", again)) == (409, "passkey_known")


def test_passkeys_are_named_and_removed_and_their_owner_is_told(own: Shop) -> None:
    (first, passkey_id), (_, other_id) = device_of(own, "Telephone"), device_of(own, "Laptop")
    assert own.send("PUT", f"/me/passkeys/{passkey_id}", {"name": "Old telephone"}).json()["name"] == "Old telephone"
    named = wait_for(lambda: own.get("/audit?type=passkey.named")["items"], "the entry of the audit log")
    assert [entry["operation"] for entry in named] == ["name_passkey"]
    assert own.send("DELETE", f"/me/passkeys/{passkey_id}").status_code == 204
    assert refused(own.send("DELETE", f"/me/passkeys/{passkey_id}")) == (404, "passkey_not_found")
    assert [one["id"] for one in own.get("/me/factors")["passkeys"]] == [other_id]
    assert refused(entered(browser_of(own), first.sign(asked(own)))) == (422, "passkey_refused")
    subjects = {"You have added a passkey", "A passkey of yours was removed"}
    wait_for(lambda: subjects <= {one["subject"] for one in mails_to(own.cloud, own.email)}, "the mails")


@pytest.mark.usefixtures("aws")
def test_a_passkey_proves_once_more_who_one_is(own: Shop) -> None:
    device, passkey_id = device_of(own)
    grown_old(own)
    assert refused(own.send("DELETE", f"/me/passkeys/{passkey_id}")) == (403, "proof_needed")
    challenge = own.post("/sessions/current/challenge", {})
    proof = {"passkey": device.sign(challenge["challenge"])}
    assert own.send("POST", "/sessions/current/proof", proof).status_code == 200
    assert refused(own.send("POST", "/sessions/current/proof", proof)) == (422, "passkey_refused")
    assert own.send("DELETE", f"/me/passkeys/{passkey_id}").status_code == 204


def test_two_factors_that_are_removed_at_once_leave_a_clear_state(own: Shop) -> None:
    app_of(own)
    _, passkey_id = device_of(own)
    own.post("/me/recovery-codes", {})
    with ThreadPoolExecutor(2) as threads:
        tried = threads.map(
            lambda path: own.send("DELETE", path).status_code, ["/me/authenticator", f"/me/passkeys/{passkey_id}"]
        )
        assert list(tried) == [204, 204]
    assert own.get("/me/factors") == {"authenticator": None, "passkeys": [], "recovery_codes_left": 0}
    assert browser_of(own).post("/sessions", {"email": own.email, "password": PASSWORD})["session"]


def test_who_takes_an_unconfirmed_address_into_possession_takes_the_passkeys_of_before_off(own: Shop) -> None:
    device, _ = device_of(own)
    owner = browser_of(own)
    owner.send("POST", "/public/sign-in-links", {"email": own.email})
    token = mailed_token(own, "Your link to sign in")
    assert owner.post("/public/email-links/session", {"token": token})["session"]
    assert owner.get("/me/factors")["passkeys"] == []
    assert refused(entered(browser_of(own), device.sign(asked(own)))) == (422, "passkey_refused")

"""Authenticator apps over the wire: set up, asked for at sign-in, each code good once, guessed in vain."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pyotp
import pytest
import requests

from tests.api.signing_in import app_of, code_of, first_step, grown_old, second_step
from tests.shop import PASSWORD, Shop, mails_to, wait_for

pytestmark = pytest.mark.req("SEC-3")


@pytest.fixture
def own(shop: Shop) -> Shop:
    """Somebody whose sign-in nobody else uses."""
    return Shop.opened(shop.cloud)


def test_whoever_has_an_app_is_asked_for_its_code_and_comes_in_with_it(own: Shop) -> None:
    app = app_of(own)
    browser, asked = first_step(own)
    assert asked["kinds"] == ["authenticator"]
    assert browser.send("GET", "/me").status_code == 401
    entered = second_step(browser, asked, code=code_of(app))
    assert entered.status_code == 201, entered.text
    assert entered.json()["session"]["member"]["email"] == own.email
    assert browser.get("/sessions")["items"][0]["method"] == "password+authenticator"


def test_the_secret_counts_only_after_its_first_code(own: Shop) -> None:
    found = own.post("/me/authenticator", {})
    assert "otpauth://totp/" in found["uri"]
    assert found["picture"].startswith("data:image/svg+xml")
    wrong = own.send("PUT", "/me/authenticator", {"setup": found["setup"], "code": "000000"})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "code")
    assert own.get("/me/factors")["authenticator"] is None
    again = Shop(own.cloud, requests.Session(), own.email)
    assert again.post("/sessions", {"email": own.email, "password": PASSWORD})["session"]


def test_setting_up_twice_with_the_same_code_answers_the_same(own: Shop) -> None:
    found = own.post("/me/authenticator", {})
    body = {"setup": found["setup"], "code": pyotp.TOTP(found["secret"]).now()}
    answers = [own.send("PUT", "/me/authenticator", body).json() for _ in range(2)]
    assert answers[0] == answers[1]


def test_a_set_up_of_somebody_else_is_none(own: Shop, other_shop: Shop) -> None:
    found = other_shop.post("/me/authenticator", {})
    stolen = {"setup": found["setup"], "code": pyotp.TOTP(found["secret"]).now()}
    assert own.send("PUT", "/me/authenticator", stolen).json()["code"] == "setup_over"
    forged = {"setup": "AAAA", "code": "123456"}
    assert own.send("PUT", "/me/authenticator", forged).json()["code"] == "setup_over"


def test_a_code_is_good_once(own: Shop) -> None:
    app = app_of(own)
    code = code_of(app)
    browser, asked = first_step(own)
    assert second_step(browser, asked, code=code).status_code == 201
    other, asked = first_step(own)
    replayed = second_step(other, asked, code=code)
    assert (replayed.status_code, replayed.json()["code"]) == (422, "wrong_code")
    older = second_step(other, asked, code=code_of(app, 0))
    assert older.json()["code"] == "wrong_code"


def test_a_challenge_is_good_once(own: Shop) -> None:
    app = app_of(own)
    browser, asked = first_step(own)
    assert second_step(browser, asked, code=code_of(app)).status_code == 201
    again = second_step(Shop(own.cloud, requests.Session(), ""), asked, code=code_of(app))
    assert (again.status_code, again.json()["code"]) == (401, "challenge_over")


def test_a_challenge_is_over_once_there_is_a_new_password(own: Shop) -> None:
    app = app_of(own)
    browser, asked = first_step(own)
    new = {"current": PASSWORD, "password": "purple elbow thursday kettle"}
    assert own.send("PUT", "/me/password", new).status_code == 204
    late = second_step(browser, asked, code=code_of(app))
    assert (late.status_code, late.json()["code"]) == (401, "challenge_over")


def test_of_many_with_the_same_code_at_once_one_comes_in(own: Shop) -> None:
    app = app_of(own)
    waiting = [first_step(own) for _ in range(6)]
    code = code_of(app)
    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(lambda one: second_step(*one, code=code).status_code, waiting))
    assert sorted(answers) == [201] + [422] * 5


def test_a_clock_may_be_a_step_off_and_no_more(own: Shop) -> None:
    app = app_of(own)
    for steps in (-3, 3):
        browser, asked = first_step(own)
        assert second_step(browser, asked, code=code_of(app, steps)).json()["code"] == "wrong_code"
    browser, asked = first_step(own)
    assert second_step(browser, asked, code=code_of(app, 1)).status_code == 201


def test_codes_are_not_guessed(own: Shop) -> None:
    app = app_of(own)
    browser, asked = first_step(own)
    with ThreadPoolExecutor(6) as threads:
        tried = list(threads.map(lambda code: second_step(browser, asked, code=f"{code:06}").status_code, range(14)))
    assert (tried.count(422), tried.count(429)) == (10, 4)
    right = second_step(browser, asked, code=code_of(app))
    assert right.status_code == 429
    assert 0 < int(right.headers["Retry-After"]) <= 3600


def test_an_app_is_taken_off_and_the_password_is_enough_again(own: Shop) -> None:
    app = app_of(own)
    own.post("/me/recovery-codes", {})
    other, asked = first_step(own)
    assert second_step(other, asked, code=code_of(app)).status_code == 201
    assert own.send("DELETE", "/me/authenticator").status_code == 204
    assert own.send("DELETE", "/me/authenticator").json()["code"] == "authenticator_not_found"
    assert own.get("/me/factors") == {"authenticator": None, "passkeys": [], "recovery_codes_left": 0}
    wait_for(lambda: other.send("GET", "/me").status_code == 401, "the end of the other session")
    assert Shop(own.cloud, requests.Session(), "").post("/sessions", {"email": own.email, "password": PASSWORD})[
        "session"
    ]
    subjects = {"You have set up an authenticator app", "Your authenticator app was taken off"}
    wait_for(lambda: subjects <= {one["subject"] for one in mails_to(own.cloud, own.email)}, "the mails")


@pytest.mark.usefixtures("aws")
def test_a_change_needs_a_proof_that_is_not_old(own: Shop) -> None:
    app = app_of(own)
    grown_old(own)
    for method, path in (
        ("POST", "/me/authenticator"), ("DELETE", "/me/authenticator"), ("POST", "/me/recovery-codes"),
        ("POST", "/me/passkeys/challenge"),
    ):  # fmt: skip
        refused = own.send(method, path)
        assert (refused.status_code, refused.json()["code"]) == (403, "proof_needed"), path
    by_password = own.send("POST", "/sessions/current/proof", {"password": PASSWORD})
    assert (by_password.status_code, by_password.json()["code"]) == (422, "wrong_proof")
    proven = own.send("POST", "/sessions/current/proof", {"code": code_of(app)})
    assert proven.status_code == 200, proven.text
    assert own.send("DELETE", "/me/authenticator").status_code == 204


@pytest.mark.usefixtures("aws")
def test_who_has_no_second_factor_proves_it_by_password(own: Shop) -> None:
    grown_old(own)
    assert own.send("POST", "/me/authenticator").json()["code"] == "proof_needed"
    wrong = own.send("POST", "/sessions/current/proof", {"password": "wrong password"})
    assert wrong.json()["errors"] == [{"field": "password", "message": "is wrong"}]
    assert own.send("POST", "/sessions/current/proof", {"password": PASSWORD}).status_code == 200
    assert own.send("POST", "/me/authenticator").status_code == 200


@pytest.mark.parametrize(
    "body",
    [{}, {"code": "123456", "recovery_code": "aaaaa-bbbbb"}, {"code": "12345"}, {"code": None}, {"passkey": {}}],
)
def test_a_proof_is_one_thing_and_well_formed(own: Shop, body: dict[str, Any]) -> None:
    answer = own.send("POST", "/sessions/second-factor", {"challenge": uuid.uuid4().hex, **body})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input")

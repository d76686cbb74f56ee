"""Whoever has a second factor more is told, with a link that takes it off: somebody else may have added it."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
import requests

from tests.api.mailed import mailed_token
from tests.api.passkeys import device_of
from tests.api.signing_in import app_of
from tests.api.test_keys import made
from tests.shop import PASSWORD, Shop

pytestmark = pytest.mark.req("SEC-3")
APP, PASSKEY, CODES = "You have set up an authenticator", "You have added a passkey", "You have new recovery codes"
NEW = "purple elbow thursday kettle"


@pytest.fixture
def own(shop: Shop) -> Shop:
    """Somebody with an address of their own, confirmed; this browser is the thief's."""
    own = Shop.opened(shop.cloud)
    own.post("/me/email-confirmation", {"token": mailed_token(own, "Confirm your e-mail")})
    return own


def nobody(own: Shop) -> Shop:
    return Shop(own.cloud, requests.Session(), own.email)


def codes_of(own: Shop) -> None:
    app_of(own)
    own.post("/me/recovery-codes", {})


def undone(own: Shop, token: str, password: str = NEW) -> requests.Response:
    return nobody(own).send("POST", "/public/email-links/undo", {"token": token, "password": password})


def signed_in(own: Shop) -> Any:
    """What comes of the new password alone."""
    return nobody(own).post("/sessions", {"email": own.email, "password": NEW})


@pytest.mark.parametrize(("add", "subject"), [(app_of, APP), (device_of, PASSKEY), (codes_of, CODES)])
def test_it_was_not_them_and_what_was_added_is_taken_off_and_everybody_is_out(
    own: Shop, add: Callable[[Shop], object], subject: str
) -> None:
    add(own)
    token = mailed_token(own, subject)
    opened = nobody(own).post("/public/email-links", {"token": token})
    assert (opened["purpose"], opened["email"], opened["present_email"]) == ("undo", own.email, own.email)
    assert own.send("GET", "/me").status_code == 200, "opening it changes nothing"
    assert undone(own, token).status_code == 204
    assert own.send("GET", "/me").status_code == 401
    old = nobody(own).send("POST", "/sessions", {"email": own.email, "password": PASSWORD})
    assert old.status_code == 401
    assert signed_in(own)["session"]["member"]["email"] == own.email, "no second factor is asked for"


def test_the_link_is_good_once_and_for_nothing_else(own: Shop) -> None:
    app_of(own)
    token = mailed_token(own, APP)
    enter = nobody(own).send("POST", "/public/email-links/session", {"token": token})
    assert (enter.status_code, own.send("POST", "/me/email", {"token": token}).status_code) == (404, 404)
    assert undone(own, token, "password123").json()["code"] == "weak_password"
    assert (undone(own, token).status_code, undone(own, token).status_code) == (204, 404)


def test_one_link_takes_off_all_that_was_added_of_late_and_ends_the_others(own: Shop) -> None:
    """A thief who adds two would otherwise keep the one whose mail was overlooked."""
    app_of(own)
    device_of(own)
    first, second = mailed_token(own, APP), mailed_token(own, PASSKEY)
    assert undone(own, second).status_code == 204
    entered = nobody(own)
    assert entered.post("/sessions", {"email": own.email, "password": NEW})["second_factor"] is None
    found = entered.get("/me/factors")
    assert (found["authenticator"], found["passkeys"], found["recovery_codes_left"]) == (None, [], 0)
    assert undone(own, first, "another uncommon phrase").status_code == 204, "the earlier one goes further back"


def test_a_thief_who_then_takes_the_address_has_it_taken_back_by_the_same_link(own: Shop) -> None:
    app_of(own)
    token = mailed_token(own, APP)
    theirs = f"thief-{own.email}"
    own.post("/me/email-change", {"email": theirs})
    own.post("/me/email", {"token": mailed_token(own, "Confirm your new e-mail", theirs)})
    assert undone(own, token).status_code == 204
    assert signed_in(own)["session"]["member"]["email"] == own.email
    facts = [one["type"] for one in nobody_s_facts(own)]
    assert {"factors.undone", "email.change_undone", "password.changed"} <= set(facts)


def nobody_s_facts(own: Shop) -> list[dict[str, Any]]:
    browser = nobody(own)
    browser.post("/sessions", {"email": own.email, "password": NEW})
    found: list[dict[str, Any]] = browser.get("/audit")["items"]
    return found


def test_a_squatter_who_has_given_themselves_another_address_keeps_nothing_either(shop: Shop) -> None:
    squatter, theirs = Shop.opened(shop.cloud), f"{uuid.uuid4().hex[:12]}@example.com"
    _, program = made(squatter, "events.read")
    squatter.post("/me/email-change", {"email": theirs})
    squatter.post("/me/email", {"token": mailed_token(squatter, "Confirm your new e-mail", theirs)})
    assert undone(squatter, mailed_token(squatter, "Your e-mail address was changed")).status_code == 204
    assert (program.send("GET", "/events").status_code, squatter.send("GET", "/me").status_code) == (401, 401)
    member = signed_in(squatter)["session"]["member"]
    assert (member["email"], member["is_email_confirmed"]) == (squatter.email, True)


def test_who_never_signed_up_takes_the_account_and_whoever_did_keeps_nothing(shop: Shop) -> None:
    squatter = Shop.opened(shop.cloud)
    _, program = made(squatter, "events.read")
    app_of(squatter)
    assert undone(squatter, mailed_token(squatter, APP)).status_code == 204
    assert (program.send("GET", "/events").status_code, squatter.send("GET", "/me").status_code) == (401, 401)
    assert signed_in(squatter)["session"]["member"]["is_email_confirmed"]

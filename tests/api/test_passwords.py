"""Passwords: forgotten, changed, refused for being easy to guess."""

from typing import Any

import pytest
import requests

from tests.api.mailed import mailed_token
from tests.shop import PASSWORD, Shop, mails_to, wait_for

RESET, NEW = "Choose a new password", "purple elbow thursday kettle"


@pytest.fixture
def own(shop: Shop) -> Shop:
    """Somebody whose password nobody else needs."""
    return Shop.opened(shop.cloud)


def in_another_browser(own: Shop, password: str = PASSWORD) -> Shop:
    other = Shop(own.cloud, requests.Session(), own.email)
    other.post("/sessions", {"email": own.email, "password": password})
    return other


def tried(own: Shop, password: str) -> int:
    body = {"email": own.email, "password": password}
    return Shop(own.cloud, requests.Session(), own.email).send("POST", "/sessions", body).status_code


def told(own: Shop) -> Any:
    return wait_for(
        lambda: [mail for mail in mails_to(own.cloud, own.email) if "password was changed" in mail["subject"]],
        "the notice",
    )


@pytest.mark.req("TEN-11")
def test_a_forgotten_password_is_chosen_anew_by_a_link_and_all_sessions_are_over(own: Shop) -> None:
    other = in_another_browser(own)
    own.post("/public/password-resets", {"email": own.email})
    token = mailed_token(own, RESET)
    guest = Shop(own.cloud, requests.Session(), own.email)
    assert guest.post("/public/email-links", {"token": token})["email"] == own.email
    guest.post("/public/email-links/password", {"token": token, "password": NEW})
    assert [browser.send("GET", "/me").status_code for browser in (own, other)] == [401, 401]
    assert (tried(own, PASSWORD), tried(own, NEW)) == (401, 201)
    again = guest.send("POST", "/public/email-links/password", {"token": token, "password": NEW})
    assert (again.status_code, again.json()["code"]) == (404, "email_link_not_found")
    assert len(told(own)) == 1


@pytest.mark.req("TEN-11")
def test_a_weak_password_does_not_use_the_link_up(own: Shop) -> None:
    own.post("/public/password-resets", {"email": own.email})
    token = mailed_token(own, RESET)
    weak = own.send("POST", "/public/email-links/password", {"token": token, "password": "password123"})
    assert (weak.status_code, weak.json()["code"]) == (422, "weak_password")
    own.post("/public/email-links/password", {"token": token, "password": NEW})


@pytest.mark.req("TEN-11")
def test_with_a_new_password_the_links_that_were_sent_before_are_over(own: Shop) -> None:
    own.post("/public/password-resets", {"email": own.email})
    first = mailed_token(own, RESET)
    own.post("/public/password-resets", {"email": own.email})
    second = mailed_token(own, RESET, but={first})
    own.post("/public/email-links/password", {"token": second, "password": NEW})
    late = own.send("POST", "/public/email-links/password", {"token": first, "password": "another uncommon phrase"})
    assert late.status_code == 404
    assert tried(own, NEW) == 201


@pytest.mark.req("SEC-5")
def test_a_password_is_changed_here_and_everybody_else_is_signed_out(own: Shop) -> None:
    other = in_another_browser(own)
    assert own.send("PUT", "/me/password", {"current": PASSWORD, "password": NEW}).status_code == 204
    assert own.send("GET", "/me").status_code == 200
    assert other.send("GET", "/me").status_code == 401
    assert (tried(own, PASSWORD), tried(own, NEW)) == (401, 201)
    assert len(told(own)) == 1
    assert own.send("GET", "/me").status_code == 200


@pytest.mark.req("SEC-5")
def test_a_wrong_present_password_is_refused_beside_its_field(own: Shop) -> None:
    refused = own.send("PUT", "/me/password", {"current": "not this one", "password": NEW})
    assert (refused.status_code, refused.json()["code"]) == (422, "not_your_password")
    assert [error["field"] for error in refused.json()["errors"]] == ["current"]
    assert tried(own, PASSWORD) == 201


@pytest.mark.req("SEC-5")
@pytest.mark.parametrize("weak", ["password123", "qwertyuiop", "1234567890", "aaaaaaaaaaaa", "P@ssw0rd2024", "short"])
def test_a_password_that_is_easy_to_guess_is_refused_with_the_reason(shop: Shop, weak: str) -> None:
    new = {"name": "Harbour Hall", "your_name": "Ada", "email": "weak@example.com", "password": weak}
    refused = shop.buyer().send("POST", "/accounts", new)
    assert refused.status_code == 422
    [error] = refused.json()["errors"]
    assert error["field"] == "password"
    assert len(error["message"]) > 10


@pytest.mark.req("SEC-5")
def test_neither_one_s_name_nor_one_s_address_is_a_password(shop: Shop) -> None:
    new = {"name": "Harbour Hall", "your_name": "Marguerite Yourcenar", "email": "yourcenar.m@example.com"}
    for password in ("yourcenar.m@example.com", "MargueriteYourcenar", "yourcenar1987"):
        refused = shop.buyer().send("POST", "/accounts", new | {"password": password})
        assert (refused.status_code, refused.json()["code"]) == (422, "weak_password"), password

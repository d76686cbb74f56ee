"""Links by e-mail: they confirm an address and let in, once, and tell nobody whether an address is known."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.api.mailed import mailed_token, mailed_tokens
from tests.api.test_keys import made
from tests.api.test_team import invited, joined
from tests.shop import PASSWORD, Shop

CONFIRM, ENTER = "Confirm your e-mail", "Your link to sign in"


@pytest.fixture
def own(shop: Shop) -> Shop:
    """Somebody whose mails and sessions nobody else counts."""
    return Shop.opened(shop.cloud)


def nobody(shop: Shop) -> Shop:
    """A browser in which nobody is signed in."""
    return Shop(shop.cloud, requests.Session(), shop.email)


def confirmed(shop: Shop) -> Shop:
    shop.post("/me/email-confirmation", {"token": mailed_token(shop, CONFIRM)})
    return shop


def entered(browser: Shop, token: str) -> requests.Response:
    return browser.send("POST", "/public/email-links/session", {"token": token})


@pytest.mark.req("TEN-14")
def test_who_signs_up_confirms_the_address_by_a_link_that_is_good_once(own: Shop) -> None:
    assert own.get("/me")["member"]["is_email_confirmed"] is False
    token = mailed_token(own, CONFIRM)
    opened = nobody(own).post("/public/email-links", {"token": token})
    assert (opened["purpose"], opened["email"], opened["name"]) == ("confirm", own.email, "Ada Lovelace")
    own.post("/me/email-confirmation", {"token": token})
    assert own.get("/me")["member"]["is_email_confirmed"] is True
    again = own.send("POST", "/me/email-confirmation", {"token": token})
    assert (again.status_code, again.json()["code"]) == (404, "email_link_not_found")


@pytest.mark.req("TEN-14")
def test_who_reads_the_mail_of_a_stranger_s_sign_up_does_not_confirm_that_one_s_password(
    own: Shop, other_shop: Shop
) -> None:
    token = {"token": mailed_token(own, CONFIRM)}
    assert nobody(own).send("POST", "/me/email-confirmation", token).status_code == 401
    refused = other_shop.send("POST", "/me/email-confirmation", token)
    assert (refused.status_code, refused.json()["code"]) == (409, "link_of_somebody_else")
    assert own.get("/me")["member"]["is_email_confirmed"] is False


@pytest.mark.req("TEN-14")
def test_a_confirmation_is_sent_again_for_who_has_lost_it(own: Shop) -> None:
    first = mailed_token(own, CONFIRM)
    key = str(uuid.uuid4())
    own.post("/me/confirmation", None, key)
    own.post("/me/confirmation", None, key)  # a double click
    second = mailed_token(own, CONFIRM, but={first})
    own.post("/me/email-confirmation", {"token": second})
    assert own.get("/me")["member"]["is_email_confirmed"] is True


@pytest.mark.req("SEC-3")
def test_a_link_signs_in_without_a_password_in_the_browser_that_uses_it(own: Shop) -> None:
    confirmed(own)
    own.post("/public/sign-in-links", {"email": own.email.upper()})
    token = mailed_token(own, ENTER)
    browser = nobody(own)
    for _ in range(2):  # a mail scanner opens it, as often as it likes
        assert browser.post("/public/email-links", {"token": token})["purpose"] == "sign_in"
    assert entered(browser, token).status_code == 201
    assert browser.get("/me")["member"]["email"] == own.email
    assert [one["method"] for one in browser.get("/sessions")["items"]].count("link") == 1
    assert own.send("GET", "/me").status_code == 200
    assert entered(nobody(own), token).status_code == 404


@pytest.mark.req("SEC-3")
def test_of_two_who_use_a_link_at_once_one_gets_in(own: Shop) -> None:
    confirmed(own)
    own.post("/public/sign-in-links", {"email": own.email})
    token = mailed_token(own, ENTER)
    with ThreadPoolExecutor(6) as many:
        answers = list(many.map(lambda _: entered(nobody(own), token).status_code, range(6)))
    assert sorted(answers) == [201, 404, 404, 404, 404, 404]
    assert [one["method"] for one in own.get("/sessions")["items"]].count("link") == 1


@pytest.mark.req("SEC-3")
def test_who_comes_by_link_to_an_address_that_nobody_had_confirmed_takes_it_from_who_signed_up_with_it(
    own: Shop,
) -> None:
    """Somebody may have signed up with the address of another, and wait for what that one does with the account."""
    own.post("/public/sign-in-links", {"email": own.email})
    owner = nobody(own)
    assert entered(owner, mailed_token(own, ENTER)).status_code == 201
    assert owner.get("/me")["member"]["is_email_confirmed"] is True
    assert own.send("GET", "/me").status_code == 401
    assert own.send("POST", "/sessions", {"email": own.email, "password": PASSWORD}).status_code == 401


@pytest.mark.req("SEC-3")
@pytest.mark.parametrize("way", ["sign_in", "reset"])
def test_whoever_signed_up_with_the_address_of_another_is_left_no_way_in(own: Shop, way: str) -> None:
    _, program = made(own, "events.read")
    accomplice = joined(own, {"role": "owner"})
    invited(own, {"role": "owner"})
    owner = nobody(own)
    if way == "sign_in":
        owner.post("/public/sign-in-links", {"email": own.email})
        assert entered(owner, mailed_token(own, ENTER)).status_code == 201
    else:
        owner.post("/public/password-resets", {"email": own.email})
        new = {"token": mailed_token(own, "Choose a new password"), "password": "purple elbow thursday kettle"}
        owner.post("/public/email-links/password", new)
        owner.post("/sessions", {"email": own.email, "password": new["password"]})
    assert program.send("GET", "/events").status_code == 401
    assert accomplice.send("GET", "/me").status_code == 401
    assert [one["email"] for one in owner.get("/members")["items"]] == [own.email]
    assert owner.get("/invitations")["items"] == []


@pytest.mark.req("SEC-3")
def test_what_was_made_after_the_address_was_confirmed_stays(own: Shop) -> None:
    confirmed(own)
    _, program = made(own, "events.read")
    own.post("/public/sign-in-links", {"email": own.email})
    assert entered(nobody(own), mailed_token(own, ENTER)).status_code == 201
    assert program.send("GET", "/events").status_code == 200


@pytest.mark.req("SEC-3")
@pytest.mark.parametrize("path", ["/public/sign-in-links", "/public/password-resets"])
def test_the_answer_is_the_same_for_an_address_that_nobody_has(own: Shop, path: str) -> None:
    unknown = f"{uuid.uuid4().hex}@example.com"
    answers = [nobody(own).send("POST", path, {"email": email}) for email in (own.email, unknown)]
    assert [(one.status_code, one.content) for one in answers] == [(202, b""), (202, b"")]
    subject = ENTER if "sign-in" in path else "Choose a new password"
    assert mailed_token(own, subject)
    assert mailed_tokens(own, subject, unknown) == set()


@pytest.mark.req("SEC-3")
@pytest.mark.parametrize("token", ["x", "lnk_0.x", ".", "é", "a" * 300])
def test_a_made_up_link_opens_nothing(shop: Shop, token: str) -> None:
    browser = nobody(shop)
    assert browser.send("POST", "/public/email-links", {"token": token}).status_code == 404
    assert entered(browser, token).status_code == 404


@pytest.mark.req("SEC-3")
def test_a_link_does_nothing_but_what_it_was_sent_for(own: Shop) -> None:
    token = mailed_token(own, CONFIRM)
    assert entered(nobody(own), token).status_code == 404
    body = {"token": token, "password": "new horse battery"}
    assert own.send("POST", "/public/email-links/password", body).status_code == 404
    assert own.send("POST", "/public/email-links/undo", body).status_code == 404
    assert own.send("POST", "/me/email", {"token": token}).status_code == 404
    assert own.send("POST", "/public/email-links", {"token": f"{token[:-1]}~"}).status_code == 404


def test_a_link_asked_for_with_one_key_is_one_link(own: Shop) -> None:
    key = str(uuid.uuid4())
    for _ in range(3):
        own.post("/public/sign-in-links", {"email": own.email}, key)
    token = mailed_token(own, ENTER)
    assert mailed_tokens(own, ENTER) == {token}

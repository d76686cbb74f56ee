"""One's own e-mail address: changed by a link to the new one, taken back by a link to the old one."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.api.mailed import mailed_token
from tests.api.signing_in import app_of, grown_old
from tests.shop import PASSWORD, Shop

CHANGE, UNDO, NEW = "Confirm your new e-mail", "Your e-mail address was changed", "purple elbow thursday kettle"


@pytest.fixture
def own(shop: Shop) -> Shop:
    """Somebody whose address nobody else needs."""
    return Shop.opened(shop.cloud)


def address() -> str:
    return f"new-{uuid.uuid4().hex[:12]}@example.com"


def tried(shop: Shop, email: str, password: str = PASSWORD) -> int:
    body = {"email": email, "password": password}
    return Shop(shop.cloud, requests.Session(), email).send("POST", "/sessions", body).status_code


def asked(own: Shop, new: str, password: str = PASSWORD) -> str:
    """The token that is sent to the new address."""
    own.post("/me/email-change", {"email": new, "password": password})
    return mailed_token(own, CHANGE, new)


@pytest.mark.req("TEN-11")
def test_an_address_is_changed_by_a_link_to_the_new_one(own: Shop) -> None:
    new = address()
    token = asked(own, new)
    assert tried(own, own.email) == 201, "nothing changes before the link is used"
    own.post("/me/email", {"token": token})
    member = own.get("/me")["member"]
    assert (member["email"], member["is_email_confirmed"]) == (new, True)
    assert (tried(own, own.email), tried(own, new)) == (401, 201)
    assert own.send("POST", "/me/email", {"token": token}).status_code == 404


@pytest.mark.req("TEN-11")
def test_who_had_the_address_before_takes_it_back_and_everybody_is_signed_out(own: Shop) -> None:
    thief, new = own, address()
    thief.post("/me/email", {"token": asked(thief, new)})
    undo = mailed_token(own, UNDO)
    owner = Shop(own.cloud, requests.Session(), own.email)
    opened = owner.post("/public/email-links", {"token": undo})
    assert (opened["email"], opened["present_email"]) == (own.email, new)
    assert thief.send("PUT", "/me/password", {"current": PASSWORD, "password": "my own now, says the thief"}).ok
    owner.post("/public/email-links/undo", {"token": undo, "password": NEW})
    assert thief.send("GET", "/me").status_code == 401
    assert (tried(own, new, NEW), tried(own, own.email), tried(own, own.email, NEW)) == (401, 401, 201)
    assert owner.send("POST", "/public/email-links/undo", {"token": undo, "password": NEW}).status_code == 404


@pytest.mark.req("TEN-11")
def test_a_thief_who_changes_the_address_twice_does_not_undo_the_owner_s_undoing(own: Shop) -> None:
    first, second = address(), address()
    own.post("/me/email", {"token": asked(own, first)})
    own.post("/me/email", {"token": asked(own, second)})
    owners, thiefs = mailed_token(own, UNDO), mailed_token(own, UNDO, first)
    browser = Shop(own.cloud, requests.Session(), own.email)
    browser.post("/public/email-links/undo", {"token": owners, "password": NEW})
    theirs = {"token": thiefs, "password": "my own now, says the thief"}
    assert browser.send("POST", "/public/email-links/undo", theirs).status_code == 404
    assert (tried(own, first, theirs["password"]), tried(own, own.email, NEW)) == (401, 201)


@pytest.mark.req("TEN-11")
def test_a_second_undoing_does_not_bring_the_thief_s_way_back_to_life(own: Shop) -> None:
    first, second = address(), address()
    own.post("/me/email", {"token": asked(own, first)})
    own.post("/me/email", {"token": asked(own, second)})
    owners, thiefs = mailed_token(own, UNDO), mailed_token(own, UNDO, first)
    owner = Shop(own.cloud, requests.Session(), own.email)
    owner.post("/public/email-links/undo", {"token": owners, "password": NEW})
    owner.post("/sessions", {"email": own.email, "password": NEW})
    owner.post("/me/email", {"token": asked(owner, address(), NEW)})
    again = mailed_token(own, UNDO, but={owners})
    owner.post("/public/email-links/undo", {"token": again, "password": PASSWORD})
    theirs = {"token": thiefs, "password": "my own now, says the thief"}
    assert owner.send("POST", "/public/email-links/undo", theirs).status_code == 404
    assert (tried(own, first, theirs["password"]), tried(own, own.email)) == (401, 201)


@pytest.mark.req("TEN-11")
def test_nobody_signs_up_with_an_address_that_may_be_taken_back(own: Shop) -> None:
    own.post("/me/email", {"token": asked(own, address())})
    new = {"name": "Squat", "your_name": "Mallory", "email": own.email, "password": PASSWORD}
    taken = own.buyer().send("POST", "/accounts", new)
    assert (taken.status_code, taken.json()["code"]) == (409, "email_taken")


@pytest.mark.req("TEN-11")
def test_one_may_return_to_an_address_that_was_one_s_own(own: Shop) -> None:
    new = address()
    own.post("/me/email", {"token": asked(own, new)})
    own.post("/me/email", {"token": asked(own, own.email)})
    assert own.get("/me")["member"]["email"] == own.email
    assert (tried(own, own.email), tried(own, new)) == (201, 401)


@pytest.mark.req("TEN-11")
def test_asking_for_an_address_does_not_tell_whether_somebody_has_it(own: Shop, other_shop: Shop) -> None:
    token = asked(own, other_shop.email)
    taken = own.send("POST", "/me/email", {"token": token})
    assert (taken.status_code, taken.json()["code"]) == (409, "email_taken")
    assert own.get("/me")["member"]["email"] == own.email


@pytest.mark.req("TEN-11")
def test_a_link_to_a_mistyped_address_lets_its_owner_do_nothing(own: Shop, other_shop: Shop) -> None:
    token = asked(own, address())
    refused = other_shop.send("POST", "/me/email", {"token": token})
    assert (refused.status_code, refused.json()["code"]) == (409, "link_of_somebody_else")
    assert Shop(own.cloud, requests.Session(), "").send("POST", "/me/email", {"token": token}).status_code == 401


@pytest.mark.req("TEN-11")
def test_a_link_used_by_two_tabs_at_once_changes_the_address_once(own: Shop) -> None:
    new = address()
    token = asked(own, new)
    with ThreadPoolExecutor(4) as many:
        answers = list(many.map(lambda _: own.send("POST", "/me/email", {"token": token}).status_code, range(4)))
    assert answers.count(204) == 1, answers
    assert set(answers) <= {204, 404, 409}
    assert tried(own, new) == 201


@pytest.mark.req("TEN-11")
def test_an_address_is_not_changed_by_who_does_not_know_the_password(own: Shop) -> None:
    refused = own.send("POST", "/me/email-change", {"email": address(), "password": "not this one"})
    assert (refused.status_code, refused.json()["code"]) == (422, "not_your_password")
    same = own.send("POST", "/me/email-change", {"email": own.email, "password": PASSWORD})
    assert (same.status_code, same.json()["code"]) == (422, "same_email")
    assert own.send("POST", "/me/email-change", {"email": address()}).status_code == 202, "signed in just now"


@pytest.mark.req("TEN-11")
@pytest.mark.usefixtures("aws")
def test_a_browser_that_was_left_open_changes_neither_address_nor_password(own: Shop) -> None:
    grown_old(own)
    for method, path, body in (
        ("POST", "/me/email-change", {"email": address()}),
        ("PUT", "/me/password", {"password": NEW}),
    ):
        refused = own.send(method, path, body)
        assert (refused.status_code, refused.json()["code"]) == (403, "proof_needed"), path


@pytest.mark.req("TEN-11")
@pytest.mark.parametrize("is_added_first", [True, False])
def test_a_way_in_that_a_thief_has_added_is_taken_off_with_the_change(own: Shop, is_added_first: bool) -> None:
    if is_added_first:
        app_of(own)
    own.post("/me/email", {"token": asked(own, address())})
    undo = mailed_token(own, UNDO)
    if not is_added_first:
        app_of(own)
    owner = Shop(own.cloud, requests.Session(), own.email)
    owner.post("/public/email-links/undo", {"token": undo, "password": NEW})
    body = {"email": own.email, "password": NEW}
    assert owner.post("/sessions", body)["session"]["member"]["email"] == own.email, "no second factor is asked for"

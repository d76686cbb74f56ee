"""A request that changes how somebody signs in is killed after each commit: whoever must be out is out all the same."""

import uuid
from itertools import count

import pytest
import requests

from chalicelib.actions import email_links, own_email, sessions
from chalicelib.handlers.callers import COOKIE
from chalicelib.kernel import clock
from chalicelib.kernel.trail import Origin
from tests.api.mailed import mailed_token
from tests.api.test_keys import made
from tests.api.test_team import invited, joined
from tests.resilience.killing import Killed, killed_after
from tests.shop import PASSWORD, Shop, wait_for

pytestmark = pytest.mark.usefixtures("aws")


def other_browser(own: Shop) -> Shop:
    """Signed in as the same person, as a thief may be."""
    other = Shop(own.cloud, requests.Session(), own.email)
    other.post("/sessions", {"email": own.email, "password": PASSWORD})
    return other


def is_out(browser: Shop) -> bool:
    return browser.send("GET", "/me").status_code == 401


@pytest.mark.req("TEN-11")
def test_an_address_is_changed_by_a_request_that_dies_and_other_browsers_are_signed_out(shop: Shop) -> None:
    for effects in count(1):
        own = Shop.opened(shop.cloud)
        others = [other_browser(own), other_browser(own)]
        new = f"new-{uuid.uuid4().hex[:12]}@example.com"
        own.post("/me/email-change", {"email": new, "password": PASSWORD})
        token = mailed_token(own, "Confirm your new e-mail", new)
        caller = sessions.identify(str(own.session.cookies[COOKIE]), clock.now())
        try:
            with killed_after(effects):
                own_email.change(token, caller, clock.now())
        except Killed:
            wait_for(lambda others=others: all(map(is_out, others)), "the worker")
            assert own.get("/me")["member"]["email"] == new, "the browser that changed it stays"
        else:
            break
    assert 2 <= effects <= 4, "the change, and the end of two sessions, unless the worker was faster with these"


@pytest.mark.req("SEC-3")
def test_an_account_is_claimed_by_a_request_that_dies_and_its_squatter_is_out(shop: Shop) -> None:
    for effects in count(1):
        own = Shop.opened(shop.cloud)
        _, program = made(own, "events.read")
        accomplice = joined(own, {"role": "owner"})
        invited(own, {"role": "owner"})
        own.post("/webhooks", {"url": "https://squatter.example.com/hook"})
        own.post("/public/sign-in-links", {"email": own.email})
        token = mailed_token(own, "Your link to sign in")
        try:
            with killed_after(effects):
                email_links.sign_in(token, Origin("", "", ""), clock.now())
        except Killed:
            gone = (own, accomplice, program)
            wait_for(lambda gone=gone: all(one.send("GET", "/events").status_code == 401 for one in gone), "the worker")
        else:
            break
    assert effects >= 2, "the claim; the worker may have been faster with the rest"

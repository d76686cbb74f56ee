"""Ids of links follow from the asker's own Idempotency-Key; what opens them does not."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
import requests

from chalicelib.actions.email_links import token_of
from chalicelib.domain.email_links import EmailLink
from chalicelib.kernel import clock
from tests.api.mailed import mailed_token
from tests.shop import Shop

ENTER = "Your link to sign in"


def stranger(shop: Shop) -> Shop:
    return Shop(shop.cloud, requests.Session(), "nobody@example.com")


def enter(shop: Shop, token: str) -> int:
    return shop.send("POST", "/public/email-links/session", {"token": token}).status_code


@pytest.mark.req("TEN-11")
def test_a_key_that_opened_a_link_of_ones_own_opens_nobody_elses(shop: Shop) -> None:
    thief, victim, key = Shop.opened(shop.cloud), Shop.opened(shop.cloud), str(uuid.uuid4())
    stranger(shop).post("/public/sign-in-links", {"email": thief.email}, key)
    token = mailed_token(thief, ENTER)
    assert enter(stranger(shop), token) == 201
    again = stranger(shop).send("POST", "/public/sign-in-links", {"email": victim.email}, **{"Idempotency-Key": key})
    assert (again.status_code, again.json()["code"]) == (422, "key_reused")
    assert enter(stranger(shop), token) == 404


@pytest.mark.req("TEN-11")
def test_a_key_that_proved_an_address_of_ones_own_proves_no_other(shop: Shop) -> None:
    thief, key = Shop.opened(shop.cloud), str(uuid.uuid4())
    mine, theirs = f"mine-{thief.email}", f"theirs-{thief.email}"
    thief.post("/me/email-change", {"email": mine}, key)
    token = mailed_token(thief, "Confirm your new", mine)
    assert thief.send("POST", "/me/email", {"token": token}).ok
    again = thief.send("POST", "/me/email-change", {"email": theirs}, **{"Idempotency-Key": key})
    assert (again.status_code, again.json()["code"]) == (422, "key_reused")
    assert thief.send("POST", "/me/email", {"token": token}).status_code == 404


@pytest.mark.req("TEN-11")
@pytest.mark.usefixtures("aws")
def test_what_opens_a_link_opens_no_other_one_with_the_same_id() -> None:
    now = clock.now()
    link = EmailLink("lnk_1", "sign_in", "usr_1", "acc_1", "ada@example.com", now, now)
    others = [
        replace(link, user_id="usr_2"),
        replace(link, email="bea@example.com"),
        replace(link, purpose="reset"),
        replace(link, made_at=now + timedelta(milliseconds=1)),
    ]
    assert len({token_of(one) for one in (link, *others)}) == 5

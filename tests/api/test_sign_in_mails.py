"""Mails about signing in come from messages that may come twice; one of them also ends what was missed before."""

import time
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
import requests

from chalicelib.actions import email_links, possession, sign_in_mails
from chalicelib.domain.accounts import Session
from chalicelib.domain.keys import ApiKey
from chalicelib.kernel import clock, ids
from chalicelib.kernel.once import Once
from chalicelib.tables import accounts, keys, sessions
from chalicelib.tables import email_links as links
from chalicelib.tables.commit import commit
from tests.shop import PASSWORD, Shop, mails_to, wait_for

pytestmark = pytest.mark.usefixtures("aws")


@pytest.fixture
def own(shop: Shop) -> Shop:
    """Somebody whose mails nobody else counts."""
    return Shop.opened(shop.cloud)


def whose(shop: Shop) -> tuple[str, str]:
    """(user id, account id)."""
    me = shop.get("/me")
    return me["member"]["user_id"], me["account"]["id"]


def subjects(shop: Shop) -> list[str]:
    return [mail["subject"] for mail in mails_to(shop.cloud, shop.email)]


@pytest.mark.req("TEN-11")
def test_a_link_is_mailed_once_however_often_its_message_comes(own: Shop) -> None:
    now = clock.now()
    link = email_links.made("sign_in", whose(own), own.email, Once("test", uuid.uuid4().hex, ""), now)
    commit([links.new_link(link)], [], now=now, by="test")
    for _ in range(3):
        sign_in_mails.send_link(link.link_id, now)
    assert subjects(own).count("Your link to sign in") == 1


@pytest.mark.req("TEN-11")
def test_a_link_of_nobody_s_or_used_meanwhile_is_mailed_to_nobody(own: Shop) -> None:
    now = clock.now()
    nobodys = email_links.made("sign_in", ("", ""), "", Once("test", uuid.uuid4().hex, ""), now)
    used = email_links.made("sign_in", whose(own), own.email, Once("test", uuid.uuid4().hex, ""), now)
    commit([links.new_link(nobodys)], [], now=now, by="test")
    for link in (nobodys, used):
        sign_in_mails.send_link(link.link_id, now)
    assert "Your link to sign in" not in subjects(own)


@pytest.mark.req("TEN-11")
def test_a_session_that_was_missed_when_the_password_changed_is_ended_with_the_mail(own: Shop) -> None:
    """The index by which sessions are found follows the table: one that had just begun may not be in it yet."""
    user_id, account_id = whose(own)
    new = {"current": PASSWORD, "password": "purple elbow thursday kettle"}
    assert own.send("PUT", "/me/password", new).status_code == 204
    wait_for(lambda: "Your password was changed" in subjects(own), "the worker's own turn")
    changed_at = accounts.get_user(user_id).secured_at
    assert changed_at
    began_at, ends_at = changed_at - timedelta(seconds=1), changed_at + timedelta(days=1)
    missed = Session(ids.random("ses"), user_id, account_id, "sha", began_at, began_at, ends_at)
    commit([sessions.new_session(missed)], [], now=began_at, by="test")
    now, kept = clock.now(), own.get("/sessions")["items"]
    here = next(one["id"] for one in kept if one["is_this"])
    wait_for(lambda: len(sessions.list_sessions(user_id, now)) == 2, "the index")
    notice = uuid.uuid4().hex
    for _ in range(2):
        sign_in_mails.tell_of_new_password(user_id, account_id, here, notice, now)
    assert [one.session_id for one in sessions.list_sessions(user_id, now)] == [here]
    assert own.send("GET", "/me").status_code == 200


@pytest.mark.req("SEC-3")
def test_a_key_that_was_missed_when_an_account_was_claimed_is_revoked_by_the_worker(own: Shop) -> None:
    """The index by which keys are found follows the table, too."""
    user_id, account_id = whose(own)
    before, now = accounts.get_user(user_id), clock.now()
    commit([accounts.secured(replace(before, confirmed_at=now), before)], [], now=now, by="test")
    old, new = (
        ApiKey(ids.random("key"), account_id, "Sync", uuid.uuid4().hex, "abcd", ["events.read"], [], user_id, at)
        for at in (now - timedelta(seconds=1), now + timedelta(seconds=1))
    )
    commit([keys.new_key(old), keys.new_key(new)], [], now=now, by="test")
    wait_for(lambda: len(keys.list_keys(account_id)) == 2, "the index")
    for _ in range(2):
        possession.look_again(user_id, account_id, now)
    assert (keys.find_key(old.key_hash), keys.find_key(new.key_hash)) == (None, new)


@pytest.mark.req("TEN-11")
def test_a_session_that_began_after_the_change_goes_on(own: Shop) -> None:
    user_id, account_id = whose(own)
    new = {"current": PASSWORD, "password": "purple elbow thursday kettle"}
    assert own.send("PUT", "/me/password", new).status_code == 204
    time.sleep(0.01)
    later = Shop(own.cloud, requests.Session(), own.email)
    later.post("/sessions", {"email": own.email, "password": new["password"]})
    sign_in_mails.tell_of_new_password(user_id, account_id, "", uuid.uuid4().hex, clock.now())
    assert later.send("GET", "/me").status_code == 200
    assert own.send("GET", "/me").status_code == 401

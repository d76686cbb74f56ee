"""Signing up, where it is allowed; and what asking for a link costs, whoever's address it is."""

import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest

from chalicelib.actions import accounts, email_links, sign_in_mails
from chalicelib.domain.accounts import SignUpClosed
from chalicelib.gateways.clients import aws as client_of
from chalicelib.kernel import clock
from chalicelib.kernel.config import config
from chalicelib.kernel.once import Once
from chalicelib.kernel.trail import Origin
from tests.shop import PASSWORD, Shop, mails_to, wait_for
from tests.tables.writing import wire


@pytest.fixture
def closed(aws: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A deployment in which nobody signs up by themselves."""
    monkeypatch.setenv("FOYER_SIGN_UP", "closed")
    config.cache_clear()
    yield
    config.cache_clear()


def new() -> accounts.NewAccount:
    return accounts.NewAccount("Hall", "Ada", f"{uuid.uuid4().hex}@example.com", PASSWORD)


@pytest.mark.req("TEN-14")
def test_anybody_signs_up_unless_it_is_switched_off(shop: Shop) -> None:
    assert shop.get("/public/sign-up") == {"is_open": True}


@pytest.mark.req("TEN-14")
@pytest.mark.usefixtures("closed")
def test_where_it_is_switched_off_nobody_signs_up_by_themselves() -> None:
    assert not accounts.is_open()
    with pytest.raises(SignUpClosed):
        accounts.sign_up(new(), Origin("", "", ""), Once("test", uuid.uuid4().hex, ""), clock.now())


@pytest.mark.req("SEC-3")
@pytest.mark.usefixtures("aws")
def test_whoever_has_the_address_hears_that_somebody_wanted_to_sign_up_with_it_once_a_day(shop: Shop) -> None:
    own = Shop.opened(shop.cloud)
    body = {"name": "Hall", "your_name": "Mallory", "email": own.email.upper(), "password": PASSWORD}
    refused = own.buyer().send("POST", "/accounts", body)
    assert (refused.status_code, refused.json()["code"]) == (409, "email_taken")

    def heard() -> list[str]:
        subjects = [mail["subject"] for mail in mails_to(own.cloud, own.email)]
        return [subject for subject in subjects if subject == "You have an account already"]

    wait_for(heard, "the mail")
    user_id, tomorrow = own.get("/me")["member"]["user_id"], clock.now() + timedelta(days=1)
    for _ in range(3):
        sign_in_mails.tell_of_second_sign_up(user_id, tomorrow)
    wait_for(lambda: len(heard()) == 2, "the mail of the day after")


@pytest.mark.req("SEC-3")
@pytest.mark.usefixtures("aws")
def test_a_link_costs_the_same_calls_for_an_address_that_nobody_has(shop: Shop) -> None:
    """Whoever could tell by the time that it takes would need no answer."""
    done = []
    for email in (f"{uuid.uuid4().hex}@example.com", shop.email):
        once = Once("test", uuid.uuid4().hex, "")
        with (
            wire("GetItem") as reads,
            wire("UpdateItem") as counts,
            wire("TransactWriteItems") as writes,
            wire("SendMessage", neighbour=client_of("sqs")) as messages,
        ):
            email_links.ask("sign_in", email, "", once, clock.now() + timedelta(days=400))
        items = sum(len(body["TransactItems"]) for body in writes.sent)
        done.append((len(reads.sent), len(counts.sent), len(writes.sent), items, len(messages.sent)))
    assert done[0] == done[1]
    assert min(done[0]) == 1


@pytest.mark.req("SEC-17")
@pytest.mark.usefixtures("aws")
def test_a_wrong_password_costs_the_same_calls_for_an_address_that_nobody_has(shop: Shop) -> None:
    done = []
    for email in (f"{uuid.uuid4().hex}@example.com", shop.email):
        with wire("GetItem") as reads, wire("TransactWriteItems") as writes, pytest.raises(accounts.WrongCredentials):
            accounts.sign_in(email, "not this one", Origin("", "", ""), clock.now())
        done.append((len(reads.sent), len(writes.sent)))
    assert done[0] == done[1]

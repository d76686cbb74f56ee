"""Lockout and limits: for each address that is tried, known or not, and for each address that tries."""

import multiprocessing
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
import requests

from chalicelib.domain.tries import LIMITS
from tests.api.mailed import mailed_token
from tests.shop import PASSWORD, Shop

FREE = 5
NEW = "purple elbow thursday kettle"


@pytest.fixture
def own(shop: Shop) -> Shop:
    """Somebody whose wrong passwords nobody else waits for."""
    return Shop.opened(shop.cloud)


def browser(shop: Shop) -> Shop:
    return Shop(shop.cloud, requests.Session(), shop.email)


def tried(shop: Shop, email: str, password: str = "not this one", **headers: str) -> requests.Response:
    return browser(shop).send("POST", "/sessions", {"email": email, "password": password}, **headers)


def network() -> str:
    """An IPv6 network that nobody has come from."""
    digits = uuid.uuid4().hex
    return f"2a00:{digits[:4]}:{digits[4:8]}:{digits[8:12]}"


@pytest.mark.req("SEC-17")
def test_after_some_wrong_passwords_even_the_right_one_waits_and_is_told_how_long(own: Shop) -> None:
    assert [tried(own, own.email).status_code for _ in range(FREE)] == [401] * FREE
    locked = tried(own, own.email, PASSWORD)
    assert (locked.status_code, locked.json()["code"]) == (429, "too_many_passwords")
    assert 0 < int(locked.headers["Retry-After"]) <= 30
    assert own.send("GET", "/me").status_code == 200, "who is signed in stays so"


@pytest.mark.req("SEC-17")
def test_a_right_password_makes_the_wrong_ones_forgotten(own: Shop) -> None:
    for _ in range(2):
        assert [tried(own, own.email).status_code for _ in range(FREE - 1)] == [401] * (FREE - 1)
        assert tried(own, own.email, PASSWORD).status_code == 201


@pytest.mark.req("SEC-17")
def test_an_address_that_nobody_has_is_locked_by_the_same_words(own: Shop) -> None:
    answers = []
    for email in (own.email, f"{uuid.uuid4().hex}@example.com"):
        found = [tried(own, email) for _ in range(FREE + 1)]
        answers.append([(one.status_code, one.json()["code"], one.json()["title"]) for one in found])
    assert answers[0] == answers[1]


@pytest.mark.req("SEC-17")
def test_whoever_tries_many_at_once_tries_no_more_than_one_by_one(own: Shop) -> None:
    with ThreadPoolExecutor(12) as many:
        answers = list(many.map(lambda _: tried(own, own.email).status_code, range(24)))
    assert answers.count(401) <= FREE, answers
    assert set(answers) <= {401, 429, 503}


@pytest.mark.req("SEC-17")
def test_the_owner_comes_in_by_link_while_somebody_tries_their_password(own: Shop) -> None:
    own.post("/me/email-confirmation", {"token": mailed_token(own, "Confirm your e-mail")})
    for _ in range(FREE + 1):
        tried(own, own.email)
    owner = browser(own)
    owner.post("/public/sign-in-links", {"email": own.email})
    owner.post("/public/email-links/session", {"token": mailed_token(own, "Your link to sign in")})
    assert tried(own, own.email, PASSWORD).status_code == 201, "they have shown who they are"


@pytest.mark.req("SEC-17")
def test_a_reset_ends_the_lockout(own: Shop) -> None:
    for _ in range(FREE + 1):
        tried(own, own.email)
    own.post("/public/password-resets", {"email": own.email})
    token = mailed_token(own, "Choose a new password")
    own.post("/public/email-links/password", {"token": token, "password": NEW})
    assert tried(own, own.email, NEW).status_code == 201


@pytest.mark.req("SEC-17")
def test_a_session_that_was_borrowed_cannot_guess_the_password(own: Shop) -> None:
    wrong = {"current": "not this one", "password": NEW}
    assert [own.send("PUT", "/me/password", wrong).status_code for _ in range(FREE)] == [422] * FREE
    locked = own.send("PUT", "/me/password", wrong)
    assert (locked.status_code, locked.json()["code"]) == (429, "too_many_passwords")


@pytest.mark.req("SEC-17")
def test_one_network_signs_up_so_often_in_an_hour(shop: Shop) -> None:
    """Limits are counted by the /64 that a customer has, whichever of its addresses is used."""
    here, elsewhere = network(), network()
    weak = {"name": "Hall", "your_name": "Ada", "email": "a@example.com", "password": "password123"}

    def signed_up(address: str) -> requests.Response:
        return shop.buyer().send("POST", "/accounts", weak, **{"X-Forwarded-For": address})

    times = LIMITS["sign_up"].times
    assert {signed_up(f"{here}::{number}").status_code for number in range(1, times + 1)} == {422}
    refused = signed_up(f"{here}:a::1")
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_tries")
    assert 0 < int(refused.headers["Retry-After"]) <= 3601
    assert signed_up(f"{elsewhere}::1").status_code == 422


@pytest.mark.req("SEC-17")
def test_one_address_is_sent_so_many_links_known_or_not(own: Shop) -> None:
    times = LIMITS["email_link_to"].times
    while LIMITS["email_link_to"].length.total_seconds() - time.time() % 900 < 10:
        time.sleep(1)  # a window must not end in between
    for email in (f"{uuid.uuid4().hex}@example.com", own.email):
        answers = [own.send("POST", "/public/sign-in-links", {"email": email}) for _ in range(times + 1)]
        assert [one.status_code for one in answers] == [202] * times + [429]


def _count(address: str, results: "multiprocessing.Queue[int]") -> None:
    """In a process of its own, as another instance of the function."""
    from chalicelib.actions import tries
    from chalicelib.domain.tries import TooManyTries

    now, done = datetime(2031, 5, 1, 12, tzinfo=UTC), 0
    for _ in range(LIMITS["sign_in"].times):
        try:
            tries.count_call("sign_in", address, now)
        except TooManyTries:
            continue
        done += 1
    results.put(done)


@pytest.mark.req("SEC-17")
@pytest.mark.usefixtures("aws")
def test_a_limit_holds_over_all_instances_of_the_function() -> None:
    spawned = multiprocessing.get_context("spawn")
    results: multiprocessing.Queue[int] = spawned.Queue()
    address = f"{network()}::1"
    instances = [spawned.Process(target=_count, args=(address, results)) for _ in range(2)]
    for one in instances:
        one.start()
    counted = [results.get(timeout=60) for _ in instances]
    for one in instances:
        one.join()
    assert sum(counted) == LIMITS["sign_in"].times, counted

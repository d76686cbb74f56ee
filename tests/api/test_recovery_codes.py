"""Recovery codes: each good once in the place of a second factor, and only while there is one."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.api.signing_in import app_of, first_step, second_step
from tests.shop import Shop, mails_to, wait_for

pytestmark = pytest.mark.req("SEC-3")


@pytest.fixture
def own(shop: Shop) -> Shop:
    """Somebody whose sign-in nobody else uses."""
    return Shop.opened(shop.cloud)


def test_of_two_that_finish_the_same_challenge_at_once_one_comes_in(own: Shop) -> None:
    app_of(own)
    codes = own.post("/me/recovery-codes", {})["codes"]
    asked = first_step(own)[1]
    others = [Shop(own.cloud, requests.Session(), "") for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        tried = threads.map(
            lambda one: second_step(one[0], asked, recovery_code=one[1]).status_code, zip(others, codes, strict=False)
        )
        assert sorted(tried) == [201, 401, 401, 401]
    assert own.get("/me/factors")["recovery_codes_left"] == 9


def test_right_codes_do_not_use_the_limit_up(own: Shop) -> None:
    app_of(own)
    for _ in range(2):
        for code in own.post("/me/recovery-codes", {})["codes"][:6]:
            browser, asked = first_step(own)
            assert second_step(browser, asked, recovery_code=code).status_code == 201


def test_a_recovery_code_is_good_once_in_whatever_way_it_is_typed_and_its_owner_is_told(own: Shop) -> None:
    app_of(own)
    codes = own.post("/me/recovery-codes", {})["codes"]
    assert len(set(codes)) == 10
    browser, asked = first_step(own)
    assert asked["kinds"] == ["authenticator", "recovery_code"]
    typed = codes[0].replace("-", " ").upper()
    assert second_step(browser, asked, recovery_code=typed).status_code == 201
    other, asked = first_step(own)
    assert second_step(other, asked, recovery_code=codes[0]).json()["code"] == "wrong_code"
    assert own.get("/me/factors")["recovery_codes_left"] == 9
    wait_for(lambda: any("recovery code" in one["subject"] for one in mails_to(own.cloud, own.email)), "the mail")


def test_new_recovery_codes_take_the_place_of_the_old(own: Shop) -> None:
    app_of(own)
    old = own.post("/me/recovery-codes", {})["codes"]
    new = own.post("/me/recovery-codes", {})["codes"]
    browser, asked = first_step(own)
    assert second_step(browser, asked, recovery_code=old[0]).json()["code"] == "wrong_code"
    assert second_step(browser, asked, recovery_code=new[0]).status_code == 201


def test_recovery_codes_alone_are_no_second_factor(own: Shop) -> None:
    assert own.send("POST", "/me/recovery-codes", {}).json()["code"] == "no_second_factor"

"""Sessions: seen, ended, refreshed; a refresh token that comes twice ends them."""

import uuid

import pytest
import requests

from tests.shop import PASSWORD, Shop, mails_to, wait_for


@pytest.fixture
def own(shop: Shop) -> Shop:
    """Somebody whose sessions nobody else counts."""
    return Shop.opened(shop.cloud)


def again(own: Shop) -> Shop:
    """The same person in another browser."""
    other = Shop(own.cloud, requests.Session(), own.email)
    other.session.headers["User-Agent"] = "Another browser"
    other.post("/sessions", {"email": own.email, "password": PASSWORD})
    return other


def refreshed(shop: Shop, token: str = "") -> requests.Response:
    """Ask for new cookies, with the present refresh token or a copy."""
    if token:
        return requests.post(f"{shop.api}/sessions/refresh", cookies={"foyer_refresh": token}, timeout=10)
    return shop.session.post(f"{shop.api}/sessions/refresh", timeout=10)


@pytest.mark.req("SEC-4")
def test_sessions_are_seen_and_ended_one_by_one(own: Shop) -> None:
    other = again(own)
    listed = own.get("/sessions")["items"]
    assert [one["is_this"] for one in listed] == [False, True]
    assert listed[0]["device"] == "Another browser"
    assert own.send("DELETE", f"/sessions/{listed[0]['id']}").status_code == 204
    assert other.send("GET", "/me").status_code == 401
    assert own.send("GET", "/me").status_code == 200


@pytest.mark.req("SEC-4")
def test_all_other_sessions_are_ended_at_once(own: Shop) -> None:
    others = [again(own) for _ in range(3)]
    assert own.post("/sessions/end-others", {}) == {"ended": 3}
    assert [other.send("GET", "/me").status_code for other in others] == [401, 401, 401]


@pytest.mark.req("SEC-4")
def test_nobody_ends_the_session_of_somebody_else(own: Shop, other_shop: Shop) -> None:
    session = own.get("/sessions")["items"][0]["id"]
    assert other_shop.send("DELETE", f"/sessions/{session}").status_code == 404
    assert own.send("GET", "/me").status_code == 200


@pytest.mark.req("SEC-4")
@pytest.mark.req("API-2")
def test_a_session_is_refreshed_and_its_tokens_change(own: Shop) -> None:
    before = dict(own.session.cookies)
    assert before["foyer_session"].count(".") == 2
    assert refreshed(own).status_code == 204
    after = dict(own.session.cookies)
    assert before["foyer_refresh"] != after["foyer_refresh"]
    assert own.send("GET", "/me").status_code == 200


@pytest.mark.req("SEC-4")
def test_two_tabs_that_refresh_at_once_stay_signed_in(own: Shop) -> None:
    token = own.session.cookies["foyer_refresh"]
    assert refreshed(own).status_code == 204
    second = refreshed(own, token)
    assert second.status_code == 204
    assert second.cookies["foyer_refresh"] == own.session.cookies["foyer_refresh"]
    assert own.send("GET", "/me").status_code == 200


@pytest.mark.req("SEC-4")
def test_a_refresh_whose_answer_was_lost_is_asked_for_again_and_goes_on(own: Shop) -> None:
    token = own.session.cookies["foyer_refresh"]
    assert refreshed(own, token).status_code == 204  # nobody hears the answer
    again = refreshed(own, token)
    assert again.status_code == 204
    later = refreshed(own, again.cookies["foyer_refresh"])
    assert later.status_code == 204
    assert refreshed(own, later.cookies["foyer_refresh"]).status_code == 204


@pytest.mark.req("SEC-4")
def test_a_refresh_token_of_long_ago_ends_the_session_and_its_owner_is_told(own: Shop) -> None:
    copied = own.session.cookies["foyer_refresh"]
    for _ in range(2):
        assert refreshed(own).status_code == 204
    assert refreshed(own, copied).status_code == 401
    assert own.send("GET", "/me").status_code == 401

    def told() -> bool:
        mails = mails_to(own.cloud, own.email)
        return any("signed out" in mail["subject"] for mail in mails)

    wait_for(told, "the mail")


@pytest.mark.req("API-2")
@pytest.mark.parametrize("what", ["cut", "other", "none"])
def test_a_forged_token_is_nobody_s(own: Shop, what: str) -> None:
    token = own.session.cookies["foyer_session"]
    head, claims, signature = token.split(".")
    forged = {
        "cut": token[:-4],
        "other": f"{head}.{claims[:-2]}xx.{signature}",
        "none": f"eyJhbGciOiJub25lIn0.{claims}.",
    }
    answer = requests.get(f"{own.api}/me", cookies={"foyer_session": forged[what]}, timeout=10)
    assert (answer.status_code, answer.json()["code"]) == (401, "session_expired")


def test_signing_out_clears_the_cookies(own: Shop) -> None:
    gone = own.session.delete(f"{own.api}/sessions/current", headers={"Idempotency-Key": str(uuid.uuid4())}, timeout=10)
    assert gone.status_code == 204
    assert not own.session.cookies.get("foyer_session")
    assert own.send("GET", "/me").status_code == 401

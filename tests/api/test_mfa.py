"""An account that asks for a second factor: at the next request, of everybody, and of nobody who could not help it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from chalicelib.domain.permissions import MEANINGS
from tests.api.passkeys import device_of
from tests.api.signing_in import app_of, code_of, first_step, second_step
from tests.api.test_team import joined, link, somebody
from tests.shop import PASSWORD, Shop, mails_to, wait_for

pytestmark = pytest.mark.req("SEC-3")


@pytest.fixture
def own(shop: Shop) -> Shop:
    """An account of its own, whose owner has an authenticator app."""
    made = Shop.opened(shop.cloud)
    app_of(made)
    return made


def require(shop: Shop, is_required: bool = True) -> requests.Response:
    return shop.send("PUT", "/account/mfa", {"is_required": is_required}, **shop.seen("/account/mfa"))


def code(answer: requests.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_a_member_without_a_second_factor_is_led_to_one_at_the_next_request(own: Shop) -> None:
    member = joined(own, {"role": "admin"})
    assert member.send("GET", "/events").status_code == 200
    said = require(own).json()
    assert (said["is_required"], said["members_without"]) == (True, 1)
    assert own.get("/account/mfa") == said
    refused = member.send("GET", "/events")
    assert code(refused) == (403, "mfa_required")
    assert "Security" in refused.json()["title"]
    session = member.get("/me")
    assert (session["requires_mfa"], session["lacks_mfa"]) == (True, True)
    device_of(member)
    assert member.send("GET", "/events").status_code == 200
    assert own.send("GET", "/events").status_code == 200
    assert {one["has_mfa"] for one in own.get("/members")["items"]} == {True}


def test_a_member_with_one_who_came_in_without_it_proves_it(own: Shop) -> None:
    member = joined(own, {"role": "admin"})
    other = Shop(own.cloud, requests.Session(), member.email)
    other.post("/sessions", {"email": member.email, "password": PASSWORD})
    app = app_of(member)
    require(own)
    assert code(other.send("GET", "/events")) == (403, "mfa_required")
    assert other.send("POST", "/sessions/current/proof", {"code": code_of(app)}).status_code == 200
    assert other.send("GET", "/events").status_code == 200


def test_the_owner_needs_one_of_their_own_first(shop: Shop) -> None:
    owner = Shop.opened(shop.cloud)
    assert code(require(owner)) == (409, "own_factor_first")
    device_of(owner)
    assert require(owner).status_code == 200


def test_it_is_given_up_with_a_proof_of_a_moment_ago_which_no_key_has(own: Shop) -> None:
    require(own)
    key = own.post("/keys", {"name": "Settings", "permissions": ["account.edit"]})["key"]
    headers = own.seen("/account/mfa") | {"Authorization": f"Bearer {key}"}
    program = requests.put(f"{own.api}/account/mfa", json={"is_required": False}, headers=headers, timeout=30)
    assert code(program) == (403, "proof_needed")
    assert own.get("/me")["requires_mfa"]
    require(own, is_required=False)
    assert not own.get("/me")["requires_mfa"]


def test_only_who_may_change_the_account_decides_it(own: Shop) -> None:
    member = joined(own, {"role": "organizer"})
    device_of(member)
    assert code(require(member)) == (403, "forbidden")


def test_keys_are_not_affected(own: Shop) -> None:
    key = own.post("/keys", {"name": "Sync", "permissions": sorted(MEANINGS)})["key"]
    require(own)
    answer = requests.get(f"{own.api}/events", headers={"Authorization": f"Bearer {key}"}, timeout=10)
    assert answer.status_code == 200


def test_the_last_factor_stays_where_one_is_asked_for(own: Shop) -> None:
    require(own)
    assert code(own.send("DELETE", "/me/authenticator")) == (409, "last_factor")
    _, passkey_id = device_of(own)
    assert own.send("DELETE", "/me/authenticator").status_code == 204
    assert code(own.send("DELETE", f"/me/passkeys/{passkey_id}")) == (409, "last_factor")
    require(own, is_required=False)
    assert own.send("DELETE", f"/me/passkeys/{passkey_id}").status_code == 204


def test_whoever_joins_is_asked_too_and_the_invitation_says_so(own: Shop) -> None:
    require(own)
    email = somebody()
    own.post("/invitations", {"email": email, "grants": [{"role": "check_in"}]})
    token = link(own, email)
    assert own.buyer().send("POST", "/public/invitation", {"token": token}).json()["requires_mfa"] is True
    member = Shop(own.cloud, requests.Session(), email)
    new = {"token": token, "name": "Grace", "password": PASSWORD}
    assert member.post("/public/invitation/members", new)["lacks_mfa"] is True
    assert code(member.send("GET", "/events")) == (403, "mfa_required")


def test_members_without_one_are_told_by_mail(own: Shop) -> None:
    member = joined(own, {"role": "check_in"})
    require(own)
    wait_for(lambda: any("second factor" in one["subject"] for one in mails_to(own.cloud, member.email)), "the mail")
    assert not any("asks for" in one["subject"] for one in mails_to(own.cloud, own.email))


def test_it_is_asked_for_no_longer_as_soon_as_the_account_says_so(own: Shop) -> None:
    member = joined(own, {"role": "admin"})
    require(own)
    require(own, is_required=False)
    assert member.send("GET", "/events").status_code == 200


def test_on_and_off_at_once_leave_all_members_with_what_the_account_says(own: Shop) -> None:
    members = [joined(own, {"role": "check_in"}) for _ in range(2)]
    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(lambda number: require(own, is_required=bool(number % 2)).status_code, range(6)))
    assert set(answers) <= {200, 409, 503}
    require(own, is_required=own.get("/me")["requires_mfa"])
    lacking = {member.get("/me")["lacks_mfa"] for member in members}
    assert lacking == {own.get("/me")["requires_mfa"]}


def test_a_session_by_both_steps_is_enough(own: Shop) -> None:
    codes = own.post("/me/recovery-codes", {})["codes"]
    require(own)
    browser, asked = first_step(own)
    assert second_step(browser, asked, recovery_code=codes[0]).json()["session"]["lacks_mfa"] is False
    assert browser.send("GET", "/events").status_code == 200

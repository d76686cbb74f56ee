"""Invitations that are sent again: so often to one address only, and of several clicks at once one."""

import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.domain.tries import LIMITS
from tests.shop import Shop

LIMIT = LIMITS["invitation_to"]


@pytest.fixture(scope="module")
def own(shop: Shop) -> Shop:
    """An account of its own, whose invitations are looked at as a whole."""
    return Shop.opened(shop.cloud)


def invited(own: Shop) -> str:
    """The id of an invitation to somebody new; the window in which it counts does not end soon."""
    length = LIMIT.length.total_seconds()
    while length - time.time() % length < 10:
        time.sleep(1)
    body = {"email": f"{uuid.uuid4().hex}@example.com", "grants": [{"role": "check_in"}]}
    invitation_id: str = own.post("/invitations", body)["id"]
    return invitation_id


def times_sent(own: Shop, invitation_id: str) -> int:
    """As the list of open invitations says."""
    return next(int(one["times_sent"]) for one in own.get("/invitations")["items"] if one["id"] == invitation_id)


@pytest.mark.req("TEN-9")
def test_nobody_is_asked_to_join_without_limit(own: Shop) -> None:
    """Anybody could fill a stranger's mailbox; revoking and asking anew counts as well."""
    invitation_id = invited(own)
    answers = [own.send("POST", f"/invitations/{invitation_id}/resend") for _ in range(LIMIT.times)]
    assert [one.status_code for one in answers] == [200] * (LIMIT.times - 1) + [429]
    assert answers[-1].json()["code"] == "too_many_tries"
    assert 0 < int(answers[-1].headers["Retry-After"]) <= LIMIT.length.total_seconds() + 1
    assert times_sent(own, invitation_id) == LIMIT.times
    body = {"email": answers[0].json()["email"], "grants": [{"role": "check_in"}]}
    assert own.send("DELETE", f"/invitations/{invitation_id}").status_code == 204
    assert own.send("POST", "/invitations", body).status_code == 429


@pytest.mark.req("TEN-9")
def test_an_open_invitation_that_is_sent_again_several_times_at_once_is_found_by_all(own: Shop) -> None:
    """Whoever was overtaken was told that it is gone."""
    invitation_id = invited(own)
    with ThreadPoolExecutor(10) as threads:
        answers = list(threads.map(lambda _: own.send("POST", f"/invitations/{invitation_id}/resend"), range(10)))
    assert sorted(one.status_code for one in answers) == [200] * (LIMIT.times - 1) + [429] * (11 - LIMIT.times)
    assert max(one.json().get("times_sent", 0) for one in answers) == times_sent(own, invitation_id) >= 2

"""A POST that is sent again with its Idempotency-Key: carried out once, answered as the first time."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import requests

from chalicelib.actions import replays as actions
from chalicelib.domain.replays import StillRunning
from chalicelib.kernel import clock
from chalicelib.kernel.once import KeyReused, Once
from chalicelib.tables import replays
from chalicelib.tables.commit import commit
from chalicelib.tables.table import find
from tests.shop import Shop


def ask(shop: Shop, path: str, body: Any, key: str) -> requests.Response:
    return shop.send("POST", path, body, **{"Idempotency-Key": key})


@pytest.fixture
def previews(shop: Shop) -> str:
    """A route whose every answer differs from the one before."""
    return f"/events/{shop.new_event()['id']}/cancellation/preview"


@pytest.mark.req("API-1")
def test_the_first_answer_is_given_again(shop: Shop, previews: str) -> None:
    key = str(uuid.uuid4())
    first, second = (ask(shop, previews, {}, key) for _ in range(2))
    assert first.json() == second.json()
    assert first.status_code == second.status_code == 200
    assert first.headers["X-Request-Id"] != second.headers["X-Request-Id"]


@pytest.mark.req("API-1")
def test_another_request_under_the_same_key_is_refused(shop: Shop) -> None:
    event, key = shop.new_event()["id"], str(uuid.uuid4())
    path = f"/events/{event}/invitations"
    assert ask(shop, path, {}, key).status_code == 201
    refused = ask(shop, path, {"unknown": 1}, key)
    assert refused.status_code == 422
    refused = requests.post(shop.api + path, data=b"{ }", cookies=shop.session.cookies, timeout=30,
                            headers={"Idempotency-Key": key, "Content-Type": "application/json"})  # fmt: skip
    assert (refused.status_code, refused.json()["code"]) == (422, "key_reused")


@pytest.mark.req("API-1")
def test_a_refused_request_may_be_sent_again_under_its_key(shop: Shop) -> None:
    event, ticket = shop.on_sale()
    order, key = shop.buyer().reserve(event, ticket)["id"], str(uuid.uuid4())
    path = f"/orders/{order}/cancel"
    assert ask(shop, "/orders/ord_0/cancel", {"reason": "requested"}, key).status_code in (404, 422)
    answers = [ask(shop, path, {"reason": reason}, key) for reason in ("nonsense", "duplicate")]
    assert answers[0].status_code == 422
    assert answers[1].json().get("code") != "key_reused"


@pytest.mark.req("API-1")
def test_eight_at_once_are_carried_out_once(shop: Shop, previews: str) -> None:
    key = str(uuid.uuid4())
    with ThreadPoolExecutor(8) as many:
        answers = list(many.map(lambda _: ask(shop, previews, {}, key), range(8)))
    assert {answer.status_code for answer in answers} <= {200, 409}
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} <= {"still_running"}
    assert len({answer.text for answer in answers if answer.ok}) == 1


@pytest.mark.req("API-1")
def test_a_key_is_its_caller_s_own(shop: Shop, other_shop: Shop) -> None:
    key, first = str(uuid.uuid4()), shop.new_event()["id"]
    assert ask(shop, f"/events/{first}/previews", {}, key).status_code == 201
    assert ask(other_shop, f"/events/{first}/previews", {}, key).status_code == 404


@pytest.fixture
def once() -> Once:
    """A request of this test alone."""
    return Once("usr_1:approve:{}", str(uuid.uuid4()), "digest")


@pytest.mark.usefixtures("aws")
def test_who_asks_while_it_runs_waits_and_who_asks_after_its_death_begins_anew(once: Once) -> None:
    now = clock.now()
    assert actions.begin(once, now) is None
    with pytest.raises(StillRunning):
        actions.begin(once, now + timedelta(seconds=30))
    with pytest.raises(KeyReused):
        actions.begin(Once(once.scope, once.key, "other"), now)
    assert actions.begin(once, now + timedelta(seconds=61)) is None
    actions.keep(once, {"body": "{}"}, now)
    assert actions.begin(once, now + timedelta(hours=1)) == {"body": "{}"}


@pytest.mark.usefixtures("aws")
def test_an_answer_is_kept_sealed_and_one_that_fits_into_no_row_not_at_all(once: Once) -> None:
    actions.begin(once, clock.now())
    actions.keep(once, {"body": "ada@example.com"}, clock.now())
    row = find(replays.ReplayRow, f"REPLAY#{once.mark}", "META")
    assert row
    assert "ada" not in str(row.answer)
    commit([replays.forgotten(once)], [], now=clock.now(), by="test")
    actions.begin(once, clock.now())
    actions.keep(once, {"body": "x" * 400_000}, clock.now())
    assert actions.begin(once, clock.now()) is None

"""Rate limits on the wire: who is told what, and who is refused."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from tests.shop import Shop

FROM_FAR = {"X-Forwarded-For": "8.8.4.4"}


def key_of(shop: Shop, **fields: Any) -> dict[str, str]:
    """The header of a new key."""
    made = shop.post("/keys", {"name": "Sync", "permissions": ["events.read"], **fields})
    return {"Authorization": f"Bearer {made['key']}"}


def ask(shop: Shop, path: str, headers: dict[str, str], method: str = "GET") -> requests.Response:
    return requests.request(method, shop.api + path, headers=headers, timeout=30)


def told(answer: requests.Response) -> tuple[str, str]:
    """Policy and quota of an answer, without the seconds."""
    return answer.headers["RateLimit-Policy"], answer.headers["RateLimit"].rpartition(";t=")[0]


@pytest.mark.req("API-4")
def test_a_key_may_call_so_often_in_a_minute_and_is_told_when_to_come_again(shop: Shop) -> None:
    key = key_of(shop, calls_per_minute=1)
    answers = [ask(shop, "/events", key) for _ in range(3)]  # a minute may end between two of them
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert answers[0].status_code == 200
    assert told(answers[0]) == ('"key";q=1;w=60', '"key";r=0')
    assert (refused.json()["code"], refused.headers["Content-Type"]) == ("rate_limited", "application/problem+json")
    assert refused.headers["Retry-After"] == refused.headers["RateLimit"].rpartition("t=")[2]
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert ask(shop, "/events", key_of(shop)).status_code == 200


@pytest.mark.req("API-4")
def test_the_limit_holds_over_the_function_s_instances(shop: Shop) -> None:
    key = key_of(shop, calls_per_minute=5)
    with ThreadPoolExecutor(8) as many:
        statuses = list(many.map(lambda _: ask(shop, "/events", key).status_code, range(24)))
    assert 5 <= statuses.count(200) <= 10  # twice the limit if a minute ends meanwhile
    assert statuses.count(429) == 24 - statuses.count(200)


@pytest.mark.req("API-4")
@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/events/evt_0", 404), ("GET", "/orders/ord_0", 403),
                                                        ("POST", "/events", 403)])  # fmt: skip
def test_a_refusal_counts_and_says_what_is_left(shop: Shop, method: str, path: str, status: int) -> None:
    answer = ask(shop, path, key_of(shop, calls_per_minute=60), method)
    assert answer.status_code == status
    assert told(answer) == ('"key";q=60;w=60', '"key";r=59')


@pytest.mark.req("API-4")
def test_members_and_buyers_have_limits_of_their_own(shop: Shop) -> None:
    order = shop.buyer().reserve(*shop.on_sale())
    token = {"Authorization": f"Bearer {order['token']}"}
    assert ask(shop, f"/public/orders/{order['id']}", token).headers["RateLimit-Policy"] == '"order";q=600;w=60'
    assert shop.send("GET", "/me").headers["RateLimit-Policy"] == '"session";q=6000;w=60'


@pytest.mark.req("API-4")
def test_whoever_is_not_recognised_is_counted_by_address(shop: Shop) -> None:
    event, _ = shop.on_sale()
    for path, headers in ((f"/public/events/{event}", {}), ("/events", {"Authorization": "Bearer foyer_x"})):
        answer = ask(shop, path, FROM_FAR | headers)
        assert answer.headers["RateLimit-Policy"] == '"address";q=6000;w=60'
        assert "RateLimit" not in ask(shop, path, headers).headers  # a neighbour: this very computer


@pytest.mark.req("API-4")
def test_notices_of_the_payment_provider_are_never_too_many(shop: Shop) -> None:
    answer = requests.post(f"{shop.api}/stripe/webhook", json={}, headers=FROM_FAR, timeout=30)
    assert answer.status_code == 400
    assert "RateLimit" not in answer.headers


@pytest.mark.parametrize("limit", [0, 601, "10", None])
def test_a_key_gets_no_limit_that_makes_no_sense(shop: Shop, limit: Any) -> None:
    body = {"name": "Sync", "permissions": ["events.read"], "calls_per_minute": limit}
    refused = shop.send("POST", "/keys", body, **{"Idempotency-Key": str(uuid.uuid4())})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "calls_per_minute")

"""API keys: shown once, good for what they say, gone when revoked or over."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
import requests

from chalicelib.kernel import clock
from tests.shop import Shop, wait_for


class Program:
    """Something that calls the API with a key."""

    def __init__(self, shop: Shop, key: str) -> None:
        self.shop, self.headers = shop, {"Authorization": f"Bearer {key}"}

    def send(self, method: str, path: str, body: Any = None) -> requests.Response:
        """A call, whatever comes of it."""
        headers = self.headers | {"Idempotency-Key": str(uuid.uuid4())}
        return requests.request(method, self.shop.api + path, json=body, headers=headers, timeout=30)


def made(shop: Shop, *permissions: str, **fields: Any) -> tuple[dict[str, Any], Program]:
    key = shop.post("/keys", {"name": "Sync", "permissions": list(permissions), **fields})
    return key, Program(shop, key["key"])


@pytest.mark.req("API-3")
def test_a_key_does_what_it_says_and_nothing_else(shop: Shop) -> None:
    _, program = made(shop, "events.read", "events.edit")
    event = program.send("POST", "/events", _event(shop))
    assert event.status_code == 201, event.text
    assert program.send("GET", f"/events/{event.json()['id']}").status_code == 200
    assert program.send("GET", f"/events/{event.json()['id']}/orders").status_code == 403
    assert program.send("GET", "/me").status_code == 403
    assert program.send("POST", "/keys", {"name": "x", "permissions": ["events.read"]}).status_code == 403


def _event(shop: Shop) -> dict[str, Any]:
    like = shop.new_event()
    names = ("title", "starts_at", "ends_at", "timezone", "currency")
    return {name: like[name] for name in names} | {"organizer_id": shop.organizer_id}


@pytest.mark.req("API-3")
def test_a_key_is_shown_once_and_known_by_its_end(shop: Shop) -> None:
    key, program = made(shop, "events.read")
    assert key["key"].startswith("foyer_")
    assert key["key"].endswith(key["ending"])
    listed = next(one for one in shop.get("/keys")["items"] if one["id"] == key["id"])
    assert "key" not in listed
    assert listed["used_at"] is None
    program.send("GET", "/events")
    used = next(one for one in shop.get("/keys")["items"] if one["id"] == key["id"])
    assert used["used_at"]


@pytest.mark.req("API-3")
def test_a_key_that_was_revoked_is_refused_at_the_next_call(shop: Shop) -> None:
    key, program = made(shop, "events.read")
    assert program.send("GET", "/events").status_code == 200
    assert shop.send("DELETE", f"/keys/{key['id']}").status_code == 204
    refused = program.send("GET", "/events")
    assert (refused.status_code, refused.json()["code"]) == (401, "key_not_good")
    assert shop.send("DELETE", f"/keys/{key['id']}").status_code == 404


@pytest.mark.req("API-3")
def test_a_key_ends_when_it_was_said_to(shop: Shop) -> None:
    _, program = made(shop, "events.read", expires_at=clock.to_text(clock.now() + timedelta(seconds=5)))
    assert program.send("GET", "/events").status_code == 200
    wait_for(lambda: program.send("GET", "/events").status_code == 401, "the key's end")


@pytest.mark.req("API-3")
def test_a_key_for_one_event_reaches_no_other(shop: Shop) -> None:
    here, there = shop.new_event()["id"], shop.new_event()["id"]
    _, program = made(shop, "events.read", places=[here])
    assert [one["id"] for one in program.send("GET", "/events").json()["items"]] == [here]
    assert program.send("GET", f"/events/{there}").status_code == 403


@pytest.mark.req("TEN-5")
def test_a_key_reaches_no_other_account(shop: Shop, other_shop: Shop) -> None:
    _, program = made(shop, "events.read", "events.edit")
    assert program.send("GET", f"/events/{other_shop.new_event()['id']}").status_code == 404
    refused = shop.send(
        "POST", "/keys", {"name": "x", "permissions": ["events.read"], "places": [other_shop.organizer_id]}
    )
    assert (refused.status_code, refused.json()["code"]) == (422, "place_not_found")
    assert refused.json()["errors"][0]["field"] == "places"


@pytest.mark.req("API-3")
def test_asked_twice_with_one_idempotency_key_there_is_one_key(shop: Shop) -> None:
    body, once = {"name": "Twice", "permissions": ["events.read"]}, str(uuid.uuid4())
    first, second = (shop.post("/keys", body, key=once) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("key", ["x", "a.b.c", "foyer_", "foyer_x", "foyer_é"])
def test_a_made_up_key_is_refused_as_a_key(shop: Shop, key: str) -> None:
    """A program that mistyped its key was told to refresh its session."""
    refused = Program(shop, key.encode().decode("latin-1")).send("GET", "/events")
    assert (refused.status_code, refused.json()["code"]) == (401, "key_not_good")


def test_a_key_that_is_longer_than_a_header_is_refused(shop: Shop) -> None:
    assert Program(shop, "foyer_" + "x" * 5000).send("GET", "/events").status_code in (401, 431)


@pytest.mark.parametrize(
    "fields",
    [
        {"permissions": []},
        {"permissions": ["platform.edit"]},
        {"permissions": ["everything"]},
        {"name": ""},
        {"expires_at": "soon"},
        {"expires_at": "2026-01-01T00:00:00Z"},
    ],
)
def test_a_key_that_makes_no_sense_is_refused_by_name(shop: Shop, fields: dict[str, Any]) -> None:
    refused = shop.send("POST", "/keys", {"name": "Sync", "permissions": ["events.read"]} | fields)
    assert refused.status_code in (403, 422)
    if refused.status_code == 422:
        assert refused.json()["errors"][0]["field"].startswith(next(iter(fields)))

"""The typed route: what it makes of a request before the function sees it, and of whatever comes back."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from chalice.app import Blueprint, Chalice
from chalice.test import Client, HTTPResponse
from pydantic import BaseModel

from chalicelib.domain.inventory import SoldOut
from chalicelib.handlers.callers import cookie as read_cookie
from chalicelib.handlers.models.common import Input, ListQuery, SparseQuery
from chalicelib.handlers.route import ROUTES, route
from chalicelib.handlers.wire import Answer, Request
from chalicelib.kernel.once import Once

JSON = {"Content-Type": "application/json"}


class Thing(Input):
    """What is sent."""

    name: str
    count: int = 1


class Made(BaseModel):
    """What is answered."""

    thing_id: str
    name: str
    id: str
    key: str


class Part(BaseModel):
    """What a list answers."""

    cursor: str | None
    limit: int


class Chairs(BaseModel):
    """A list."""

    items: list[Thing]
    next: str | None


def _things() -> Blueprint:
    blueprint = Blueprint(__name__)

    @route(blueprint, "POST", "/things/{thing_id}", allow="public", answers=201)
    def make_thing(thing_id: str, body: Thing, once: Once, now: datetime) -> Made:
        return Made(thing_id=thing_id, name=body.name, id=once.id("thg"), key=once.key)

    @route(blueprint, "GET", "/things", allow="public")
    def list_things(query: ListQuery) -> Answer[Part]:
        return Answer(Part(cursor=query.cursor, limit=query.limit), {"Cache-Control": "public"})

    @route(blueprint, "GET", "/chairs", allow="public")
    def list_chairs(query: SparseQuery) -> Chairs:
        return Chairs(items=[Thing(name="stool"), Thing(name="bench", count=3)], next=None)

    @route(blueprint, "DELETE", "/things/{thing_id}", allow="public", answers=204)
    def remove_thing(thing_id: str) -> None:
        if thing_id == "last":
            raise SoldOut()
        if thing_id == "bug":
            raise RuntimeError("secret")

    @route(blueprint, "GET", "/private", allow="events.read")
    def look(now: datetime) -> None:
        raise AssertionError("nobody is signed in")

    @route(blueprint, "GET", "/orders/{order_id}", allow="order_holder")
    def look_at_order(order_id: str) -> None:
        raise AssertionError("nobody has a token")

    return blueprint


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    before = list(ROUTES)
    app = Chalice(app_name="things")
    app.register_blueprint(_things())
    with Client(app) as opened:
        yield opened
    ROUTES[:] = before


def post(client: Client, body: Any, *, thing: str = "one", **headers: str) -> HTTPResponse:
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.http.post(f"/things/{thing}", body=sent, headers=JSON | headers)


def problem(answer: HTTPResponse) -> dict[str, Any]:
    assert answer.headers["Content-Type"] == "application/problem+json"
    return json.loads(answer.body)  # type: ignore[no-any-return]


def test_path_and_body_reach_the_function(client: Client) -> None:
    answer = post(client, {"name": "chair"})
    assert answer.status_code == 201
    made = json.loads(answer.body)
    assert (made["thing_id"], made["name"]) == ("one", "chair")


def test_an_answer_is_not_kept_by_anybody(client: Client) -> None:
    answer = post(client, {"name": "chair"})
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Request-Id"]


def test_a_route_may_say_that_its_answer_can_be_kept(client: Client) -> None:
    assert client.http.get("/things").headers["Cache-Control"] == "public"


def test_the_same_idempotency_key_makes_the_same_id(client: Client) -> None:
    ids = [json.loads(post(client, {"name": "x"}, **{"Idempotency-Key": "k" * 16}).body)["id"] for _ in range(2)]
    assert ids[0] == ids[1]


def test_another_path_is_another_request(client: Client) -> None:
    ids = [
        json.loads(post(client, {"name": "x"}, thing=thing, **{"Idempotency-Key": "k" * 16}).body)["id"]
        for thing in ("one", "two")
    ]
    assert ids[0] != ids[1]


def test_without_a_key_every_request_is_a_new_one(client: Client) -> None:
    assert json.loads(post(client, {"name": "x"}).body)["id"] != json.loads(post(client, {"name": "x"}).body)["id"]


@pytest.mark.parametrize("key", ["k" * 15, "k" * 129])
def test_a_key_of_the_wrong_length_is_refused(client: Client, key: str) -> None:
    answer = post(client, {"name": "x"}, **{"Idempotency-Key": key})
    assert (answer.status_code, problem(answer)["code"]) == (422, "short_idempotency_key")


@pytest.mark.parametrize("name", ["self", "detail", "nmae", "request_id"])
def test_an_unknown_field_is_named(client: Client, name: str) -> None:
    answer = post(client, {"name": "x", name: 1})
    assert answer.status_code == 422
    assert [error["field"] for error in problem(answer)["errors"]] == [name]


@pytest.mark.parametrize("body", [{"name": 1}, {"name": "x", "count": "2"}, {"name": "x", "count": 1.5}, {}, []])
def test_a_body_is_read_strictly(client: Client, body: Any) -> None:
    assert post(client, body).status_code == 422


@pytest.mark.parametrize("body", [b"{", b'{"name": "\xff"}', b'{"name": "\\ud800"}', b"[" * 10_000])
def test_a_body_that_is_no_json_is_malformed(client: Client, body: bytes) -> None:
    answer = post(client, body)
    assert (answer.status_code, problem(answer)["code"]) == (400, "not_json")


def test_a_missing_body_is_an_empty_object(client: Client) -> None:
    answer = client.http.post("/things/one", headers={}, body=b"")
    assert [error["field"] for error in problem(answer)["errors"]] == ["name"]


@pytest.mark.parametrize("media", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_what_a_foreign_form_can_send_is_unsupported(client: Client, media: str) -> None:
    answer = client.http.post("/things/one", headers={"Content-Type": media}, body=b'{"name": "x"}')
    assert answer.status_code == 415


@pytest.mark.parametrize("media", ["application/json; charset=utf-8", "APPLICATION/JSON"])
def test_json_is_json_however_it_is_written(client: Client, media: str) -> None:
    answer = client.http.post("/things/one", headers={"Content-Type": media}, body=b'{"name": "x"}')
    assert answer.status_code == 201


def test_a_body_of_more_than_256_kilobytes_is_too_large(client: Client) -> None:
    assert post(client, b'"' + b"x" * 256 * 1024 + b'"').status_code == 413


def test_a_query_is_converted_and_checked(client: Client) -> None:
    assert json.loads(client.http.get("/things?limit=20&cursor=abc").body) == {"cursor": "abc", "limit": 20}
    assert json.loads(client.http.get("/things").body) == {"cursor": None, "limit": 50}


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "limit=-1", "limit=1.5", "lmit=1", "limit="])
def test_a_wrong_query_names_its_parameter(client: Client, query: str) -> None:
    answer = client.http.get(f"/things?{query}")
    assert answer.status_code == 422
    assert [error["field"] for error in problem(answer)["errors"]] == [query.partition("=")[0]]


def test_nothing_is_answered_with_nothing(client: Client) -> None:
    answer = client.http.delete("/things/one")
    assert (answer.status_code, answer.body) == (204, b"")


def test_a_refusal_of_the_function_becomes_a_problem(client: Client) -> None:
    answer = client.http.delete("/things/last")
    assert (answer.status_code, problem(answer)["code"]) == (409, "sold_out")


def test_a_bug_of_the_function_becomes_a_500_that_leaks_nothing(client: Client) -> None:
    answer = client.http.delete("/things/bug")
    assert (answer.status_code, problem(answer)["code"]) == (500, "unexpected")
    assert b"secret" not in answer.body


def test_an_order_needs_a_token(client: Client) -> None:
    assert client.http.get("/orders/ord_1").status_code == 401


@pytest.mark.parametrize(
    ("cookie", "token"),
    [
        ("foyer_session=ses_1", "ses_1"),
        ("a=b; foyer_session=ses_1; c=d", "ses_1"),
        ("xfoyer_session=ses_1", ""),
        ("", ""),
    ],
)
def test_the_session_is_found_among_other_cookies(cookie: str, token: str) -> None:
    assert read_cookie(Request({"cookie": cookie}, b"", "req_1")) == token


@pytest.mark.req("API-1")
def test_a_list_shows_the_fields_that_are_asked_for(client: Client) -> None:
    sparse = client.http.get("/chairs?fields=name")
    assert sparse.headers["Content-Type"] == "application/vnd.foyer.sparse+json"
    assert json.loads(sparse.body) == {"items": [{"name": "stool"}, {"name": "bench"}], "next": None}
    assert json.loads(client.http.get("/chairs").body)["items"][1] == {"name": "bench", "count": 3}
    assert json.loads(client.http.get("/chairs?fields=count,%20name").body)["items"][1] == {"name": "bench", "count": 3}


@pytest.mark.req("API-1")
@pytest.mark.parametrize("fields", ["nmae", "name,", "name;count", "__class__"])
def test_a_field_that_is_not_there_is_named(client: Client, fields: str) -> None:
    answer = client.http.get(f"/chairs?fields={fields}")
    assert answer.status_code == 422
    assert problem(answer)["errors"][0]["field"] == "fields"

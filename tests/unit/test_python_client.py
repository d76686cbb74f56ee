"""The Python client's own part: what it sends, when it asks again, what it makes of refusals and pages."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from foyer import ApiError, Foyer, each

pytestmark = pytest.mark.req("API-7")

Said = httpx.Response | Exception


class Wire:
    """A box office that gives these answers in turn, what it was asked, and how long its caller waited."""

    def __init__(self, *answers: Said, key: str = "fk_key") -> None:
        self.answers = list(answers)
        self.asked: list[httpx.Request] = []
        self.waited: list[float] = []
        transport = httpx.MockTransport(self._answer)
        self.foyer = Foyer("https://tickets.example/", key, transport=transport, sleep=self.waited.append)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def ok(body: Any) -> httpx.Response:
    return httpx.Response(200, json=body)


def refusal(status: int, code: str, wait: int | None = None, **more: Any) -> httpx.Response:
    problem = {"type": "/docs/errors/", "title": "No.", "status": status, "code": code, "request_id": "req-1"} | more
    headers = {"Content-Type": "application/problem+json"} | ({} if wait is None else {"Retry-After": str(wait)})
    return httpx.Response(status, json=problem, headers=headers)


def refused(call: Callable[[], Any]) -> ApiError:
    with pytest.raises(ApiError) as found:
        call()
    return found.value


def test_a_call_goes_to_the_api_with_the_key() -> None:
    wire = Wire(ok({"id": "evt_1"}))
    assert wire.foyer.get_event("evt/1")["id"] == "evt_1"
    assert str(wire.asked[0].url) == "https://tickets.example/api/events/evt%2F1"
    assert wire.asked[0].headers["Authorization"] == "Bearer fk_key"


@pytest.mark.parametrize("empty", ["", ".", ".."])
def test_an_id_that_is_none_is_refused_before_anything_is_asked(empty: str) -> None:
    """An empty one asked for the list, and gave that as if it were an event."""
    wire = Wire()
    with pytest.raises(ValueError, match="event_id must be an id"):
        wire.foyer.get_event(empty)
    assert wire.asked == []


def test_a_key_out_of_a_file_is_taken_without_its_line_break() -> None:
    wire = Wire(ok({"id": "evt_1"}), key="fk_key\n")
    wire.foyer.get_event("evt_1")
    assert wire.asked[0].headers["Authorization"] == "Bearer fk_key"


@pytest.mark.parametrize("key", ["", " ", "foyer_se\ncret", "foyer_sécret", "foyer_se cret"])
def test_what_can_be_no_key_is_refused_and_not_shown(key: str) -> None:
    with pytest.raises(ValueError, match="no key") as found:
        Wire(key=key)
    assert "cret" not in str(found.value)


def test_a_refusal_is_an_exception_with_code_field_and_request_id() -> None:
    wire = Wire(refusal(422, "invalid_input", errors=[{"field": "price_minor", "message": "Too small"}]))
    error = refused(lambda: wire.foyer.add_product("evt_1", {"name": {"en": "VIP"}, "price_minor": -1}))
    assert (error.status, error.code, error.field, error.request_id) == (422, "invalid_input", "price_minor", "req-1")


def test_a_refusal_by_whoever_stands_in_between_is_one_too() -> None:
    wire = Wire(httpx.Response(502, text="<h1>Bad gateway</h1>", headers={"X-Request-Id": "req-2"}))
    error = refused(wire.foyer.list_events)
    assert (error.status, error.code, error.field, error.request_id) == (502, "unexpected_answer", "", "req-2")


def test_all_attempts_of_a_post_are_made_under_one_key_after_as_long_as_the_api_says() -> None:
    lost = httpx.ReadTimeout("no answer")
    answers = refusal(429, "rate_limited", 7), refusal(503, "busy", 1), lost, refusal(409, "still_running", 1), ok({})
    wire = Wire(*answers)
    wire.foyer.publish_event("evt_1")
    keys = {request.headers["Idempotency-Key"] for request in wire.asked}
    assert len(wire.asked) == 5
    assert len(keys) == 1
    assert len(keys.pop()) == 36
    assert wire.waited == [7, 1, 8, 1]


def test_each_call_has_a_key_of_its_own_or_the_one_that_is_given() -> None:
    wire = Wire(ok({}), ok({}), ok({}))
    wire.foyer.publish_event("evt_1")
    wire.foyer.publish_event("evt_1")
    wire.foyer.publish_event("evt_1", idempotency_key="of-my-own-database-row-17")
    first, second, third = (request.headers["Idempotency-Key"] for request in wire.asked)
    assert first != second
    assert third == "of-my-own-database-row-17"


def test_nobody_waits_longer_than_was_agreed() -> None:
    wire = Wire(refusal(429, "rate_limited", 61))
    assert refused(wire.foyer.list_events).code == "rate_limited"
    assert wire.waited == []


def test_a_busy_api_is_asked_five_times_and_then_believed() -> None:
    wire = Wire(*(refusal(503, "busy", 1) for _ in range(5)))
    assert refused(wire.foyer.list_events).code == "busy"
    assert len(wire.asked) == 5


def test_an_edit_names_its_version_and_is_not_repeated_when_nobody_knows_what_became_of_it() -> None:
    wire = Wire(httpx.ReadTimeout("no answer"))
    with pytest.raises(httpx.ReadTimeout):
        wire.foyer.edit_event("evt_1", {"hold_minutes": 20}, version=3)
    assert [request.headers["If-Match"] for request in wire.asked] == ['"3"']


def test_what_is_read_is_asked_for_again_when_no_answer_came() -> None:
    wire = Wire(httpx.ConnectError("nobody there"), ok({"items": [], "next": None}))
    assert wire.foyer.list_events()["items"] == []
    assert wire.waited == [2]


def test_pages_are_fetched_when_they_are_needed() -> None:
    first, last = {"items": [{"id": "1"}, {"id": "2"}], "next": "c2"}, {"items": [{"id": "3"}], "next": None}
    wire = Wire(ok(first), ok(last))
    found = each(lambda cursor: wire.foyer.list_events(cursor=cursor, limit=2))
    assert [(event["id"], len(wire.asked)) for event in found] == [("1", 1), ("2", 1), ("3", 2)]
    assert [request.url.query for request in wire.asked] == [b"limit=2", b"cursor=c2&limit=2"]


def test_an_answer_without_a_body_is_none() -> None:
    wire = Wire(httpx.Response(204))
    with wire.foyer as foyer:
        foyer.remove_webhook("whk_1")
    assert wire.asked[0].method == "DELETE"


def test_a_file_is_sent_as_it_is() -> None:
    wire = Wire(ok({}))
    wire.foyer.hand_in_file("ord_1", b"%PDF-1.7")
    assert wire.asked[0].content == b"%PDF-1.7"

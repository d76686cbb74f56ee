"""Errors as RFC 9457 problems: enough to act on, nothing that leaks."""

import json

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from chalicelib.domain.inventory import SoldOut
from chalicelib.handlers import problems
from chalicelib.handlers.models.common import Instant
from chalicelib.kernel.errors import Busy, Invalid, Refusal


class Body(BaseModel):
    name: str
    sizes: list[int] = []


def refused(body: str) -> Refusal:
    with pytest.raises(ValidationError) as error:
        Body.model_validate_json(body)
    return problems.of_validation(error.value)


def test_a_refusal_becomes_a_problem() -> None:
    answer = problems.answer(SoldOut(), "req_1")
    assert answer.status_code == 409
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert json.loads(answer.body) == {
        "type": "/docs/errors/#sold_out",
        "title": "Not enough tickets are left.",
        "status": 409,
        "code": "sold_out",
        "request_id": "req_1",
    }


def test_our_own_checks_speak_for_themselves() -> None:
    """Pydantic puts "Value error, " before what a check of ours says."""
    with pytest.raises(ValidationError) as error:
        TypeAdapter(Instant).validate_python("2026-12-31T20:00:00")
    found = problems.of_validation(error.value).fields["body"]
    assert found == "needs a time zone, such as the Z in 2026-12-31T20:00:00Z"


def test_a_refusal_names_the_fields_that_it_is_about() -> None:
    problem = json.loads(problems.answer(Invalid("Look again.", ends_at="is too early"), "req_1").body)
    assert problem["detail"] == "Look again."
    assert problem["errors"] == [{"field": "ends_at", "message": "is too early"}]


def test_whoever_is_too_many_learns_when_to_come_again() -> None:
    assert problems.answer(Busy(), "req_1").headers["Retry-After"] == "1"
    assert "Retry-After" not in problems.answer(SoldOut(), "req_1").headers


def test_validation_names_the_path_of_each_field() -> None:
    assert set(refused('{"sizes": [1, "x"]}').fields) == {"name", "sizes.1"}


def test_validation_does_not_repeat_what_was_sent() -> None:
    refusal = refused('{"name": 1, "sizes": ["hunter2"]}')
    assert "hunter2" not in problems.answer(refusal, "req_1").body


def test_a_body_of_the_wrong_kind_is_called_body() -> None:
    assert set(refused("[]").fields) == {"body"}


def test_broken_json_is_malformed_rather_than_invalid() -> None:
    refusal = refused('{"name": ')
    assert (refusal.status, refusal.code()) == (400, "not_json")


def test_a_thousand_mistakes_are_told_briefly() -> None:
    many = json.dumps({"sizes": ["x"] * 1000})
    assert len(refused(many).fields) == 20


def test_a_bug_leaks_nothing_but_the_requests_id() -> None:
    answer = problems.unexpected(RuntimeError("password is hunter2"), "req_1")
    assert answer.status_code == 500
    assert "hunter2" not in answer.body
    assert json.loads(answer.body) == {
        "type": "about:blank",
        "title": "Something went wrong on our side.",
        "status": 500,
        "code": "unexpected",
        "request_id": "req_1",
    }

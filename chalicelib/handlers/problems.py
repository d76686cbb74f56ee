"""Refusals as RFC 9457 problem details: the one place where an error becomes HTTP."""

import json
from typing import Any

from chalice.app import Response
from pydantic import ValidationError

from chalicelib.handlers.logs import logger
from chalicelib.kernel.errors import Invalid, Malformed, Refusal

Headers = dict[str, str | list[str]]
CONTENT_TYPE = "application/problem+json"
# What pydantic puts before the words of our own checks.
_OUR_OWN = "Value error, "


class InvalidInput(Invalid):
    """Something in the request is not valid."""


class NotJson(Malformed):
    """The request's body is not valid JSON."""


def answer(refusal: Refusal, request_id: str) -> Response:
    """What the caller is told."""
    problem: dict[str, Any] = {
        "type": f"/docs/errors/#{refusal.code()}",
        "title": refusal.sentence(),
        "status": refusal.status,
        "code": refusal.code(),
        "request_id": request_id,
    }
    if refusal.detail:
        problem["detail"] = refusal.detail
    if refusal.fields:
        problem["errors"] = [{"field": field, "message": text} for field, text in refusal.fields.items()]
    headers: Headers = {"Content-Type": CONTENT_TYPE, "X-Request-Id": request_id}
    if refusal.retry_after_seconds is not None:
        headers["Retry-After"] = str(refusal.retry_after_seconds)
    return Response(json.dumps(problem, ensure_ascii=False), status_code=refusal.status, headers=headers)


def of_validation(error: ValidationError) -> Refusal:
    """What pydantic found, as our own refusal, naming each field and leaking no input."""
    errors = error.errors(include_url=False, include_input=False, include_context=False)
    if any(found["type"] == "json_invalid" for found in errors):
        return NotJson()
    return InvalidInput(**{_path(found["loc"]): found["msg"].removeprefix(_OUR_OWN) for found in errors[:20]})


def _path(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location) or "body"


def unexpected(error: Exception, request_id: str) -> Response:
    """A bug: logged once with its request id; the caller learns that id and nothing else."""
    logger().exception("unexpected", exc_info=error, extra={"request_id": request_id})
    problem = {
        "type": "about:blank",
        "title": "Something went wrong on our side.",
        "status": 500,
        "code": "unexpected",
        "request_id": request_id,
    }
    headers: Headers = {"Content-Type": CONTENT_TYPE, "X-Request-Id": request_id}
    return Response(json.dumps(problem), status_code=500, headers=headers)

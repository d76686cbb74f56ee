"""The API's contract: every route says who may call it, what it answers, and the document says the same."""

import ast
import json
import re
from collections import Counter
from typing import Any, get_args

import pytest
from openapi_spec_validator import validate

import app as application
from chalicelib.domain.permissions import ORDER_HOLDER, PUBLIC, SIGNED_IN, Permission
from chalicelib.handlers.models.events import EventOut
from chalicelib.handlers.openapi import document
from chalicelib.handlers.route import ROUTES
from chalicelib.handlers.wire import Route
from tests.contracts.reading import PROJECT, calls, modules, places

OPERATIONS = [pytest.param(route, id=f"{route.method} {route.path}") for route in ROUTES]
PUBLIC_ROUTES = {
    "POST /accounts",
    "POST /sessions",
    "GET /public/events/{event_id}",
    "POST /public/events/{event_id}/access",
    "POST /public/events/{event_id}/view",
    "POST /public/events/{event_id}/quote",
    "GET /public/events/{event_id}/occurrences",
    "GET /public/previews/{event_id}",
    "POST /public/events/{event_id}/orders",
    "POST /public/events/{event_id}/waitlist",
    "GET /public/waitlist/{entry_id}",
    "DELETE /public/waitlist/{entry_id}",
    "GET /public/waitlist/{entry_id}/card",
    "POST /public/waitlist/{entry_id}/card",
    "POST /public/waitlist/{entry_id}/card/refresh",
    "DELETE /public/waitlist/{entry_id}/card",
    "POST /public/my-orders",
    "GET /public/my-orders",
    "POST /stripe/webhook",
    "POST /stripe/thin-webhook",
    "POST /sessions/refresh",
    "GET /public/sign-up",
    "POST /public/sign-in-links",
    "POST /public/password-resets",
    "POST /public/email-links",
    "POST /public/email-links/session",
    "POST /public/email-links/password",
    "POST /public/email-links/undo",
    "POST /sessions/second-factor",
    "POST /sessions/passkey-challenge",
    "POST /sessions/passkey",
    "POST /public/invitation",
    "POST /public/invitation/members",
    "POST /connections/{connection_id}/webhook",
}


@pytest.fixture(scope="module")
def api() -> dict[str, Any]:
    return document()


def operation(api: dict[str, Any], route: Route) -> dict[str, Any]:
    return api["paths"][route.path][route.method.lower()]  # type: ignore[no-any-return]


def test_every_route_says_who_may_call_it() -> None:
    """The route that forgot to ask was open to everybody for a month."""
    found = [call for path in modules("chalicelib/handlers") for call, name in calls(path) if name == "route"]
    silent = [call for call in found if "allow" not in {keyword.arg for keyword in call.keywords}]
    assert len(found) == len(ROUTES)
    assert silent == []


@pytest.mark.parametrize("route", OPERATIONS)
def test_a_route_is_allowed_to_somebody_that_exists(route: Route) -> None:
    assert route.allow in {PUBLIC, ORDER_HOLDER, SIGNED_IN, *get_args(Permission)}


def test_what_is_public_was_decided_here() -> None:
    """A route becomes public in a review, not by a slip."""
    assert {f"{route.method} {route.path}" for route in ROUTES if route.allow == PUBLIC} == PUBLIC_ROUTES


@pytest.mark.req("TEN-8")
@pytest.mark.parametrize("route", OPERATIONS)
def test_a_route_that_makes_an_event_says_so(route: Route) -> None:
    """A permission for one event made copies of it at its organizer, without limit."""
    assert route.makes_events == (route.method == "POST" and route.answers == 201 and route.body_model is EventOut)


def test_no_route_is_registered_behind_our_back() -> None:
    """A route made by Chalice's own decorator has no permission, no validation and no problem details."""
    served = {f"{method} {path}" for path, methods in application.app.routes.items() for method in methods}
    assert served == {f"{route.method} {route.path}" for route in ROUTES}
    own = [place for path in modules("chalicelib/handlers") for call, name in calls(path)
           if name.endswith(".route") and name != "blueprint.route" for place in places(path, call)]  # fmt: skip
    assert own == []


def test_every_operation_has_a_name_of_its_own() -> None:
    counts = Counter(route.function.__name__ for route in ROUTES)
    assert [name for name, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("route", OPERATIONS)
def test_an_operation_documents_its_answer_and_every_refusal(api: dict[str, Any], route: Route) -> None:
    responses = operation(api, route)["responses"]
    assert str(route.answers) in responses
    if route.answers not in (202, 204):
        assert responses[str(route.answers)]["content"]["application/json"]["schema"]
    for refusal in route.refusals:
        assert f"`{refusal.code()}`" in responses[str(refusal.status)]["description"]


@pytest.mark.parametrize("route", OPERATIONS)
def test_an_operation_documents_its_parameters(api: dict[str, Any], route: Route) -> None:
    declared = {found["name"] for found in operation(api, route)["parameters"] if found["in"] == "path"}
    assert declared == set(re.findall(r"{(\w+)}", route.path))
    assert declared <= set(route.hints)


@pytest.mark.parametrize("route", OPERATIONS)
def test_an_operation_says_what_it_does(api: dict[str, Any], route: Route) -> None:
    assert operation(api, route)["summary"].endswith((".", ":", "?")), operation(api, route)["summary"]


@pytest.mark.parametrize("route", [route for route in ROUTES if "once" in route.hints], ids=lambda route: route.path)
def test_whatever_is_done_once_takes_an_idempotency_key(api: dict[str, Any], route: Route) -> None:
    assert route.method == "POST"
    assert "Idempotency-Key" in {found["name"] for found in operation(api, route)["parameters"]}


def test_the_document_is_valid_openapi(api: dict[str, Any]) -> None:
    validate(json.loads(json.dumps(api)))


def test_the_stored_document_is_current(api: dict[str, Any]) -> None:
    """Clients are generated from the file: a stale one compiles, and fails in front of a buyer."""
    stored = json.loads((PROJECT / "docs" / "openapi.json").read_text())
    assert stored == json.loads(json.dumps(api))


def test_no_answer_shows_a_secret(api: dict[str, Any]) -> None:
    answers = [name for name in api["components"]["schemas"] if name.endswith(("Out", "List"))]
    shown = {field for name in answers for field in api["components"]["schemas"][name].get("properties", {})}
    assert shown & {"password", "password_hash", "token_hash", "takes", "idempotency_key"} == set()


def test_lists_have_the_same_shape_everywhere(api: dict[str, Any]) -> None:
    lists = {name: found for name, found in api["components"]["schemas"].items() if name.endswith("List")}
    assert len(lists) >= 4
    assert {name for name, found in lists.items() if set(found["properties"]) != {"items", "next"}} == set()


def test_the_api_stays_below_api_gateways_limit() -> None:
    """A REST API has at most 300 resources: the deployment that crosses it fails as a whole."""
    paths = {prefix for route in ROUTES for prefix in _prefixes(route.path)}
    assert len(paths) < 250


def _prefixes(path: str) -> list[str]:
    parts = path.strip("/").split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts) + 1)]


def test_a_handler_is_short() -> None:
    """A route decides nothing: it reads, calls one action and shapes the answer."""
    for route in ROUTES:
        source = ast.parse((PROJECT / (route.function.__module__.replace(".", "/") + ".py")).read_text())
        [found] = [node for node in source.body if getattr(node, "name", "") == route.function.__name__]
        assert (found.end_lineno or 0) - found.lineno <= 30, route.function.__name__

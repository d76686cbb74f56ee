"""What a route may refuse stands in its document, also where an action that it calls says so."""

import ast
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

import app as application
from chalicelib.handlers.models.common import ListQuery
from chalicelib.handlers.openapi import document
from chalicelib.handlers.route import ROUTES
from chalicelib.handlers.wire import Route
from tests.contracts.reading import PROJECT, modules, tree

_LISTS = [route for route in ROUTES if issubclass(route.hints.get("query", object), ListQuery)]


def name_of(route: Route) -> str:
    return f"{route.method} {route.path}"


@cache
def _paths() -> dict[str, Any]:
    assert application.app.routes  # with the application all routes are there
    return document()["paths"]  # type: ignore[no-any-return]


def documented(route: Route) -> str:
    """All refusals of a route, as its document lists them."""
    responses = _paths()[route.path][route.method.lower()]["responses"]
    return "\n".join(answer["description"] for answer in responses.values())


@cache
def _calls_and_raises() -> dict[str, tuple[set[str], set[str]]]:
    """Each function of the handlers and actions: the functions that it names, and what it raises by itself."""
    found = {}
    for path in modules("chalicelib/handlers", "chalicelib/actions"):
        module = ".".join(path.relative_to(PROJECT).with_suffix("").parts)
        functions = [node for node in tree(path).body if isinstance(node, ast.FunctionDef)]
        known = _imported(tree(path)) | {node.name: f"{module}.{node.name}" for node in functions}
        for node in functions:
            raised = {
                ast.unparse(one.exc.func)
                for one in ast.walk(node)
                if isinstance(one, ast.Raise) and isinstance(one.exc, ast.Call)
            }
            found[f"{module}.{node.name}"] = set(_named(node, known)), raised
    return found


def _imported(module: ast.Module) -> dict[str, str]:
    statements = [node for node in ast.walk(module) if isinstance(node, ast.ImportFrom)]
    return {name.asname or name.name: f"{node.module}.{name.name}" for node in statements for name in node.names}


def _named(function: ast.FunctionDef, known: dict[str, str]) -> Iterator[str]:
    """What a function calls or hands on; a variable of its own that is called like a function is none."""
    own = {node.arg for node in ast.walk(function) if isinstance(node, ast.arg)}
    own |= {node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and node.id not in own:
            yield known.get(node.id, "")
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id not in own:
            yield f"{known.get(node.value.id, '')}.{node.attr}"


def raised_on_the_way(route: Route) -> set[str]:
    """What the route's actions raise, and those that they call."""
    start = f"{route.function.__module__}.{route.function.__name__}"
    graph, seen, todo, raised = _calls_and_raises(), {start}, [start], set[str]()
    while todo:
        called, own = graph.get(todo.pop(), (set(), set()))
        raised |= own
        todo += called - seen
        seen |= called
    return raised


def test_calls_are_followed_through_the_actions() -> None:
    by_name = {name_of(route): raised_on_the_way(route) for route in ROUTES}
    assert "Busy" in by_name["POST /account/payments/refresh"]  # by connecting._pulled
    assert "Busy" in by_name["GET /account/payments/balance"]  # by payouts._asked, connecting.note_lost, _edited
    assert "Busy" not in by_name["GET /events"]


def test_whoever_may_be_one_of_too_many_is_told_so_in_the_document() -> None:
    silent = [
        name_of(route) for route in ROUTES if "Busy" in raised_on_the_way(route) and "`busy`" not in documented(route)
    ]
    assert silent == []


@pytest.mark.parametrize("route", _LISTS, ids=name_of)
def test_a_list_says_that_it_refuses_the_cursor_of_another(route: Route) -> None:
    assert "`wrong_cursor`" in documented(route)


def test_every_route_with_a_cursor_is_such_a_list() -> None:
    with_cursor = [
        route for route in ROUTES if "query" in route.hints and "cursor" in route.hints["query"].model_fields
    ]
    assert len(with_cursor) > 15
    assert [name_of(route) for route in with_cursor if route not in _LISTS] == []

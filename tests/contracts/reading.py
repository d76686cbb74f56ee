"""Reading our own source: modules, their syntax trees, and what they call; and the templates that come of it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parents[2]


@cache
def modules(*folders: str) -> list[Path]:
    """Every Python module below these folders."""
    return sorted(path for folder in folders for path in (PROJECT / folder).rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    """The module's syntax tree."""
    return ast.parse(path.read_text(), filename=str(path))


def name_of(path: Path) -> str:
    """A path as people read it."""
    return str(path.relative_to(PROJECT))


def calls(path: Path) -> Iterator[tuple[ast.Call, str]]:
    """Each call with the dotted text of what is called: `client().get_item`."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield node, ast.unparse(node.func)


def places(path: Path, *nodes: ast.AST) -> list[str]:
    """`chalicelib/x.py:12` for each node."""
    return [f"{name_of(path)}:{getattr(node, 'lineno', 1)}" for node in nodes]


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """A function's lines from its name to its end, without its docstring."""
    documented = ast.get_docstring(function, clean=False) is not None
    first = function.body[0]
    docstring = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
    return (function.end_lineno or 0) - function.lineno + 1 - docstring


def of_type(resources: dict[str, Any], kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each resource of this type in a template: its name and its properties."""
    for name, resource in resources.items():
        if resource["Type"] == kind:
            yield name, resource["Properties"]

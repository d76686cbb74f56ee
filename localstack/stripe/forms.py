"""Form, query and JSON parameters as one tree: `a[b][0]=x` becomes `{"a": {"b": {"0": "x"}}}`."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qsl

Tree = dict[str, Any]

_KEY = re.compile(r"^([^\[\]]+)((?:\[[^\[\]]*\])*)$")
_BRACKET = re.compile(r"\[([^\[\]]*)\]")


def decode(text: str) -> Tree:
    """The tree of a form. Lists stay dictionaries of "0", "1", …: only the contract knows which are lists."""
    tree: Tree = {}
    for key, value in parse_qsl(text, keep_blank_values=True):
        _plant(tree, _split(key), value)
    return tree


def decode_json(text: str) -> Tree:
    """The same tree for the JSON bodies of API v2, so that one contract serves both."""
    tree: Tree = _texts(json.loads(text or "{}"))
    return tree


def _texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _texts(each) for name, each in value.items() if each is not None}
    if isinstance(value, list):
        return {str(index): _texts(each) for index, each in enumerate(value)}
    return json.dumps(value) if isinstance(value, bool) else str(value)


def _split(key: str) -> list[str]:
    match = _KEY.match(key)
    if match is None:
        return [key]
    return [match.group(1), *_BRACKET.findall(match.group(2))]


def _plant(tree: Tree, path: list[str], value: str) -> None:
    node = tree
    for name in path[:-1]:
        child = node.get(name or str(len(node)))
        if not isinstance(child, dict):
            child = node[name or str(len(node))] = {}
        node = child
    # `expand[]=a&expand[]=b` appends: an empty name is the next index.
    node[path[-1] or str(len(node))] = value

"""`expand[]`: ids in an answer replaced by the objects they name."""

from __future__ import annotations

import copy
from typing import Any

from localstack.stripe.call import Call
from localstack.stripe.errors import Json, invalid
from localstack.stripe.state import PLATFORM

MAX_DEPTH = 4


def expand(call: Call, answer: Json) -> Json:
    """A copy of `answer` with every path of `expand[]` followed."""
    answer = copy.deepcopy(answer)
    for path in call.params.get("expand") or []:
        names = path.split(".")
        if len(names) > MAX_DEPTH:
            raise invalid(f"You cannot expand more than {MAX_DEPTH} levels of a property. Property: {path}")
        _follow(call, answer, names, path)
    return answer


def _follow(call: Call, node: Any, names: list[str], path: str) -> None:
    if isinstance(node, list):
        for each in node:
            _follow(call, each, names, path)
        return
    if not names or node is None:
        return
    name, rest = names[0], names[1:]
    if name not in node:
        raise invalid(f"This property cannot be expanded ({path}).", param="expand")
    node[name] = _object(call, node, name)
    _follow(call, node[name], rest, path)


def _object(call: Call, node: Json, name: str) -> Any:
    value = node[name]
    if isinstance(value, str):
        # Application fees belong to the platform, whoever asks.
        found = call.state.find(call.account, value) or call.state.find(PLATFORM, value)
        return copy.deepcopy(found) if found else value
    if name == "refunds" and node.get("object") == "charge":
        return _refunds(call, node["id"])
    return value


def _refunds(call: Call, charge_id: str) -> Json:
    rows = [copy.deepcopy(row) for row in call.state.all(call.account, "refund") if row["charge"] == charge_id]
    return {"object": "list", "url": f"/v1/charges/{charge_id}/refunds", "has_more": False, "data": rows}

"""Lists of the API: filters on `created`, cursors, `has_more`."""

from __future__ import annotations

import operator

from localstack.stripe.call import Call
from localstack.stripe.errors import Json, invalid, no_such

DEFAULT_LIMIT = 10
MAX_LIMIT = 100


def page(call: Call, newest_first: list[Json], url: str) -> Json:
    limit = call.params.get("limit", DEFAULT_LIMIT)
    if not 1 <= limit <= MAX_LIMIT:
        raise invalid(f"This value must be between 1 and {MAX_LIMIT}.", code="parameter_invalid_integer", param="limit")
    rows = within(newest_first, "created", call.params.get("created"))
    if "starting_after" in call.params:
        rows = rows[_position(rows, call.params["starting_after"], "starting_after") + 1 :]
        return _list(rows[:limit], len(rows) > limit, url)
    if "ending_before" in call.params:
        rows = rows[: _position(rows, call.params["ending_before"], "ending_before")]
        return _list(rows[-limit:], len(rows) > limit, url)
    return _list(rows[:limit], len(rows) > limit, url)


def all_of(call: Call, kind: str, url: str, **filters: str) -> Json:
    """A page of one kind; `filters` maps an attribute to the request parameter that selects on it."""
    rows = call.state.all(call.account, kind)
    for attribute, param in filters.items():
        if param in call.params:
            rows = [row for row in rows if row[attribute] == call.params[param]]
    return page(call, rows, url)


def _list(rows: list[Json], has_more: bool, url: str) -> Json:
    return {"object": "list", "url": url, "has_more": has_more, "data": rows}


def _position(rows: list[Json], object_id: str, param: str) -> int:
    for index, row in enumerate(rows):
        if row["id"] == object_id:
            return index
    raise no_such("object", object_id, param)


def within(rows: list[Json], name: str, wanted: int | Json | None) -> list[Json]:
    """The rows whose time `name` is the wanted one, or lies between its bounds."""
    if wanted is None:
        return rows
    if isinstance(wanted, int):
        return [row for row in rows if row[name] == wanted]
    tests = {
        "gt": operator.gt,
        "gte": operator.ge,
        "lt": operator.lt,
        "lte": operator.le,
    }
    return [row for row in rows if all(tests[bound](row[name], wanted[bound]) for bound in wanted)]

"""How API v2 writes times and lists: RFC 3339, and pages that name the address of the next."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlencode

from localstack.stripe.call import Call
from localstack.stripe.errors import Json

_DEFAULT_LIMIT = 10


def instant(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def page_v2(call: Call, rows: list[Json], path: str) -> Json:
    """One page, from `page` (how many rows came before it) on."""
    limit = call.params.get("limit", _DEFAULT_LIMIT)
    start = int(call.params.get("page", 0))
    following = start + limit
    return {
        "data": rows[start:following],
        "next_page_url": _address(call, path, following) if following < len(rows) else None,
        "previous_page_url": _address(call, path, max(0, start - limit)) if start else None,
    }


def _address(call: Call, path: str, start: int) -> str:
    kept = {name: value for name, value in call.params.items() if isinstance(value, str | int)}
    return f"{path}?{urlencode(kept | {'page': start})}"

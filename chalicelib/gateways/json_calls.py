"""Calls to providers that speak JSON: what may work later raises Unreachable, every other answer is the caller's."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chalicelib.gateways import outbound
from chalicelib.kernel.errors import Unreachable


@dataclass(frozen=True)
class Reply:
    """A provider's answer. `body` is whatever JSON came, None for none."""

    status: int
    body: Any = field(repr=False, default=None)  # may name people: not for logs

    @property
    def is_ok(self) -> bool:
        """Whether it did what was asked."""
        return 200 <= self.status < 300


def call(method: str, url: str, headers: Mapping[str, str], body: Any = None, raw: bytes | None = None) -> Reply:
    """Ask once. Raises Unreachable when no answer came, or one that says to try again."""
    sent = raw if raw is not None else None if body is None else json.dumps(body).encode()
    agent = {"User-Agent": "Foyer/1", "Accept": "application/json"}
    status, answer = outbound.ask(method, url, sent, agent | dict(headers))
    if status >= 500 or status in (408, 409, 425, 429):
        raise Unreachable()
    try:
        return Reply(status, json.loads(answer) if answer else None)
    except ValueError as error:
        raise Unreachable() from error


def expect(reply: Reply) -> Any:
    """The body of an answer that did what was asked. Raises Unreachable for a refusal nobody has foreseen."""
    if not reply.is_ok:
        raise Unreachable(f"The provider answered {reply.status}.")
    return reply.body

"""From where the change of this moment was asked for: set at the edge, written with each fact by `tables/commit.py`.

A context variable, since forty functions lie between the two and none of them has any use for it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """From where somebody asks: an IP address and what the browser or program there calls itself, a person's own.

    `origin_id` is a keyed hash of them: facts name the hash alone, and what it stands for can be forgotten.
    """

    origin_id: str
    address: str
    agent: str


@dataclass(frozen=True)
class Trail:
    """A request that may change something: which operation of the API, in which session.

    `origin` is asked when a member's change is written: what it costs, buyers need not wait for.
    """

    operation: str
    session_id: str
    origin: Callable[[], Origin]


_current: ContextVar[Trail | None] = ContextVar("trail", default=None)


@contextmanager
def leaving(trail: Trail | None) -> Iterator[None]:
    """What is committed within was asked for by this request."""
    token = _current.set(trail)
    try:
        yield
    finally:
        _current.reset(token)


def current() -> Trail | None:
    """The request that is being served; None in workers, and where nothing can be changed."""
    return _current.get()

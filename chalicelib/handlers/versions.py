"""Versions on the wire: an answer names the one that it shows in its ETag, an edit says in If-Match what it is of."""

from typing import TypeVar

from pydantic import BaseModel

from chalicelib.handlers.wire import Answer, Request
from chalicelib.kernel.errors import StaleCheck

Body = TypeVar("Body", bound=BaseModel)
_MOST_DIGITS = 18


def versioned(shown: Body, version: int) -> Answer[Body]:
    """An answer with its version in the ETag, for the edit that follows."""
    return Answer(shown, {"ETag": f'"{version}"'})


def read_version(request: Request) -> int:
    """The version that If-Match names. Raises StaleCheck without one."""
    text = request.headers.get("if-match", "").removeprefix("W/").strip('"')
    if not text.isdecimal() or len(text) > _MOST_DIGITS:
        raise StaleCheck()
    return int(text)

"""Refusals: what the caller is told when a rule says no.

The class name is the code (`SoldOut` → `sold_out`), the docstring the sentence, the kind it derives from
the HTTP status. Whatever is not a refusal is a bug and becomes a 500 that leaks nothing.
"""

import re
from typing import ClassVar


class Refusal(Exception):
    """The request was refused."""

    status: ClassVar[int] = 400
    retry_after_seconds: int | None = None

    def __init__(self, detail: str = "", /, **fields: str) -> None:  # `/`: a field may have any name, "self" too
        """`detail` says more than the docstring; `fields` maps an input's path to what is wrong with it."""
        super().__init__(detail or type(self).sentence())
        self.detail = detail
        self.fields = fields

    @classmethod
    def code(cls) -> str:
        """The class name in snake case: what a program matches on."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    @classmethod
    def sentence(cls) -> str:
        """The docstring's first line: what a person reads."""
        return (cls.__doc__ or "").strip().split("\n")[0]


class Malformed(Refusal):
    """The request could not be read."""

    status = 400


class Unauthenticated(Refusal):
    """Please sign in."""

    status = 401


class Forbidden(Refusal):
    """You are not allowed to do that."""

    status = 403


class NotFound(Refusal):
    """There is nothing here."""

    status = 404


class Conflict(Refusal):
    """That does not fit the present state."""

    status = 409


class TooLarge(Refusal):
    """The request is too large."""

    status = 413


class Unsupported(Refusal):
    """The request's content type is not supported: send application/json."""

    status = 415


class Invalid(Refusal):
    """Something in the request is not valid."""

    status = 422


class StaleCheck(Refusal):
    """This edit needs an If-Match header with the version that you read."""

    status = 428


class TooMany(Refusal):
    """That was too often in a short time. Please try again later."""

    status = 429


class Busy(Refusal):
    """Too many people are doing this at the same moment. Please try again."""

    status = 503
    retry_after_seconds = 1


class Unreachable(Refusal):
    """A service that we need does not answer just now. Please try again."""

    status = 503
    retry_after_seconds = 5


class AlreadyDone(Exception):
    """This very request was carried out before: load its result and answer with that.

    Not a refusal: a repeated request must look to the caller as the first one did.
    """


def all_refusals(base: type[Refusal] = Refusal) -> list[type[Refusal]]:
    """Every refusal that has been imported, for the reference of errors."""
    found = [base]
    for child in base.__subclasses__():
        found += all_refusals(child)
    return found

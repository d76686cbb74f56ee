"""Passwords: argon2id at a cost measured for the API function's memory (19 MiB, 2 passes: about 70 ms)."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


@cache
def _nobodys_hash() -> str:
    return _hasher().hash("nobody's password")


def hash_password(password: str) -> str:
    """The text to store: algorithm, cost, salt and hash."""
    return _hasher().hash(password)


def is_password(stored: str | None, password: str) -> bool:
    """Whether `password` is the one that was stored. An unknown user costs the same time as a wrong password."""
    from argon2.exceptions import VerificationError

    try:
        return _hasher().verify(stored or _nobodys_hash(), password) and stored is not None
    except VerificationError:
        return False

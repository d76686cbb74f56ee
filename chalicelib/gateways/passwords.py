"""Passwords: argon2id at a cost measured for the API function, and what is too easy to guess.

19 MiB and 2 passes, as OWASP advises: 24 ms of a whole CPU, so 41 ms of the 0.58 that a function of 1,024 MB is given
(32 MiB and 3 passes: 136 ms; 64 MiB and 3: 304 ms).
"""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

# "Safely unguessable": ten to the eighth guesses, of which the lockout lets through a hundred a day.
_SCORE = 3
# Signs that may all stand for letters take it 0.15 s at this length, and seconds at twice of it.
_LONGEST_LOOKED_AT = 24


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
    """Whether `password` is the one that was stored. Where there is none to compare with, it costs the same time."""
    from argon2.exceptions import VerificationError

    nobodys = _nobodys_hash()
    try:
        return _hasher().verify(stored or nobodys, password) and bool(stored)
    except VerificationError:
        return False


def weakness(password: str, *known: str) -> str:
    """Why a password is too easy to guess, "" if it is not. `known` is what anybody knows of whose it is.

    It needs as many guesses as zxcvbn asks of whatever is let in: that knows the 30,000 commonest of the ten million
    leaked passwords that Mark Burnett has published, words and names, how all of them are usually disguised, keyboard
    rows, dates and repetitions (https://github.com/dropbox/zxcvbn). Nothing is sent anywhere.
    """
    from zxcvbn import zxcvbn

    parts = {part for text in known for part in (text, *re.split(r"\W+", text)) if len(part) > 2}
    found = zxcvbn(password[:_LONGEST_LOOKED_AT], user_inputs=sorted(parts))
    if found["score"] >= _SCORE:
        return ""
    return found["feedback"]["warning"] or "Add another word or two: uncommon words are better."

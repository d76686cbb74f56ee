"""Ids that carry their kind: `ord_` and 26 characters of Crockford's base32 (128 bits).

Two sorts exist. `sortable` ids (ULID, https://github.com/ulid/spec) begin with the time and order facts.
`derived` ids come from a caller's idempotency key: the same request makes the same id, so that the
"put if absent" of the row itself is the mark that the request was done.
"""

import hashlib
import secrets
from datetime import datetime

_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"
_VALUES = {digit: value for value, digit in enumerate(_DIGITS)}
_LENGTH = 26


def encode(number: int, length: int = _LENGTH) -> str:
    """`number` in base32, most significant digit first, padded to `length`."""
    digits = []
    for _ in range(length):
        digits.append(_DIGITS[number & 31])
        number >>= 5
    return "".join(reversed(digits))


def decode(text: str) -> int:
    """The number that `encode` wrote. Raises ValueError for any other text."""
    number = 0
    for digit in text:
        if digit not in _VALUES:
            raise ValueError(f"{digit!r} is no digit of an id")
        number = number << 5 | _VALUES[digit]
    return number


def random(kind: str) -> str:
    """A new unguessable id."""
    return f"{kind}_{encode(secrets.randbits(128))}"


def derived(kind: str, *parts: str) -> str:
    """The id that these parts always give."""
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    return f"{kind}_{encode(int.from_bytes(digest[:16], 'big'))}"


def sortable(kind: str, now: datetime) -> str:
    """A new id that sorts by time: 48 bits of milliseconds, 80 of chance."""
    milliseconds = int(now.timestamp() * 1000)
    return f"{kind}_{encode(milliseconds << 80 | secrets.randbits(80))}"


def sortable_derived(kind: str, instant: datetime, *parts: str) -> str:
    """The id that these parts always give, and that sorts by an instant as a ULID does."""
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    return f"{kind}_{encode(int(instant.timestamp() * 1000) << 80 | int.from_bytes(digest[:10], 'big'))}"


def sortable_floor(kind: str, instant: datetime) -> str:
    """The least id of an instant: all ids made then or later sort behind it."""
    return f"{kind}_{encode(int(instant.timestamp() * 1000) << 80)}"


def spread(id_: str, width: int) -> int:
    """Which of `width` shards this id belongs to: stable, evenly spread."""
    return int.from_bytes(hashlib.sha256(id_.encode()).digest()[:4], "big") % width


def version(*contents: object) -> int:
    """A number that these contents always give, and that others practically never do: no more than JSON can carry."""
    return int.from_bytes(hashlib.sha256("\x1f".join(map(repr, contents)).encode()).digest()[:6], "big")


def is_id(text: str, kind: str) -> bool:
    """Whether `text` has the form of an id of this kind (it may still name nothing)."""
    prefix, _, rest = text.partition("_")
    return prefix == kind and len(rest) == _LENGTH and all(digit in _VALUES for digit in rest)

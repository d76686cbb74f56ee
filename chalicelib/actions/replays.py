"""Replays: a request that was answered is not carried out again, its answer is given once more.

For what is not written in one transaction with a mark of its own: see `tables/marks.py`. Answers are kept sealed, since
some show what nobody else may see.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

from chalicelib.domain.replays import StillRunning
from chalicelib.gateways.sealing import seal, unseal
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.kernel.once import Once
from chalicelib.tables import replays
from chalicelib.tables.commit import commit

_BY = "idempotency"
_MOST_LETTERS = 300_000


def begin(once: Once, now: datetime) -> dict[str, str] | None:
    """The answer that was given before, None if the request is to be carried out. Raises KeyReused, StillRunning."""
    try:
        commit([replays.begun(once, now)], [], now=now, by=_BY)
    except AlreadyDone:
        return _earlier(once, now)
    return None


def _earlier(once: Once, now: datetime) -> dict[str, str] | None:
    replay = replays.find_replay(once)
    if not replay:  # refused a moment ago: whoever asks again begins anew
        raise StillRunning()
    once.check_same(replay.digest)
    if replay.answer:
        return unseal(replay.answer, once.mark)
    if not replay.has_died(now):
        raise StillRunning()
    commit([replays.begun_again(once, replay, now)], [], now=now, by=_BY)
    return None


def keep(once: Once, answer: Mapping[str, str], now: datetime) -> None:
    """Give this answer to whoever asks again within a day; one that fits into no row is worked out anew."""
    sealed = seal(answer, once.mark)
    change = replays.answered(once, sealed) if len(sealed) <= _MOST_LETTERS else replays.forgotten(once)
    with suppress(AlreadyDone):
        commit([change], [], now=now, by=_BY)


def forget(once: Once, now: datetime) -> None:
    """The request was refused."""
    commit([replays.forgotten(once)], [], now=now, by=_BY)

"""The audit log's chain: sealed a few moments after the facts, and walked through when somebody wants to know.

No change waits for the chain. Whoever reacts to a fact asks, at most once a minute for each account, that what has
happened be sealed; the worker reads the feed on from the last link. So the chain promises the order of the feed, which
is that of writing within milliseconds, and that of what happened for everything that happened to one noun.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.accounts import Caller
from chalicelib.domain.audit import Flaw, check_link, next_link
from chalicelib.gateways import queues, signing
from chalicelib.tables import chain
from chalicelib.tables.chain import LinkTaken
from chalicelib.tables.commit import commit

# What is older than this stands in the index that the feed is read by: a request takes 28 seconds at most.
SETTLED = timedelta(minutes=2)
REMEMBERED = timedelta(minutes=1)
_MARGIN = timedelta(seconds=5)
_LINKS_AT_ONCE = 50
_MOST_ACCOUNTS = 10_000

_asked: dict[str, datetime] = {}


def ask(account_id: str, now: datetime) -> None:
    """Have sealed what happens in this account up to a minute from now; whoever asks again within it need not."""
    if now - _asked.get(account_id, now - REMEMBERED) < REMEMBERED:
        return
    if len(_asked) >= _MOST_ACCOUNTS:
        _asked.clear()
    _asked[account_id] = now
    delay = SETTLED + REMEMBERED + _MARGIN
    queues.send("seals", {"account_id": account_id}, delay_seconds=int(delay.total_seconds()))


def seal(account_id: str, now: datetime) -> None:
    """Append links for all that is old enough. Twice at once is fine: of each link there is one."""
    until = chain.place_of(now - SETTLED)
    for _ in range(_LINKS_AT_ONCE):
        before = chain.last_link(account_id)
        facts, end = chain.read_stretch(account_id, before.until if before else "", until)
        if not facts:
            return
        link = next_link(account_id, before, facts, end, signing.chain_mac)
        with suppress(LinkTaken):
            commit([chain.new_link(link)], [], now=now, by="seals")
    queues.send("seals", {"account_id": account_id})


@dataclass(frozen=True)
class Checked:
    """What a stretch of the chain says: `next` is the number of the link to go on behind, None at the end."""

    flaws: list[Flaw]
    links: int
    facts: int
    next: int | None


_LINKS_IN_A_CHECK = 20


def check(caller: Caller, after: int) -> Checked:
    """Compare every fact behind this link with what was sealed, a stretch at a time."""
    account_id = caller.account_id
    links = chain.list_links(account_id, max(after - 1, 0), _LINKS_IN_A_CHECK + 1)
    before = links.pop(0) if after and links and links[0].number == after else None
    links = links[:_LINKS_IN_A_CHECK]
    flaws: list[Flaw] = []
    place, number = before.until if before else "", after
    for link in links:
        number += 1
        stands = chain.read_facts(link.facts) + chain.read_stretch(account_id, place, link.until, 2 * chain.LONGEST)[0]
        flaws += check_link(link, before, number, {one.fact_id: one for one in stands}, signing.chain_mac)
        before, place, number = link, link.until, link.number
    is_more = len(links) == _LINKS_IN_A_CHECK
    return Checked(flaws, len(links), sum(len(link.facts) for link in links), number if is_more else None)

"""The audit log: what is shown of a fact, and the chain that shows when somebody has tampered with one.

The chain is made of links, a few moments after the facts were written. A link names the facts of one stretch of an
account's feed, each with its digest, and is sealed (HMAC) together with the seal of the link before. Whoever edits,
removes or slips in a fact, a link or both needs the deployment's secret, not just the table.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

FIRST = ""
Damage = Literal["edited", "removed", "added", "link_edited", "link_missing"]
Doer = Literal["member", "key", "operator", "buyer", "system"]


@dataclass(frozen=True)
class Entry:
    """One change: who asked for it by which operation from where, what happened, and what is different since."""

    fact_id: str
    name: str
    subject: str
    account_id: str
    event_id: str
    at: datetime
    by: str
    details: dict[str, Any] = field(default_factory=dict)
    changes: list[dict[str, Any]] = field(default_factory=list)
    operation: str = ""
    session_id: str = ""
    origin_id: str = ""


@dataclass(frozen=True)
class Wanted:
    """Which entries somebody looks for; "" and None for all."""

    by: str = ""
    type: str = ""
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def takes(self, entry: Entry, type_: str) -> bool:
        """Whether this is one of them; a type may be given by its noun alone (`order`)."""
        is_of_type = not self.type or self.type in (type_, type_.partition(".")[0])
        is_by = not self.by or self.by in (entry.by, doer_of(entry.by))
        is_about = not self.subject or self.subject == entry.subject
        return is_of_type and is_by and is_about


def doer_of(by: str) -> Doer:
    """What kind of doer a fact's `by` names."""
    if by.startswith("usr_"):
        return "member"
    if by.startswith("key_"):
        return "key"
    return "buyer" if by == "buyer" else "system"


@dataclass(frozen=True)
class Sealed:
    """A fact as it was when it was sealed."""

    subject: str
    fact_id: str
    digest: str


@dataclass(frozen=True)
class Link:
    """One stretch of the chain: the facts behind `before.until` up to `until`."""

    account_id: str
    number: int
    previous: str
    until: str
    facts: list[Sealed]
    seal: str = ""

    def content(self) -> bytes:
        """What is sealed: all of it but the seal."""
        said = asdict(self)
        del said["seal"]
        return json.dumps(said, sort_keys=True, separators=(",", ":")).encode()


def digest_of(item: Mapping[str, Any]) -> str:
    """A row's SHA-256 over every attribute as DynamoDB holds it, cut to 128 bits: there is no second row to find."""
    return hashlib.sha256(json.dumps(item, sort_keys=True, separators=(",", ":")).encode()).hexdigest()[:32]


def next_link(
    account_id: str, before: Link | None, facts: Sequence[Sealed], until: str, mac: Callable[[bytes], str]
) -> Link:
    """The link that seals these facts of the feed, behind `before` and up to the place `until`."""
    number, previous = (before.number + 1, before.seal) if before else (1, FIRST)
    link = Link(account_id, number, previous, until, list(facts))
    return replace(link, seal=mac(link.content()))


@dataclass(frozen=True)
class Flaw:
    """One sign of tampering: the fact, or the number of the link."""

    damage: Damage
    link: int
    subject: str = ""
    fact_id: str = ""


def check_link(
    link: Link, before: Link | None, number: int, present: Mapping[str, Sealed], mac: Callable[[bytes], str]
) -> list[Flaw]:
    """What is wrong with a link that ought to have this number, given the facts that the feed has in its stretch."""
    flaws = []
    if link.number != number:
        flaws.append(Flaw("link_missing", number))
    elif link.previous != (before.seal if before else FIRST) or link.seal != mac(link.content()):
        flaws.append(Flaw("link_edited", link.number))
    return flaws + list(_facts_of(link, present))


def _facts_of(link: Link, present: Mapping[str, Sealed]) -> Iterable[Flaw]:
    sealed = {one.fact_id for one in link.facts}
    for one in link.facts:
        now = present.get(one.fact_id)
        if not now:
            yield Flaw("removed", link.number, one.subject, one.fact_id)
        elif now.digest != one.digest:
            yield Flaw("edited", link.number, one.subject, one.fact_id)
    for one in present.values():
        if one.fact_id not in sealed:
            yield Flaw("added", link.number, one.subject, one.fact_id)

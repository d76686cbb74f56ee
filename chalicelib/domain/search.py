"""Finding orders: the words and facets that an order is found by, and what several lists have in common."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from chalicelib.domain.offline import OFFLINE, is_to_hand_back
from chalicelib.domain.orders import Order, State
from chalicelib.domain.payments import Payment
from chalicelib.domain.tickets import Ticket
from chalicelib.kernel.errors import Invalid

Method = Literal["stripe", "paypal", "btcpay", "offline", "free"]
# What a list of orders marks: a bank asks for money back, or has decided; money that was noted may have to go back.
Flag = Literal["disputed", "dispute_lost", "to_hand_back"]
# The newest position of a list that is older than the given one, None where the list has ended.
Seek = Callable[[str], str | None]

_LONGEST_WORD = 64  # letters that are compared; the rest of a longer word is not looked at
_MOST_WORDS = 20


class TooManyHits(Invalid):
    """Too many orders begin like this. Type more of the name, the e-mail address or the reference."""


@dataclass(frozen=True)
class Entry:
    """What an order is found by: `facets` by being equal, words by their beginning.

    `holders` are the words of each ticket by its number; of a name the first is the whole.
    """

    order_id: str
    facets: list[str]
    references: list[str]
    buyer: list[str]
    holders: dict[int, list[str]]

    @property
    def tokens(self) -> set[str]:
        """All that the index lists the order under."""
        return {*self.facets, *(f"t:{word}" for word in self.words)}

    @property
    def words(self) -> set[str]:
        """Every word of the order."""
        return {*self.references, *self.buyer, *(word for words in self.holders.values() for word in words)}


@dataclass(frozen=True)
class Query:
    """What somebody looks for: every word has to begin a word of the order, every facet has to be the order's."""

    text: str = ""
    state: State | None = None
    product_id: str | None = None
    method: Method | None = None
    flag: Flag | None = None
    since: datetime | None = None
    until: datetime | None = None

    @property
    def words(self) -> list[str]:
        """The words, the longest first: it has the fewest hits."""
        found = {word[:_LONGEST_WORD] for word in fold(self.text).split()}
        return sorted(found, key=lambda word: (-len(word), word))[:_MOST_WORDS]

    @property
    def facets(self) -> list[str]:
        """The lists that an order has to stand in."""
        state = [_state_facet(self.state)] if self.state else []
        product = [f"p:{self.product_id}"] if self.product_id else []
        flag = [f"f:{self.flag}"] if self.flag else []
        return state + product + flag + ([f"m:{self.method}"] if self.method else [])

    def fits(self, entry: Entry) -> bool:
        """Whether an order is meant."""
        return set(self.facets) <= set(entry.facets) and _begin(self.words, entry.words)

    def tickets_of(self, entry: Entry) -> list[int]:
        """The numbers of the tickets that are meant, by their own holder or by the order's reference."""
        return [number for number, words in entry.holders.items() if _begin(self.words, [*words, *entry.references])]


def fold(text: str) -> str:
    """Text without accents, case and compatibility forms: `Åsa ß` is found as `asa ss`."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in parts if not unicodedata.combining(letter)).casefold()


def words_of_name(name: str) -> list[str]:
    """The whole name, its words, and the parts of those with a hyphen or an apostrophe."""
    whole = " ".join(fold(name).split())
    found = [whole, *whole.split(), *re.findall(r"\w+", whole)]
    return list(dict.fromkeys(word[:_LONGEST_WORD] for word in found if word))[:_MOST_WORDS]


def words_of_email(email: str) -> list[str]:
    """The address; what stands before the @ is its beginning, and so is found as well."""
    return [fold(email)[:_LONGEST_WORD]] if email else []


def words_of_reference(reference: str) -> list[str]:
    """With and without its hyphen."""
    word = reference.casefold()
    return [word, word.replace("-", "")]


def _state_facet(state: State) -> str:
    # An order expires within seconds, and no fact says that it began to: until it has, it counts as reserved.
    return f"s:{'RESERVED' if state == 'EXPIRING' else state}"


def method_of(order: Order, payments: Sequence[Payment]) -> str:
    """How the order is or was paid; "" as long as nobody has begun to."""
    if payments:
        paid = [payment for payment in payments if payment.state == "SUCCEEDED"]
        return (paid or payments)[-1].provider
    if not order.owed_minor:
        return "free"
    return "offline" if order.method in OFFLINE else ""


def flags_of(order: Order) -> list[Flag]:
    """What people should look at."""
    flags: list[Flag] = []
    if order.disputed == "open":
        flags.append("disputed")
    if order.disputed == "lost":
        flags.append("dispute_lost")
    if is_to_hand_back(order):
        flags.append("to_hand_back")
    return flags


def entry_of(order: Order, payments: Sequence[Payment], tickets: Sequence[Ticket]) -> Entry:
    """What this order is found by, as it stands."""
    method = method_of(order, payments)
    others = sorted({f"p:{line.product_id}" for line in order.lines}) + [f"f:{flag}" for flag in flags_of(order)]
    return Entry(
        order_id=order.order_id,
        facets=[_state_facet(order.state), *others, *([f"m:{method}"] if method else [])],
        references=words_of_reference(order.reference),
        buyer=[*words_of_name(order.buyer_name), *words_of_email(order.buyer_email)],
        holders={
            ticket.number: [*words_of_name(ticket.holder_name), *words_of_email(ticket.holder_email)]
            for ticket in tickets
        },
    )


def _begin(wanted: Sequence[str], words: Collection[str]) -> bool:
    return all(any(word.startswith(beginning) for word in words) for beginning in wanted)


def just_above(position: str) -> str:
    """A bound that lets this position through and nothing newer."""
    return f"{position}~"


def common(lists: Sequence[Seek], bound: str) -> Iterator[str]:
    """Newest first, what all lists hold below `bound`.

    The lists take turns: each leaps to the newest position that the others have not ruled out yet, so what is read
    depends on the rarest list and not on the longest (a leapfrog join, https://arxiv.org/abs/1210.0481).
    """
    agreed, turn, candidate = 0, 0, ""
    while (found := lists[turn](bound)) is not None:
        agreed = agreed + 1 if found == candidate else 1
        candidate, turn = found, (turn + 1) % len(lists)
        if agreed < len(lists):
            bound = just_above(found)
        else:
            yield found
            agreed, bound, candidate = 0, found, ""

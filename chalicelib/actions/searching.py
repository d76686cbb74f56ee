"""Keeping the search index beside the orders, and finding orders and tickets in it."""

import heapq
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from itertools import islice

from chalicelib.actions.events import owned_event
from chalicelib.domain import search as rules
from chalicelib.domain.accounts import Caller
from chalicelib.domain.events import Event
from chalicelib.domain.orders import Order, OrderNotFound
from chalicelib.domain.search import Entry, Query
from chalicelib.domain.tickets import Ticket
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Busy
from chalicelib.tables import orders, search, tickets
from chalicelib.tables.commit import commit
from chalicelib.tables.lists import Page, make_cursor, read_cursor
from chalicelib.tables.search import Overtaken

_RACES = 5
_CHANGES_IN_A_COMMIT = 90
_ENTRIES_AT_ONCE = 100
_BEGINNING, _END = "0", "~"  # below and above every position


def index(order_id: str, now: datetime) -> None:
    """Let the order be found as it stands now. May be repeated, and come late: only the present counts."""
    for _ in range(_RACES):
        with suppress(Overtaken):
            return _index(order_id, now)
    raise Busy()


def _index(order_id: str, now: datetime) -> None:
    indexed = search.find_indexed(order_id)  # before the order: an entry is never newer than what it was made from
    try:
        file = orders.get_file(order_id)
    except OrderNotFound:
        return  # erased meanwhile, and its rows with it
    wanted = rules.entry_of(file.order, file.payments, file.tickets)
    changes = [
        *search.no_postings(file.order, sorted(indexed.tokens - wanted.tokens)),
        *search.postings(file.order, sorted(wanted.tokens - indexed.tokens)),
    ]
    is_in_review = file.order.state == "REVIEW"
    if is_in_review is not indexed.is_in_review:
        changes.append(search.in_review(file.order) if is_in_review else search.not_in_review(file.order))
    if not changes and wanted == indexed.entry:
        return
    while len(changes) > _CHANGES_IN_A_COMMIT:
        commit(changes[:_CHANGES_IN_A_COMMIT], [], now=now, by="search")
        changes = changes[_CHANGES_IN_A_COMMIT:]
    commit([*changes, search.entry(wanted, indexed.version)], [], now=now, by="search")


def find_orders(event_id: str, caller: Caller, query: Query, cursor: str | None, limit: int) -> Page[Order]:
    """The orders that are meant, newest first. Raises EventNotFound, TooManyHits."""
    event = owned_event(event_id, caller)
    name = f"FOUND#{event_id}#{query}"
    bound = read_cursor(cursor, name) or (clock.to_text(query.until) if query.until else _END)
    positions = _by_words(event, query, bound) if query.words else _by_facets(event, query, bound, limit + 1)
    found = list(islice(positions, limit + 1))
    shown = orders.read_orders([search.order_at(position) for position in found[:limit]])
    return Page(shown, make_cursor(name, found[limit - 1]) if len(found) > limit else None)


def find_in_review(caller: Caller, cursor: str | None, limit: int) -> Page[Order]:
    """The orders of all of the account's events that wait for a look, newest first."""
    page = search.list_in_review(caller.account_id, cursor, limit)
    return Page([order for order in orders.read_orders(page.items) if order.state == "REVIEW"], page.next)


def _oldest(query: Query) -> str:
    return clock.to_text(query.since) if query.since else _BEGINNING


def _by_facets(event: Event, query: Query, bound: str, part: int) -> Iterator[str]:
    """Each shard's lists are intersected by themselves: an order stands in all lists of one shard."""
    shards = [
        rules.common(search.lists_of(event.event_id, shard, query.facets, _oldest(query), part), bound)
        for shard in range(event.order_spread)
    ]
    return heapq.merge(*shards, reverse=True)


def _by_words(event: Event, query: Query, bound: str) -> Iterator[str]:
    """The hits of the longest word, and of them those that fit in everything else as well."""
    hits = search.hits(event.event_id, event.order_spread, query.words[0])
    positions = [position for position in hits if _oldest(query) <= position < bound]
    if len(query.words) == 1 and not query.facets:
        yield from positions
        return
    for start in range(0, len(positions), _ENTRIES_AT_ONCE):
        part = positions[start : start + _ENTRIES_AT_ONCE]
        entries = search.read_entries([search.order_at(position) for position in part])
        meant = {entry.order_id for entry in entries if query.fits(entry)}
        yield from (position for position in part if search.order_at(position) in meant)


def find_tickets(event: Event, text: str, cursor: str | None, limit: int) -> Page[Ticket]:
    """The tickets whose holder or order is meant, by holder's name. Raises TooManyHits."""
    query = Query(text)
    name = f"FOUND#{event.event_id}#TICKETS#{text}"
    after = read_cursor(cursor, name)
    hits = search.hits(event.event_id, event.order_spread, query.words[0])
    entries = search.read_entries([search.order_at(position) for position in hits])
    found = [meant for meant in sorted(_meant(query, entries)) if meant[0] > after]
    rows = tickets.read_tickets([(order_id, number) for _, order_id, number in found[:limit]])
    return Page(rows, make_cursor(name, found[limit - 1][0]) if len(found) > limit else None)


def _meant(query: Query, entries: list[Entry]) -> Iterator[tuple[str, str, int]]:
    """(sort key, order id, number) of each ticket."""
    for entry in entries:
        for number in query.tickets_of(entry):
            yield f"{entry.holders[number][0]}#{entry.order_id}#{number:03d}", entry.order_id, number

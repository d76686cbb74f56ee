"""An event as the public sees it: on its page, behind a password, or in a preview."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import product

from chalicelib.actions import merchants
from chalicelib.actions.events import ACCESS, access_subject, check_access, owned_event
from chalicelib.domain.accounts import Caller
from chalicelib.domain.baskets import Visitor
from chalicelib.domain.catalogue import Catalogue, Pool
from chalicelib.domain.events import Event, EventNotFound, PreviewEnded, WrongPassword
from chalicelib.domain.promos import CodeNotFound, normal_code
from chalicelib.domain.refusals import WrongCurrency
from chalicelib.domain.series import Occurrence
from chalicelib.domain.showcase import Free, Showcase, is_gone, show
from chalicelib.gateways import passes, passwords
from chalicelib.kernel import ids
from chalicelib.kernel.config import config
from chalicelib.tables import events, occurrences, pools
from chalicelib.tables.catalogue import get_catalogue
from chalicelib.tables.lists import Page
from chalicelib.tables.lookups import look_up

_PREVIEW = "event-preview"
PASS_LENGTH = timedelta(days=7)
_AFTER_THE_END = timedelta(days=30)
_STILL_RUNNING = timedelta(days=1)


@dataclass(frozen=True)
class View:
    """What a visitor asks to see: with a code, as a member, of one date, in one currency. Empty is the plain page."""

    code: str = ""
    email: str = ""
    occurrence_id: str = ""
    currency: str = ""


def get_public(event_id: str, token: str, view: View, now: datetime) -> Showcase:
    """An event as whoever holds this token may see it. Raises EventNotFound, AccessNeeded, CodeNotFound.

    Read eventually: half the price, under a second old.
    """
    catalogue = get_catalogue(event_id, consistent=False)
    check_access(catalogue.event, token, now)
    return _showcase(catalogue, view, now, consistent=False)


def get_published(event_id: str, now: datetime) -> Showcase:
    """An event that has a page, for the worker that writes it. Raises EventNotFound."""
    catalogue = get_catalogue(event_id)
    if not catalogue.event.has_page:
        raise EventNotFound()
    return show_page(catalogue, free_units(catalogue), now)


def free_units(catalogue: Catalogue) -> dict[str, int]:
    """What nobody holds at this moment of each of the event's pools, by id: those of its dates are counted apart."""
    return _free(catalogue, [catalogue.occurrence(catalogue.event.occurrence_id)], Visitor(), consistent=True)


def show_page(catalogue: Catalogue, free: Free, now: datetime) -> Showcase:
    """What the page of this event says when so much is left."""
    event = catalogue.event
    catalogue = merchants.priced(catalogue, now)
    return show(catalogue, catalogue.occurrence(event.occurrence_id), Visitor(), event.currency, free, now)


def _showcase(catalogue: Catalogue, view: View, now: datetime, *, consistent: bool = True) -> Showcase:
    event = catalogue.event
    code = normal_code(view.code) if view.code else ""
    found = look_up(
        event.event_id,
        [view.occurrence_id] if view.occurrence_id else [],
        code,
        catalogue.for_members,
        view.email.lower(),
    )
    if code and not found.promo:
        raise CodeNotFound(code="is not known here")
    if found.promo:
        found.promo.check_now(now)
    catalogue = merchants.priced(catalogue, now)
    currency = view.currency or event.currency
    if currency != event.currency and currency not in event.extra_currencies:
        raise WrongCurrency(currency="is not taken here")
    catalogue = replace(catalogue, occurrences=found.occurrences)
    day = catalogue.occurrence(view.occurrence_id or event.occurrence_id)
    visitor = Visitor(found.promo, found.member_of)
    shown = show(catalogue, day, visitor, currency, _free(catalogue, [day], visitor, consistent), now)
    return replace(shown, are_cards_paused=merchants.are_cards_paused(event, now))


def _free(catalogue: Catalogue, days: Sequence[Occurrence], visitor: Visitor, consistent: bool) -> dict[str, int]:
    """What nobody holds of each counter of these dates, and of the visitor's block: one batch read.

    A counter that was never opened is full, and not read.
    """
    block = visitor.promo.block if visitor.promo else None
    kept = [Pool(block.pool_id, catalogue.event.event_id, 0, block.shards, "block", "event")] if block else []
    free: dict[str, int] = {}
    asked: dict[str, Pool] = {}
    for pool, day in product(catalogue.pools.values(), days):
        counter = catalogue.counter(pool, day)
        free[counter.pool_id] = counter.capacity
        if catalogue.is_opened(pool, day):
            asked[counter.pool_id] = counter
    left = pools.list_free([*asked.values(), *kept], consistent=consistent)
    return free | {pool_id: sum(units) for pool_id, units in left.items()}


@dataclass(frozen=True)
class Offered:
    """One date, and whether nothing is left of it for anybody who comes by."""

    day: Occurrence
    is_sold_out: bool


def list_dates(event_id: str, token: str, cursor: str | None, limit: int, now: datetime) -> tuple[Event, Page[Offered]]:
    """The event with its dates that are not long past, soonest first. One that is no series has one.

    Two queries, and one batch read of the counters that these dates have opened.
    """
    catalogue = get_catalogue(event_id, consistent=False)
    event = catalogue.event
    check_access(event, token, now)
    if event.is_series:
        since = ids.sortable_floor("occ", now - _STILL_RUNNING)
        page = occurrences.list_occurrences(event_id, cursor, limit, since=since)
    else:
        page = Page([catalogue.occurrence(event.occurrence_id)], None)
    free = _free(catalogue, page.items, Visitor(), consistent=False)
    return event, Page([Offered(day, is_gone(catalogue, day, free, now)) for day in page.items], page.next)


def open_with_password(event_id: str, password: str, now: datetime) -> tuple[str, datetime]:
    """A pass into a private event, and when it ends. Raises EventNotFound, WrongPassword."""
    event = events.get_event(event_id)
    if not event.has_page:
        raise EventNotFound()
    if not passwords.is_password(event.access_hash, password):
        raise WrongPassword()
    return passes.new_pass(ACCESS, access_subject(event), now + PASS_LENGTH), now + PASS_LENGTH


def invite(event_id: str, caller: Caller, now: datetime) -> tuple[str, datetime]:
    """A link that opens a private event without its password, and when it ends: a month after the event.

    The pass stands in the fragment, which no server logs.
    """
    event = owned_event(event_id, caller)
    until = max(event.ends_at, now) + _AFTER_THE_END
    token = passes.new_pass(ACCESS, access_subject(event), until)
    return f"{config().base_url}/e/{event.slug}/#access={token}", until


def new_preview(event_id: str, caller: Caller, now: datetime) -> tuple[str, datetime]:
    """A link that shows the event, draft or not, to people who cannot sign in, and when it ends."""
    event = owned_event(event_id, caller)
    token = passes.new_pass(_PREVIEW, event.event_id, now + PASS_LENGTH)
    return f"{config().base_url}/preview/?e={event.event_id}#t={token}", now + PASS_LENGTH


def get_preview(event_id: str, token: str, now: datetime) -> Showcase:
    """The event as its page would show it. Raises PreviewEnded, for an event that does not exist, too."""
    if not passes.is_pass(_PREVIEW, event_id, token, now):
        raise PreviewEnded()
    return _showcase(get_catalogue(event_id), View(), now)

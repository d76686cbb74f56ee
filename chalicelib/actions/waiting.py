"""Waiting lists: joining and leaving, and offering what comes back to whoever is next."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.actions import card_ends, checkout, listing
from chalicelib.actions.events import owned_catalogue
from chalicelib.actions.listing import View
from chalicelib.domain import waitlist as rules
from chalicelib.domain.accounts import Caller
from chalicelib.domain.catalogue import Product, ProductNotFound
from chalicelib.domain.orders import HOLDING, Order, OrderMoved
from chalicelib.domain.refusals import NotOnSale, WrongOccurrence
from chalicelib.domain.showcase import Showcase
from chalicelib.domain.waitlist import Entry, EntryMoved, EntryNotFound, NoWaitlist, StillAvailable
from chalicelib.gateways import passes, signing
from chalicelib.kernel import ids
from chalicelib.kernel.config import config
from chalicelib.kernel.errors import AlreadyDone, Busy
from chalicelib.kernel.facts import WaitlistJoined, WaitlistLeft
from chalicelib.kernel.once import Once
from chalicelib.tables import catalogue as catalogues
from chalicelib.tables import orders, saved_cards, waitlist
from chalicelib.tables.commit import commit
from chalicelib.tables.lists import Page

_PURPOSE = "waitlist"
_PASS_LENGTH = timedelta(days=400)
_RACES = 4


@dataclass(frozen=True)
class Joining:
    """What somebody sends who wants to wait. `access` opens a private event, `code` what only a code shows."""

    product_id: str
    occurrence_id: str
    quantity: int
    name: str
    email: str
    language: str
    code: str = ""
    access: str = ""


@dataclass(frozen=True)
class Waiting:
    """An entry as its owner sees it; `position` counts from 1 while it waits. `has_card`: a card is kept to buy."""

    entry: Entry
    order: Order | None
    position: int | None
    has_card: bool = False

    @property
    def outcome(self) -> rules.Outcome:
        """What has become of it."""
        return rules.outcome(self.entry, self.order)


def join(event_id: str, joining: Joining, once: Once, now: datetime) -> Waiting | None:
    """Wait for what is sold out. Raises StillAvailable, NoWaitlist, NotOnSale.

    None for an address that is on the list already: whoever sent this need not be its owner, and is told nothing.
    """
    view = View(joining.code, joining.email, joining.occurrence_id)
    page = listing.get_public(event_id, joining.access, view, now)
    if page.catalogue.event.is_series and not joining.occurrence_id:
        raise WrongOccurrence(occurrence_id="is needed: choose a date")
    _check_sold_out(page, joining)
    entry = _new_entry(page, joining, once, now)
    for _ in range(_RACES):
        try:
            return _join(entry, once, now)
        except EntryMoved:
            continue
    raise Busy()


def _check_sold_out(page: Showcase, joining: Joining) -> None:
    shown = next((one for one in page.products if one.product.product_id == joining.product_id), None)
    if not shown:
        raise ProductNotFound()
    if not shown.product.has_waitlist:
        raise NoWaitlist()
    if shown.state == "on_sale":
        raise StillAvailable()
    if shown.state != "sold_out":
        raise NotOnSale()
    rules.check_quantity(shown.product, joining.quantity)


def _new_entry(page: Showcase, joining: Joining, once: Once, now: datetime) -> Entry:
    """Its id is made from the person, so that nobody waits twice for the same."""
    event, day_id = page.catalogue.event, page.day.occurrence_id
    person = signing.person_key(joining.email)
    return Entry(
        entry_id=ids.derived("wait", event.event_id, joining.product_id, day_id, person),
        event_id=event.event_id,
        account_id=event.account_id,
        product_id=joining.product_id,
        occurrence_id=day_id,
        quantity=joining.quantity,
        name=joining.name,
        email=joining.email,
        person=person,
        language=joining.language,
        joined_at=now,
        key=once.mark,
        code=joining.code,
    )


def _join(entry: Entry, once: Once, now: datetime) -> Waiting | None:
    data = {"product_id": entry.product_id, "occurrence_id": entry.occurrence_id, "quantity": entry.quantity}
    fact = WaitlistJoined(entry.entry_id, entry.account_id, entry.event_id, data)
    changes = waitlist.joined(entry)
    try:
        commit(changes, [fact], now=now, by="buyer")
    except AlreadyDone:
        stored = waitlist.get_entry(entry.entry_id)
        order = _order_of([stored]).get(stored.order_id)
        if stored.key == once.mark:
            return _seen(stored, order)
        if rules.outcome(stored, order) in ("waiting", "offered"):
            return None
        entry = rules.joined_again(stored, entry.quantity, now, once.mark)
        commit(waitlist.joined_again(entry), [fact], now=now, by="buyer")
    _promise(entry, now)
    return _seen(entry, None)


def _promise(entry: Entry, now: datetime) -> None:
    """While anybody waits, what comes back is theirs.

    Written after the place, and only if it is missing, so that thousands who join do not meet on one row. The worker
    that takes the promise back looks at the queue again after it has: whoever of the two comes second puts it right.
    """
    key = entry.product_id, entry.occurrence_id
    if key not in catalogues.get_catalogue(entry.event_id).waiting:
        commit([catalogues.waits(entry.event_id, *key)], [], now=now, by="waitlist")


def _seen(entry: Entry, order: Order | None) -> Waiting:
    position = waitlist.count_before(entry) + 1 if entry.state == "WAITING" else None
    return Waiting(entry, order, position)


def token_of(entry: Entry) -> str:
    """What opens the entry to whoever holds it."""
    return passes.new_pass(_PURPOSE, entry.entry_id, entry.joined_at + _PASS_LENGTH)


def url_of(entry: Entry) -> str:
    """The page that shows a place to whoever has this link."""
    return f"{config().base_url}/waitlist/?w={entry.entry_id}#t={token_of(entry)}"


def opened(entry_id: str, token: str, now: datetime) -> Entry:
    """An entry, for the holder of its token. Raises EntryNotFound, for a wrong token too."""
    if not passes.is_pass(_PURPOSE, entry_id, token, now):
        raise EntryNotFound()
    return waitlist.get_entry(entry_id)


def get(entry_id: str, token: str, now: datetime) -> Waiting:
    """The same with the order that it was offered. Raises EntryNotFound."""
    entry = opened(entry_id, token, now)
    return _seen(entry, _order_of([entry]).get(entry.order_id))


def leave(entry_id: str, token: str, now: datetime) -> None:
    """Wait no longer, and give up what was offered. Whoever has bought keeps what they have. Raises OrderMoved,
    Unreachable.
    """
    for _ in range(_RACES):
        found = get(entry_id, token, now)
        if found.outcome == "offered" and checkout.give_up(found.entry.order_id, now).state in HOLDING:
            raise OrderMoved()  # paid this very moment
        entry = found.entry
        if entry.state == "LEFT" or found.outcome == "bought":
            return None
        fact = WaitlistLeft(entry_id, entry.account_id, entry.event_id, {"product_id": entry.product_id})
        ends, ended = card_ends.letting_go(entry.card_id, now)
        left = replace(entry, state="LEFT", card_id="")
        changes = [waitlist.edited_entry(left), waitlist.out_of_queue(entry), *ends]
        try:
            return commit(changes, [fact, *ended], now=now, by="buyer")
        except (EntryMoved, AlreadyDone):
            continue
    raise Busy()


def _order_of(entries: Sequence[Entry]) -> dict[str, Order]:
    found = orders.read_orders(dict.fromkeys(entry.order_id for entry in entries if entry.order_id))
    return {order.order_id: order for order in found}


def list_waiting(
    event_id: str, product_id: str, occurrence_id: str, caller: Caller, cursor: str | None, limit: int
) -> Page[Waiting]:
    """Everybody who ever waited for a product, in the order of joining, and what has become of it."""
    catalogue = owned_catalogue(event_id, caller)
    product: Product = catalogue.product(product_id)
    day_id = occurrence_id or catalogue.event.occurrence_id
    page = waitlist.list_entries(event_id, product.product_id, day_id, cursor, limit)
    known = _order_of(page.items)
    cards = saved_cards.read_cards(entry.card_id for entry in page.items if entry.card_id)
    kept = {card_id for card_id, card in cards.items() if card.is_usable}
    items = [Waiting(one, known.get(one.order_id), None, one.card_id in kept) for one in page.items]
    return Page(items, page.next)

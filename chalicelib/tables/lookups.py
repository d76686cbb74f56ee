"""What a basket needs beside the catalogue, and a mail beside the order, each in one batch read."""

from collections.abc import Collection
from dataclasses import dataclass, field

from chalicelib.domain.events import Event, EventNotFound
from chalicelib.domain.invoice_drafts import invoice_id_of
from chalicelib.domain.invoices import Invoice, Invoicing
from chalicelib.domain.orders import Order
from chalicelib.domain.promos import Promo
from chalicelib.domain.series import Occurrence
from chalicelib.tables.events import EventRow, event_of
from chalicelib.tables.invoices import InvoiceRow, InvoicingRow, invoice_of
from chalicelib.tables.members import member_keys, memberships_in
from chalicelib.tables.occurrences import OccurrenceRow, occurrence_key
from chalicelib.tables.promos import PromoRow, promo_key, promo_of
from chalicelib.tables.table import batch_items, noun_of


@dataclass(frozen=True)
class Lookup:
    """What was found. `member_of`: ids of the products that the e-mail address opens."""

    occurrences: dict[str, Occurrence] = field(default_factory=dict)
    promo: Promo | None = None
    member_of: set[str] = field(default_factory=set)


def look_up(
    event_id: str,
    occurrence_ids: Collection[str] = (),
    code: str = "",
    product_ids: Collection[str] = (),
    email: str = "",
) -> Lookup:
    """Nothing is read when nothing is asked for. `product_ids` are those of members-only products."""
    keys = [occurrence_key(event_id, occurrence_id) for occurrence_id in dict.fromkeys(occurrence_ids)]
    if code:
        keys.append(promo_key(event_id, code))
    if email:
        keys += member_keys(product_ids, email)
    if not keys:
        return Lookup()
    items = batch_items(keys, consistent=False)
    days = [noun_of(Occurrence, OccurrenceRow.of(item)) for item in items.get(OccurrenceRow.KIND, [])]
    promos = [promo_of(PromoRow.of(item)) for item in items.get(PromoRow.KIND, [])]
    return Lookup({day.occurrence_id: day for day in days}, promos[0] if promos else None, memberships_in(items))


@dataclass(frozen=True)
class Background:
    """What stands behind an order: its event, how its account makes out invoices, and its own once it is issued."""

    event: Event
    invoicing: Invoicing
    invoice: Invoice | None


def background_of(order: Order) -> Background:
    """Raises EventNotFound."""
    event, settings = (f"EVENT#{order.event_id}", "META"), (f"ACCOUNT#{order.account_id}", "INVOICING")
    items = batch_items([event, settings, (f"INVOICES#{order.order_id}", invoice_id_of(order.order_id))])
    if EventRow.KIND not in items:
        raise EventNotFound()
    return Background(
        event_of(EventRow.of(items[EventRow.KIND][0])),
        next(
            (noun_of(Invoicing, InvoicingRow.of(item)) for item in items.get(InvoicingRow.KIND, [])),
            Invoicing(order.account_id),
        ),
        next((invoice_of(InvoiceRow.of(item)) for item in items.get(InvoiceRow.KIND, [])), None),
    )

"""Making out invoices and credit notes: whatever an order lacks is issued, with numbers that leave no gap."""

import random
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.actions.dates import dated
from chalicelib.domain import credit_notes, invoice_drafts
from chalicelib.domain.accounts import Caller
from chalicelib.domain.invoice_numbers import Document, series_of
from chalicelib.domain.invoices import Invoice, Invoicing, check_settings
from chalicelib.kernel.errors import AlreadyDone, Busy
from chalicelib.kernel.facts import AccountChanged, CreditNoteIssued, Fact, InvoiceIssued
from chalicelib.kernel.text import pick
from chalicelib.tables import events, invoices, orders
from chalicelib.tables.commit import commit
from chalicelib.tables.invoices import SeriesMoved
from chalicelib.tables.orders import OrderFile

_RACES = 12
_FIRST_PAUSE_SECONDS = 0.01
_IN_A_COMMIT = 40  # a transaction has 100 places: a row and a fact for each, and the counter


def get_settings(caller: Caller) -> Invoicing:
    """How the caller's account makes out invoices."""
    return invoices.get_invoicing(caller.account_id)


def save_settings(values: dict[str, Any], version: int, caller: Caller, now: datetime) -> Invoicing:
    """From now on documents are made out like this; issued ones stay. Version 0 is of settings never saved.

    Raises StaleEdit, WrongPattern, SellerIncomplete.
    """
    settings = Invoicing(caller.account_id, version=version or None, **values)
    check_settings(settings)
    fact = AccountChanged(caller.account_id, caller.account_id, data={"fields": ["invoicing"]})
    commit([invoices.save_invoicing(settings)], [fact], now=now, by=caller.user_id)
    return replace(settings, version=version + 1)


def issue(order_ids: Iterable[str], now: datetime) -> list[Invoice]:
    """Issue what these orders lack, all numbers of an account in one commit; returns what was made.

    Nothing is remembered of what was asked for: who is called twice, or out of turn, finds what is missing.
    """
    files = [orders.get_file(order_id) for order_id in dict.fromkeys(order_ids)]
    due = [file for file in files if invoice_drafts.is_due(file.order)]
    issued: list[Invoice] = []
    for account_id in dict.fromkeys(file.order.account_id for file in due):
        mine = [file for file in due if file.order.account_id == account_id]
        settings = invoices.get_invoicing(account_id)
        issued += _issue(mine, "invoice", settings, now) if settings.is_on else []
        if any(file.refunds for file in mine):  # corrections are due even where invoices are off by now
            issued += _issue(mine, "credit_note", settings, now)
    return issued


def _issue(files: Sequence[OrderFile], document: Document, settings: Invoicing, now: datetime) -> list[Invoice]:
    """The counter is read before the documents are: if nobody has moved it, nobody has issued any of them since."""
    series = series_of(settings.account_id, document, settings.pattern(document), settings.day(now))
    issued: list[Invoice] = []
    for attempt in range(_RACES):
        last = invoices.last_place(series)
        drafts = [draft for file in files for draft in _lacking(file, _issued(file), document, settings, now)]
        if not drafts:
            return issued
        made = credit_notes.numbered(drafts[:_IN_A_COMMIT], series, last, settings, now)
        changes = [invoices.advance(series, last, len(made)), *(invoices.new_invoice(one) for one in made)]
        try:
            commit(changes, [_fact(one) for one in made], now=now, by="invoicing")
            issued += made
            if len(made) == len(drafts):
                return issued
        except (SeriesMoved, AlreadyDone, Busy):
            time.sleep(random.uniform(0.5, 1.5) * _FIRST_PAUSE_SECONDS * 2 ** min(attempt, 5))
    raise Busy()


def _fact(invoice: Invoice) -> Fact:
    fact = InvoiceIssued if invoice.document == "invoice" else CreditNoteIssued
    data = {"invoice_id": invoice.invoice_id, "number": invoice.number, "amount_minor": invoice.total_minor}
    return fact(invoice.order_id, invoice.account_id, invoice.event_id, data)


def is_lacking(file: OrderFile, have: Sequence[Invoice], now: datetime) -> bool:
    """Whether the order should have more than these documents. Where invoices are off only corrections are due."""
    if not invoice_drafts.is_due(file.order) or (have and not file.refunds):
        return False
    settings = invoices.get_invoicing(file.order.account_id)
    return bool(_lacking(file, have, "credit_note", settings, now)) if have else settings.is_on


def _issued(file: OrderFile) -> Sequence[Invoice]:
    return invoices.list_invoices(file.order.order_id)


def _lacking(
    file: OrderFile, have: Sequence[Invoice], document: Document, settings: Invoicing, now: datetime
) -> list[Invoice]:
    """Drafts of what the order should have and has not."""
    if document == "invoice":
        return [] if have else [draft(file, settings, now)]
    if not have:
        return []
    invoice, *notes = have
    found: list[Invoice] = []
    for refund in credit_notes.credited(file.refunds, notes):
        note = credit_notes.credit(invoice, [*notes, *found], refund, settings, now)
        found += [note] if note else []
    return found


def draft(file: OrderFile, settings: Invoicing, now: datetime) -> Invoice:
    """What the order's invoice would say today."""
    order = file.order
    date = dated(events.get_event(order.event_id), order)[0]
    day = date.starts_at.astimezone(ZoneInfo(date.timezone)).date()
    about = pick(date.title, order.language), day.isoformat()
    return invoice_drafts.draft(order, file.payments, file.refunds, about, settings, now)

"""Invoices on paper: drawn by the worker from what the row says, and shown by links that last a quarter of an hour."""

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.actions import invoicing
from chalicelib.actions.orders import owned_file
from chalicelib.domain.accounts import Caller
from chalicelib.domain.invoices import Invoice
from chalicelib.gateways import files, queues
from chalicelib.kernel.errors import AlreadyDone, Busy
from chalicelib.kernel.once import Once
from chalicelib.tables import invoices, marks, orders
from chalicelib.tables.commit import commit
from chalicelib.tables.orders import OrderFile

# Whoever issues a document draws it right away; and one that cannot be drawn is not tried at each look.
_DRAWS_WITHIN = timedelta(minutes=1)
_ASKS_AGAIN = timedelta(minutes=5)


@dataclass(frozen=True)
class Paper:
    """A document and the link to it, None while it is being drawn."""

    invoice: Invoice
    url: str | None


@dataclass(frozen=True)
class Papers:
    """The documents of an order; `is_ready` when none is lacking and all are drawn, so that looking again is no use."""

    items: list[Paper]
    is_ready: bool


def _path(invoice: Invoice) -> str:
    """Where a document lies among the private files. A proforma is another file for each thing that it says."""
    name = invoice.invoice_id
    if invoice.is_proforma:
        said = json.dumps(dataclasses.asdict(invoice) | {"issued_at": ""}, sort_keys=True)
        name = f"proforma-{hashlib.sha256(said.encode()).hexdigest()[:20]}"
    return f"orders/{invoice.order_id}/invoices/{name}.pdf"


def draw(found: Iterable[Invoice]) -> None:
    """Draw documents; who draws one again writes the same bytes."""
    from chalicelib.pdf import invoices as paper

    for invoice in found:
        files.put_private(_path(invoice), paper.draw(invoice), "application/pdf")


def issue_and_draw(order_ids: Iterable[str], now: datetime) -> None:
    """Issue what these orders lack, and draw what was issued."""
    draw(invoicing.issue(order_ids, now))


def draw_missing(order_id: str, now: datetime) -> None:
    """Draw the order's documents that are not drawn yet: its proforma, or what a worker died before drawing."""
    found = _documents(orders.get_file(order_id), now)
    draw(one for one in found if not files.has_private(_path(one)))


def find_drawn(invoice: Invoice | None) -> bytes | None:
    """An invoice on paper; None while it is not drawn."""
    path = _path(invoice) if invoice else ""
    return files.get_private(path) if path and files.has_private(path) else None


def _documents(file: OrderFile, now: datetime) -> list[Invoice]:
    """What was issued, and the proforma of an order whose money is still to come."""
    return [*invoices.list_invoices(file.order.order_id), *_proforma(file, now)]


def _proforma(file: OrderFile, now: datetime) -> list[Invoice]:
    if file.order.state not in ("AWAITING_OFFLINE_PAYMENT", "PARTLY_PAID") or not file.order.owed_minor:
        return []
    if file.plan and file.order.state == "PARTLY_PAID":
        file = dataclasses.replace(file, order=dataclasses.replace(file.order, pay_by=file.plan.parts[-1].due_at))
    settings = invoices.get_invoicing(file.order.account_id)
    return [invoicing.draft(file, settings, now)] if settings.is_on else []


def list_of_order(order_id: str, now: datetime) -> Papers:
    """The documents of an order, with links. What is not drawn yet is asked for."""
    return _papers(orders.get_file(order_id), now)


def list_for(order_id: str, caller: Caller, now: datetime) -> Papers:
    """The same for a member of its account. Raises OrderNotFound."""
    return _papers(owned_file(order_id, caller), now)


def _papers(file: OrderFile, now: datetime) -> Papers:
    issued = invoices.list_invoices(file.order.order_id)
    found = [Paper(one, _link(one)) for one in (*issued, *_proforma(file, now))]
    missing = [paper.invoice for paper in found if paper.url is None]
    _ask_to_draw(missing, now)
    return Papers(found, not missing and not invoicing.is_lacking(file, issued, now))


def _ask_to_draw(missing: Sequence[Invoice], now: datetime) -> None:
    """Send for what nobody is drawing, once in five minutes for each document, however many look.

    The mark comes first: if the message is lost, whoever looks five minutes later sends the next.
    """
    span = str(now.timestamp() // _ASKS_AGAIN.total_seconds())
    for invoice in missing:
        if invoice.is_proforma or now - invoice.issued_at >= _DRAWS_WITHIN:
            with suppress(AlreadyDone, Busy):
                commit([marks.new_mark(Once(f"draw:{span}", _path(invoice), ""), now)], [], now=now, by="invoicing")
                queues.send("invoices", {"order_id": invoice.order_id, "draw": True})


def _link(invoice: Invoice) -> str | None:
    path = _path(invoice)
    if not files.has_private(path):
        return None
    number = invoice.number or invoice.reference
    kind = "proforma" if invoice.is_proforma else invoice.document.replace("_", "-")
    return files.link_to(path, f"{kind}-{number.replace('/', '-')}.pdf")


def ask(order_id: str, caller: Caller) -> None:
    """Let the worker issue what an order lacks, such as one paid before invoices were on. Raises OrderNotFound."""
    owned_file(order_id, caller)
    queues.send("invoices", {"order_id": order_id})

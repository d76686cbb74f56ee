"""Tickets and the code that admits: signed, so that a forged one is refused without a lookup.

A code is `F1-<key id>-<body>-<signature>`, all in base32 so that a QR code holds it in its dense
alphanumeric mode. The body is the order's 128 bits, the ticket's number and its issue (a transfer
raises the issue and so voids the old code). Signature: Ed25519 (RFC 8032), which is deterministic:
the code is never stored, it is computed.
"""

import base64
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from chalicelib.domain.orders import Attendee, Order
from chalicelib.kernel import ids
from chalicelib.kernel.text import Texts

TicketState = Literal["VALID", "VOID"]
Verdict = Literal["admitted", "already_used", "void", "unknown", "wrong_event", "test"]

_FORMAT = "F1"
_REFERENCE = re.compile(r"([0-9A-Z]{4})-?([0-9A-Z]{4})-(\d{1,3})")


class Signer(Protocol):
    """Signs and checks ticket codes; `key_id` says by which key."""

    key_id: str

    def sign(self, message: bytes) -> bytes: ...

    def verify(self, key_id: str, message: bytes, signature: bytes) -> bool: ...


@dataclass(frozen=True)
class Ticket:
    """Admission for one person. `issue` counts how often its code was renewed; `voided_for` names the dispute that made
    it void."""

    order_id: str
    number: int
    event_id: str
    account_id: str
    product_id: str
    product_name: Texts
    occurrence_id: str
    unit_key: str
    holder_name: str
    holder_email: str
    state: TicketState
    key_id: str
    issue: int
    issued_at: datetime
    spread: int
    is_test: bool = False
    voided_for: str = ""


@dataclass(frozen=True)
class Scan:
    """The first time that a ticket was seen on a list."""

    order_id: str
    number: int
    list_id: str
    event_id: str
    scanned_at: datetime
    by: str
    scan_id: str


@dataclass(frozen=True)
class Named:
    """What a code says: which ticket it means, or which reference a person has typed."""

    order_id: str
    reference: str
    number: int
    issue: int | None


def issue(order: Order, key_id: str, now: datetime) -> list[Ticket]:
    """The tickets of a paid order, one for each unit that admits, numbered from 1 in the order of its lines."""
    units = [line for line in order.lines if line.kind == "ticket" for _ in range(line.quantity)]
    holders = order.attendees or [Attendee(order.buyer_name, order.buyer_email)] * len(units)
    return [
        Ticket(
            order_id=order.order_id,
            number=number,
            event_id=order.event_id,
            account_id=order.account_id,
            product_id=line.product_id,
            product_name=line.name,
            occurrence_id=line.occurrence_id,
            unit_key=line.unit_key,
            holder_name=holder.name,
            holder_email=holder.email,
            state="VALID",
            key_id=key_id,
            issue=1,
            issued_at=now,
            spread=order.spread,
            is_test=order.is_test,
        )
        for number, (line, holder) in enumerate(zip(units, holders, strict=True), start=1)
    ]


def code_of(ticket: Ticket, signer: Signer) -> str:
    """The text in the ticket's QR code."""
    order_bits = ids.decode(ticket.order_id.partition("_")[2])
    body = order_bits.to_bytes(16, "big") + ticket.number.to_bytes(2, "big") + ticket.issue.to_bytes(2, "big")
    signature = signer.sign(f"{_FORMAT}-{ticket.key_id}".encode() + body)
    return "-".join((_FORMAT, ticket.key_id, _to_text(body), _to_text(signature)))


def read_code(text: str, signer: Signer) -> Named | None:
    """Which ticket a scanned or typed text means; None for anything forged or unreadable.

    Two forms are understood: the signed code, and the typed `K7QF-2MXA-1` (an order's reference and
    the ticket's number), which names a ticket only to a signed-in member of its own account.
    """
    text = text.strip().upper()
    typed = _REFERENCE.fullmatch(text)
    if typed:
        return Named("", f"{typed[1]}-{typed[2]}", int(typed[3]), None)
    parts = text.split("-")
    if len(parts) != 4 or parts[0] != _FORMAT:
        return None
    try:
        body, signature = _to_bytes(parts[2]), _to_bytes(parts[3])
    except ValueError:  # no base32, or not even ASCII
        return None
    if len(body) != 20 or not signer.verify(parts[1], f"{_FORMAT}-{parts[1]}".encode() + body, signature):
        return None
    order_id = f"ord_{ids.encode(int.from_bytes(body[:16], 'big'))}"
    return Named(order_id, "", int.from_bytes(body[16:18], "big"), int.from_bytes(body[18:], "big"))


def _to_text(data: bytes) -> str:
    return base64.b32encode(data).decode().rstrip("=")


def _to_bytes(text: str) -> bytes:
    return base64.b32decode(text + "=" * (-len(text) % 8))

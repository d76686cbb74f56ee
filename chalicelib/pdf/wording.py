"""What a ticket says, as plain text, before anything is drawn."""

from dataclasses import dataclass
from typing import Any

from chalicelib.domain.events import Event
from chalicelib.domain.orders import Order
from chalicelib.domain.tickets import Ticket
from chalicelib.kernel import money
from chalicelib.kernel.text import pick
from chalicelib.kernel.wall_clock import span
from chalicelib.pdf.typefaces import tidy


@dataclass(frozen=True)
class Fact:
    """A labelled line with a smaller one below it; `detail` may be empty."""

    label: str
    value: str
    detail: str = ""


@dataclass(frozen=True)
class Page:
    """One ticket. `typed` is what a person at the door types when the code cannot be read."""

    organizer: str
    title: str
    facts: list[Fact]
    place: str
    typed: str
    code: str

    @property
    def text(self) -> str:
        """Every character that will be drawn from somebody's input."""
        facts = "".join(fact.value + fact.detail for fact in self.facts)
        return self.organizer + self.title + facts


def page(event: Event, order: Order, ticket: Ticket, code: str) -> Page:
    """What the paper of `ticket` says."""
    facts = [
        when(event),
        where(event.location),
        Fact("Ticket", tidy(pick(ticket.product_name, order.language)), _price(order, ticket)),
        Fact("Holder", tidy(ticket.holder_name)),
        Fact("Order", order.reference),
    ]
    return Page(
        organizer=tidy(event.organizer_name),
        title=tidy(pick(event.title, order.language)),
        facts=[fact for fact in facts if fact.value],
        place=f"Ticket {ticket.number} of {order.tickets}",
        typed=f"{order.reference}-{ticket.number}",
        code=code,
    )


def when(event: Event) -> Fact:
    """Day and hours by the event's own clock, with the name of its zone."""
    said = span(event.starts_at, event.ends_at, event.timezone, event.date_format)
    return Fact("When", said.day, f"{said.hours} ({said.zone})")


def where(location: dict[str, Any] | None) -> Fact:
    """The venue's name over its address; "Online" for what takes place nowhere else."""
    place = location or {}
    if place.get("kind") == "online":
        return Fact("Where", "Online", tidy(place.get("online_url") or ""))
    town = " ".join(filter(None, (place.get("postal_code"), place.get("city"))))
    address = [place.get("address"), town, place.get("region"), place.get("country")]
    return Fact("Where", tidy(place.get("name") or ""), tidy(", ".join(filter(None, address))))


def _price(order: Order, ticket: Ticket) -> str:
    for line in order.lines:
        if (line.product_id, line.unit_key) == (ticket.product_id, ticket.unit_key):
            return money.to_text(line.unit_price_minor, order.currency) if line.unit_price_minor else "Free"
    return ""

"""Says an event's facts in words: prices, wall-clock times, availability, a summary."""

from __future__ import annotations

from datetime import datetime
from html.parser import HTMLParser
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.kernel import money

SUMMARY_LENGTH = 155
# What stands above the title of an event that does not take place as announced.
BANNERS = {
    "POSTPONED": {"word": "Postponed.", "sentence": "A new date will be announced. No tickets are sold until then."},
    "CANCELLED": {"word": "Cancelled.", "sentence": "This event will not take place. No tickets are sold any more."},
    "ARCHIVED": {"word": "This event is over.", "sentence": ""},
}


def price(minor: int, currency: str) -> str:
    return "Free" if minor == 0 else money.to_text(minor, currency)


def place(location: dict[str, Any] | None) -> dict[str, str]:
    """Where the event is, in words: name, address in one line, and what to say of watching it online."""
    found = location or {}
    if found.get("kind") == "online":
        return {"name": "Online", "address": "", "note": "Your order shows where to watch it."}
    town = " ".join(filter(None, (found.get("postal_code"), found.get("city"))))
    address = ", ".join(filter(None, (found.get("address"), town, found.get("region"), found.get("country"))))
    note = "Also online: your order shows where to watch it." if found.get("kind") == "hybrid" else ""
    return {"name": found.get("name") or "", "address": address, "note": note}


def organizer_address(address: dict[str, str]) -> list[str]:
    """An address by its lines."""
    town = " ".join(filter(None, (address.get("postal_code"), address.get("city"))))
    return [line for line in (address.get("street"), town, address.get("region"), address.get("country")) if line]


def host(link: str) -> str:
    """What a link to another page is called: `mastodon.social`."""
    return link.removeprefix("https://").removeprefix("www.").partition("/")[0]


def wall_time(instant: str, timezone: str) -> datetime:
    return datetime.fromisoformat(instant).astimezone(ZoneInfo(timezone))


def availability(product: dict[str, Any], timezone: str) -> str:
    """What the page says beside a price as of its last publishing; the script asks again for the present."""
    match product["state"]:
        case "sold_out":
            return "Sold out"
        case "ended":
            return "Sales have ended"
        case "not_yet" if product["sale_starts_at"]:
            opens = wall_time(product["sale_starts_at"], timezone)
            return f"On sale from {opens.day} {opens:%b, %H:%M}"
        case "not_yet":
            return "Not on sale yet"
    return "" if product["left"] is None else f"{product['left']} left"


class _PlainText(HTMLParser):
    """Collects the text; tags that begin a line part words, tags within one do not."""

    WITHIN_A_LINE = frozenset(
        ["a", "abbr", "b", "code", "em", "i", "mark", "s", "small", "span", "strong", "sub", "sup", "u"]
    )

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.WITHIN_A_LINE:
            self.pieces.append(" ")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


def summary(html: str) -> str:
    """The first words of a description, without its markup, for search results and shared links."""
    parser = _PlainText()
    parser.feed(html)
    parser.close()
    plain = " ".join("".join(parser.pieces).split())
    if len(plain) <= SUMMARY_LENGTH:
        return plain
    return plain[:SUMMARY_LENGTH].rsplit(" ", 1)[0] + "…"

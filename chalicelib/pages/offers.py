"""What a page says of products as of its last publishing: prices with everything in them, and what there is to know."""

from decimal import Decimal
from typing import Any

from chalicelib.kernel.text import pick
from chalicelib.pages import wording


def groups(event: dict[str, Any]) -> list[dict[str, Any]]:
    """The products under their categories; those of none come first, a category without products is left out."""
    known = {category["id"] for category in event["categories"]}
    free = [product for product in event["products"] if product["category_id"] not in known]
    found = [{"category": None, "products": free}]
    for category in event["categories"]:
        mine = [product for product in event["products"] if product["category_id"] == category["id"]]
        found.append({"category": category, "products": mine})
    return [group for group in found if group["products"]]


def prices_of(product: dict[str, Any]) -> list[dict[str, Any]]:
    """The prices that can be chosen from; of those that follow each other, the present one."""
    prices: list[dict[str, Any]] = product["prices"]
    if product["tier_mode"] == "choice":
        return prices
    for state in ("on_sale", "not_yet"):
        for price in prices:
            if price["state"] == state:
                return [price]
    return prices[-1:]


def offers(product: dict[str, Any], event: dict[str, Any], language: str) -> list[dict[str, Any]]:
    """Each price in words, with its notes."""
    currency, timezone = event["currency"], event["timezone"]
    if product["kind"] == "donation":
        least = wording.price(max(1, product["price_minor"]), currency)
        return [{"price": f"From {least}", "notes": _told(wording.availability(product, timezone))}]
    found = []
    for price in prices_of(product):
        added = price["total_minor"] - price["price_minor"]
        notes = [
            pick(price["name"], language),
            f"incl. {wording.price(added, currency)} fees and taxes" if added else "",
            wording.availability(price if product["tier_mode"] == "choice" else product, timezone),
        ]
        found.append({"price": wording.price(price["total_minor"], currency), "notes": _told(*notes)})
    return found


def _told(*notes: str) -> list[str]:
    return [note for note in notes if note]


def refund_terms(event: dict[str, Any], language: str) -> str:
    """What goes back to buyers who cannot come, told before anything is chosen; "" where nothing costs anything."""
    costs = any(price["total_minor"] for product in event["products"] for price in product["prices"])
    return pick(event["refund_terms"], language) if costs else ""


def order_fees(event: dict[str, Any], language: str) -> str:
    """The fees on a whole order, told before anything is chosen; "" for none."""
    found = []
    for fee in event["order_fees"]:
        amount = wording.price(fee["amount_minor"], event["currency"]) if fee["amount_minor"] else ""
        percent = f"{fee['percent']} %" if Decimal(fee["percent"]) else ""
        found.append(f"{pick(fee['name'], language)} {' + '.join(_told(amount, percent))}")
    return f"Per order: {', '.join(found)}" if found else ""

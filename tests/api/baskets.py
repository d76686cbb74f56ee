"""Baskets over HTTP: what a buyer's browser sends, and what an organizer says that it costs."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import requests

from tests.shop import Buyer, Shop

Line = dict[str, Any]


def soon(seconds: float) -> str:
    """An instant by the real clock, which is the server's."""
    return (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat()


def line(product_id: str, quantity: int = 1, **fields: Any) -> Line:
    """Some units of a product."""
    return {"product_id": product_id, "quantity": quantity} | fields


def live(shop: Shop, **fields: Any) -> str:
    """An event that sells nothing yet; `go_live` puts it on sale."""
    return str(shop.new_event(**fields)["id"])


def go_live(shop: Shop, event: str) -> None:
    """Publish it."""
    shop.post(f"/events/{event}/publish", {})


def add(shop: Shop, event: str, what: str, **fields: Any) -> str:
    """A tax, fee, category, question, pool or code; returns its id (a code's is its name)."""
    made = shop.post(f"/events/{event}/{what}", fields)
    return str(made.get("id") or made["code"])


def product(shop: Shop, event: str, **fields: Any) -> str:
    """Something on sale at 25.00; a capacity of None is no limit of its own."""
    return str(shop.new_product(event, **fields)["id"])


def edit(shop: Shop, event: str, product_id: str, **fields: Any) -> requests.Response:
    """Change some fields of a product, whatever version it has."""
    version = next(one for one in shop.get(f"/events/{event}/products")["items"] if one["id"] == product_id)["version"]
    return shop.send("PATCH", f"/events/{event}/products/{product_id}", fields, **{"If-Match": f'"{version}"'})


def ask(buyer: Buyer, event: str, *lines: Line, route: str = "orders", **fields: Any) -> requests.Response:
    """Ask for these things, whatever comes of it."""
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    return buyer.send("POST", f"/public/events/{event}/{route}", {"lines": list(lines)} | fields, **headers)


def reserve(buyer: Buyer, event: str, *lines: Line, **fields: Any) -> dict[str, Any]:
    """Hold these things."""
    answer = ask(buyer, event, *lines, **fields)
    assert answer.status_code == 201, answer.text
    return answer.json()  # type: ignore[no-any-return]


def quote(buyer: Buyer, event: str, *lines: Line, **fields: Any) -> dict[str, Any]:
    """What these things cost."""
    answer = ask(buyer, event, *lines, route="quote", **fields)
    assert answer.status_code == 200, answer.text
    return answer.json()  # type: ignore[no-any-return]


def refusal(answer: requests.Response) -> tuple[int, str, list[str]]:
    """(status, code, the fields that are named) of a request that was refused."""
    assert answer.headers["Content-Type"] == "application/problem+json", answer.text
    problem = answer.json()
    return answer.status_code, problem["code"], [error["field"] for error in problem.get("errors", [])]


def check_out(buyer: Buyer, order: dict[str, Any], **details: Any) -> requests.Response:
    """Say who is buying, and what else is asked."""
    return buyer.on(order, "checkout", {"buyer": {"name": buyer.name, "email": buyer.email}} | details)


def seen(buyer: Buyer, event: str, **view: Any) -> dict[str, Any]:
    """The event as this buyer sees it, with a code or an address perhaps."""
    answer = buyer.send("POST", f"/public/events/{event}/view", view)
    assert answer.ok, answer.text
    return answer.json()  # type: ignore[no-any-return]


def shown(buyer: Buyer, event: str, product_id: str, **view: Any) -> dict[str, Any] | None:
    """The product as this buyer sees it, if at all."""
    found = [one for one in seen(buyer, event, **view)["products"] if one["id"] == product_id]
    return found[0] if found else None


def charged(shop: Shop, checked_out: dict[str, Any]) -> tuple[int, str]:
    """(amount, currency) of what the provider was asked to take."""
    intent = checked_out["payment"]["client_secret"].partition("_secret")[0]
    url = f"{shop.cloud.settings.stripe_url}/v1/payment_intents/{intent}"
    found = requests.get(url, headers={"Authorization": "Bearer sk_test_local"}, timeout=10).json()
    return found["amount"], found["currency"]

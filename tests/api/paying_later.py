"""Orders that are paid by bank, in cash or on account: made, told how to pay, and noted as paid."""

from typing import Any

import requests

from tests.shop import Buyer, Shop, wait_for

IBAN = {"en": "Pay to DE00 1234", "de": "Zahlen Sie an DE00 1234"}
TERMS = {"en": "Companies only."}
LATER = {
    "payment_methods": ["card", "bank", "cash", "invoice"],
    "offline": {
        "bank": {"instructions": IBAN, "days": 5, "reminder_days": 2, "grace_hours": 12},
        "cash": {"instructions": {"en": "At the box office, Pier 3."}, "days": 1},
        "invoice": {"instructions": {"en": "We send an invoice."}, "terms": TERMS, "days": 30},
    },
}


def on_sale(shop: Shop, event: dict[str, Any] | None = None, **product: Any) -> tuple[str, str]:
    made = shop.new_event(**LATER | (event or {}))
    found = shop.new_product(made["id"], **product)
    shop.post(f"/events/{made['id']}/publish", {})
    return made["id"], found["id"]


def ordered(shop: Shop, method: str = "bank", units: int = 2, **product: Any) -> tuple[Buyer, dict[str, Any]]:
    """A buyer who will pay later, and what they have to pay: 50.00."""
    event, sold = on_sale(shop, **product)
    buyer = shop.buyer()
    order = buyer.reserve(event, sold, units)
    details = {"buyer": {"name": buyer.name, "email": buyer.email}, "method": method}
    answer = buyer.on(order, "checkout", details)
    assert answer.ok, answer.text
    return buyer, order | answer.json() | {"token": order["token"]}


def taxed(shop: Shop, **product: Any) -> dict[str, Any]:
    """One unit with value added tax, to be paid by bank; as it was reserved."""
    made = shop.new_event(**LATER)
    tax = shop.post(f"/events/{made['id']}/taxes", {"name": {"en": "VAT"}, "rate": "19"})["id"]
    product = shop.new_product(made["id"], **product, tax_ids=[tax])
    shop.post(f"/events/{made['id']}/publish", {})
    buyer = shop.buyer()
    order = buyer.reserve(made["id"], product["id"], 1)
    buyer.on(order, "checkout", {"buyer": {"name": "B", "email": buyer.email}, "method": "bank"})
    return order


def received() -> str:
    from chalicelib.kernel import clock

    return clock.to_text(clock.now())


def money(amount: int, **more: Any) -> dict[str, Any]:
    return {"amount_minor": amount, "method": "bank", "received_at": received(), "note": "Statement 12"} | more


def note(shop: Shop, order: dict[str, Any], amount: int, key: str = "", **more: Any) -> dict[str, Any]:
    return shop.post(f"/orders/{order['id']}/payments", money(amount, **more), key)  # type: ignore[no-any-return]


def mail(buyer: Buyer, subject: str) -> str:
    found = wait_for(lambda: [one for one in buyer.mails() if subject in one["subject"]], f"the mail {subject!r}")
    return requests.get(f"{buyer.cloud.settings.mail_url}/api/mails/{found[0]['id']}", timeout=10).text


def overdue(shop: Shop, order: dict[str, Any]) -> None:
    """Let the time to pay run out, as the order's workflow finds it."""
    from datetime import timedelta

    from chalicelib.actions import expiring
    from chalicelib.kernel import clock
    from chalicelib.tables import orders

    now = orders.get_order(order["id"]).expires_at + timedelta(seconds=1)
    assert expiring.begin_expiry(order["id"], now).state == "EXPIRING"
    assert expiring.cancel_payment(order["id"], now)
    expiring.release(order["id"], "EXPIRED", clock.now(), by="expiry")

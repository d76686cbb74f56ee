"""One of everything that an account can own, each made through the API, by the name that paths give its id."""

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.api.disputing import disputed
from tests.api.passkeys import device_of
from tests.shop import Shop


@dataclass
class Estate:
    """What one account owns: name of a path's parameter → id."""

    shop: Shop
    ids: dict[str, str] = field(default_factory=dict)

    def path(self, template: str, **other: str) -> str:
        """The path with this estate's ids, but for those that are somebody else's."""
        return template.format(**self.ids | other)


def built(shop: Shop) -> Estate:
    """Everything, with one order that is paid and in part paid back; the dispute is about another one."""
    estate = Estate(shop)
    ids, event = estate.ids, shop.new_event()["id"]
    path = f"/events/{event}"
    ids["event_id"] = event
    ids["tax_id"] = shop.post(f"{path}/taxes", {"name": {"en": "VAT"}, "rate": "19"})["id"]
    fee = {"name": {"en": "Fee"}, "per": "order", "amounts": {"EUR": 100}}
    ids["fee_id"] = shop.post(f"{path}/fees", fee)["id"]
    ids["category_id"] = shop.post(f"{path}/categories", {"name": {"en": "Seats"}})["id"]
    question = {"label": {"en": "Diet?"}, "kind": "text", "scope": "order"}
    ids["question_id"] = shop.post(f"{path}/questions", question)["id"]
    ids["product_id"] = shop.new_product(event, capacity=10)["id"]
    ids["code"] = shop.post(
        f"{path}/codes", {"code": f"C{uuid.uuid4().hex[:8]}", "discount": "percent", "percent": "10"}
    )["code"]
    shop.post(f"{path}/publish", {})
    ids["pool_id"] = shop.get(f"{path}/catalogue")["pools"][0]["id"]
    release = {"at": "2031-01-01T00:00:00Z", "capacity": 20}
    ids["release_id"] = shop.post(f"{path}/pools/{ids['pool_id']}/releases", release)["id"]
    ids["block_id"] = _block(shop, event, ids["product_id"])
    ids["occurrence_id"] = shop.get(f"{path}/occurrences")["items"][0]["id"]
    order = shop.buyer().buy(event, ids["product_id"])
    ids["order_id"], ids["number"] = order["id"], "1"
    ids["proof_id"] = shop.post(f"{path}/proofs", {})["id"]
    known = shop.order(order["id"])
    ids["export_id"] = shop.post("/audit/exports", {"format": "csv"})["id"]
    ids["payment_id"], ids["fact_id"] = known["payments"][0]["id"], known["facts"][0]["id"]
    back = {"amount_minor": 100, "reason": "goodwill"}
    ids["refund_id"] = shop.post(f"/orders/{order['id']}/refunds", back)["items"][0]["id"]
    ids["dispute_id"] = disputed(shop)[2]["id"]
    ids["webhook_id"] = shop.post("/webhooks", {"url": "http://127.0.0.1:9/hook", "types": ["order.paid"]})["id"]
    paypal = {"client_id": f"client-{uuid.uuid4().hex}", "client_secret": "local-secret"}
    connected = shop.send("PUT", "/account/payments/paypal", paypal).json()["connections"]
    ids["connection_id"] = connected[0]["webhook_url"].split("/")[-2]
    ids["organizer_id"] = shop.post("/organizers", {"name": "Harbour Garden"})["id"]
    ids["account_id"] = shop.get("/me")["account"]["id"]
    ids["session_id"] = shop.get("/sessions")["items"][0]["id"]
    ids["user_id"] = shop.get("/me")["member"]["user_id"]
    ids["passkey_id"] = device_of(shop)[1]
    ids["role_id"] = shop.post("/roles", {"name": "Guests", "permissions": ["events.read"]})["id"]
    ids["key_id"] = shop.post("/keys", {"name": "Sync", "permissions": ["events.read"]})["id"]
    asked = {"email": f"{uuid.uuid4().hex[:12]}@example.com", "grants": [{"role": "check_in"}]}
    ids["invitation_id"] = shop.post("/invitations", asked)["id"]
    return estate


def _block(shop: Shop, event: str, product: str) -> str:
    block = {"name": "Press", "product_id": product, "units": 1, "ends_at": _text(datetime(2031, 1, 1, tzinfo=UTC))}
    return str(shop.post(f"/events/{event}/blocks", block)["id"])


def _text(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def names_in(template: str) -> list[str]:
    """The parameters of a path."""
    return [part[1:-1] for part in template.split("/") if part.startswith("{")]


def whole(answer: Any) -> tuple[int, str]:
    """(status, code of the problem if there is one)."""
    is_problem = answer.headers.get("Content-Type", "").startswith("application/problem+json")
    return answer.status_code, answer.json()["code"] if is_problem else ""

"""The local PayPal and BTCPay Server as a test stands beside them: what shall go wrong, and what they have seen."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests

from localstack.launcher import Running
from tests.shop import Shop

PAYPAL_SECRET, BTCPAY_KEY, HOOK_SECRET = "local-secret", "local-api-key", "hook-secret"


@dataclass(frozen=True)
class RedirectSide:
    """One of them, by its address; `who` is the app's client id, or the store's id."""

    url: str
    who: str

    def tell(self, what: str, **given: Any) -> Any:
        """Tell it what happens next: see localstack/standin.py and each one's api.py."""
        answer = requests.post(f"{self.url}/_control/{what}", json=given, timeout=10)
        assert answer.ok, answer.text
        return answer.json()

    def fail_next(self, match: str, kind: str, times: int = 1) -> None:
        """The next `times` requests like `match` fail in this way."""
        self.tell("faults", match=match, kind=kind, times=times)

    def unused_faults(self) -> int:
        """How many of the failures that were asked for have not happened."""
        return int(requests.get(f"{self.url}/_control/faults", timeout=10).json()["left"])

    @contextmanager
    def webhooks(self, mode: str) -> Iterator[None]:
        """Deliver notices in this way for the length of the block."""
        self.tell("webhooks", mode=mode)
        try:
            yield
        finally:
            self.tell("webhooks", mode="normal")

    def asked(self, like: str) -> int:
        """How often something was asked for."""
        found = requests.get(f"{self.url}/_control/requests", timeout=10).json()["data"]
        return sum(like in one for one in found)

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """A request with the organizer's own keys."""
        key = f"Bearer A21.{self.who}" if path.startswith("/v") else f"token {BTCPAY_KEY}"
        sent = {"Authorization": key, "PayPal-Request-Id": uuid.uuid4().hex}
        answer = requests.request(method, self.url + path, json=body, headers=sent, timeout=10)
        assert answer.ok, answer.text
        return answer.json()

    def press(self, pay_url: str, button: str = "pay") -> str:
        """The buyer presses a button on the provider's page; where they are sent."""
        answer = requests.post(pay_url, data={"do": button}, allow_redirects=False, timeout=10)
        assert answer.status_code == 303, answer.text
        return answer.headers["Location"]

    def order(self, reference: str) -> dict[str, Any]:
        """An order at PayPal."""
        return self.ask("GET", f"/v2/checkout/orders/{reference}")  # type: ignore[no-any-return]

    def captures(self, reference: str) -> list[dict[str, Any]]:
        """What was taken of it."""
        return list(self.order(reference)["purchase_units"][0].get("payments", {}).get("captures", []))

    def invoice(self, reference: str) -> dict[str, Any]:
        """An invoice at the BTCPay Server."""
        return self.ask("GET", f"/api/v1/stores/{self.who}/invoices/{reference}")  # type: ignore[no-any-return]


def at_paypal(cloud: Running) -> RedirectSide:
    """An app of its own."""
    return RedirectSide(cloud.settings.paypal_url, f"client-{uuid.uuid4().hex}")


def at_btcpay(cloud: Running) -> RedirectSide:
    """A store of its own."""
    return RedirectSide(cloud.settings.btcpay_url, uuid.uuid4().hex)


def connect(shop: Shop, side: RedirectSide, provider: str) -> dict[str, Any]:
    """The organizer connects, and has notices sent; the connection."""
    keys = {"client_id": side.who, "client_secret": PAYPAL_SECRET}
    if provider == "btcpay":
        keys = {"url": side.url, "store_id": side.who, "api_key": BTCPAY_KEY, "webhook_secret": HOOK_SECRET}
    answer = shop.send("PUT", f"/account/payments/{provider}", keys)
    assert answer.ok, answer.text
    [made] = [one for one in answer.json()["connections"] if one["provider"] == provider]
    if provider == "paypal":
        side.ask("POST", "/v1/notifications/webhooks", {"url": made["webhook_url"], "event_types": [{"name": "*"}]})
    else:
        hook = {"url": made["webhook_url"], "secret": HOOK_SECRET, "enabled": True}
        side.ask("POST", f"/api/v1/stores/{side.who}/webhooks", hook)
    return made  # type: ignore[no-any-return]

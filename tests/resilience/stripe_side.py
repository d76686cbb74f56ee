"""The local Stripe as a test stands beside it: what it shall do wrong, and what it has seen."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests

from tests.shop import wait_for

_SECRET = {"Authorization": "Bearer sk_test_local"}


@dataclass(frozen=True)
class StripeSide:
    """One local Stripe, by its address."""

    url: str

    def _control(self, name: str, **given: Any) -> Any:
        answer = requests.post(f"{self.url}/_control/{name}", json=given, timeout=10)
        assert answer.ok, answer.text
        return answer.json()

    def fail_next(self, match: str, kind: str, times: int = 1) -> None:
        """The next `times` requests like `match` fail in this way."""
        self._control("faults", match=match, kind=kind, times=times)

    def unused_faults(self) -> int:
        """How many of the failures that were asked for have not happened."""
        faults = self._control("faults", match="none", kind="slow", times=0)["faults"]
        return sum(fault["left"] for fault in faults)

    @contextmanager
    def webhooks(self, mode: str, **more: Any) -> Iterator[None]:
        """Deliver webhooks in this way for the length of the block."""
        self._control("webhooks", mode=mode, **more)
        try:
            yield
        finally:
            self._control("webhooks", mode="normal")

    def deliver_lost(self) -> int:
        """Deliver every webhook that was lost; returns how many they were."""
        return int(self._control("redeliver")["redelivered"])

    def deliver_again(self, event_id: str) -> None:
        """Deliver one webhook once more."""
        self._control("redeliver", event=event_id)

    def deliveries(self) -> list[dict[str, Any]]:
        """Every delivery with its attempts."""
        return self._see("/_control/deliveries")

    def wait_until_delivered(self) -> None:
        """Return when no delivery is on its way any more."""
        open_states = ("pending", "sending")
        wait_for(lambda: all(row["state"] not in open_states for row in self.deliveries()), "the last delivery")

    def intents(self, order_id: str) -> list[dict[str, Any]]:
        """The payment intents of an order, among the hundred latest."""
        return self._of(order_id, "payment_intents")

    def refunds(self, order_id: str) -> list[dict[str, Any]]:
        """The refunds of an order, among the hundred latest."""
        return self._of(order_id, "refunds")

    def confirm(self, reference: str) -> None:
        """Pay an intent with a card that works; that it was paid or cancelled already is no error."""
        data = {"payment_method": "pm_card_visa", "return_url": "http://localhost/order/"}
        url = f"{self.url}/v1/payment_intents/{reference}/confirm"
        answer = requests.post(url, data=data, headers=_SECRET, timeout=10)
        assert answer.ok or answer.json()["error"]["code"] == "payment_intent_unexpected_state", answer.text

    def _of(self, order_id: str, kind: str) -> list[dict[str, Any]]:
        return [each for each in self._see(f"/v1/{kind}?limit=100") if each["metadata"].get("order_id") == order_id]

    def _see(self, path: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = requests.get(self.url + path, headers=_SECRET, timeout=10).json()["data"]
        return found

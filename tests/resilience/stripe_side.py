"""The local Stripe as a test stands beside it: what it shall do wrong, and what it has seen."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests

from tests.shop import wait_for


@dataclass(frozen=True)
class StripeSide:
    """One local Stripe, by its address; by its address and a test key, Stripe's own sandbox, which has no control."""

    url: str
    key: str = "sk_test_local"

    @property
    def _secret(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}

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
        wait_for(self.is_delivered, "the last delivery")

    def is_delivered(self) -> bool:
        """Whether no delivery is on its way."""
        return all(row["state"] not in ("pending", "sending") for row in self.deliveries())

    def intents(self, order_id: str, account: str = "") -> list[dict[str, Any]]:
        """The payment intents of an order."""
        return self._of(order_id, "payment_intents", account)

    def refunds(self, order_id: str, account: str = "") -> list[dict[str, Any]]:
        """The refunds of an order that were asked for here."""
        return self._of(order_id, "refunds", account)

    def ask(self, method: str, path: str, account: str = "", **fields: Any) -> requests.Response:
        """A request with the secret key, as somebody in Stripe's dashboard makes it, whatever comes of it."""
        headers = self._secret | ({"Stripe-Account": account} if account else {})
        given = {"params" if method == "GET" else "data": fields}
        return requests.request(method, f"{self.url}/v1/{path}", headers=headers, timeout=10, **given)

    def tell(self, what: str, **given: Any) -> Any:
        """Tell the local Stripe what happens next: see localstack/stripe/control.py."""
        return self._control(what, **given)

    def pass_time(self, seconds: float) -> None:
        """Debits clear, refunds settle, disputes fall due."""
        self._control("clock", advance_seconds=seconds)

    def requests(self, path: str) -> list[dict[str, Any]]:
        """What was asked at an address, oldest first."""
        return [entry for entry in self.journal() if entry["path"] == path]

    def journal(self) -> list[dict[str, Any]]:
        """The last ten thousand requests, oldest first."""
        return self._see("/_control/requests")

    def bookings(self, order_id: str, account: str = "") -> list[dict[str, Any]]:
        """Every movement on the merchant's balance that is about an order's payments."""
        mine = {intent["id"] for intent in self.intents(order_id, account)}
        moved = self.all_of("balance_transactions", account, **{"expand[]": "data.source"})
        fees = {each["source"].get("application_fee") for each in moved if each["source"].get("payment_intent") in mine}
        return [
            each
            for each in moved
            if each["source"].get("payment_intent") in mine
            or (each["source"]["object"] == "fee_refund" and each["source"]["fee"] in fees)
        ]

    def net_of(self, order_id: str, account: str = "") -> int:
        """What they come to."""
        return sum(each["net"] for each in self.bookings(order_id, account))

    def all_of(self, kind: str, account: str = "", **more: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        while True:
            after = {"starting_after": found[-1]["id"]} if found else {}
            page = self.ask("GET", kind, account, limit=100, **after, **more).json()
            found += page["data"]
            if not page["has_more"]:
                return found

    def confirm(self, reference: str) -> None:
        """Pay an intent with a card that works; that it was paid or cancelled already is no error."""
        data = {"payment_method": "pm_card_visa", "return_url": "http://localhost/order/"}
        url = f"{self.url}/v1/payment_intents/{reference}/confirm"
        answer = requests.post(url, data=data, headers=self._secret, timeout=10)
        assert answer.ok or answer.json()["error"]["code"] == "payment_intent_unexpected_state", answer.text

    def _of(self, order_id: str, kind: str, account: str) -> list[dict[str, Any]]:
        return [each for each in self.all_of(kind, account) if each["metadata"].get("order_id") == order_id]

    def _see(self, path: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = requests.get(self.url + path, headers=self._secret, timeout=10).json()["data"]
        return found

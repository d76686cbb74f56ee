"""People who pay in every way there is: declined first, through 3-D Secure, by debit, in two tabs, away, or never."""

import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal

from bench.wire import NO_ANSWER, Answer, Wire

Way = Literal[
    "card", "declined first", "3-D Secure", "3-D Secure failed", "two tabs", "debit", "debit fails", "away",
    "away long", "gives up", "never",
]  # fmt: skip
# How many of a hundred pay so.
WAYS: dict[Way, int] = {
    "card": 22, "declined first": 14, "3-D Secure": 10, "3-D Secure failed": 6, "two tabs": 16, "debit": 8,
    "debit fails": 6, "away": 5, "away long": 4, "gives up": 5, "never": 4,
}  # fmt: skip
_METHODS: dict[Way, str] = {
    "3-D Secure": "pm_card_authenticationRequired",
    "3-D Secure failed": "pm_card_authenticationRequired",
    "debit": "pm_sepaDebit_success_de",
    "debit fails": "pm_sepaDebit_failed_de",
}
_KLARNA = {
    "payment_method_data[type]": "klarna",
    "payment_method_data[billing_details][email]": "ada@example.org",
    "payment_method_data[billing_details][address][country]": "DE",
}
_TRIES_TO_RESERVE = 8
_TRIES_TO_ASK = 4


@dataclass(frozen=True)
class Till:
    """Where they pay: the front door, Stripe, what is on sale, and the account that is paid."""

    url: str
    stripe_url: str
    event_id: str
    product_id: str
    account: str


@dataclass
class Tale:
    """What one of them did, and what they saw last."""

    number: int
    way: Way
    order_id: str = ""
    seen: str = ""
    statuses: Counter[int] = field(default_factory=Counter)


def way_of(number: int, seed: int) -> Way:
    """The way of payer `number`: the same for the same seed."""
    return random.Random(f"{seed}:{number}").choices(list(WAYS), list(WAYS.values()))[0]


@dataclass
class Payer:
    """One of them, and the connections of their thread."""

    till: Till
    front: Wire
    stripe: Wire
    tale: Tale
    chance: random.Random

    def live(self) -> Tale:
        """All of it, from the first click to the last look."""
        order = self._reserve()
        if order:
            self.tale.order_id, self.tale.seen = order["id"], "RESERVED"
            self._pay_somehow(order)
        return self.tale

    def _reserve(self) -> dict[str, Any] | None:
        """Ask again while all is sold: seats come back when others do not pay."""
        path = f"/api/public/events/{self.till.event_id}/orders"
        body = {"lines": [{"product_id": self.till.product_id, "quantity": 1}]}
        for attempt in range(_TRIES_TO_RESERVE):
            key = f"{self.tale.number}-{attempt}-{self.chance.random()}"
            status, answer = self._ask("POST", path, body, {"Idempotency-Key": key})
            if status == 201:
                return answer
            time.sleep(self.chance.uniform(0.2, 1.0))
        return None

    def _pay_somehow(self, order: dict[str, Any]) -> None:
        payment = self._check_out(order)
        if not payment or self.tale.way == "never":
            return
        if self.tale.way == "gives up":
            self._on(order, "cancel", {})
        elif self.tale.way == "two tabs":
            self._in_two_tabs(order, payment)
        elif self.tale.way in ("away", "away long"):
            self._go_away(payment)
        else:
            self._pay_by_card(order, payment)
        if self.chance.random() < 0.7:  # the others never return to the shop's page
            self._on(order, "refresh", {})

    def _check_out(self, order: dict[str, Any], front: Wire | None = None) -> dict[str, str] | None:
        number = self.tale.number
        buyer = {"buyer": {"name": f"Payer {number}", "email": f"payer-{number}@example.com"}}
        status, answer = self._on(order, "checkout", buyer, front)
        found: dict[str, str] | None = answer.get("payment") if status == 200 else None
        return found

    def _pay_by_card(self, order: dict[str, Any], payment: dict[str, str]) -> None:
        way = self.tale.way
        if way == "declined first":
            self._confirm(payment, payment_method="pm_card_chargeDeclined")
            payment = self._check_out(order) or payment
        status, intent = self._confirm(payment, payment_method=_METHODS.get(way, "pm_card_visa"))
        if status == NO_ANSWER or status >= 500:  # shown "failed", whatever it was: try again
            again = self._check_out(order)
            if again:
                status, intent = self._confirm(again, payment_method=_METHODS.get(way, "pm_card_visa"))
        self._answer(intent, "fail" if way == "3-D Secure failed" else "complete")

    def _in_two_tabs(self, order: dict[str, Any], payment: dict[str, str]) -> None:
        def second() -> None:
            found = self._check_out(order, Wire(self.till.url))
            if found:
                self._confirm(found, Wire(self.till.stripe_url), payment_method="pm_card_visa")

        other = threading.Thread(target=second)
        other.start()
        self._confirm(payment, payment_method="pm_card_visa")
        other.join()

    def _go_away(self, payment: dict[str, str]) -> None:
        _, intent = self._confirm(payment, **_KLARNA)
        time.sleep(self.chance.uniform(2, 5) if self.tale.way == "away long" else self.chance.uniform(0, 1))
        self._answer(intent, "complete")

    def _confirm(self, payment: dict[str, str], stripe: Wire | None = None, **fields: str) -> Answer:
        """What Stripe.js does when somebody presses Pay."""
        secret = payment["client_secret"]
        given = {"client_secret": secret, "return_url": f"{self.till.url}/order/"} | fields
        path = f"/v1/payment_intents/{secret.partition('_secret')[0]}/confirm"
        key = {"Authorization": f"Bearer {payment['publishable_key']}", "Stripe-Account": self.till.account}
        return (stripe or self.stripe).form(path, given, **key)

    def _answer(self, intent: dict[str, Any], said: str) -> None:
        """On the bank's page, or Klarna's."""
        action = intent.get("next_action") or {}
        if action.get("type") == "redirect_to_url":
            self.stripe.form(action["redirect_to_url"]["url"].removeprefix(self.till.stripe_url), {"answer": said})

    def _on(self, order: dict[str, Any], action: str, body: Any, front: Wire | None = None) -> Answer:
        path = f"/api/public/orders/{order['id']}/{action}"
        status, answer = self._ask("POST", path, body, {"Authorization": f"Bearer {order['token']}"}, front)
        if status == 200:
            self.tale.seen = answer["state"]
        return status, answer

    def _ask(self, method: str, path: str, body: Any, headers: dict[str, str], front: Wire | None = None) -> Answer:
        status, answer = NO_ANSWER, dict[str, Any]()
        for _ in range(_TRIES_TO_ASK):
            status, answer = (front or self.front).json(method, path, body, **headers)
            self.tale.statuses[status] += 1
            if status not in (NO_ANSWER, 503):
                break
            time.sleep(self.chance.uniform(0.1, 0.5))
        return status, answer

"""The people in a rush: each has a way of their own, and a story to tell afterwards."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from bench.wire import NO_ANSWER, Answer, Wire

Way = Literal["buys", "clicks twice", "asks again", "gives up", "abandons"]
Outcome = Literal["sold", "sold out", "given up", "held", "unknown"]
# How many of a hundred behave so. "asks again" hangs up before the answer and sends the same key once more.
WAYS: dict[Way, int] = {"buys": 55, "clicks twice": 15, "asks again": 10, "gives up": 10, "abandons": 10}
_TRIES = 40


@dataclass(frozen=True)
class Place:
    """Where the rush is: the front door, Stripe, and what is on sale there."""

    url: str
    stripe_url: str
    event_id: str
    products: dict[str, bool]
    """Product id → whether it has to be paid by card."""


@dataclass
class Story:
    """What one buyer wanted and what came of it. Instants are of the machine's monotonic clock."""

    number: int
    product_id: str
    way: Way
    outcome: Outcome = "unknown"
    order_ids: set[str] = field(default_factory=set)
    asked_at: float = 0.0
    answered_at: float = 0.0
    ended_at: float = 0.0
    returning_at: float | None = None
    returned_at: float | None = None
    seconds: dict[str, list[float]] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)


def make_way(number: int, seed: int) -> Way:
    """The way of buyer `number`: the same for the same seed."""
    chance = random.Random(f"{seed}:{number}")
    return chance.choices(list(WAYS), list(WAYS.values()))[0]


@dataclass
class Buyer:
    """One buyer of the crowd, and the connections of their thread."""

    place: Place
    front: Wire
    stripe: Wire
    story: Story
    key: str

    def live(self) -> Story:
        """All of it, from the first click to the end."""
        story = self.story
        story.asked_at = time.monotonic()
        try:
            return self._live()
        finally:
            story.ended_at = time.monotonic()

    def _live(self) -> Story:
        story = self.story
        status, order = self._reserve()
        story.answered_at = time.monotonic()
        if status == 409 and order.get("code") == "sold_out":
            story.outcome = "sold out"
        elif status == 201:
            story.order_ids.add(order["id"])
            self._go_on(order)
        return story

    def _go_on(self, order: dict[str, Any]) -> None:
        self.story.outcome = "held"
        if self.story.way == "gives up":
            self._give_up(order)
        elif self.story.way != "abandons":
            self._buy(order)

    def _reserve(self) -> Answer:
        path = f"/api/public/events/{self.place.event_id}/orders"
        body = {"lines": [{"product_id": self.story.product_id, "quantity": 1}]}
        headers = {"Idempotency-Key": self.key}
        if self.story.way == "asks again":
            self.front.hang_up("POST", path, body, **headers)
        if self.story.way == "clicks twice":
            return self._click_twice(path, body, headers)
        return self._insist("reserve", lambda: self.front.json("POST", path, body, **headers))

    def _click_twice(self, path: str, body: Any, headers: dict[str, str]) -> Answer:
        second = Wire(self.front.url)
        answers: list[Answer] = []

        def click(wire: Wire) -> None:
            answers.append(self._insist("reserve", lambda: wire.json("POST", path, body, **headers)))

        other = threading.Thread(target=click, args=(second,))
        other.start()
        click(self.front)
        other.join()
        self.story.order_ids |= {answer["id"] for status, answer in answers if status == 201}
        return min(answers, key=lambda answer: answer[0])

    def _give_up(self, order: dict[str, Any]) -> None:
        self.story.returning_at = time.monotonic()
        status, answer = self._on(order, "cancel", {})
        if status == 200 and answer["state"] == "CANCELLED":
            self.story.outcome = "given up"
            self.story.returned_at = time.monotonic()

    def _buy(self, order: dict[str, Any]) -> None:
        buyer = {"name": f"Buyer {self.story.number}", "email": f"buyer-{self.story.number}@example.com"}
        status, answer = self._on(order, "checkout", {"buyer": buyer})
        if status == 200 and answer.get("payment"):
            self._pay(answer["payment"])
            status, answer = self._on(order, "refresh", {})
        if status == 200 and answer["state"] == "COMPLETED":
            self.story.outcome = "sold"

    def _pay(self, payment: dict[str, str]) -> None:
        secret = payment["client_secret"]
        fields = {"client_secret": secret, "payment_method": "pm_card_visa", "return_url": f"{self.place.url}/order/"}
        path = f"/v1/payment_intents/{secret.partition('_secret')[0]}/confirm"
        self._insist(
            "pay", lambda: self.stripe.form(path, fields, Authorization=f"Bearer {payment['publishable_key']}")
        )

    def _on(self, order: dict[str, Any], action: str, body: Any) -> Answer:
        headers = {"Authorization": f"Bearer {order['token']}", "Idempotency-Key": f"{self.key}-{action}"}
        path = f"/api/public/orders/{order['id']}/{action}"
        return self._insist(action, lambda: self.front.json("POST", path, body, **headers))

    def _insist(self, step: str, ask: Callable[[], Answer]) -> Answer:
        """Ask until there is an answer: a busy or broken server is asked again after a moment, as the page does."""
        status, answer = NO_ANSWER, {}
        for _ in range(_TRIES):
            begun = time.monotonic()
            status, answer = ask()
            self.story.statuses[status] += 1
            self.story.seconds.setdefault(step, []).append(time.monotonic() - begun)
            if status != NO_ANSWER and status < 500:
                break
            time.sleep(random.uniform(0.1, 0.5))
        return status, answer

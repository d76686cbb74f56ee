"""What our own code costs: the API's handlers in this process, by its CPU time, in which the engine has no part.

What a request waits for (the engine, Stripe, the disk) takes no CPU time of this process; botocore's signing and
parsing does, as it does on Lambda.
"""

import json
import time
import uuid
from collections.abc import Callable
from typing import Any

from bench.crowd import Place

_WARM_UP = 5
Body = dict[str, Any]


class Handlers:
    """The API as Chalice calls it, and the CPU seconds of each request by action."""

    def __init__(self) -> None:
        from chalice.test import Client

        from app import app

        self.seconds: dict[str, list[float]] = {}
        self._client = Client(app)

    def call(self, action: str, method: str, path: str, body: Body | None = None, token: str = "") -> Body:
        """One request that must succeed."""
        headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        content = json.dumps(body).encode() if body is not None else b""

        def send() -> Any:
            return self._client.http.request(method, path, headers=headers, body=content)

        answer = self._timed(action, send)
        if answer.status_code >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status_code} {answer.body!r}")
        found: Body = answer.json_body
        return found

    def invoke(self, function: str, payload: Body) -> None:
        """One call of another function."""
        self._timed(function, lambda: self._client.lambda_.invoke(function, payload))

    def _timed(self, action: str, do: Callable[[], Any]) -> Any:
        begun = time.process_time()
        result = do()
        self.seconds.setdefault(action, []).append(time.process_time() - begun)
        return result


def measure(place: Place, orders: int) -> dict[str, list[float]]:
    """The CPU seconds of each action of so many orders of the first product, after a few that warm everything up."""
    handlers = Handlers()
    product = next(iter(place.products))
    for number in range(_WARM_UP + orders):
        if number == _WARM_UP:
            handlers.seconds.clear()
        _buy(handlers, place.event_id, product)
    return handlers.seconds


def _buy(handlers: Handlers, event_id: str, product_id: str) -> None:
    handlers.call("look at an event", "GET", f"/public/events/{event_id}")
    wanted = {"lines": [{"product_id": product_id, "quantity": 1}]}
    order = handlers.call("reserve", "POST", f"/public/events/{event_id}/orders", wanted)
    path, token = f"/public/orders/{order['id']}", order["token"]
    buyer = {"buyer": {"name": "Bea Buyer", "email": "bea@example.com"}}
    handlers.call("complete a free order", "POST", f"{path}/checkout", buyer, token)
    handlers.call("see the order", "GET", path, token=token)
    for task in ("issue_tickets", "draw_tickets"):  # the workflow may have been there first: a task may be repeated
        handlers.invoke(task, {"order_id": order["id"]})

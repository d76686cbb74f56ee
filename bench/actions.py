"""The actions whose cost is counted: what a buyer, the door and an organizer do."""

from collections.abc import Callable
from typing import Any

from bench.meter import Counts
from bench.office import Office

BUYER = {"buyer": {"name": "Bea Buyer", "email": "bea@example.com"}}


def _on_sale(office: Office, price_minor: int) -> tuple[str, str]:
    organizer = office.call("GET", "/organizers")["items"][0]["id"]
    event = office.call(
        "POST",
        "/events",
        {
            "organizer_id": organizer,
            "title": {"en": "Summer Night"},
            "starts_at": "2031-06-01T18:00:00Z",
            "ends_at": "2031-06-01T22:00:00Z",
            "timezone": "Europe/Berlin",
            "location": {"name": "Harbour Hall", "city": "Hamburg"},
            "currency": "EUR",
            "hold_minutes": 10,
        },
    )["id"]
    product = {"name": {"en": "Standard"}, "price_minor": price_minor, "capacity": 500}
    product_id = office.call("POST", f"/events/{event}/products", product)["id"]
    office.call("POST", f"/events/{event}/publish", {})
    return event, product_id


def _reserve(office: Office, event: str, product: str, units: int = 2) -> dict[str, Any]:
    return office.call(
        "POST", f"/public/events/{event}/orders", {"lines": [{"product_id": product, "quantity": units}]}
    )


def _on(office: Office, order: dict[str, Any], action: str, body: dict[str, Any]) -> dict[str, Any]:
    return office.call("POST", f"/public/orders/{order['id']}/{action}", body, Authorization=f"Bearer {order['token']}")


def _forget(office: Office) -> None:
    from chalicelib.kernel import clock

    office.meter.facts.clear()
    office.meter.messages.clear()
    office.meter.executions.clear()
    clock.set_source(None)


def _notice(intent: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": "evt_counted",
        "object": "event",
        "type": "payment_intent.succeeded",
        "livemode": False,
        "data": {"object": intent},
    }


class Story:
    """Runs everything in order, each action by itself."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self.counts: dict[str, Counts] = {}

    def run(self) -> dict[str, Counts]:
        """What each action used, by its name."""
        new = {"name": "Harbour Hall", "your_name": "Ada", "email": "ada@example.com", "password": "correct horse"}
        self._office.call("POST", "/accounts", new)
        event, product = _on_sale(self._office, 2500)
        self._paid(event, product, counted=False)  # caches and connections are warm from here on
        self._paid(event, product)
        self._free()
        self._expired(event, product)
        self._lists(event, product)
        self._called_off()
        return self.counts

    def _count(self, name: str, action: Callable[[], Any], *, counted: bool = True) -> Any:
        with self._office.meter.action() as used:
            result = action()
        if counted:
            self.counts[name] = used
        return result

    def _paid(self, event: str, product: str, *, counted: bool = True) -> None:
        office = self._office
        _forget(office)

        def step(name: str, action: Callable[[], Any]) -> Any:
            return self._count(name, action, counted=counted)

        def pay() -> None:
            checked_out = step("check out", lambda: _on(office, order, "checkout", BUYER))
            intent = office.pay(checked_out["payment"]) | {"metadata": {"order_id": order["id"]}}
            step("settle", lambda: _on(office, order, "refresh", {}))
            step("notice from Stripe", lambda: (office.notify(_notice(intent)), office.work()))
            step("react to the payment", office.react)
            step("fulfil", lambda: (office.run_workflows(), office.react()))
            step("send the mail", lambda: (office.work(), office.react()))

        office.call("GET", f"/public/events/{event}")  # what is kept for seconds only is warm, however slow the machine
        step("look at an event", lambda: office.call("GET", f"/public/events/{event}"))
        order = step("reserve", lambda: _reserve(office, event, product))
        step("react to the reservation", office.react)
        step("index it and look at the stock", office.work)
        step("watch the hold of a paid order", lambda: office.run_workflows(meanwhile=pay))
        _forget(office)
        code = office.call("GET", f"/orders/{order['id']}")["tickets"][0]["code"]
        step("check in", lambda: (office.call("POST", f"/events/{event}/scans", {"code": code}), office.react()))

    def _free(self) -> None:
        event, product = _on_sale(self._office, 0)
        _forget(self._office)
        order = _reserve(self._office, event, product)
        self._count("complete a free order", lambda: _on(self._office, order, "checkout", BUYER))

    def _expired(self, event: str, product: str) -> None:
        _forget(self._office)
        _reserve(self._office, event, product)
        self._office.react()
        self._count("expire", lambda: (self._office.run_workflows(), self._office.react()))

    def _called_off(self) -> None:
        """One of the orders of an event that is called off: thousands of them are done one by one."""
        office = self._office
        event, product = _on_sale(office, 2500)
        self._paid(event, product, counted=False)
        _forget(office)
        shown = office.call("POST", f"/events/{event}/cancellation/preview", {})
        confirmed = {"confirm": "Summer Night", "preview": shown["token"], "refund": "full"}
        office.call("POST", f"/events/{event}/cancellation", confirmed)
        _forget(office)
        listed = office.invoke("list_cancelled_orders", {"event_id": event, "cursor": ""})
        self._count("cancel and refund, one of thousands", lambda: office.invoke("cancel_orders", listed))
        self._count("tell of the refund", lambda: (office.react(), office.work(), office.react()))

    def _lists(self, event: str, product: str) -> None:
        _forget(self._office)
        for _ in range(50):
            _reserve(self._office, event, product, 1)
        _forget(self._office)
        path = f"/events/{event}/orders?limit=50"
        self._count("list 50 orders", lambda: self._office.call("GET", path))

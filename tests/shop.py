"""A box office as its people use it, over HTTP: organizer, buyer, door. What every test of the wire begins with."""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import requests

from localstack.launcher import Running
from tests import answers

T = TypeVar("T")
PASSWORD = "correct horse battery"
PATIENCE_SECONDS = 240.0
NEVER_CAME = "did not come within"


def wait_for(look: Callable[[], T | None], what: str, seconds: float = PATIENCE_SECONDS, pause: float = 0.1) -> T:
    """Look again and again until there is something to see; AssertionError naming `what` when there never is.

    The patience is long: on a loaded machine a worker may fail once, and its message comes again later. Nobody waits
    longer than it takes, so only a failure is slow.
    """
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(pause)
    raise AssertionError(f"{what} {NEVER_CAME} {seconds} s")


def mails_to(cloud: Running, email: str) -> list[dict[str, Any]]:
    """What lies in a mailbox of the local cloud."""
    url = f"{cloud.settings.mail_url}/api/mails"
    return _json(requests.get(url, params={"to": email}, timeout=10))["mails"]  # type: ignore[no-any-return]


def text_of(cloud: Running, mail: dict[str, Any]) -> str:
    """A mail as it was sent, whole."""
    return requests.get(f"{cloud.settings.mail_url}/api/mails/{mail['id']}", timeout=10).text


@dataclass
class Shop:
    """An organizer of one account, signed in by cookie."""

    cloud: Running
    session: requests.Session
    email: str
    organizer_id: str = ""

    @classmethod
    def opened(cls, cloud: Running) -> "Shop":
        """Sign up with an address that nobody has."""
        email = f"owner-{uuid.uuid4().hex[:12]}@example.com"
        shop = cls(cloud, requests.Session(), email)
        new = {"name": "Harbour Hall", "your_name": "Ada Lovelace", "email": email, "password": PASSWORD}
        shop.post("/accounts", new)
        shop.protect(orders_per_card=0, checkouts_per_email=0)  # tests pay with one card, and often as one person
        shop.organizer_id = shop.get("/organizers")["items"][0]["id"]
        return shop

    def protect(self, **settings: Any) -> None:
        """Change some of how the account is protected against fraud."""
        path = "/account/payments/protection"
        before = self.get(path)
        version = before.pop("version")
        _json(self.send("PUT", path, before | settings, **{"If-Match": f'"{version}"'}))

    @property
    def api(self) -> str:
        """The API's address."""
        return f"{self.cloud.settings.url}/api"

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> requests.Response:
        """A request as the organizer, whatever comes of it; a session that ran out is refreshed, as browsers do."""

        def ask() -> requests.Response:
            return self.session.request(method, self.api + path, json=body, headers=headers, timeout=30)

        answer = ask()
        if answer.status_code == 401 and answer.json()["code"] == "session_expired":
            self.session.post(f"{self.api}/sessions/refresh", timeout=30)
            answer = ask()
        return _checked(answer)

    def get(self, path: str) -> Any:
        """A GET that must succeed."""
        return _json(self.send("GET", path))

    def post(self, path: str, body: Any, key: str = "") -> Any:
        """A POST that must succeed, under a new idempotency key unless one is given."""
        return _json(self.send("POST", path, body, **{"Idempotency-Key": key or str(uuid.uuid4())}))

    def seen(self, path: str) -> dict[str, str]:
        """What the header of an edit says that is of what stands there now."""
        return {"If-Match": self.send("GET", path).headers["ETag"]}

    def put(self, path: str, body: Any, **of: str) -> Any:
        """A PUT that must succeed: of what stands there now, unless it is said of what."""
        return _json(self.send("PUT", path, body, **(of or self.seen(path))))

    def patch(self, path: str, body: Any, **of: str) -> Any:
        """A PATCH that must succeed: of what stands there now, unless it is said of what."""
        return _json(self.send("PATCH", path, body, **(of or self.seen(path))))

    def new_event(self, **fields: Any) -> dict[str, Any]:
        """A draft."""
        event = {
            "organizer_id": self.organizer_id,
            "title": {"en": "Summer Night"},
            "starts_at": "2031-06-01T18:00:00Z",
            "ends_at": "2031-06-01T22:00:00Z",
            "timezone": "Europe/Berlin",
            "location": {"name": "Harbour Hall", "city": "Hamburg"},
            "currency": "EUR",
        }
        return self.post("/events", event | fields)  # type: ignore[no-any-return]

    def new_product(self, event_id: str, **fields: Any) -> dict[str, Any]:
        """Something on sale."""
        product = {"name": {"en": "Standard"}, "price_minor": 2500, "capacity": 50}
        return self.post(f"/events/{event_id}/products", product | fields)  # type: ignore[no-any-return]

    def on_sale(self, *, hold_minutes: int = 10, **product: Any) -> tuple[str, str]:
        """(event id, product id) of a live event with one product."""
        event = self.new_event(hold_minutes=hold_minutes)
        found = self.new_product(event["id"], **product)
        self.post(f"/events/{event['id']}/publish", {})
        return event["id"], found["id"]

    def soonest(self, *, event: dict[str, Any] | None = None, **product: Any) -> str:
        """A live event that begins before all others: public lists hold the next hundred, and tests make more."""
        begins = {"starts_at": "2030-01-01T18:00:00Z", "ends_at": "2030-01-01T22:00:00Z"}
        event_id: str = self.new_event(**begins, **(event or {}))["id"]
        self.new_product(event_id, **product)
        self.post(f"/events/{event_id}/publish", {})
        return event_id

    def confirmation(self, event_id: str) -> dict[str, str]:
        """What a member who has seen what calling an event off would do types and sends."""
        shown = self.post(f"/events/{event_id}/cancellation/preview", {})
        return {"confirm": "Summer Night", "preview": shown["token"]}

    def free(self, event_id: str) -> int:
        """Units of all products that nobody has bought or holds."""
        return sum(product["free"] for product in self.get(f"/events/{event_id}/products")["items"])

    def order(self, order_id: str) -> dict[str, Any]:
        """An order as its account sees it."""
        return self.get(f"/orders/{order_id}")  # type: ignore[no-any-return]

    def facts(self, order_id: str) -> list[str]:
        """The names of what happened to an order."""
        return [fact["name"] for fact in self.order(order_id)["facts"]]

    def scan(self, event_id: str, code: str, key: str = "") -> dict[str, Any]:
        """Somebody stands at the door."""
        return self.post(f"/events/{event_id}/scans", {"code": code}, key)  # type: ignore[no-any-return]

    def buyer(self, name: str = "Bea Buyer") -> "Buyer":
        """Somebody who wants tickets, with an address of their own."""
        return Buyer(self.cloud, name, f"buyer-{uuid.uuid4().hex[:12]}@example.com")


def _checked(response: requests.Response) -> requests.Response:
    answers.check(response)
    return response


def _json(response: requests.Response) -> Any:
    assert response.ok, f"{response.request.method} {response.url}: {response.status_code} {response.text}"
    return response.json() if response.content else None


@dataclass
class Buyer:
    """Somebody who wants tickets."""

    cloud: Running
    name: str
    email: str
    session: requests.Session = field(default_factory=requests.Session)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> requests.Response:
        """A request of the buyer's browser, whatever comes of it."""
        url = f"{self.cloud.settings.url}/api{path}"
        return _checked(self.session.request(method, url, json=body, headers=headers, timeout=30))

    def try_reserve(self, event_id: str, product_id: str, quantity: int = 1, key: str = "") -> requests.Response:
        """Ask for tickets."""
        body = {"lines": [{"product_id": product_id, "quantity": quantity}]}
        headers = {"Idempotency-Key": key or str(uuid.uuid4())}
        return self.send("POST", f"/public/events/{event_id}/orders", body, **headers)

    def reserve(self, event_id: str, product_id: str, quantity: int = 1) -> dict[str, Any]:
        """Hold tickets; the answer's token opens the order."""
        return _json(self.try_reserve(event_id, product_id, quantity))  # type: ignore[no-any-return]

    def on(self, order: dict[str, Any], action: str, body: Any = None) -> requests.Response:
        """One of the order's own routes, whatever comes of it."""
        headers = {"Authorization": f"Bearer {order['token']}", "Idempotency-Key": str(uuid.uuid4())}
        return self.send("POST", f"/public/orders/{order['id']}/{action}", body if body is not None else {}, **headers)

    def check_out(self, order: dict[str, Any]) -> dict[str, Any]:
        """Say who is buying."""
        return _json(self.on(order, "checkout", {"buyer": {"name": self.name, "email": self.email}}))  # type: ignore[no-any-return]

    def see(self, order: dict[str, Any], path: str = "") -> dict[str, Any]:
        """The order, or one of its parts."""
        headers = {"Authorization": f"Bearer {order['token']}"}
        return _json(self.send("GET", f"/public/orders/{order['id']}{path}", **headers))  # type: ignore[no-any-return]

    def pay(self, checked_out: dict[str, Any], method: str = "pm_card_visa") -> requests.Response:
        """What Stripe.js does in the browser: confirm the intent with a card."""
        payment = checked_out["payment"]
        intent = payment["client_secret"].partition("_secret")[0]
        return requests.post(
            f"{self.cloud.settings.stripe_url}/v1/payment_intents/{intent}/confirm",
            data={
                "client_secret": payment["client_secret"],
                "payment_method": method,
                "return_url": f"{self.cloud.settings.url}/order/",
            },
            headers={"Authorization": f"Bearer {payment['publishable_key']}"},
            timeout=30,
        )

    def buy(self, event_id: str, product_id: str, quantity: int = 1) -> dict[str, Any]:
        """The whole way, until the tickets are there."""
        order = self.reserve(event_id, product_id, quantity)
        checked_out = self.check_out(order)
        if checked_out["payment"]:
            assert self.pay(checked_out).ok
            self.on(order, "refresh")
        return order | wait_for(lambda: self._with_tickets(order), "the tickets")

    def _with_tickets(self, order: dict[str, Any]) -> dict[str, Any] | None:
        seen = self.see(order)
        seen.pop("token")
        return seen if seen["state"] == "COMPLETED" and seen["tickets"] else None

    def mails(self) -> list[dict[str, Any]]:
        """What lies in the buyer's mailbox."""
        return mails_to(self.cloud, self.email)

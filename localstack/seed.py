"""Demo data: an organizer with two events and a few orders, made through the API as anybody would make them.

Running it again finds everything in place and changes nothing.
"""

import json
import sys
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import requests

from localstack.settings import read_settings

EMAIL = "demo@foyer.example"
PASSWORD = "demo-box-office"
_BUYERS = [
    ("Grace Hopper", "grace@buyers.example", "Standard", 2),
    ("Katherine Johnson", "katherine@buyers.example", "Balcony", 1),
    ("Hedy Lamarr", "hedy@buyers.example", "Standard", 4),
]
_TEXT = {
    "en": "<p>An evening of chamber music on the water: three ensembles, two stages, one sunset.</p>"
    "<p>Doors open an hour before the concert. The bar takes cards and coins.</p>",
    "de": "<p>Ein Abend mit Kammermusik am Wasser: drei Ensembles, zwei Bühnen, ein Sonnenuntergang.</p>",
}


class Api:
    """The deployed API, called at the engine: the front door opens after the data is there."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._session = requests.Session()
        self._member = ""

    def send(self, method: str, path: str, body: Any = None, token: str = "") -> requests.Response:
        """One request, whatever comes of it."""
        headers = {"Idempotency-Key": str(uuid.uuid4()), "Authorization": f"Bearer {token or self._member}"}
        response = self._session.request(method, self._base + path, json=body, headers=headers, timeout=60)
        # The cookie is made for the front door's path; here its token goes along by hand.
        self._member = response.cookies.get("foyer_session") or self._member
        return response

    def call(self, method: str, path: str, body: Any = None, token: str = "") -> Any:
        """One request that must succeed."""
        response = self.send(method, path, body, token)
        if not response.ok:
            sys.exit(f"Demo data: {method} {path} answered {response.status_code}: {response.text}")
        return response.json()


def _evening(days: int, hour: int) -> datetime:
    return (datetime.now(UTC) + timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0)


def _event(
    api: Api, organizer: str, title: dict[str, str], category: str, start: datetime, hours: int
) -> dict[str, Any]:
    event: dict[str, Any] = api.call(
        "POST",
        "/events",
        {
            "organizer_id": organizer,
            "title": title,
            "category": category,
            "description": _TEXT,
            "starts_at": start.isoformat(),
            "ends_at": (start + timedelta(hours=hours)).isoformat(),
            "timezone": "Europe/Berlin",
            "location": {"name": "Harbour Hall", "address": "Am Sandtorkai 1", "city": "Hamburg", "country": "DE"},
            "currency": "EUR",
        },
    )
    return event


def _product(api: Api, event: str, name: str, price: int, capacity: int, **more: Any) -> str:
    body = {"name": {"en": name}, "price_minor": price, "capacity": capacity, **more}
    product: str = api.call("POST", f"/events/{event}/products", body)["id"]
    return product


def _buy(api: Api, event: str, product: str, quantity: int, name: str, email: str) -> None:
    order = api.call(
        "POST", f"/public/events/{event}/orders", {"lines": [{"product_id": product, "quantity": quantity}]}
    )
    path, token = f"/public/orders/{order['id']}", order["token"]
    payment = api.call("POST", f"{path}/checkout", {"buyer": {"name": name, "email": email}}, token)["payment"]
    intent = payment["client_secret"].partition("_secret")[0]
    confirmed = requests.post(
        f"{read_settings().stripe_url}/v1/payment_intents/{intent}/confirm",
        data={
            "client_secret": payment["client_secret"],
            "payment_method": "pm_card_visa",
            "return_url": read_settings().url,
        },
        headers={"Authorization": f"Bearer {payment['publishable_key']}"},
        timeout=30,
    )
    confirmed.raise_for_status()
    api.call("POST", f"{path}/refresh", {}, token)


def seed(api: Api) -> str:
    """Make the demo data; returns the address of the main event's page."""
    organizer = api.call("GET", "/organizers")["items"][0]["id"]
    title = {"en": "Summer Night at the Harbour", "de": "Sommernacht am Hafen"}
    concert = _event(api, organizer, title, "music", _evening(60, 18), 4)
    products = {
        "Standard": _product(api, concert["id"], "Standard", 2500, 120),
        "Balcony": _product(api, concert["id"], "Balcony", 3900, 40, max_per_order=6),
        "Last seats by the stage": _product(api, concert["id"], "Last seats by the stage", 5900, 2),
        "Children under 12": _product(api, concert["id"], "Children under 12", 0, 30, max_per_order=4),
    }
    api.call("POST", f"/events/{concert['id']}/publish", {})
    for name, email, product, quantity in _BUYERS:
        _buy(api, concert["id"], products[product], quantity, name, email)
    workshop = _event(api, organizer, {"en": "Instrument workshop (draft)"}, "workshop", _evening(75, 12), 3)
    _product(api, workshop["id"], "Place at the bench", 0, 12)
    return str(api.call("GET", f"/events/{concert['id']}")["page_url"])


def sign_in(api: Api) -> None:
    """As the demo organizer, who signs up the first time."""
    if not api.send("POST", "/sessions", {"email": EMAIL, "password": PASSWORD}).ok:
        account = {"name": "Harbour Hall", "your_name": "Demo Organizer", "email": EMAIL, "password": PASSWORD}
        api.call("POST", "/accounts", account)


def main() -> None:
    """Seed once, and write down where the event page is, for the launcher's list of links."""
    settings = read_settings()
    api_id = json.loads(settings.outputs_path.read_text())["api_id"]
    api = Api(f"{settings.engine_url}/_aws/execute-api/{api_id}/api")
    sign_in(api)
    if api.call("GET", "/events")["items"]:
        print("The demo data is in place.")
        return
    page = seed(api)
    settings.demo_path.write_text(json.dumps({"event_page": page, "email": EMAIL, "password": PASSWORD}))
    print(f"Demo organizer {EMAIL}, password {PASSWORD}")


if __name__ == "__main__":
    main()

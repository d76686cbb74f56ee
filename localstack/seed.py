"""Demo data: an organizer with three events and a few orders, made through the API as anybody would make them.

Running it again finds everything in place and changes nothing.
"""

import json
import sys
import uuid
from typing import Any

import requests

from localstack import demo
from localstack.settings import read_settings

EMAIL = "demo@foyer.example"
PASSWORD = "demo-box-office"
_BUYERS = [
    ("Grace Hopper", "grace@buyers.example", "Standard", 2),
    ("Katherine Johnson", "katherine@buyers.example", "Children", 1),
    ("Hedy Lamarr", "hedy@buyers.example", "Standard", 4),
]


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


def _buy(api: Api, event: dict[str, Any], product: str, quantity: int, name: str, email: str) -> None:
    lines = [{"product_id": product, "quantity": quantity}]
    order = api.call("POST", f"/public/events/{event['id']}/orders", {"lines": lines})
    path, token = f"/public/orders/{order['id']}", order["token"]
    told = {"buyer": {"name": name, "email": email}, "terms_hash": event["terms_hash"]}
    payment = api.call("POST", f"{path}/checkout", told, token)["payment"]
    if not payment:
        return
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
    concert, tickets = demo.add_concert(api, organizer)
    for name, email, product, quantity in _BUYERS:
        _buy(api, concert, tickets[product], quantity, name, email)
    demo.add_walks(api, organizer)
    demo.add_workshop(api, organizer)
    return str(concert["page_url"])


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

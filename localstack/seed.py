"""Demo data: an organizer with three events and a few orders, made through the API as anybody would make them.

Running it again finds everything in place and changes nothing.
"""

import json
import sys
import uuid
from typing import Any

import requests

from infra.sandbox import API, read_paypal_sandbox, read_sandbox
from localstack import demo
from localstack.paypal.api import SECRET
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

    def send(self, method: str, path: str, body: Any = None, token: str = "", **headers: str) -> requests.Response:
        """One request, whatever comes of it."""
        # The cookie is made for the front door's path; here it goes along by hand.
        known = {"Authorization": f"Bearer {token}"} if token else {"Cookie": f"foyer_session={self._member}"}
        headers |= {"Idempotency-Key": str(uuid.uuid4())} | known
        response = self._session.request(method, self._base + path, json=body, headers=headers, timeout=60)
        self._member = response.cookies.get("foyer_session") or self._member
        return response

    def call(self, method: str, path: str, body: Any = None, token: str = "", **headers: str) -> Any:
        """One request that must succeed."""
        response = self.send(method, path, body, token, **headers)
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
        f"{API if read_sandbox() else read_settings().stripe_url}/v1/payment_intents/{intent}/confirm",
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
        _let_one_card_pay_often(api)
        _connect_paypal(api)


def _let_one_card_pay_often(api: Api) -> None:
    """Everybody who tries it out pays with the same test card."""
    path = "/account/payments/protection"
    before = api.call("GET", path)
    version = before.pop("version")
    api.call("PUT", path, before | {"orders_per_card": 0}, **{"If-Match": f'"{version}"'})


def _connect_paypal(api: Api) -> None:
    """The demo organizer's own app at the local PayPal, which sends its notices to us; or one of PayPal's sandbox."""
    own = read_paypal_sandbox()
    if own:
        sandbox = {"client_id": own.client_id, "client_secret": own.client_secret, "is_sandbox": True}
        api.call("PUT", "/account/payments/paypal", sandbox)
        return
    keys = {"client_id": "harbour-hall", "client_secret": SECRET}
    [made] = api.call("PUT", "/account/payments/paypal", keys)["connections"]
    hook = {"url": made["webhook_url"], "event_types": [{"name": "*"}]}
    token = {"Authorization": f"Bearer A21.{keys['client_id']}"}
    url = f"{read_settings().paypal_url}/v1/notifications/webhooks"
    requests.post(url, json=hook, headers=token, timeout=30).raise_for_status()


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

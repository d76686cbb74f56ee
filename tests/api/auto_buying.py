"""Cards that are kept to buy for whoever waits, as their owners use them."""

import re
import uuid
from typing import Any

import requests

from chalicelib.domain.saved_cards import CONSENT_VERSION
from tests.api.waiting import joined, shown
from tests.shop import Buyer, Shop, wait_for

Json = dict[str, Any]


def ask(buyer: Buyer, entry: Json, method: str = "GET", body: Any = None, path: str = "", key: str = "") -> Any:
    """A request about the card of a place, whatever comes of it."""
    headers = {"Authorization": f"Bearer {entry['token']}"}
    if method == "POST":
        headers["Idempotency-Key"] = key or str(uuid.uuid4())
    return buyer.send(method, f"/public/waitlist/{entry['id']}/card{path}", body, **headers)


def agree(buyer: Buyer, entry: Json, most_minor: int = 3000, key: str = "", **more: Any) -> Any:
    """Say how much may be charged, and agree to it."""
    return ask(buyer, entry, "POST", {"most_minor": most_minor, "consent": CONSENT_VERSION} | more, key=key)


def enter(buyer: Buyer, setup: Json, card: str = "pm_card_visa") -> requests.Response:
    """What Stripe.js does in the browser: the card is entered, and its bank may ask its owner, who says yes."""
    url = f"{buyer.cloud.settings.stripe_url}/v1/setup_intents/{setup['client_secret'].partition('_secret')[0]}"
    headers = {"Authorization": f"Bearer {setup['publishable_key']}"}
    if setup["stripe_account"]:
        headers["Stripe-Account"] = setup["stripe_account"]
    given = {"client_secret": setup["client_secret"], "payment_method": card, "use_stripe_sdk": "true"}
    answer = requests.post(f"{url}/confirm", data=given, headers=headers, timeout=30)
    action = answer.json().get("next_action") if answer.ok else None
    if action:
        challenge = action["use_stripe_sdk"]["stripe_js"]
        requests.post(f"{challenge}?embedded=1", data={"answer": "complete"}, timeout=30).raise_for_status()
    return answer


def kept(buyer: Buyer, entry: Json, card: str = "pm_card_visa", most_minor: int = 3000) -> Json:
    """The card of somebody who waits, once it is kept."""
    answer = agree(buyer, entry, most_minor)
    assert answer.status_code == 201, answer.text
    assert enter(buyer, answer.json(), card).ok
    seen = ask(buyer, entry, "POST", {}, "/refresh").json()["card"]
    assert seen["state"] == "kept", seen
    return seen  # type: ignore[no-any-return]


def sold_out(shop: Shop, units: int = 1, event: Json | None = None, **product: Any) -> tuple[str, str, Buyer, Json]:
    """(event, product, buyer, order) of an event that may buy for whoever waits, and whose only order holds all."""
    event_id = shop.new_event(**{"has_auto_buy": True} | (event or {}))["id"]
    product_id = shop.new_product(event_id, capacity=units, **product)["id"]
    shop.post(f"/events/{event_id}/publish", {})
    buyer = shop.buyer()
    order = buyer.reserve(event_id, product_id, units)
    wait_for(lambda: shown(shop, event_id)["state"] == "sold_out", "the sell-out")
    return event_id, product_id, buyer, order


def waits(shop: Shop, event: str, product: str, card: str = "pm_card_visa", most: int = 3000) -> tuple[Buyer, Json]:
    """Somebody who waits with a card."""
    ada = shop.buyer("Ada")
    entry = joined(ada, event, product)
    kept(ada, entry, card, most)
    return ada, entry


def card_of(entry: Json) -> Any:
    """The card of a place as it is stored; None once it is gone."""
    from chalicelib.tables import saved_cards, waitlist

    return saved_cards.find_card(waitlist.get_entry(entry["id"]).card_id)


def link_in(mail: Json) -> str:
    """The address of the page that a mail leads to."""
    found = re.search(r"https?://\S+/waitlist/\S+", mail["text"])
    assert found
    return found.group(0)

"""An event moves, is postponed, and takes place after all: each who has bought hears it once."""

import io
import json
from typing import Any

import pypdf
import pytest
import requests

from localstack.launcher import Running
from tests.shop import Buyer, Shop, text_of, wait_for

pytestmark = [pytest.mark.req("MSG-1"), pytest.mark.usefixtures("aws")]


def titled(buyer: Buyer, subject: str) -> list[dict[str, str]]:
    return [mail for mail in buyer.mails() if mail["subject"].startswith(subject)]


def paper_of(buyer: Buyer, order: dict[str, Any]) -> str:
    """What the order's tickets say at this moment, as whoever downloads them reads it."""
    answer = requests.get(buyer.see(order, "/documents")["tickets_url"], timeout=10)
    return pypdf.PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()


def edit(shop: Shop, event_id: str, **fields: object) -> None:
    version = shop.get(f"/events/{event_id}")["version"]
    answer = shop.send("PATCH", f"/events/{event_id}", fields, **{"If-Match": f'"{version}"'})
    assert answer.status_code == 200, answer.text


def test_a_new_place_is_told_once_to_those_who_have_bought(shop: Shop, cloud: Running) -> None:
    from chalicelib.actions import rescheduling
    from chalicelib.tables import facts

    event, product = shop.on_sale(price_minor=0, capacity=10)
    buyer, other = shop.buyer(), shop.buyer("Given Back")
    bought = buyer.buy(event, product, 1)
    given_back = other.buy(event, product, 1)
    for one in (buyer, other):
        wait_for(one.mails, "the confirmation")
    shop.post(f"/orders/{given_back['id']}/cancel", {"reason": "buyer_asked", "refund": "none"})
    wait_for(lambda: titled(other, "Cancelled"), "the mail about the cancellation")

    edit(shop, event, title={"en": "Summer Night"})
    edit(shop, event, location={"kind": "venue", "name": "City Park"})
    [mail] = wait_for(lambda: titled(buyer, "Changed"), "the mail about the change")
    read = json.loads(text_of(cloud, mail))
    assert "New place: City Park" in read["text"]
    assert [file["name"] for file in read["attachments"]] == ["event.ics"]
    wait_for(lambda: "City Park" in paper_of(buyer, bought), "tickets that show the new place")
    [told] = [fact for fact in facts.list_of(event) if fact["name"] == "EventRescheduled"]
    for _ in range(2):
        rescheduling.ask_for_mails(event, f"rescheduled:{told['data']['rescheduling_id']}", "")

    shop.post(f"/events/{event}/postpone", {})
    wait_for(lambda: titled(buyer, "Postponed"), "the mail about the postponement")
    shop.post(f"/events/{event}/resume", {})
    wait_for(lambda: titled(buyer, "It takes place"), "the mail about its going on")
    assert len(titled(buyer, "Changed")) == 1
    assert {mail["subject"].partition(":")[0] for mail in other.mails()} == {"Your tickets", "Cancelled"}

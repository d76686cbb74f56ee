"""Banks that ask for money back: flags, evidence, tickets, books."""

import uuid
from typing import Any

import pytest
import requests

from tests.api.disputing import disputed, evidence_path, state
from tests.shop import Shop, wait_for


@pytest.mark.req("PAY-13")
def test_a_dispute_flags_its_order_and_stands_in_the_account_s_list(shop: Shop, other_shop: Shop) -> None:
    _, order, dispute = disputed(shop)
    assert (dispute["state"], dispute["amount_minor"], dispute["reason"]) == ("NEEDS_ANSWER", 2500, "fraudulent")
    assert dispute["withdrawn_minor"] > 2500
    assert dispute["answer_by"]
    assert shop.order(order["id"])["flags"] == ["disputed"]
    first = shop.get("/disputes?limit=1")
    assert (first["items"][0]["order_id"], first["items"][0]["reference"]) == (order["id"], order["reference"])
    assert dispute["id"] not in str(other_shop.get("/disputes"))
    event = order["event"]["id"]
    wait_for(lambda: shop.get(f"/events/{event}/orders?flag=disputed")["items"], "the flag in the list")
    refused = shop.send("POST", f"/orders/{order['id']}/refunds", {"everything": True, "reason": "goodwill"})
    assert refused.status_code == 409, refused.text


@pytest.mark.req("PAY-13")
def test_owners_are_told_of_a_dispute_once(shop: Shop) -> None:
    _, order, _ = disputed(shop)
    url = f"{shop.cloud.settings.mail_url}/api/mails"

    def told() -> list[dict[str, Any]]:
        mails = requests.get(url, params={"to": shop.email}, timeout=10).json()["mails"]
        texts = [(mail, requests.get(f"{url}/{mail['id']}", timeout=10).text) for mail in mails]
        return [mail for mail, text in texts if "disputed" in mail["subject"] and order["reference"] in text]

    assert len(wait_for(told, "the mail to the owner")) == 1


@pytest.mark.req("PAY-13")
def test_the_bank_is_told_all_that_is_known(shop: Shop, other_shop: Shop) -> None:
    buyer, order, dispute = disputed(shop)
    code = buyer.see(order)["tickets"][0]["code"]
    shop.scan(order["event"]["id"], code)
    wait_for(lambda: "MailSent" in shop.facts(order["id"]), "the mail")
    path = evidence_path(order, dispute)
    known = shop.get(path)["evidence"]
    assert (known["customer_name"], known["customer_email_address"]) == (buyer.name, buyer.email)
    assert order["reference"] in known["product_description"]
    assert known["service_date"] == "2031-06-01"
    assert "was scanned at the entrance" in known["access_activity_log"]
    assert "mail to the buyer: confirmation" in known["access_activity_log"]
    assert "card issued in US" in known["access_activity_log"]
    draft = shop.post(path, {"text": "They were here."})
    assert (draft["disputes"][0]["state"], draft["disputes"][0]["answer"]) == ("NEEDS_ANSWER", "They were here.")
    answered = shop.post(path, {"text": "They were here. Truly.", "submit": True})
    assert answered["disputes"][0]["answered_at"]
    state(shop, order, "UNDER_REVIEW")
    late = shop.send("POST", path, {"text": "One more thing", "submit": True})
    assert (late.status_code, late.json()["code"]) == (409, "dispute_not_open")
    for other in (path, f"/orders/{order['id']}/disputes/dp_nothing/evidence"):
        asker = other_shop if other == path else shop
        assert asker.send("GET", other).status_code == 404
        assert asker.send("POST", other, {"text": "x"}).status_code == 404
    assert shop.send("POST", path, {"text": "x" * 10_001}).status_code == 422


@pytest.mark.req("PAY-13")
@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize(("text", "end"), [("winning_evidence", "WON"), ("losing_evidence", "LOST")])
def test_the_books_are_right_however_it_ends(shop: Shop, text: str, end: str) -> None:
    from chalicelib.domain.ledger import balance
    from chalicelib.tables import orders

    _, order, dispute = disputed(shop)
    shop.post(evidence_path(order, dispute), {"text": text, "submit": True})
    found = state(shop, order, end)
    assert found["flags"] == (["dispute_lost"] if end == "LOST" else [])
    entries = orders.get_file(order["id"]).entries
    kinds = [entry.kind for entry in entries if entry.kind.startswith("dispute")]
    assert kinds == (["dispute", "dispute_returned"] if end == "WON" else ["dispute"])
    kept = balance(entry for entry in entries if entry.kind in ("payment", "dispute", "dispute_returned"))["EUR"]
    withdrawn = found["disputes"][0]["withdrawn_minor"]
    assert kept == (2500 if end == "WON" else 2500 - withdrawn)
    assert shop.facts(order["id"]).count("DisputeClosed") == 1


@pytest.mark.req("PAY-13")
def test_tickets_are_void_if_the_account_wants_that_and_stay_so_until_somebody_decides(shop: Shop) -> None:
    own = Shop.opened(shop.cloud)
    own.protect(voids_on_dispute=True)
    buyer, order, dispute = disputed(own, units=2)
    wait_for(lambda: {one["state"] for one in own.order(order["id"])["holders"]} == {"VOID"}, "void tickets")
    assert buyer.see(order)["tickets"] == []
    own.post(evidence_path(order, dispute), {"text": "winning_evidence", "submit": True})
    won = state(own, order, "WON")
    assert [(one["state"], one["is_disputed"]) for one in won["holders"]] == [("VOID", True)] * 2
    path = f"/orders/{order['id']}/tickets/revalidate"
    again = own.post(path, {})
    assert {one["state"] for one in again["holders"]} == {"VALID"}
    code = buyer.see(order)["tickets"][0]["code"]
    assert own.scan(order["event"]["id"], code)["verdict"] == "admitted"
    refused = own.send("POST", path, {})
    assert (refused.status_code, refused.json()["code"]) == (409, "nothing_to_revalidate")
    assert shop.send("POST", path, {}).status_code == 404


@pytest.mark.req("PAY-13")
def test_tickets_stay_valid_unless_the_account_wants_otherwise(shop: Shop) -> None:
    _, order, _ = disputed(shop)
    wait_for(lambda: "DisputeOpened" in shop.facts(order["id"]), "the fact")
    assert {one["state"] for one in shop.order(order["id"])["holders"]} == {"VALID"}


@pytest.mark.req("PAY-13", "INV-5")
def test_of_money_that_was_lost_to_a_bank_nothing_is_left_to_refund(shop: Shop) -> None:
    _, order, dispute = disputed(shop)
    shop.post(evidence_path(order, dispute), {"text": "losing_evidence", "submit": True})
    assert state(shop, order, "LOST")["refundable_minor"] == 0
    path = f"/orders/{order['id']}/refunds"
    assert shop.get(path)["left_minor"] == 0
    for what in ({"amount_minor": 1}, {"everything": True, "cancel": False}):
        for body, where in ((what, f"{path}/preview"), (what | {"reason": "goodwill"}, path)):
            refused = shop.send("POST", where, body, **{"Idempotency-Key": str(uuid.uuid4())})
            assert (refused.status_code, refused.json()["code"]) in (
                (409, "nothing_to_refund"), (422, "too_much_to_refund"),
            )  # fmt: skip
    shop.post(f"/orders/{order['id']}/cancel", {"reason": "goodwill", "refund": "full"})
    seen = shop.order(order["id"])
    assert (seen["state"], seen["refunded_minor"]) == ("CANCELLED", 0)
    assert shop.get(path)["items"] == []


@pytest.mark.req("PAY-13")
def test_an_order_with_an_open_dispute_is_not_cancelled_with_its_money(shop: Shop) -> None:
    _, order, _ = disputed(shop)
    path = f"/orders/{order['id']}/cancel"
    refused = shop.send("POST", path, {"reason": "goodwill", "refund": "full"})
    assert (refused.status_code, refused.json()["code"]) == (409, "dispute_is_open")
    assert shop.order(order["id"])["state"] == "COMPLETED"
    assert shop.post(path, {"reason": "goodwill", "refund": "none"})["state"] == "CANCELLED"

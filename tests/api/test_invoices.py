"""Invoices over HTTP: the seller's details, and every order's documents for those who may see them."""

import io
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pypdf
import pytest
import requests

from localstack.launcher import Running
from tests.shop import Buyer, Shop, wait_for

SELLER = {
    "legal_name": "Harbour Hall GmbH",
    "street": "Am Kai 7",
    "postal_code": "20457",
    "city": "Hamburg",
    "country": "DE",
    "tax_id": "DE123456789",
    "email": "billing@example.com",
    "terms": "Payable at once.",
    "footer": "HRB 12345",
    "timezone": "Europe/Berlin",
    "invoice_pattern": "FY{year}/INV{number:05}",
}
DETAILS = "/account/invoicing"


def save(shop: Shop, version: int, **fields: Any) -> requests.Response:
    return shop.send("PUT", DETAILS, SELLER | fields, **{"If-Match": f'"{version}"'})


@pytest.fixture(scope="module")
def seller(cloud: Running) -> Shop:
    """An account that makes out invoices."""
    shop = Shop.opened(cloud)
    assert save(shop, 0).status_code == 200
    return shop


def drawn(look: Any, count: int = 1) -> list[dict[str, Any]]:
    """So many documents, once all of them have links."""

    def ready() -> list[dict[str, Any]] | None:
        found = look()
        return found["items"] if found["ready"] and len(found["items"]) == count else None

    return wait_for(ready, f"{count} documents")


def of_staff(shop: Shop, order: dict[str, Any], count: int = 1) -> list[dict[str, Any]]:
    return drawn(lambda: shop.get(f"/orders/{order['id']}/invoices"), count)


def of_buyer(buyer: Buyer, order: dict[str, Any], count: int = 1) -> list[dict[str, Any]]:
    return drawn(lambda: buyer.see(order, "/invoices"), count)


def text_of(document: dict[str, Any]) -> str:
    answer = requests.get(document["url"], timeout=10)
    assert answer.headers["Content-Type"] == "application/pdf"
    return " ".join(pypdf.PdfReader(io.BytesIO(answer.content)).pages[0].extract_text().split())


@pytest.mark.req("INV-13")
def test_a_paid_order_has_an_invoice_that_seller_and_buyer_can_open(seller: Shop) -> None:
    event, product = seller.on_sale()
    buyer = seller.buyer("Jörg Müller")
    order = buyer.buy(event, product, 2)
    [mine] = of_buyer(buyer, order)
    [theirs] = of_staff(seller, order)
    assert mine["number"] == theirs["number"]
    assert (mine["kind"], mine["total_minor"], mine["exponent"]) == ("invoice", 5000, 2)
    said = text_of(mine)
    for words in ("Harbour Hall GmbH", "Jörg Müller", mine["number"], "Summer Night", "Total EUR 50.00", "by card"):
        assert words in said
    assert "InvoiceIssued" in seller.facts(order["id"])


@pytest.mark.req("INV-14")
def test_numbers_follow_each_other_and_an_issued_invoice_stays_as_it_is(cloud: Running) -> None:
    shop = Shop.opened(cloud)
    save(shop, 0)
    event, product = shop.on_sale()
    first = shop.buyer().buy(event, product)
    [before] = of_staff(shop, first)
    assert save(shop, 1, legal_name="New Name", invoice_pattern="N {number}").status_code == 200
    second = shop.buyer().buy(event, product)
    [after] = of_staff(shop, second)
    assert before["number"].endswith("/INV00001")
    assert after["number"] == "N 1"  # without the year it is another series
    assert "New Name" in text_of(after)
    assert "New Name" not in text_of(of_staff(shop, first)[0])


@pytest.mark.req("INV-14")
def test_a_refund_has_a_credit_note(seller: Shop) -> None:
    event, product = seller.on_sale()
    buyer = seller.buyer()
    order = buyer.buy(event, product)
    of_staff(seller, order)
    seller.post(f"/orders/{order['id']}/cancel", {"reason": "buyer_asked", "note": "", "refund": "full"})
    invoice, note = of_buyer(buyer, order, 2)
    assert (invoice["kind"], note["kind"], note["total_minor"]) == ("invoice", "credit_note", 2500)
    assert note["number"].startswith("CN")
    assert invoice["number"] in text_of(note)


@pytest.mark.req("INV-13")
def test_an_order_that_waits_for_its_money_has_a_proforma(seller: Shop) -> None:
    event = seller.new_event(payment_methods=["bank"], offline={"bank": {"instructions": {"en": "IBAN"}}})["id"]
    product = seller.new_product(event)["id"]
    seller.post(f"/events/{event}/publish", {})
    buyer = seller.buyer()
    order = buyer.reserve(event, product)
    who = {"name": buyer.name, "email": buyer.email}
    assert buyer.on(order, "checkout", {"buyer": who, "method": "bank"}).status_code == 200
    [proforma] = of_buyer(buyer, order)
    assert (proforma["kind"], proforma["number"]) == ("proforma", order["reference"])
    assert "To be paid by" in text_of(proforma)
    seller.post(f"/orders/{order['id']}/complete", {"reason": "payment_received", "note": ""})
    [invoice] = wait_for(
        lambda: [one for one in of_buyer(buyer, order) if one["kind"] == "invoice"], "the invoice in its place"
    )
    assert "Paid on" in text_of(invoice)


def test_orders_without_money_have_no_documents(seller: Shop) -> None:
    event, product = seller.on_sale(price_minor=0)
    buyer = seller.buyer()
    order = buyer.buy(event, product)
    assert seller.get(f"/orders/{order['id']}/invoices") == {"ready": True, "items": []}
    assert buyer.see(order, "/invoices") == {"ready": True, "items": []}


def test_what_was_paid_before_invoices_were_on_is_issued_when_asked_for(cloud: Running) -> None:
    shop = Shop.opened(cloud)
    event, product = shop.on_sale()
    order = shop.buyer().buy(event, product)
    path = f"/orders/{order['id']}/invoices"
    assert shop.get(path) == {"ready": True, "items": []}
    save(shop, 0)
    assert shop.get(path) == {"ready": False, "items": []}
    assert shop.send("POST", path, {}).status_code == 202
    [invoice] = of_staff(shop, order)
    shop.send("POST", path, {})
    assert [one["number"] for one in of_staff(shop, order)] == [invoice["number"]]


def test_nobody_sees_the_documents_of_another(seller: Shop, other_shop: Shop) -> None:
    event, product = seller.on_sale()
    order = seller.buyer().buy(event, product)
    of_staff(seller, order)
    path = f"/orders/{order['id']}/invoices"
    assert other_shop.send("GET", path).status_code == 404
    assert other_shop.send("POST", path, {}).status_code == 404
    stranger = seller.buyer()
    other = stranger.reserve(event, product)
    headers = {"Authorization": f"Bearer {other['token']}"}
    assert stranger.send("GET", f"/public{path}", **headers).status_code == 404
    assert stranger.send("GET", f"/public{path}").status_code == 401
    assert stranger.send("GET", path).status_code == 401
    for unknown in ("ord_00000000000000000000000000", "💥", "..%2f..", "x" * 101):
        assert seller.send("GET", f"/orders/{unknown}/invoices").status_code == 404
    assert other_shop.get(DETAILS)["legal_name"] == ""


def test_a_link_is_signed(seller: Shop) -> None:
    event, product = seller.on_sale()
    [invoice] = of_staff(seller, seller.buyer().buy(event, product))
    assert {"Signature", "X-Amz-Signature"} & set(parse_qs(urlsplit(invoice["url"]).query))


def test_an_account_begins_without_invoices(cloud: Running) -> None:
    shop = Shop.opened(cloud)
    found = shop.get(DETAILS)
    assert (found["is_on"], found["version"], found["timezone"]) == (False, 0, "UTC")
    assert shop.send("GET", DETAILS).headers["ETag"] == '"0"'


def test_details_are_saved_under_the_version_that_was_read(cloud: Running) -> None:
    shop = Shop.opened(cloud)
    assert shop.send("PUT", DETAILS, SELLER).status_code == 428
    saved = save(shop, 0)
    assert saved.json() == SELLER | {
        "is_on": True, "region": "", "credit_note_pattern": "CN{year}-{number:06}", "version": 1,
    }  # fmt: skip
    assert saved.headers["ETag"] == '"1"'
    for stale in (0, 2, 999):
        assert (save(shop, stale).status_code, save(shop, stale).json()["code"]) == (409, "stale_edit")
    assert save(shop, 1, city="Bremen").json()["version"] == 2
    assert shop.get(DETAILS)["city"] == "Bremen"


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"legal_name": ""}, ["legal_name"]),
        ({"street": "", "city": ""}, ["city", "street"]),
        ({"invoice_pattern": "INV"}, ["invoice_pattern"]),
        ({"invoice_pattern": "{year}{number}"}, ["invoice_pattern"]),
        ({"invoice_pattern": "💥{number}"}, ["invoice_pattern"]),
        ({"invoice_pattern": "\u202e{number}"}, ["invoice_pattern"]),
        ({"invoice_pattern": "{number}" + "A" * 40}, ["invoice_pattern"]),
        ({"invoice_pattern": 5}, ["invoice_pattern"]),
        ({"credit_note_pattern": "FY{year}/INV{number}"}, ["credit_note_pattern"]),
        ({"country": "Germany"}, ["country"]),
        ({"country": -1}, ["country"]),
        ({"email": "nobody"}, ["email"]),
        ({"timezone": "Mars/Olympus"}, ["timezone"]),
        ({"is_on": "yes"}, ["is_on"]),
        ({"legal_name": "A\nB"}, ["legal_name"]),
        ({"legal_name": ["A"]}, ["legal_name"]),
        ({"legal_name": None}, ["legal_name"]),
        ({"footer": "x" * 1001}, ["footer"]),
        ({"footer": "a\x00b"}, ["footer"]),
        ({"logo": "x"}, ["logo"]),
    ],
)
def test_what_does_not_fit_is_refused_by_name(cloud: Running, fields: dict[str, Any], named: list[str]) -> None:
    answer = save(Shop.opened(cloud), 0, **fields)
    assert answer.status_code == 422, answer.text
    assert sorted(error["field"] for error in answer.json()["errors"]) == named, answer.text


def test_too_much_is_refused_before_it_is_read(seller: Shop) -> None:
    assert save(seller, 1, footer="x" * 400_000).status_code == 413


def test_any_script_and_sign_is_kept_as_it_is(cloud: Running) -> None:
    shop = Shop.opened(cloud)
    name = "\u202eΩμέγα محمد שלום 山田 💥 <script>"
    assert save(shop, 0, legal_name=name, footer="a\n💥" * 100).json()["legal_name"] == name
    event, product = shop.on_sale()
    [invoice] = of_staff(shop, shop.buyer("محمد 💥").buy(event, product))
    assert "<script>" in text_of(invoice)

"""The form behind the listing, and where an order is afterwards: questions, holders, offline, approval."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.buying import Look, Open, add, ask, get_tickets, one_more, published, say_who, send
from tests.shop import Shop

_BANK = {"en": "Harbour Hall\nIBAN DE02 1203 0000 0000 2020 51"}


@pytest.mark.req("ORD-6")
def test_questions_of_every_kind_are_asked_and_answered(
    shop: Shop, open_page: Open, look: Look, tmp_path: Path
) -> None:
    event = shop.new_event()["id"]
    add(shop, event, "products", "Standard", price_minor=0, capacity=50)
    choices = {"a": {"en": "Violin"}, "b": {"en": "Cello"}}
    other = ask(shop, event, "Instrument", "choice", is_required=True, choices=choices)
    ask(shop, event, "Which cello?", asked_if=other, asked_if_answers=["b"], is_required=True)
    ask(shop, event, "Diet", "multi_choice", choices=choices)
    ask(shop, event, "Country", "dropdown", choices=choices)
    ask(shop, event, "Story", "long_text")
    ask(shop, event, "Years", "number")
    ask(shop, event, "Born", "date")
    ask(shop, event, "Phone", "phone", is_required=True, help={"en": "If something happens."})
    ask(shop, event, "Address", "address")
    ask(shop, event, "Beginner", "yes_no")
    ask(shop, event, "Proof", "file")
    page = open_page(published(shop, event))
    one_more(page, "Standard")
    get_tickets(page)
    say_who(page)
    expect(page.get_by_label("Which cello?")).to_have_count(0)
    page.get_by_label("Cello").first.check()
    page.get_by_label("Which cello?").fill("The old one")
    page.get_by_label("Violin").nth(1).check()
    page.get_by_label("Country").select_option("a")
    page.get_by_label("Years").fill("2,5")
    page.get_by_label("Born").fill("1990-05-01")
    page.get_by_label("Phone").fill("not a number")
    page.get_by_label("No", exact=True).check()
    proof = tmp_path / "proof.txt"
    proof.write_text("I am a student.")
    page.get_by_label("Proof").set_input_files(proof)
    expect(page.get_by_text("The file is here: proof.txt")).to_be_visible()
    send(page)
    wrong = page.get_by_role("link", name="Phone: Must be a telephone number.")
    expect(wrong).to_be_visible()
    look(page, "shop-questions")
    wrong.click()
    expect(page.get_by_label("Phone")).to_be_focused()
    page.get_by_label("Phone").fill("+49 40 123456")
    send(page)
    expect(page.get_by_role("heading", name="You are going!")).to_be_visible()
    page.get_by_text("What you told us").click()
    expect(page.get_by_text("The old one")).to_be_visible()
    look(page, "shop-answers")


@pytest.mark.req("ORD-7", "ORD-6")
def test_each_ticket_is_asked_for_its_holder_and_wrong_answers_say_for_which(
    shop: Shop, open_page: Open, look: Look
) -> None:
    event = shop.new_event(details_per="ticket")["id"]
    add(shop, event, "products", "Standard", price_minor=0, capacity=50)
    ask(shop, event, "Emergency contact", "phone", "ticket", is_required=True)
    page = open_page(published(shop, event))
    one_more(page, "Standard", 2)
    get_tickets(page)
    say_who(page)
    page.get_by_role("button", name="This ticket is for me: Ticket 1 of 2").click()
    expect(page.locator("#f-attendees-0-name")).to_have_value("Bea Buyer")
    page.locator("#f-attendees-1-name").fill("Carl Cellist")
    page.get_by_label("Emergency contact").first.fill("+49 40 123456")
    page.get_by_label("Emergency contact").last.fill("x")
    send(page)
    wrong = page.get_by_role("link", name="Ticket 2, Emergency contact: Must be a telephone number.")
    expect(wrong).to_be_visible()
    expect(page.locator(".notice")).to_be_focused()
    look(page, "shop-holders")
    page.get_by_label("Emergency contact").last.fill("+49 40 999")
    send(page)
    expect(page.get_by_role("heading", name="You are going!")).to_be_visible()
    expect(page.locator(".tickets")).to_contain_text("Carl Cellist")


@pytest.mark.req("ORD-5")
def test_a_billing_address_that_is_needed_is_asked_for_by_field(shop: Shop, open_page: Open, look: Look) -> None:
    event = shop.new_event(billing="required")["id"]
    add(shop, event, "products", "Standard", price_minor=0, capacity=50)
    page = open_page(published(shop, event))
    one_more(page, "Standard")
    get_tickets(page)
    say_who(page)
    send(page)
    page.get_by_role("link", name="City: Please fill this in.").click()
    expect(page.get_by_label("City")).to_be_focused()
    look(page, "shop-billing")
    for label in ("Name on the invoice", "Street and number", "Postal code", "City"):
        page.get_by_label(label).fill("Kiel 1")
    page.get_by_label("Country").select_option("DE")
    send(page)
    expect(page.get_by_role("heading", name="You are going!")).to_be_visible()
    order = shop.get(f"/events/{event}/orders")["items"][0]["id"]
    assert shop.order(order)["billing"]["country"] == "DE"


@pytest.mark.req("EVT-8", "EVT-9")
def test_terms_and_requirements_are_read_and_confirmed_before_payment(shop: Shop, open_page: Open) -> None:
    house = {"terms": {"en": "<p>Be nice.</p>"}, "entry_requirements": {"en": "Bring a photo id."}}
    event = shop.new_event(**house, age_limit=18, must_confirm_entry=True)["id"]
    add(shop, event, "products", "Standard", price_minor=0, capacity=50)
    page = open_page(published(shop, event))
    one_more(page, "Standard")
    get_tickets(page)
    say_who(page)
    send(page)
    expect(page.get_by_role("link", name="I accept the organizer's terms: Please confirm this.")).to_be_visible()
    page.get_by_text("Read the terms").click()
    expect(page.locator(".terms")).to_contain_text("Be nice.")
    page.get_by_label("I accept the organizer's terms.").check()
    page.get_by_label("Everybody who comes is 18 or older").check()
    send(page)
    expect(page.get_by_role("heading", name="You are going!")).to_be_visible()


@pytest.mark.req("EVT-9")
def test_terms_that_changed_meanwhile_are_shown_again(shop: Shop, open_page: Open) -> None:
    event = shop.new_event(terms={"en": "<p>Be nice.</p>"})["id"]
    add(shop, event, "products", "Standard", price_minor=0, capacity=50)
    page = open_page(published(shop, event))
    one_more(page, "Standard")
    get_tickets(page)
    say_who(page)
    page.get_by_label("I accept the organizer's terms.").check()
    version = shop.get(f"/events/{event}")["version"]
    changed = shop.send(
        "PATCH", f"/events/{event}", {"terms": {"en": "<p>Be quiet.</p>"}}, **{"If-Match": f'"{version}"'}
    )
    assert changed.ok
    send(page)
    expect(page.get_by_role("alert")).to_contain_text("The terms have changed")
    expect(page.get_by_label("I accept the organizer's terms.")).not_to_be_checked()
    page.get_by_text("Read the terms").click()
    expect(page.locator(".terms")).to_contain_text("Be quiet.")
    page.get_by_label("I accept the organizer's terms.").check()
    send(page)
    expect(page.get_by_role("heading", name="You are going!")).to_be_visible()


@pytest.mark.req("ORD-8", "PAY-7")
def test_who_pays_by_transfer_is_told_how_much_where_and_until_when(shop: Shop, open_page: Open, look: Look) -> None:
    event = shop.new_event(payment_methods=["card", "bank"], offline={"bank": {"instructions": _BANK, "days": 5}})["id"]
    add(shop, event, "products", "Standard", price_minor=2000, capacity=50)
    page = open_page(published(shop, event))
    one_more(page, "Standard")
    get_tickets(page)
    say_who(page)
    page.get_by_label("Bank transfer, within 5 days").check()
    page.get_by_role("button", name="Order now, pay later").click()
    expect(page.get_by_role("heading", name="Your tickets are reserved")).to_be_visible()
    reference = shop.get(f"/events/{event}/orders")["items"][0]["reference"]
    for words in ("€20.00", reference, "IBAN DE02"):
        expect(page.get_by_text(words).first).to_be_visible()
    look(page, "shop-offline")
    page.get_by_role("link", name="Your order page").click()
    expect(page.get_by_role("heading", name="Your tickets are reserved")).to_be_visible()


@pytest.mark.req("ORD-2")
def test_an_order_that_needs_approval_waits_and_is_paid_once_it_has_it(shop: Shop, open_page: Open, look: Look) -> None:
    event = shop.new_event(needs_approval=True, terms={"en": "<p>Be nice.</p>"})["id"]
    add(shop, event, "products", "Standard", price_minor=2000, capacity=50)
    page = open_page(published(shop, event))
    one_more(page, "Standard")
    get_tickets(page)
    say_who(page)
    page.get_by_label("I accept the organizer's terms.").check()
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_role("heading", name="Your request is with the organizer")).to_be_visible()
    look(page, "shop-approval")
    order = shop.get(f"/events/{event}/orders")["items"][0]["id"]
    shop.post(f"/orders/{order}/approve", {})
    page.get_by_role("link", name="Your order page").click()
    expect(page.get_by_text("Your tickets are held until")).to_be_visible()
    expect(page.get_by_label("I accept the organizer's terms.")).to_have_count(0)
    look(page, "shop-approved")
    page.get_by_role("button", name="Continue to payment").click()
    expect(page.get_by_role("heading", name="Payment")).to_be_visible()


@pytest.mark.req("ORD-15")
def test_a_plain_purchase_asks_the_server_three_times_before_payment(shop: Shop, open_page: Open) -> None:
    event = shop.new_event()["id"]
    add(shop, event, "products", "Standard", price_minor=2000, capacity=50)
    page = open_page(published(shop, event))
    expect(page.get_by_role("button", name="One more: Standard")).to_be_visible()
    page.wait_for_load_state("networkidle")
    calls: list[str] = []
    page.on("request", lambda sent: calls.append(sent.url) if "/api/" in sent.url else None)
    page.reload()
    one_more(page, "Standard", 2)
    get_tickets(page)
    say_who(page)
    send(page)
    expect(page.get_by_role("heading", name="Payment")).to_be_visible()
    assert len(calls) == 3, calls
    assert [re.sub(r"[a-z]{3}_[0-9a-z]+", "…", url.partition("/api")[2]) for url in calls] == [
        "/public/events/…",
        "/public/events/…/orders",
        "/public/orders/…/checkout",
    ]


@pytest.mark.req("EVT-5", "ORD-6")
def test_the_order_page_of_a_private_event_needs_no_password(shop: Shop, open_page: Open, look: Look) -> None:
    event = shop.new_event(visibility="private", password="sesame-seeds")["id"]
    ticket = add(shop, event, "products", "Standard", price_minor=0, capacity=5)
    diet = ask(shop, event, "What do you eat?", is_required=True)
    published(shop, event)
    buyer = shop.buyer()
    access = buyer.send("POST", f"/public/events/{event}/access", {"password": "sesame-seeds"}).json()["token"]
    wanted = {"lines": [{"product_id": ticket, "quantity": 1}]}
    order = buyer.send("POST", f"/public/events/{event}/orders", wanted, Authorization=f"Bearer {access}").json()
    page = open_page(f"{shop.cloud.settings.url}/order/?o={order['id']}#t={order['token']}")
    say_who(page)
    page.get_by_label("What do you eat?").fill("Oysters")
    send(page)
    expect(page.get_by_role("heading", name="You are going!")).to_be_visible()
    page.reload()
    page.get_by_text("What you told us").click()
    expect(page.get_by_text("What do you eat?")).to_be_visible()
    look(page, "shop-private-order")
    assert shop.order(order["id"])["answers"] == {diet: "Oysters"}

"""Organizers: several of an account, each with a page, and with a say in whom its mails go to."""

from typing import Any

import pytest
import requests

from tests.shop import Shop, mails_to, text_of, wait_for

SETTINGS = {
    "name": "Harbour Hall",
    "bio": {"en": "<p>Concerts since 1921.</p><script>alert(1)</script>"},
    "email": "hall@example.com",
    "phone": "+49 40 123",
    "website": "https://www.harbour.example/",
    "links": ["https://mastodon.social/@harbour"],
    "address": {"street": "Pier 1", "postal_code": "20457", "city": "Hamburg", "country": "DE"},
}


@pytest.fixture
def own(shop: Shop) -> Shop:
    """An account whose organizer nobody else changes."""
    return Shop.opened(shop.cloud)


def save(shop: Shop, **fields: Any) -> Any:
    """The organizer's settings with some of them changed."""
    path = f"/organizers/{shop.organizer_id}"
    version = shop.get(path)["version"]
    answer = shop.send("PUT", path, SETTINGS | fields, **{"If-Match": f'"{version}"'})
    assert answer.ok, answer.text
    return answer.json()


def page_with(url: str, text: str) -> str:
    return wait_for(
        lambda: answer.text if (answer := requests.get(url, timeout=10)).ok and text in answer.text else "", text
    )


@pytest.mark.req("EVT-18")
def test_the_page_says_who_they_are_and_lists_what_is_public(own: Shop) -> None:
    hall = save(own)
    shown = own.on_sale()[0]
    hidden = own.new_event(title={"en": "Secret Night"}, visibility="unlisted")["id"]
    own.new_product(hidden)
    own.post(f"/events/{hidden}/publish", {})
    html = page_with(hall["page_url"], "Summer Night")
    assert "Concerts since 1921." in html
    assert "alert(1)" not in html
    for said in ("mailto:hall@example.com", "+49 40 123", "mastodon.social", "20457 Hamburg", "harbour.example"):
        assert said in html
    assert "Secret Night" not in html
    own.post(f"/events/{shown}/cancel", {})
    wait_for(lambda: "Summer Night" not in requests.get(hall["page_url"], timeout=10).text, "the shorter list")


@pytest.mark.req("EVT-18", "EVT-19")
def test_an_event_s_page_leads_to_its_organizer_s_while_everybody_may_find_that(own: Shop) -> None:
    hall = save(own)
    event = own.get(f"/events/{own.on_sale()[0]}")
    link = f'<a href="{hall["page_url"]}">'
    page_with(event["page_url"], link)
    save(own, privacy="unlisted")
    wait_for(lambda: link not in requests.get(event["page_url"], timeout=10).text, "the page without a link")
    save(own, privacy="public")
    page_with(event["page_url"], link)


@pytest.mark.req("EVT-19")
def test_a_page_can_be_unlisted_or_off(own: Shop) -> None:
    hall = save(own, privacy="unlisted")
    assert 'content="noindex"' in page_with(hall["page_url"], "noindex")
    assert save(own, privacy="off")["page_url"] is None
    wait_for(lambda: requests.get(hall["page_url"], timeout=10).status_code == 404, "no page")
    page_with(save(own, privacy="public")["page_url"], "Concerts since 1921.")


@pytest.mark.req("EVT-19")
def test_an_account_has_several_organizers(own: Shop) -> None:
    garden = own.post("/organizers", {"name": "Harbour Garden"})
    assert garden["slug"].startswith("harbour-garden-")
    wait_for(lambda: len(own.get("/organizers")["items"]) == 2, "both organizers")
    event = own.new_event(organizer_id=garden["id"])
    assert event["organizer_id"] == garden["id"]
    page_with(garden["page_url"], "Harbour Garden")


@pytest.mark.req("EVT-19")
def test_who_wants_to_know_hears_of_each_order(own: Shop) -> None:
    me = own.get("/me")["member"]["user_id"]
    event, product = own.on_sale(price_minor=0)
    before = own.buyer()
    before.buy(event, product)
    wait_for(before.mails, "the buyer's mail, which theirs follows")
    save(own, notifications={"orders": [me]})
    own.buyer().buy(event, product)
    heading = "Summer Night: a new order"
    found = wait_for(lambda: [one for one in mails_to(own.cloud, own.email) if one["subject"] == heading], "the mail")
    assert "Summer Night, free. The order is" in text_of(own.cloud, found[0])


@pytest.mark.req("EVT-19")
def test_owners_hear_of_an_order_that_waits_for_them_and_nobody_does_who_was_taken_off(own: Shop) -> None:
    event = own.new_event(needs_approval=True)["id"]
    product = own.new_product(event)["id"]
    own.post(f"/events/{event}/publish", {})

    def ask() -> None:
        buyer = own.buyer()
        buyer.on(buyer.reserve(event, product), "checkout", {"buyer": {"name": buyer.name, "email": buyer.email}})

    def told() -> int:
        return sum("an order waits for you" in one["subject"] for one in mails_to(own.cloud, own.email))

    ask()
    wait_for(lambda: told() == 1, "the mail")
    save(own, notifications={"approvals": []})
    ask()
    assert told() == 1


@pytest.mark.req("EVT-19")
def test_two_who_save_at_once_do_not_overwrite_each_other(own: Shop) -> None:
    path = f"/organizers/{own.organizer_id}"
    assert own.send("PUT", path, SETTINGS).status_code == 428
    assert own.send("PUT", path, SETTINGS, **{"If-Match": '"7"'}).status_code == 409


@pytest.mark.req("EVT-19")
@pytest.mark.parametrize(
    ("field", "wrong", "value"),
    [
        ("email", "email", "nobody"),
        ("links", "links.0", ["javascript:alert(1)"]),
        ("website", "website", "http://harbour.example"),
        ("privacy", "privacy", "secret"),
        ("notifications", "notifications.orders", {"orders": ["usr_nobody"]}),
        ("address", "address.country", {"country": "Germany"}),
        ("name", "name", ""),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(own: Shop, field: str, wrong: str, value: Any) -> None:
    version = own.get(f"/organizers/{own.organizer_id}")["version"]
    headers = {"If-Match": f'"{version}"'}
    refused = own.send("PUT", f"/organizers/{own.organizer_id}", SETTINGS | {field: value}, **headers)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, wrong), refused.text

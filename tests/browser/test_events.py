"""Events in a browser: private ones, previews, the actions menu, two editors, a filtered list."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.buying import Look, Open
from tests.browser.selling import signed_in
from tests.shop import Shop, wait_for

SCREENS = [(320, "light"), (390, "dark"), (768, "light"), (1440, "dark")]


def _private(shop: Shop) -> str:
    event = shop.new_event(
        title={"en": "Secret Supper"},
        description={"en": "<p>Bring oysters.</p>"},
        visibility="private",
        password="sesame-seeds",
        age_limit=18,
        terms={"en": "<p>No flash.</p>"},
    )["id"]
    shop.new_product(event, price_minor=0)
    shop.post(f"/events/{event}/publish", {})
    url = shop.get(f"/events/{event}")["page_url"]
    wait_for(lambda: shop.session.get(url, timeout=10).ok, "the page")
    return str(event)


@pytest.mark.req("EVT-5")
def test_a_guest_enters_the_password_and_buys(shop: Shop, open_page: Open, look: Look) -> None:
    event = _private(shop)
    page = open_page(shop.get(f"/events/{event}")["page_url"])
    expect(page.get_by_role("heading", name="Secret Supper")).to_be_visible()
    page.get_by_label("Password").fill("wrong one")
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_text("This is not the password")).to_be_visible()
    look(page, "private-locked")
    page.get_by_label("Password").fill("sesame-seeds")
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_text("Bring oysters.")).to_be_visible()
    look(page, "private-open")
    page.get_by_role("button", name=re.compile("One more")).click()
    page.get_by_role("button", name="Get tickets").click()
    page.reload()
    expect(page.get_by_text("Bring oysters.")).to_be_visible()


@pytest.mark.req("EVT-5")
def test_an_invitation_opens_at_once_and_leaves_the_address(shop: Shop, open_page: Open) -> None:
    event = _private(shop)
    link = shop.post(f"/events/{event}/invitations", {})["url"]
    page = open_page(link, width=1440, height=900)
    expect(page.get_by_text("Bring oysters.")).to_be_visible()
    assert "access=" not in page.url


@pytest.mark.req("EVT-11")
@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_a_preview_says_what_it_is(shop: Shop, open_page: Open, look: Look, width: int, scheme: str) -> None:
    event = shop.new_event(description={"en": "<p>An evening.</p>"}, age_limit=16, terms={"en": "<p>No flash.</p>"})[
        "id"
    ]
    shop.new_product(event)
    page = open_page(shop.post(f"/events/{event}/previews", {})["url"], width=width, height=900, scheme=scheme)
    expect(page.get_by_text("nothing can be bought here")).to_be_visible()
    expect(page.get_by_role("heading", name="Summer Night")).to_be_visible()
    expect(page.get_by_text("From 16 years")).to_be_visible()
    page.get_by_role("button", name=re.compile("One more")).click()
    page.get_by_role("button", name="Get tickets").click()
    expect(page.get_by_text("This is a preview: nothing can be bought here.")).to_be_visible()
    look(page, f"preview-{width}")


@pytest.mark.req("EVT-11")
def test_a_preview_that_is_over_says_so(shop: Shop, open_page: Open) -> None:
    page = open_page(f"{shop.cloud.settings.url}/preview/?e=evt_x#t=pas_0.x")
    expect(page.get_by_text("This preview is over")).to_be_visible()


@pytest.mark.req("EVT-6")
@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_an_event_page_says_all_that_matters(shop: Shop, open_page: Open, look: Look, width: int, scheme: str) -> None:
    place = {"name": "Harbour Hall", "address": "Am Sandtorkai 1", "postal_code": "20457", "city": "Hamburg"}
    event = shop.new_event(
        location=place,
        age_limit=18,
        entry_requirements={"en": "Bring a passport."},
        terms={"en": "<p>No flash.</p>"},
        description={"en": "<p>An evening.</p>"},
    )["id"]
    shop.new_product(event)
    shop.post(f"/events/{event}/publish", {})
    shop.post(f"/events/{event}/postpone", {})
    url = shop.get(f"/events/{event}")["page_url"]
    wait_for(lambda: "Postponed." in shop.session.get(url, timeout=10).text, "the page")
    page = open_page(url, width=width, height=900, scheme=scheme)
    expect(page.get_by_text("Postponed.")).to_be_visible()
    expect(page.get_by_role("link", name="Show on a map")).to_be_visible()
    expect(page.get_by_text("From 18 years")).to_be_visible()
    page.get_by_text("Terms").click()
    expect(page.get_by_text("No flash.")).to_be_visible()
    look(page, f"event-postponed-{width}")


@pytest.mark.req("EVT-12")
def test_two_editors_lose_nothing(shop: Shop, open_page: Open, look: Look) -> None:
    event = shop.new_event()["id"]
    page = signed_in(shop, open_page, f"/dashboard/#/events/{event}/edit", width=1440, height=900)
    page.get_by_label("Name of the event").fill("Mine")
    etag = shop.send("GET", f"/events/{event}").headers["ETag"]
    theirs = {"location": {"name": "Their Hall"}, "category": "music"}
    assert shop.send("PATCH", f"/events/{event}", theirs, **{"If-Match": etag}).ok
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Ada Lovelace has saved this")).to_be_visible()
    look(page, "dashboard-stale")
    page.get_by_role("button", name="Load the new version").click()
    expect(page.get_by_label("Name of the event")).to_have_value("Mine")
    expect(page.get_by_role("textbox", name="Venue")).to_have_value("Their Hall")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Mine")).to_be_visible()
    saved = shop.get(f"/events/{event}")
    assert (saved["title"]["en"], saved["location"]["name"], saved["category"]) == ("Mine", "Their Hall", "music")


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_the_whole_form_fits_every_screen(shop: Shop, open_page: Open, look: Look, width: int, scheme: str) -> None:
    event = shop.new_event(visibility="private", password="sesame-seeds", payment_methods=["card", "bank"],
                           languages=["en", "de"], age_limit=16)["id"]  # fmt: skip
    page = signed_in(shop, open_page, f"/dashboard/#/events/{event}/edit", width=width, height=900, scheme=scheme)
    expect(page.get_by_label("Name of the event")).to_have_value("Summer Night")
    look(page, f"form-closed-{width}")
    for section in ("Who can see it", "Entry", "Orders and payment", "Terms"):
        page.get_by_role("button", name=section).click()
    expect(page.get_by_label("Days to pay")).to_be_visible()
    look(page, f"form-open-{width}")


def test_an_organizer_writes_in_two_languages(shop: Shop, open_page: Open) -> None:
    event = shop.new_event()["id"]
    page = signed_in(shop, open_page, f"/dashboard/#/events/{event}/edit", width=1440, height=900)
    page.get_by_role("combobox", name="Languages").fill("German")
    page.get_by_role("option", name="German").click()
    page.keyboard.press("Escape")
    page.get_by_role("radiogroup", name="Language you are writing in").get_by_text("German").click()
    page.get_by_label("Name of the event").fill("Sommernacht")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Summer Night")).to_be_visible()
    assert shop.get(f"/events/{event}")["title"] == {"en": "Summer Night", "de": "Sommernacht"}


@pytest.mark.req("EVT-6")
def test_postponing_can_be_undone_and_cancelling_says_what_follows(shop: Shop, open_page: Open, look: Look) -> None:
    event, _ = shop.on_sale()
    page = signed_in(shop, open_page, f"/dashboard/#/events/{event}", width=390, height=844)
    page.get_by_role("button", name="Actions").click()
    expect(page.get_by_role("menuitem", name="Postpone")).to_be_visible()
    page.wait_for_timeout(300)
    look(page, "event-actions")
    page.get_by_role("menuitem", name="Postpone").click()
    page.get_by_role("button", name="Undo").click()
    wait_for(lambda: shop.get(f"/events/{event}")["status"] == "LIVE", "the undoing")
    page.get_by_role("button", name="Actions").click()
    page.get_by_role("menuitem", name=re.compile("Cancel the event")).click()
    expect(page.get_by_text("This cannot be undone")).to_be_visible()
    look(page, "event-cancelling")
    page.get_by_label("Type Summer Night to confirm").fill("Summer Night")
    page.get_by_role("button", name="Call it off").click()
    expect(page.get_by_text("Cancelled", exact=True)).to_be_visible()


@pytest.mark.req("EVT-15")
def test_an_event_is_duplicated_and_kept_as_a_template(shop: Shop, open_page: Open, look: Look) -> None:
    owner = Shop.opened(shop.cloud)
    event, _ = owner.on_sale()
    page = signed_in(owner, open_page, f"/dashboard/#/events/{event}", width=1440, height=900)
    page.get_by_role("button", name="Actions").click()
    page.get_by_role("menuitem", name="Save as a template").click()
    expect(page.get_by_text("Saved as a template")).to_be_visible()
    page.get_by_role("button", name="Actions").click()
    page.get_by_role("menuitem", name="Duplicate").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name of the event").fill("Winter Night")
    dialog.get_by_label("Starts").fill("2031-12-01T20:00")
    look(page, "event-duplicate")
    dialog.get_by_role("button", name="Duplicate").click()
    expect(page.get_by_role("heading", name="Winter Night")).to_be_visible()
    page.goto(f"{owner.cloud.settings.url}/dashboard/#/events/new")
    page.get_by_role("combobox", name="Start from").click()
    page.get_by_role("option", name="Summer Night").click()
    look(page, "event-from-template")
    page.get_by_role("button", name="Create the event").click()
    expect(page.get_by_role("button", name="Actions")).to_be_visible()


@pytest.mark.req("EVT-4")
@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_the_list_is_filtered(shop: Shop, open_page: Open, look: Look, width: int, scheme: str) -> None:
    owner = Shop.opened(shop.cloud)
    owner.new_event(title={"en": "Jazz"}, category="music")
    owner.new_event(title={"en": "Talk"}, category="conference")
    page = signed_in(owner, open_page, width=width, height=900, scheme=scheme)
    expect(page.get_by_text("Jazz")).to_be_visible()
    look(page, f"events-{width}")
    page.get_by_role("combobox", name="Category").click()
    page.get_by_role("option", name="Conference").click()
    expect(page.get_by_text("Jazz")).to_have_count(0)
    expect(page.get_by_text("Talk")).to_be_visible()


@pytest.mark.req("EVT-4")
def test_the_landing_page_is_filtered_by_category(shop: Shop, open_page: Open, look: Look) -> None:
    for category in ("comedy", "food"):
        shop.soonest(event={"title": {"en": f"All about {category}"}, "category": category})
    url = f"{shop.cloud.settings.url}/events.json"
    wait_for(lambda: "All about food" in shop.session.get(url, timeout=10).text, "the list")
    page = open_page(shop.cloud.settings.url)
    page.get_by_role("button", name="Comedy").click()
    expect(page.get_by_text("All about comedy")).to_be_visible()
    expect(page.get_by_text("All about food")).to_have_count(0)
    look(page, "landing-filtered")

"""What is being typed stays, whatever a look in the background brings: nothing at all, or what somebody else saved."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.buying import Look, Open
from tests.browser.selling import at, balcony_typed, sent, signed_in
from tests.shop import Shop

pytestmark = pytest.mark.req("API-1")


def looked_at_again(page: Page) -> None:
    """As whoever comes back from another tab."""
    page.wait_for_timeout(2_500)  # what is younger than two seconds is not asked for again
    page.evaluate("window.dispatchEvent(new Event('visibilitychange'))")


def refused(route: Route) -> None:
    """As where a role was taken away, or a proxy stands in the way."""
    route.fulfill(status=403, json={"status": 403, "code": "not_allowed", "detail": "You may not."})


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1440, "light")])
def test_a_refused_look_takes_no_form(shop: Shop, open_page: Open, look: Look, width: int, scheme: str) -> None:
    event, _ = shop.on_sale()
    page = signed_in(shop, open_page, width=width, height=900, scheme=scheme)
    at(shop, page, event, "tickets")
    form = balcony_typed(page)
    page.route("**/api/events/**", refused)
    looked_at_again(page)
    expect(page.get_by_text("This may be out of date").first).to_be_attached()
    expect(form.get_by_role("textbox", name="Name")).to_have_value("Balcony")
    page.unroute("**/api/events/**")
    sent(form, "Add the tickets")
    look(page, f"out-of-date-{width}-{scheme}")
    page.get_by_role("button", name="Try again").first.click()
    expect(page.get_by_text("This may be out of date")).to_have_count(0)
    expect(page.get_by_text("Balcony", exact=True)).to_be_visible()


def test_what_is_read_again_is_shown_but_not_over_what_was_typed(shop: Shop, open_page: Open) -> None:
    own = Shop.opened(shop.cloud)
    page = signed_in(own, open_page, "/dashboard/#/payments", width=1440, height=900)
    ways = page.get_by_role("region", name="Ways to pay")

    def elsewhere(*methods: str) -> None:
        version = own.get("/account/payments")["version"]
        own.put("/account/payments/methods", {"methods": methods}, **{"If-Match": f'"{version}"'})
        looked_at_again(page)

    expect(ways.get_by_label("On invoice")).to_be_checked()
    elsewhere("bank", "cash")
    expect(ways.get_by_label("On invoice")).not_to_be_checked()
    ways.get_by_label("In cash").uncheck()
    elsewhere("bank", "cash", "invoice")
    page.wait_for_load_state("networkidle")
    expect(ways.get_by_label("In cash")).not_to_be_checked()
    ways.get_by_role("button", name="Save").click()
    expect(ways.get_by_text("Somebody was quicker")).to_be_visible()


def test_an_organizer_s_settings_stay_while_somebody_else_saves_them(shop: Shop, open_page: Open) -> None:
    own = Shop.opened(shop.cloud)
    [organizer] = own.get("/organizers")["items"]
    page = signed_in(own, open_page, "/dashboard/#/settings", width=1440, height=900)
    page.get_by_role("button", name=f"More about {organizer['name']}").click()
    page.get_by_role("menuitem", name="Settings and page").click()
    form = page.get_by_role("dialog")
    form.get_by_label("Phone").fill("+49 30 123456")
    stored = own.get(f"/organizers/{organizer['id']}")
    fields = {name: stored[name] for name in ("name", "bio", "links", "notifications", "privacy", "address")}
    fields |= {"website": "https://example.com/ours", "phone": stored["phone"], "email": stored["email"] or None}
    own.put(f"/organizers/{organizer['id']}", fields)
    looked_at_again(page)
    page.wait_for_load_state("networkidle")
    expect(form.get_by_label("Phone")).to_have_value("+49 30 123456")
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_text("Somebody was quicker")).to_be_visible()

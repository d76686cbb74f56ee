"""What a role may not do is not offered: no button and no screen of the dashboard asks for what the API refuses."""

import re

import pytest
from playwright.sync_api import Page, Response, expect

from tests.api.test_team import joined
from tests.browser.buying import Look, Open
from tests.browser.selling import signed_in
from tests.shop import Shop

pytestmark = pytest.mark.req("TEN-8")

SCREENS = ("", "tickets", "prices", "codes", "questions", "dates", "limits", "blocks", "orders", "attendees")
CHANGES = re.compile(r"^(Actions|Publish|Edit\b|Add\b|Create|Change|Place a test order|Keep tickets|Make|More about)")


@pytest.fixture(scope="module")
def own(shop: Shop) -> Shop:
    """An account with a team of its own."""
    return Shop.opened(shop.cloud)


def refusals(page: Page) -> list[str]:
    """What the API has refused this page since then, as it goes on."""
    found: list[str] = []

    def note(answer: Response) -> None:
        if "/api/" in answer.url and answer.status in (403, 404):
            found.append(f"{answer.status} {answer.request.method} {answer.url}")

    page.on("response", note)
    return found


def walked(page: Page, event: str) -> None:
    """Every screen of an event, and the way to each by a click: nothing on it would be refused."""
    for screen in SCREENS:
        page.goto(f"{page.url.split('#')[0]}#/events/{event}/{screen}".rstrip("/"))
        expect(page.get_by_role("tablist")).to_be_visible()
        page.wait_for_timeout(500)  # the screen itself is loaded when it is first opened
        expect(page.locator(".mantine-Skeleton-root, .mantine-Loader-root")).to_have_count(0)
        offered = page.get_by_role("main").get_by_role("button", name=CHANGES)
        assert [(screen, one.inner_text(), one.get_attribute("aria-label")) for one in offered.all()] == []


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1440, "light")])
def test_who_may_only_look_is_offered_no_change(
    own: Shop, open_page: Open, look: Look, width: int, scheme: str
) -> None:
    event, product = own.on_sale()
    own.buyer().buy(event, product)
    member = joined(own, {"role": "read_only"})
    page = signed_in(member, open_page, width=width, height=900, scheme=scheme)
    refused = refusals(page)
    expect(page.get_by_text("Summer Night").first).to_be_visible()
    expect(page.get_by_role("link", name="Create an event")).to_have_count(0)
    walked(page, event)
    page.goto(f"{own.cloud.settings.url}/dashboard/#/events/{event}/tickets")
    expect(page.get_by_text("Standard", exact=True)).to_be_visible()
    look(page, f"role-read-only-{width}-{scheme}")
    page.goto(f"{own.cloud.settings.url}/dashboard/#/events/{event}/edit")
    expect(page.get_by_text("You may look at this event, but not change it.")).to_be_visible()
    page.goto(f"{own.cloud.settings.url}/dashboard/#/events/new")
    expect(page.get_by_text("You may look at events here, but not create any.")).to_be_visible()
    page.goto(f"{own.cloud.settings.url}/dashboard/#/settings")
    expect(page.get_by_role("heading", name="Settings")).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("button", name="Save")).to_have_count(0)
    assert refused == []


def test_the_door_sees_who_comes_and_no_orders(own: Shop, open_page: Open, look: Look) -> None:
    event, _ = own.on_sale()
    page = signed_in(joined(own, {"role": "check_in", "place": event}), open_page)
    refused = refusals(page)
    page.goto(f"{own.cloud.settings.url}/dashboard/#/events/{event}")
    expect(page.get_by_role("tab", name="Attendees")).to_be_visible()
    expect(page.get_by_role("tab", name="Orders")).to_have_count(0)
    expect(page.get_by_role("button", name="Actions")).to_have_count(0)
    look(page, "role-door")
    page.goto(f"{own.cloud.settings.url}/dashboard/#/events/{event}/tickets")
    expect(page.get_by_role("link", name="Blocks")).to_be_visible()
    expect(page.get_by_role("link", name="Waiting list")).to_have_count(0)
    assert refused == []


def test_who_runs_one_event_changes_it_and_makes_no_other(own: Shop, open_page: Open) -> None:
    event, _ = own.on_sale()
    page = signed_in(joined(own, {"role": "organizer", "place": event}), open_page, width=1440, height=900)
    refused = refusals(page)
    expect(page.get_by_role("link", name="Create an event")).to_have_count(0)
    page.goto(f"{own.cloud.settings.url}/dashboard/#/events/{event}/tickets")
    expect(page.get_by_role("button", name="Add tickets")).to_be_visible()
    page.get_by_role("button", name="Actions").click()
    expect(page.get_by_role("menuitem", name="Preview link")).to_be_visible()
    expect(page.get_by_role("menuitem", name="Duplicate…")).to_have_count(0)
    expect(page.get_by_role("menuitem", name="Save as a template")).to_have_count(0)
    assert refused == []


def test_who_runs_an_organizer_makes_events_for_it_alone(own: Shop, open_page: Open) -> None:
    organizer = own.post("/organizers", {"name": "Club Nord"})["id"]
    page = signed_in(joined(own, {"role": "organizer", "place": organizer}), open_page, width=1440, height=900)
    refused = refusals(page)
    page.get_by_role("link", name="Create an event").first.click()
    expect(page.get_by_role("button", name="Create the event")).to_be_visible()
    expect(page.get_by_role("combobox", name="Organizer")).to_have_count(0)  # there is one to choose
    page.wait_for_load_state("networkidle")
    assert refused == []

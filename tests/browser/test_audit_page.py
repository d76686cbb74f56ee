"""The audit log's screen: a change is found, opened, exported; the seals are checked."""

import pytest
from playwright.sync_api import expect

from tests.browser.buying import Look, Open
from tests.browser.selling import opened, signed_in
from tests.shop import Shop


@pytest.fixture
def own(shop: Shop) -> Shop:
    """An account whose log nobody else writes into."""
    made = Shop.opened(shop.cloud)
    event = made.new_event()
    edit = {"title": {"en": "Winter Night"}, "age_limit": 18, "starts_at": "2031-06-01T19:00:00Z"}
    assert made.send("PATCH", f"/events/{event['id']}", edit, **{"If-Match": '"1"'}).ok
    made.post("/keys", {"name": "Newsletter sync", "permissions": ["events.read"]})
    return made


@pytest.mark.req("SEC-6")
def test_a_change_is_found_opened_and_exported(own: Shop, open_page: Open, look: Look) -> None:
    page = signed_in(own, open_page)
    page.goto(f"{own.cloud.settings.url}/dashboard/#/audit")
    changes = page.get_by_role("region", name="Changes")
    changes.get_by_role("button", name="Event changed").click()
    expect(changes).to_contain_text("Summer Night")
    expect(changes).to_contain_text("Winter Night")
    expect(changes).to_contain_text("edit_event")
    look(page, "audit")
    page.get_by_role("combobox", name="What").click()
    page.get_by_role("option", name="API keys").click()
    expect(changes.get_by_role("button")).to_have_count(1)
    expect(changes).to_contain_text("Key made")
    page.get_by_role("button", name="Show all changes").click()
    changes.get_by_role("button", name="Event created").click()
    page.get_by_role("button", name="Everything that happened to it").first.click()
    expect(page.get_by_label("About")).not_to_have_value("")
    expect(changes.get_by_role("button", name="Account created")).to_have_count(0)
    page.get_by_label("About").fill("evt_nothing")
    expect(page.get_by_text("No change fits.")).to_be_visible()
    look(page, "audit_empty")
    page.get_by_role("button", name="Show all changes").click()
    page.get_by_role("button", name="Check the seals").click()
    expect(page.get_by_text("Nobody has touched the log")).to_be_visible()
    dialog = opened(page, "Export")
    look(page, "audit_export")
    dialog.get_by_role("button", name="Write the file").click()
    with page.expect_download() as found:
        dialog.get_by_role("link", name="Download").click()
    assert found.value.path().read_text().startswith("at,who,")


@pytest.mark.req("SEC-6")
@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (390, "dark"), (1440, "light"), (1440, "dark")])
def test_of_a_seller_s_name_the_log_says_that_it_was_changed(
    own: Shop, open_page: Open, look: Look, width: int, scheme: str
) -> None:
    seller = {"is_on": False, "legal_name": "Grace Hopper", "timezone": "Europe/Berlin"}
    assert own.send("PUT", "/account/invoicing", seller, **{"If-Match": '"0"'}).ok
    page = signed_in(own, open_page, "/dashboard/#/audit", width=width, scheme=scheme)
    page.get_by_role("button", name="Account changed").first.click()
    changes = page.get_by_role("region", name="Changes")
    expect(changes).to_contain_text("Changed. It may be about a person: the log keeps no values.")
    expect(changes).to_contain_text("Europe/Berlin")
    look(page, f"audit-withheld-{width}-{scheme}")
    expect(changes).not_to_contain_text("Grace Hopper")


@pytest.mark.req("SEC-6")
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1440, "dark"), (390, "dark")])
def test_the_log_reads_well_on_every_screen(own: Shop, open_page: Open, look: Look, width: int, scheme: str) -> None:
    page = signed_in(own, open_page, "/dashboard/#/audit", width=width, scheme=scheme)
    page.get_by_role("button", name="Event changed").click()
    look(page, f"audit_{width}_{scheme}")

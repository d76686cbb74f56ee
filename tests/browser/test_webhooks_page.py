"""Webhooks on the dashboard: added, tested, looked into, tried again."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.buying import Look, Open
from tests.browser.selling import signed_in
from tests.receiver import receiving
from tests.shop import Shop, wait_for

PAGE = "/dashboard/#/webhooks"


@pytest.mark.req("API-10")
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark"), (390, "light"), (1280, "dark")])
def test_an_endpoint_is_added_tested_and_its_failures_are_seen(
    shop: Shop, open_page: Open, look: Look, width: int, scheme: str
) -> None:
    own = Shop.opened(shop.cloud)
    name = f"{width}-{scheme}"
    page = signed_in(own, open_page, PAGE, width=width, height=900, scheme=scheme)
    expect(page.get_by_text("Nobody is told anything yet.")).to_be_visible()
    look(page, f"webhooks-none-{name}")
    with receiving(status=500, content=b'{"error": "no database"}') as receiver:
        page.get_by_role("button", name="Add an endpoint").click()
        form = page.get_by_role("dialog")
        form.get_by_label("Address").fill(receiver.url)
        form.get_by_label("Note").fill("Our books")
        form.get_by_role("radio", name="Only what I choose").check()
        form.get_by_role("button", name="Add the endpoint").click()
        expect(form.get_by_text("Choose at least one, or everything.")).to_be_visible()
        form.get_by_role("checkbox", name="event.created").check()
        form.get_by_role("checkbox", name="order.paid").check()
        look(page, f"webhooks-form-{name}")
        form.get_by_role("button", name="Add the endpoint").click()
        expect(form.get_by_label("Secret", exact=True)).to_contain_text("whsec_")
        look(page, f"webhooks-secret-{name}")
        form.get_by_role("button", name="I have kept it").click()
        page.get_by_role("button", name="Send a test").click()
        expect(page.get_by_text("The test was not taken")).to_be_visible()
        time.sleep(11)  # until every process knows that somebody listens
        own.new_event()
        wait_for(lambda: own.get("/webhooks")["items"][0]["health"]["failures"], "the failure")
        page.reload()
        expect(page.get_by_text("The last call failed")).to_be_visible()
        look(page, f"webhooks-failing-{name}")
        page.get_by_role("button", name="Deliveries").click()
        panel = page.get_by_role("dialog")
        expect(panel.get_by_text("Will be tried again")).to_be_visible()
        look(page, f"webhooks-deliveries-{name}")
        receiver.status = 200
        panel.get_by_role("button", name=re.compile("^Deliver again: event.created")).click()
        expect(panel.get_by_text("Delivered", exact=True).last).to_be_visible()
        expect(panel.get_by_text("Will be tried again")).to_have_count(0, timeout=20_000)


@pytest.mark.req("API-12")
def test_a_new_secret_is_made_and_an_endpoint_removed(shop: Shop, open_page: Open) -> None:
    own = Shop.opened(shop.cloud)
    own.post("/webhooks", {"url": "http://127.0.0.1:9/hook", "types": ["order.paid"]})
    page = signed_in(own, open_page, PAGE)
    more = page.get_by_role("button", name=re.compile("^More about"))
    more.click()
    page.get_by_role("menuitem", name="Make a new secret").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Make a new secret").click()
    expect(dialog.get_by_text("What was before signs too until")).to_be_visible()
    dialog.get_by_role("button", name="I have kept it").click()
    more.click()
    page.get_by_role("menuitem", name="Disable").click()
    expect(page.get_by_text("Disabled", exact=True)).to_be_visible()
    more.click()
    page.get_by_role("menuitem", name="Remove").click()
    dialog.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("Nobody is told anything yet.")).to_be_visible()

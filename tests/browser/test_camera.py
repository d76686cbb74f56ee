"""The door's camera: a real ticket's code is held before it, and the guest is admitted."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.browser.buying import Look, Open
from tests.browser.conftest import _FLAGS as FLAGS
from tests.browser.film import write_film
from tests.shop import PASSWORD, Shop


@dataclass(frozen=True)
class Guest:
    """Somebody with a ticket for the event of this title."""

    title: str
    event_id: str
    name: str
    code: str


@pytest.fixture
def guest(shop: Shop) -> Guest:
    """A ticket like any other, bought for nothing."""
    event_id = shop.new_event(title={"en": "Camera Night"})["id"]
    product_id = shop.new_product(event_id, price_minor=0)["id"]
    shop.post(f"/events/{event_id}/publish", {})
    bought = shop.buyer("Katherine Johnson").buy(event_id, product_id)
    return Guest("Camera Night", event_id, "Katherine Johnson", bought["tickets"][0]["code"])


@pytest.fixture
def chromium(playwright: Playwright, guest: Guest, tmp_path: Path) -> Iterator[Browser]:
    """In place of the other tests' browser: one before whose camera the guest holds the ticket."""
    film = tmp_path / "ticket.y4m"
    write_film(film, guest.code)
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    camera = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    film_flag = f"--use-file-for-fake-video-capture={film}"
    browser = playwright.chromium.launch(executable_path=path, args=[*FLAGS, *camera, film_flag])
    yield browser
    browser.close()


def test_a_ticket_held_before_the_camera_is_admitted_once(
    shop: Shop, guest: Guest, open_page: Open, look: Look
) -> None:
    page = open_page(f"{shop.cloud.settings.url}/dashboard/#/signin?return=/checkin/")
    page.get_by_role("textbox", name="E-mail").fill(shop.email)
    page.locator("input[type=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name=guest.title).first.click()
    page.get_by_role("button", name="Start scanning").click()
    verdict = page.get_by_role("alertdialog")
    expect(verdict.get_by_text("Admitted")).to_be_visible()
    expect(verdict.get_by_text(guest.name)).to_be_visible()
    look(page, "checkin-camera-admitted")
    expect(verdict).to_be_hidden()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    look(page, "checkin-camera-on")
    page.wait_for_timeout(1000)
    assert page.get_by_role("listitem").filter(has_text=guest.name).count() == 1
    assert shop.scan(guest.event_id, guest.code)["verdict"] != "admitted"

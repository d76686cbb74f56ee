"""Every page works in Chromium under the content security policy that front door and CloudFront both send."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from infra.headers import headers_for
from localstack.launcher import Running
from tests.shop import Shop


@pytest.fixture
def violations() -> list[str]:
    """What the policy has forbidden."""
    return []


@pytest.fixture
def tab(cloud: Running, shop: Shop, chromium: Browser, violations: list[str]) -> Iterator[Page]:
    """A tab, signed in as the organizer, whose pages carry the policy."""
    context = chromium.new_context()
    context.add_cookies(
        [{"name": cookie.name, "value": str(cookie.value), "url": cloud.url} for cookie in shop.session.cookies]
    )
    page = context.new_page()
    page.on("console", lambda message: violations.append(message.text) if _is_violation(message.text) else None)
    yield page
    context.close()


def _is_violation(text: str) -> bool:
    return "Content Security Policy" in text or "Permissions policy" in text


@pytest.mark.parametrize("path", ["/", "/dashboard/", "/docs/", "/nothing/here/"])
def test_a_page_breaks_no_rule(tab: Page, violations: list[str], cloud: Running, path: str) -> None:
    answer = tab.goto(cloud.url + path, wait_until="networkidle")
    expect(tab.locator("h1").first).to_be_visible(timeout=15_000)
    assert answer
    policy = headers_for(path, cloud.settings.stripe_url)["Content-Security-Policy"]
    assert answer.headers["content-security-policy"] == policy
    assert violations == []


def test_paying_breaks_no_rule(tab: Page, violations: list[str], cloud: Running, shop: Shop) -> None:
    event, product = shop.on_sale()
    order = shop.buyer().reserve(event, product)
    tab.goto(f"{cloud.url}/order/?o={order['id']}#t={order['token']}", wait_until="networkidle")
    tab.get_by_role("textbox", name="Name").fill("Bea Buyer")
    tab.get_by_role("textbox", name="E-mail").fill("bea@example.com")
    tab.get_by_role("button", name="Continue to payment").click()
    tab.frame_locator(".payment:not(.wallets) iframe").locator("input").first.wait_for()
    assert violations == []


def test_scanning_breaks_no_rule(tab: Page, violations: list[str], cloud: Running, shop: Shop) -> None:
    shop.on_sale()
    tab.goto(f"{cloud.url}/checkin/", wait_until="networkidle")
    tab.get_by_role("button").first.click()
    tab.get_by_role("button", name="Start scanning").click()
    tab.get_by_role("button", name="Stop").wait_for()
    tab.wait_for_timeout(500)  # a moment for the decoder to be compiled
    assert violations == []

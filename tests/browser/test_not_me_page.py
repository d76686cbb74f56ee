"""A second factor that somebody else has added, taken off by the link in the mail that tells of it."""

import re

import pytest
from playwright.sync_api import expect

from tests.api.mailed import mailed_token
from tests.api.signing_in import app_of
from tests.browser.buying import Look, Open
from tests.browser.selling import signed_in
from tests.shop import Shop

NEW = "purple elbow thursday kettle"


@pytest.mark.req("SEC-3")
@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (390, "dark"), (1440, "light"), (1440, "dark")])
def test_it_was_not_them_and_a_new_password_makes_all_theirs_again(
    shop: Shop, open_page: Open, look: Look, width: int, scheme: str
) -> None:
    own = Shop.opened(shop.cloud)
    own.post("/me/email-confirmation", {"token": mailed_token(own, "Confirm your e-mail")})
    thiefs = signed_in(own, open_page, "/dashboard/#/security")
    app_of(own)
    link = f"{own.cloud.settings.url}/dashboard/#/link/{mailed_token(own, 'You have set up an authenticator')}"
    page = open_page(link, width=width, height=844, scheme=scheme)
    expect(page.get_by_role("heading", name="It was not me")).to_be_visible()
    look(page, f"not-me-factor-{width}-{scheme}")
    page.get_by_label("New password").fill("short")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Use at least 10 characters.")).to_be_visible()
    page.get_by_label("New password").fill(NEW)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("All is yours again")
    look(page, f"not-me-factor-done-{width}-{scheme}")
    page.get_by_role("link", name="Go on").click()
    page.get_by_role("textbox", name="E-mail").fill(own.email)
    page.locator("input[type=password]").fill(NEW)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("button", name=re.compile("^Account of"))).to_be_visible()
    thiefs.reload()
    expect(thiefs.get_by_role("heading", name="Sign in")).to_be_visible()
    again = open_page(link, width=width, height=844, scheme=scheme)
    expect(again.get_by_role("heading", name="Not good any more")).to_be_visible()

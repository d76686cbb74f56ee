"""Signing in without the password: a link by e-mail, a new password, another address, as somebody clicks through it."""

import uuid

import pytest
from playwright.sync_api import Page, expect

from tests.api.mailed import mailed_token
from tests.browser.buying import Look, Open
from tests.browser.selling import opened, sent, signed_in
from tests.shop import PASSWORD, Shop

NEW = "purple elbow thursday kettle"


@pytest.fixture
def own(shop: Shop) -> Shop:
    """Somebody whose password nobody else needs."""
    return Shop.opened(shop.cloud)


def at(shop: Shop, screen: str) -> str:
    return f"{shop.cloud.settings.url}/dashboard/#{screen}"


def ask(page: Page, email: str) -> None:
    page.get_by_role("textbox", name="E-mail").fill(email)
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()


@pytest.mark.req("SEC-3")
def test_a_link_by_e_mail_signs_in_when_its_button_is_pressed(own: Shop, open_page: Open, look: Look) -> None:
    page = open_page(at(own, "/signin"))
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    look(page, "sign-in")
    page.get_by_role("link", name="E-mail me a link instead").click()
    expect(page.get_by_role("heading", name="A link to sign in")).to_be_visible()
    look(page, "mail-link")
    ask(page, own.email)
    look(page, "mail-link-sent")
    token = mailed_token(own, "Your link to sign in")
    other = open_page(at(own, f"/link/{token}"), width=1440, scheme="dark")
    expect(other.get_by_text("Sign in as Ada Lovelace")).to_be_visible()
    look(other, "link-sign-in")
    other.get_by_role("button", name="Sign in").click()
    expect(other.get_by_role("heading", name="Events")).to_be_visible()
    page.goto(at(own, f"/link/{token}"))
    expect(page.get_by_role("heading", name="Not good any more")).to_be_visible()
    look(page, "link-gone")


@pytest.mark.req("TEN-14")
def test_an_address_is_confirmed_by_who_signs_in_first(own: Shop, open_page: Open, look: Look) -> None:
    page = open_page(at(own, f"/link/{mailed_token(own, 'Confirm your e-mail')}"))
    expect(page.get_by_text("Then you can confirm that this address is yours")).to_be_visible()
    look(page, "link-confirm-sign-in")
    page.get_by_role("link", name="Go to sign in").click()
    page.get_by_role("textbox", name="E-mail").fill(own.email)
    page.locator("input[type=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Confirm the address").click()
    expect(page.get_by_text("Your address is confirmed.")).to_be_visible()


@pytest.mark.req("TEN-11")
def test_a_forgotten_password_is_chosen_anew(own: Shop, open_page: Open, look: Look) -> None:
    page = open_page(at(own, "/signin"))
    page.get_by_role("link", name="Forgotten your password?").click()
    expect(page.get_by_role("heading", name="A new password")).to_be_visible()
    look(page, "forgotten")
    ask(page, own.email)
    page.goto(at(own, f"/link/{mailed_token(own, 'Choose a new password')}"))
    page.get_by_label("New password").fill("password123")
    page.get_by_role("button", name="Use this password").click()
    expect(page.get_by_text("This is a very common password.")).to_be_visible()
    look(page, "reset")
    page.get_by_label("New password").fill(NEW)
    page.get_by_role("button", name="Use this password").click()
    page.get_by_role("link", name="Go on").click()
    page.get_by_role("textbox", name="E-mail").fill(own.email)
    page.locator("input[type=password]").fill(NEW)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Events")).to_be_visible()


@pytest.mark.req("TEN-11")
def test_address_and_password_are_changed_under_security(own: Shop, open_page: Open, look: Look) -> None:
    page = signed_in(own, open_page, "/dashboard/#/security")
    expect(page.get_by_text("Is this address yours?")).to_be_visible()
    look(page, "security")
    new = f"new-{uuid.uuid4().hex[:10]}@example.com"
    dialog = opened(page, "Change the address")
    dialog.get_by_label("New e-mail address").fill(new)
    dialog.get_by_label("Your password").fill("not this one")
    dialog.get_by_role("button", name="Send a link to the new address").click()
    expect(dialog.get_by_text("This is not your password.")).to_be_visible()
    look(page, "change-address")
    dialog.get_by_label("Your password").fill(PASSWORD)
    sent(dialog, "Send a link to the new address")
    page.goto(at(own, f"/link/{mailed_token(own, 'Confirm your new e-mail', new)}"))
    expect(page.get_by_role("heading", name="Your new address")).to_be_visible()
    look(page, "link-new-address")
    page.get_by_role("button", name="Use this address").click()
    page.get_by_role("link", name="Go on").click()
    page.goto(at(own, "/security"))
    expect(page.get_by_text(new, exact=True)).to_be_visible()
    expect(page.get_by_text("Confirmed")).to_be_visible()
    dialog = opened(page, "Change the password")
    dialog.get_by_label("New password").fill(NEW)
    look(page, "change-password")
    sent(dialog, "Change the password")
    thiefs = open_page(at(own, f"/link/{mailed_token(own, 'Your e-mail address was changed')}"))
    thiefs.get_by_label("New password").fill("another uncommon phrase")
    look(thiefs, "not-me")
    thiefs.get_by_role("button", name="Take it back").click()
    expect(thiefs.get_by_text("All is yours again")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


@pytest.mark.req("SEC-17")
def test_whoever_is_locked_out_is_told_when_to_come_again_and_how_to_come_in(
    own: Shop, open_page: Open, look: Look
) -> None:
    page = open_page(at(own, "/signin"))
    page.get_by_role("textbox", name="E-mail").fill(own.email)
    page.locator("input[type=password]").fill(PASSWORD)
    for _ in range(5):
        own.buyer().send("POST", "/sessions", {"email": own.email, "password": "not this one"})
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("or have a link sent to your e-mail address")
    look(page, "locked-out")

"""The team's screen: somebody is asked to join, follows the link, and sees what the role allows."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from tests.browser.buying import Look, Open
from tests.browser.selling import more, opened, sent, signed_in
from tests.shop import PASSWORD, Shop, mails_to, text_of, wait_for


@pytest.fixture
def own(shop: Shop) -> Shop:
    """An account whose team nobody else changes."""
    return Shop.opened(shop.cloud)


def link_to(shop: Shop, email: str) -> str:
    mail = wait_for(lambda: mails_to(shop.cloud, email), "the invitation")[0]
    found = re.search(r"#/join/([\w.-]+)", text_of(shop.cloud, mail))
    assert found
    return found[1]


@pytest.mark.req("TEN-9")
def test_somebody_is_invited_joins_and_sees_what_the_role_allows(own: Shop, open_page: Open, look: Look) -> None:
    page = signed_in(own, open_page)
    email = f"door-{uuid.uuid4().hex[:10]}@example.com"
    page.goto(f"{own.cloud.settings.url}/dashboard/#/team")
    dialog = opened(page, "Invite somebody")
    dialog.get_by_label("E-mail").fill(email)
    dialog.get_by_role("combobox", name="Role").click()
    page.get_by_role("option", name="Check-in").click()
    look(page, "invite")
    sent(dialog, "Send the invitation")
    expect(page.get_by_role("region", name="Invitations")).to_contain_text(email)
    look(page, "team")
    guest = open_page(f"{own.cloud.settings.url}/dashboard/#/join/{link_to(own, email)}")
    guest.get_by_label("Your name").fill("Dora Door")
    guest.get_by_label("Choose a password").fill(PASSWORD)
    look(guest, "join")
    guest.get_by_role("button", name="Join").click()
    guest.get_by_role("button", name="Account of Dora Door").click()
    expect(guest.get_by_role("menuitem", name="Check-in page")).to_be_visible()
    expect(guest.get_by_role("menuitem", name="Payments")).to_have_count(0)
    page.reload()
    expect(page.get_by_role("region", name="Members")).to_contain_text("Dora Door")
    more(page, "Dora Door", "Remove from the team")
    sent(page.get_by_role("dialog"), "Remove")
    guest.reload()
    expect(guest.get_by_role("heading", name="Sign in")).to_be_visible()


@pytest.mark.req("API-3")
def test_a_key_is_shown_once_and_revoked(own: Shop, open_page: Open, look: Look) -> None:
    page = signed_in(own, open_page)
    page.goto(f"{own.cloud.settings.url}/dashboard/#/keys")
    dialog = opened(page, "Make a key")
    dialog.get_by_label("Which program is it for?").fill("Newsletter")
    dialog.get_by_role("button", name="Make the key").click()
    expect(dialog.get_by_label("Key", exact=True)).to_contain_text("foyer_")
    look(page, "key")
    sent(dialog, "I have kept it")
    more(page, "Newsletter", "Revoke it")
    sent(page.get_by_role("dialog"), "Revoke")
    expect(page.get_by_text("No program has a key yet.")).to_be_visible()


@pytest.mark.req("SEC-4")
def test_a_session_whose_short_token_is_over_goes_on_by_itself(own: Shop, open_page: Open) -> None:
    page = signed_in(own, open_page)
    kept = [one for one in page.context.cookies() if one["name"] == "foyer_session"]
    page.context.add_cookies([{**kept[0], "value": "eyJhbGciOiJFZERTQSJ9.e30.AA"}])  # type: ignore[typeddict-item]
    page.goto(f"{own.cloud.settings.url}/dashboard/#/security")
    page.reload()
    expect(page.get_by_text("This browser")).to_be_visible()


@pytest.mark.req("TEN-9")
def test_whoever_follows_a_dead_invitation_is_told_what_to_do(shop: Shop, open_page: Open, look: Look) -> None:
    page = open_page(f"{shop.cloud.settings.url}/dashboard/#/join/x", width=320)
    expect(page.get_by_role("alert")).to_contain_text("was accepted, revoked, replaced by a newer one, or is over")
    expect(page.get_by_text("Ask whoever invited you to send it again.")).to_be_visible()
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)
    look(page, "join-dead")
    page.get_by_role("link", name="Sign in").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()

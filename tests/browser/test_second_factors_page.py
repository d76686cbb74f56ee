"""Second factors in a browser: an app and its codes, a passkey of Chromium's own, an account that asks for one."""

import io
import re
import time

import pyotp
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.buying import Look, Open
from tests.browser.selling import more, opened, sent, signed_in
from tests.shop import PASSWORD, Shop

pytestmark = pytest.mark.req("SEC-3")


@pytest.fixture
def own(shop: Shop) -> Shop:
    """Somebody whose sign-in nobody else uses."""
    return Shop.opened(shop.cloud)


def with_device(page: Page) -> None:
    """Chromium's virtual authenticator: keeps passkeys, and its person is always there."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def scanned(dialog: Locator) -> str:
    """What a telephone reads from the picture."""
    picture = dialog.get_by_role("img", name="QR code for the authenticator app").screenshot()
    [code] = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
    return str(code.text)


def signed_out(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Account of")).click()
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()


def first_step(own: Shop, page: Page) -> None:
    page.get_by_role("textbox", name="E-mail").fill(own.email)
    page.locator("input[type=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Is it really you?")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1440, "dark")])
def test_an_app_is_set_up_asked_for_and_replaced_by_a_recovery_code(
    own: Shop, open_page: Open, look: Look, width: int, scheme: str
) -> None:
    page = signed_in(own, open_page, "/dashboard/#/security", width=width, height=900, scheme=scheme)
    expect(page.get_by_role("button", name="Set up an app")).to_be_visible()
    look(page, f"security-{width}-{scheme}")
    dialog = opened(page, "Set up an app")
    secret = str(dialog.locator("pre").inner_text()).replace(" ", "")
    look(page, f"authenticator-{width}-{scheme}")
    assert secret in scanned(dialog)
    dialog.get_by_label("Code that the app shows").fill("000000")
    dialog.get_by_role("button", name="Turn it on").click()
    expect(dialog.get_by_text("is wrong")).to_be_visible()
    app = pyotp.TOTP(secret)
    dialog.get_by_label("Code that the app shows").fill(app.now())
    dialog.get_by_role("button", name="Turn it on").click()
    codes = page.get_by_role("group", name="Recovery codes").locator("pre")
    expect(codes).to_have_count(10)
    recovery = codes.first.inner_text()
    look(page, f"recovery-codes-{width}-{scheme}")
    sent(page.get_by_role("dialog"), "I have kept them")
    look(page, f"security-with-app-{width}-{scheme}")
    signed_out(page)
    first_step(own, page)
    look(page, f"second-step-{width}-{scheme}")
    page.get_by_label("Code of your authenticator app").fill("000000")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("This code is wrong, or was used before.")).to_be_visible()
    page.get_by_label("Code of your authenticator app").fill(app.at(int(time.time()), counter_offset=1))
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("button", name=re.compile("^Account of"))).to_be_visible()
    signed_out(page)
    first_step(own, page)
    page.get_by_role("button", name="Use a recovery code").click()
    page.get_by_label("Recovery code").fill(recovery)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("button", name=re.compile("^Account of"))).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1440, "light")])
def test_a_passkey_is_made_and_signs_in_by_itself_and_as_the_second_step(
    own: Shop, open_page: Open, look: Look, width: int, scheme: str
) -> None:
    page = signed_in(own, open_page, "/dashboard/#/security", width=width, height=900, scheme=scheme)
    with_device(page)
    dialog = opened(page, "Add a passkey")
    dialog.get_by_label("How will you know it?").fill("Work laptop")
    look(page, f"new-passkey-{width}-{scheme}")
    dialog.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("group", name="Recovery codes")).to_be_visible()
    sent(page.get_by_role("dialog"), "I have kept them")
    expect(page.get_by_text("Work laptop", exact=True)).to_be_visible()
    look(page, f"security-with-passkey-{width}-{scheme}")
    signed_out(page)
    look(page, f"sign-in-{width}-{scheme}")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("button", name=re.compile("^Account of"))).to_be_visible()
    signed_out(page)
    first_step(own, page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("button", name=re.compile("^Account of"))).to_be_visible()
    page.goto(f"{own.cloud.settings.url}/dashboard/#/security")
    more(page, "Work laptop", "Remove it")
    expect(page.get_by_text("Work laptop is removed.")).to_be_visible()


def test_an_account_that_asks_for_a_second_factor_leads_to_it(own: Shop, open_page: Open, look: Look) -> None:
    from tests.api.passkeys import device_of
    from tests.api.test_team import joined

    member = joined(own, {"role": "admin"})
    theirs = signed_in(member, open_page, "/dashboard/#/team", width=1440, height=900)
    expect(theirs.get_by_label("Everybody in the team needs one")).to_be_disabled()
    look(theirs, "team-mfa-first-own")
    device_of(own)
    own.put("/account/mfa", {"is_required": True})
    theirs.goto(f"{own.cloud.settings.url}/dashboard/#/keys")
    expect(theirs.get_by_text("Harbour Hall asks for a second factor")).to_be_visible()
    look(theirs, "mfa-required")
    with_device(theirs)
    dialog = opened(theirs, "Add a passkey")
    dialog.get_by_role("button", name="Make the passkey").click()
    sent(theirs.get_by_role("dialog"), "I have kept them")
    expect(theirs.get_by_text("Harbour Hall asks for a second factor")).to_have_count(0)
    theirs.goto(f"{own.cloud.settings.url}/dashboard/#/team")
    expect(theirs.get_by_label("Everybody in the team needs one")).to_be_checked()
    look(theirs, "team-mfa")

"""How an organizer is paid, on the dashboard: on the account's Stripe account, on its own, and back."""

import re

import pytest
from playwright.sync_api import expect

from tests.api.connecting import at_organizer, connected
from tests.api.test_payouts import DAY, bought
from tests.api.test_team import joined
from tests.browser.buying import Look, Open
from tests.browser.selling import more, signed_in
from tests.resilience.agency import organizer
from tests.resilience.stripe_side import StripeSide
from tests.shop import Shop, wait_for

pytestmark = pytest.mark.req("EVT-19")
SCREENS = [(390, "light"), (390, "dark"), (1440, "light"), (1440, "dark")]


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_an_organizer_is_connected_takes_over_and_gives_way(
    own: Shop, open_page: Open, look: Look, width: int, scheme: str
) -> None:
    name = f"{width}-{scheme}"
    connected(own)
    client = organizer(own, "Harbour Garden")
    page = signed_in(own, open_page, "/dashboard/#/settings", width=width, height=900, scheme=scheme)
    more(page, "Harbour Garden", "Settings and page")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Card payments go to the account’s Stripe account.")).to_be_visible()
    dialog.get_by_text("Card payments go to the account’s Stripe account.").scroll_into_view_if_needed()
    look(page, f"organizer-form-paid-on-{name}")
    dialog.get_by_role("link", name="Payments of this organizer").click()
    expect(page.get_by_role("heading", name="Harbour Garden: payments")).to_be_visible()
    expect(page.get_by_text("Not connected")).to_be_visible()
    look(page, f"organizer-payments-none-{name}")
    page.get_by_role("button", name="Connect Stripe").click()
    page.get_by_role("dialog").get_by_role("button", name="Go on at Stripe").click()
    page.get_by_role("button", name="Leave for later").click()
    expect(page.get_by_text("Its own takes over as soon as Stripe says")).to_be_visible()
    look(page, f"organizer-payments-onboarding-{name}")
    page.get_by_role("button", name="Go on at Stripe").click()
    page.get_by_role("button", name="Give all details").click()
    expect(page.get_by_text("Ready", exact=True)).to_be_visible()
    expect(page.get_by_text("Nothing was paid out yet.")).to_be_visible()
    look(page, f"organizer-payments-ready-{name}")
    page.get_by_role("button", name="Disconnect…").click()
    panel = page.get_by_role("dialog")
    expect(panel.get_by_role("radio", name=re.compile("^Not by card"))).to_be_checked()
    panel.get_by_role("combobox", name="Why?").click()
    page.get_by_role("option", name="It was connected by mistake").click()
    look(page, f"organizer-payments-disconnect-{name}")
    panel.get_by_role("button", name="Disconnect", exact=True).click()
    expect(page.get_by_text("Cards are not on sale")).to_be_visible()
    expect(panel).to_be_hidden()
    look(page, f"organizer-payments-paused-{name}")
    page.get_by_role("button", name="Be paid on the account’s again").click()
    expect(page.get_by_text("Card payments for this organizer’s events go to")).to_be_visible()
    look(page, f"organizer-payments-back-{name}")
    assert client.get(at_organizer(client))["paid_on"] == "account"
    page.get_by_role("link", name="← Payments").click()
    listed = page.get_by_role("region", name="Organizers")
    for one in ("Harbour Garden", "Harbour Hall"):
        expect(listed.get_by_role("link", name=one)).to_be_visible()
    look(page, f"payments-of-an-agency-{name}")


@pytest.mark.req("PAY-19")
@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1440, "dark")])
def test_an_organizer_s_payouts_are_shown_to_who_sees_to_its_money_alone(
    own: Shop, open_page: Open, look: Look, width: int, scheme: str
) -> None:
    client = organizer(own, "Harbour Garden")
    account = connected(client, at=at_organizer(client))
    orders = bought(client, account)
    StripeSide(own.cloud.settings.stripe_url).pass_time(9 * DAY)
    wait_for(lambda: client.get(f"{at_organizer(client)}/payouts")["items"], "the payout")
    finance = joined(own, {"role": "finance", "place": client.organizer_id})
    page = signed_in(finance, open_page, "/dashboard/#/", width=width, height=900, scheme=scheme)
    page.get_by_role("button", name=re.compile("Account of")).click()
    page.get_by_role("menuitem", name="Payments").click()
    mine = page.get_by_role("region", name="Organizers").get_by_role("link")
    expect(mine).to_have_text(["Harbour Garden"])
    look(page, f"organizers-of-finance-{width}-{scheme}")
    mine.click()
    page.get_by_role("button", name=re.compile("^Orders in the payout")).last.click()
    expect(page.get_by_role("link", name=orders[0]["reference"])).to_be_visible()
    look(page, f"organizer-payments-payout-{width}-{scheme}")

"""Who is paid: an organizer's own Stripe account takes over when it can charge, and gives way only if that is asked."""

from dataclasses import replace

import pytest

from chalicelib.domain.merchants import Merchant, NoMerchant, paid_on
from chalicelib.domain.onboarding import Connected, disconnected, forgotten, lost, new_attempt, seen
from chalicelib.domain.platform_fees import FeePlan
from tests.unit import making

pytestmark = pytest.mark.req("EVT-19")

ACTIVE = Connected("acct_own", {"card_payments": "active"}, [])
WAITING = Connected("acct_own", {"card_payments": "restricted"}, ["external_account"])
ACCOUNT = Merchant("acc_1", stripe_account="acct_all", status="ready", methods=["bank", "card"], plan=FeePlan("3"))
NONE = Merchant("acc_1", organizer_id="org_1")
BEGUN = new_attempt(NONE, "express", "DE")
ASKED = replace(BEGUN, stripe_account="acct_own")
READY = seen(ASKED, ACTIVE, making.NOW)
CLOSED = lost(READY, "closed")


def charged(own: Merchant, account: Merchant = ACCOUNT) -> tuple[str, bool]:
    """(the Stripe account that new payments go to, whether they can)."""
    merchant = paid_on(account, own)
    return merchant.stripe_account, merchant.takes_cards(must_connect=False)


@pytest.mark.parametrize("own", [NONE, BEGUN, ASKED, seen(ASKED, WAITING, making.NOW)])
def test_the_account_s_is_charged_until_the_organizer_s_own_can_be(own: Merchant) -> None:
    assert charged(own) == ("acct_all", True)
    assert charged(own, Merchant("acc_1")) == ("", True)


def test_the_organizer_s_own_is_charged_from_then_on_by_the_account_s_decisions() -> None:
    merchant = paid_on(ACCOUNT, READY)
    assert charged(READY) == ("acct_own", True)
    assert (merchant.methods, merchant.plan) == (["bank", "card"], FeePlan("3"))


@pytest.mark.parametrize(
    "own",
    [
        seen(READY, WAITING, making.NOW),
        lost(READY, "no_access"),
        CLOSED,
        disconnected(READY),
        new_attempt(CLOSED, "express", "DE"),
        forgotten(new_attempt(CLOSED, "express", "DE")),
        disconnected(new_attempt(CLOSED, "express", "DE")),
    ],
)
def test_cards_pause_rather_than_go_to_somebody_else(own: Merchant) -> None:
    """Not to the account either, nor to the deployment, and whatever is tried next."""
    assert not charged(own)[1]
    assert not charged(own, Merchant("acc_1"))[1]
    assert charged(own)[0] != "acct_all"


@pytest.mark.parametrize("own", [READY, CLOSED, disconnected(READY), forgotten(new_attempt(CLOSED, "express", "DE"))])
def test_who_wants_to_falls_back_on_the_account_s(own: Merchant) -> None:
    assert charged(disconnected(own, falls_back=True)) == ("acct_all", True)


def test_who_fell_back_takes_over_again_once_the_own_can_be_charged() -> None:
    off = disconnected(READY, falls_back=True)
    assert off.stripe_account == "acct_own"  # what was paid there is looked after there
    assert charged(seen(off, ACTIVE, making.NOW)) == ("acct_all", True)
    again = new_attempt(off, "express", "DE")
    assert charged(again) == ("acct_all", True)
    assert charged(seen(again, ACTIVE, making.NOW)) == ("acct_own", True)


def test_what_was_taken_off_before_it_had_an_account_is_asked_for_anew() -> None:
    off = disconnected(new_attempt(CLOSED, "express", "DE"))
    after = new_attempt(off, "express", "DE")
    assert (after.status, after.attempt) == ("onboarding", 3)


def test_one_that_never_charged_is_forgotten_and_none_cannot_be_taken_off() -> None:
    assert disconnected(ASKED).stripe_account == ""
    for off in (NONE, disconnected(ASKED)):
        with pytest.raises(NoMerchant):
            disconnected(off, falls_back=True)


def test_each_payee_asks_under_a_key_of_its_own() -> None:
    assert BEGUN.idempotency_key == "connect:org_1:1"

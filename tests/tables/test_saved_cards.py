"""Kept cards as rows: each step once, nothing charged that is withdrawn, nothing withdrawn that is being charged."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.saved_cards import SavedCard, Setup
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables import saved_cards, sweeps
from tests.tables.writing import write
from tests.unit.making import NOW, new_id

pytestmark = pytest.mark.req("PAY-15")
SETUP = Setup("seti_1", "cus_1", "secret", "succeeded", "pm_1", "visa", "4242", 12, 2034)


def made(**fields: Any) -> SavedCard:
    """A card that was agreed to."""
    card = SavedCard(
        new_id("card"), "wait_1", "evt_1", "acc_1", "hmac", "acct_1", "REQUESTED", NOW, 6000, "EUR", "1", NOW, "digest"
    )
    return replace(card, **fields)


@pytest.fixture
def card() -> SavedCard:
    """A card that was entered."""
    card = made()
    write(saved_cards.new_card(card), now=NOW)
    write(saved_cards.opened(card, SETUP))
    write(saved_cards.kept(card, SETUP, NOW))
    return stored(card)


def stored(card: SavedCard) -> SavedCard:
    found = saved_cards.find_card(card.card_id)
    assert found
    return found


def test_a_card_comes_back_as_it_was_entered(card: SavedCard) -> None:
    assert (card.state, card.customer, card.setup_reference, card.method) == ("KEPT", "cus_1", "seti_1", "pm_1")
    assert (card.brand, card.last4, card.exp_month, card.exp_year, card.person) == ("visa", "4242", 12, 2034, "hmac")
    assert saved_cards.read_cards([card.card_id, "card_none"]) == {card.card_id: card}
    assert saved_cards.find_card("card_none") is None
    assert saved_cards.find_card("") is None


def test_a_card_of_the_deployments_own_account_has_no_merchant() -> None:
    card = made(merchant="")
    write(saved_cards.new_card(card))
    assert stored(card) == card


def test_one_request_makes_one_card(card: SavedCard) -> None:
    with pytest.raises(AlreadyDone):
        write(saved_cards.new_card(card))


def test_what_the_provider_knows_it_by_is_noted_once(card: SavedCard) -> None:
    with pytest.raises(AlreadyDone):
        write(saved_cards.opened(card, replace(SETUP, reference="seti_2")))
    assert stored(card).setup_reference == "seti_1"


def test_a_card_that_is_wanted_no_more_is_not_kept() -> None:
    card = made()
    write(saved_cards.new_card(card))
    with pytest.raises(AlreadyDone):
        write(saved_cards.kept(card, SETUP, NOW))
    write(saved_cards.ending(card, NOW))
    with pytest.raises(AlreadyDone):
        write(saved_cards.kept(card, SETUP, NOW))


def test_a_card_that_was_withdrawn_is_not_charged(card: SavedCard) -> None:
    write(saved_cards.ending(card, NOW))
    with pytest.raises(AlreadyDone):
        write(saved_cards.charging(card, "ord_1", NOW))
    assert stored(card).state == "ENDING"


def test_a_card_that_is_charged_is_not_withdrawn(card: SavedCard) -> None:
    write(saved_cards.charging(card, "ord_1", NOW))
    with pytest.raises(AlreadyDone):
        write(saved_cards.ending(card, NOW))
    assert (stored(card).state, stored(card).order_id) == ("CHARGING", "ord_1")
    write(saved_cards.ending(stored(card), NOW))


def test_only_an_ending_card_goes_and_it_goes_once(card: SavedCard) -> None:
    with pytest.raises(AlreadyDone):
        write(saved_cards.gone(card))
    write(saved_cards.ending(card, NOW))
    write(saved_cards.gone(card))
    assert saved_cards.find_card(card.card_id) is None
    with pytest.raises(AlreadyDone):
        write(saved_cards.gone(card))


def test_a_card_is_due_again_and_again_until_it_is_gone(card: SavedCard) -> None:
    assert card.card_id in sweeps.list_due(NOW + timedelta(days=1))
    write(saved_cards.look_again(card, NOW + timedelta(days=1)))
    assert card.card_id not in sweeps.list_due(NOW + timedelta(days=1))
    assert card.card_id in sweeps.list_due(NOW + timedelta(days=2))
    write(saved_cards.charging(card, "ord_1", NOW))
    with pytest.raises(AlreadyDone):
        write(saved_cards.look_again(card, NOW + timedelta(days=5)))
    assert card.card_id in sweeps.list_due(NOW + timedelta(minutes=15))

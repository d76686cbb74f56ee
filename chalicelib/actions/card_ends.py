"""The end of a kept card: from one moment on nobody may charge it, and then the provider forgets it."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.saved_cards import SavedCard
from chalicelib.gateways import stripe_cards
from chalicelib.gateways.stripe_client import MerchantLost
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.kernel.facts import Fact
from chalicelib.kernel.payment_facts import CardLetGo
from chalicelib.tables import saved_cards, waitlist
from chalicelib.tables.changes import Change
from chalicelib.tables.commit import commit


def letting_go(card_id: str, now: datetime) -> tuple[list[Change], list[Fact]]:
    """What takes a card away from whoever might charge it, for the commit that says why.

    Nothing for a card that is gone, or is being charged: whoever charges it lets go of it. The commit raises
    AlreadyDone if the card has moved on meanwhile.
    """
    card = saved_cards.find_card(card_id)
    if not card or card.state in ("CHARGING", "ENDING"):
        return [], []
    return [saved_cards.ending(card, now)], [let_go(card)]


def let_go(card: SavedCard) -> CardLetGo:
    """The fact that makes a worker tell the provider."""
    return CardLetGo(card.entry_id, card.account_id, card.event_id, {"card_id": card.card_id})


def forget(card: SavedCard, now: datetime) -> None:
    """Take an ending card off at the provider; then its row goes. May be repeated. Raises Unreachable.

    What was asked for and whose answer was lost is asked for again, under its own key, so that it is found and taken
    off. A merchant that is lost to us has become the only one who could still take it off.
    """
    with suppress(MerchantLost):
        if not card.setup_reference:
            entry = waitlist.get_entry(card.entry_id)
            setup = stripe_cards.open_setup(card, entry.name, entry.email)
            card = replace(card, customer=setup.customer, setup_reference=setup.reference)
        stripe_cards.forget(card)
    with suppress(AlreadyDone):
        commit([saved_cards.gone(card)], [], now=now, by="cards")

"""Letting a card be kept: its owner says for what and for how much, enters it at the provider, or withdraws it."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.actions import card_ends, merchants, reserving, screening, waiting
from chalicelib.actions.connecting import noting_loss
from chalicelib.actions.reserving import Wish
from chalicelib.domain import saved_cards as rules
from chalicelib.domain.baskets import Wanted
from chalicelib.domain.catalogue import Catalogue
from chalicelib.domain.details import TermsChanged, TermsNotAccepted
from chalicelib.domain.events import Event
from chalicelib.domain.saved_cards import (
    AutoBuyNotOffered,
    CardInUse,
    CardNotFound,
    NotWaitingAnyMore,
    SavedCard,
    Setup,
)
from chalicelib.domain.waitlist import Entry, EntryMoved
from chalicelib.gateways import stripe_cards
from chalicelib.kernel.errors import AlreadyDone, Busy, Refusal
from chalicelib.kernel.once import Once
from chalicelib.kernel.payment_facts import CardKept
from chalicelib.tables import saved_cards, waitlist
from chalicelib.tables.catalogue import get_catalogue
from chalicelib.tables.commit import commit

_RACES = 4


@dataclass(frozen=True)
class Agreed:
    """What somebody agrees to who lets a card be kept, and from which IP address."""

    most_minor: int
    consent: str
    terms_hash: str = ""
    address: str = ""


@dataclass(frozen=True)
class Desk:
    """What a place on a waiting list has to say of kept cards. `total_minor` is what the tickets would cost now."""

    catalogue: Catalogue
    entry: Entry
    card: SavedCard | None
    is_offered: bool
    total_minor: int | None


def see(entry_id: str, token: str, now: datetime) -> Desk:
    """Whether tickets can be bought for this place's owner, what they cost now, and the card that is kept for it."""
    return _desk(waiting.opened(entry_id, token, now), now)


def _desk(entry: Entry, now: datetime) -> Desk:
    catalogue = merchants.priced(get_catalogue(entry.event_id, consistent=False), now)
    is_offered = rules.is_offered(catalogue, entry.product_id) and _takes_cards(catalogue.event, now)
    total = _total_now(entry, catalogue, now) if is_offered else None
    card = saved_cards.find_card(entry.card_id)
    return Desk(catalogue, entry, card if card and card.is_usable else None, is_offered, total)


def _takes_cards(event: Event, now: datetime) -> bool:
    try:
        merchants.check_takes_cards(merchants.merchant_for(event, now))
    except Refusal:
        return False
    return True


def _total_now(entry: Entry, catalogue: Catalogue, now: datetime) -> int | None:
    """What the tickets would cost, all taxes and fees included; None while nobody can say."""
    product = catalogue.product(entry.product_id)
    tier = product.tiers[0].tier_id if product.tiers and product.tier_mode == "choice" else ""
    line = Wanted(entry.product_id, entry.quantity, tier, entry.occurrence_id)
    wish = Wish([line], entry.language, entry.code, email=entry.email, has_waited=True)
    try:
        return reserving.quote(entry.event_id, wish, now)[1].total_minor
    except Refusal:
        return None


def keep(entry_id: str, token: str, agreed: Agreed, once: Once, now: datetime) -> tuple[SavedCard, Setup]:
    """Ask the provider for what a browser needs to enter a card; a card that was kept before makes room for it.

    Raises AutoBuyNotOffered, NotWaitingAnyMore, ConsentChanged, TermsChanged, TermsNotAccepted, LimitTooLow,
    CardsNotReady, TooManyCheckouts, Unreachable.
    """
    for _ in range(_RACES):
        with suppress(EntryMoved, AlreadyDone):
            card = _asked_for(waiting.opened(entry_id, token, now), agreed, once, now)
            return card, _setup(card, now)
    raise Busy()


def _asked_for(entry: Entry, agreed: Agreed, once: Once, now: datetime) -> SavedCard:
    """The card as it is written before anybody is asked; a repeated request finds the one that it made."""
    earlier = saved_cards.find_card(once.id("card"))
    if earlier:
        once.check_same(earlier.request)
        return earlier
    desk = _desk(entry, now)
    if not desk.is_offered:
        raise AutoBuyNotOffered()
    if entry.state != "WAITING":
        raise NotWaitingAnyMore()
    rules.check_consent(agreed.consent)
    _check_terms(desk.catalogue.event.terms_hash or "", agreed.terms_hash)
    rules.check_limit(agreed.most_minor, desk.total_minor)
    merchant = merchants.merchant_for(desk.catalogue.event, now)
    card = SavedCard(
        card_id=once.id("card"),
        entry_id=entry.entry_id,
        event_id=entry.event_id,
        account_id=entry.account_id,
        person=entry.person,
        merchant=merchant.stripe_account,
        state="REQUESTED",
        created_at=now,
        most_minor=agreed.most_minor,
        currency=desk.catalogue.event.currency,
        consent=agreed.consent,
        consented_at=now,
        request=once.digest,
        terms_hash=agreed.terms_hash,
    )
    ends, facts = card_ends.letting_go(entry.card_id, now)
    edited = waitlist.edited_entry(replace(entry, card_id=card.card_id))
    with screening.saying_when(now):
        counted = screening.attempt_counted(entry.account_id, entry.email, agreed.address, now)
        commit([saved_cards.new_card(card), edited, *ends, *counted], facts, now=now, by="buyer")
    return card


def _check_terms(wanted: str, given: str) -> None:
    if wanted and wanted != given:
        if given:
            raise TermsChanged(terms_hash="is of another version")
        raise TermsNotAccepted(terms_hash="is needed: accept the terms")


def _setup(card: SavedCard, now: datetime) -> Setup:
    entry = waitlist.get_entry(card.entry_id)
    with noting_loss(card.merchant, card.account_id, now):
        if card.setup_reference:
            return stripe_cards.get_setup(card)
        setup = stripe_cards.open_setup(card, entry.name, entry.email)
    with suppress(AlreadyDone):  # noted by a twin of this request
        commit([saved_cards.opened(card, setup)], [], now=now, by="buyer")
    return setup


def look(card: SavedCard, now: datetime) -> SavedCard | None:
    """The card after a look at the provider: entered by now, or not. None once it is gone. Raises Unreachable."""
    if card.state == "OPEN":
        setup = stripe_cards.get_setup(card)
        if setup.status == "succeeded" and setup.method:
            fact = CardKept(card.entry_id, card.account_id, card.event_id, {"card_id": card.card_id})
            with suppress(AlreadyDone):  # noted by whoever was told of it first
                commit([saved_cards.kept(card, setup, now)], [fact], now=now, by="cards")
    return saved_cards.find_card(card.card_id)


def refresh(entry_id: str, token: str, now: datetime) -> Desk:
    """Ask the provider whether the card was entered. Raises CardNotFound, Unreachable."""
    entry = waiting.opened(entry_id, token, now)
    card = saved_cards.find_card(entry.card_id)
    if not card:
        raise CardNotFound()
    look(card, now)
    return _desk(entry, now)


def withdraw(entry_id: str, token: str, now: datetime) -> None:
    """No card may be charged for this place any more. Raises CardInUse for one that is being charged this moment."""
    for _ in range(_RACES):
        entry = waiting.opened(entry_id, token, now)
        card = saved_cards.find_card(entry.card_id)
        if not card:
            return None
        if card.state == "CHARGING":
            raise CardInUse()
        ends, facts = card_ends.letting_go(entry.card_id, now)
        with suppress(EntryMoved, AlreadyDone):
            return commit([waitlist.edited_entry(replace(entry, card_id="")), *ends], facts, now=now, by="buyer")
    raise Busy()

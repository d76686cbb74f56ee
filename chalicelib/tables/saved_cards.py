"""Cards that are kept at the provider: a row for each, due to be looked at, and gone once the card is."""

from collections.abc import Iterable
from datetime import datetime

from pynamodb.attributes import UnicodeAttribute

from chalicelib.domain.saved_cards import NEXT_LOOK, SavedCard, Setup
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables.attributes import InstantAttribute, IntegerAttribute
from chalicelib.tables.changes import Change, put_new, update
from chalicelib.tables.sweeps import due_key
from chalicelib.tables.table import Row, batch_get, filled_values_of, find, noun_of


class SavedCardRow(Row):
    """CARD#c / META, due whenever it has to be looked at."""

    KIND = "SavedCard"
    card_id = UnicodeAttribute()
    entry_id = UnicodeAttribute()
    event_id = UnicodeAttribute()
    account_id = UnicodeAttribute()
    owner_key = UnicodeAttribute()
    merchant = UnicodeAttribute(null=True)
    state = UnicodeAttribute()
    created_at = InstantAttribute()
    most_minor = IntegerAttribute()
    currency = UnicodeAttribute()
    consent = UnicodeAttribute()
    consented_at = InstantAttribute()
    request = UnicodeAttribute()
    terms_hash = UnicodeAttribute(null=True)
    customer = UnicodeAttribute(null=True)
    setup_reference = UnicodeAttribute(null=True)
    method = UnicodeAttribute(null=True)
    brand = UnicodeAttribute(null=True)
    last4 = UnicodeAttribute(null=True)
    exp_month = IntegerAttribute(null=True)
    exp_year = IntegerAttribute(null=True)
    order_id = UnicodeAttribute(null=True)


def _at(card: SavedCard) -> SavedCardRow:
    return SavedCardRow(f"CARD#{card.card_id}", "META")


def _due(card: SavedCard, at: datetime) -> str:
    return due_key(card.card_id, at + NEXT_LOOK[card.state])


def _card(row: SavedCardRow) -> SavedCard:
    return noun_of(SavedCard, row, person=row.owner_key, merchant=row.merchant or "")


def new_card(card: SavedCard) -> Change:
    """Written before the provider is asked to keep anything. Raises AlreadyDone."""
    values = filled_values_of(card, SavedCardRow, "person")
    due = {"due": _due(card, card.created_at), "due_sk": card.card_id}
    return put_new(SavedCardRow(f"CARD#{card.card_id}", "META", owner_key=card.person, **values, **due), AlreadyDone)


def opened(card: SavedCard, setup: Setup) -> Change:
    """The provider waits for the card to be entered. Raises AlreadyDone if that was noted."""
    return update(
        _at(card),
        AlreadyDone,
        SavedCardRow.state == "REQUESTED",
        SavedCardRow.state.set("OPEN"),
        SavedCardRow.customer.set(setup.customer),
        SavedCardRow.setup_reference.set(setup.reference),
    )


def kept(card: SavedCard, setup: Setup, now: datetime) -> Change:
    """It was entered, and its bank agrees. Raises AlreadyDone if that was noted, or it is wanted no more."""
    return update(
        _at(card),
        AlreadyDone,
        SavedCardRow.state == "OPEN",
        SavedCardRow.state.set("KEPT"),
        SavedCardRow.method.set(setup.method),
        SavedCardRow.brand.set(setup.brand),
        SavedCardRow.last4.set(setup.last4),
        SavedCardRow.exp_month.set(setup.exp_month),
        SavedCardRow.exp_year.set(setup.exp_year),
        SavedCardRow.due.set(due_key(card.card_id, now + NEXT_LOOK["KEPT"])),
    )


def charging(card: SavedCard, order_id: str, now: datetime) -> Change:
    """From here on it pays this order and cannot be withdrawn. Raises AlreadyDone if it is not there to be charged."""
    return update(
        _at(card),
        AlreadyDone,
        SavedCardRow.state == "KEPT",
        SavedCardRow.state.set("CHARGING"),
        SavedCardRow.order_id.set(order_id),
        SavedCardRow.due.set(due_key(card.card_id, now + NEXT_LOOK["CHARGING"])),
    )


def ending(card: SavedCard, now: datetime) -> Change:
    """Nobody may charge it any more. Raises AlreadyDone if it has moved on since it was read."""
    return update(
        _at(card),
        AlreadyDone,
        SavedCardRow.state == card.state,
        SavedCardRow.state.set("ENDING"),
        SavedCardRow.due.set(due_key(card.card_id, now + NEXT_LOOK["ENDING"])),
    )


def look_again(card: SavedCard, now: datetime) -> Change:
    """It is in hand, and looked at again later. Raises AlreadyDone if it has moved on since it was read."""
    return update(_at(card), AlreadyDone, SavedCardRow.state == card.state, SavedCardRow.due.set(_due(card, now)))


def gone(card: SavedCard) -> Change:
    """The provider has forgotten it, and so do we. Raises AlreadyDone if that was done."""
    return Change("delete", _at(card), AlreadyDone, SavedCardRow.state == "ENDING")


def find_card(card_id: str) -> SavedCard | None:
    """The card, as long as anything of it is kept."""
    row = find(SavedCardRow, f"CARD#{card_id}", "META") if card_id else None
    return _card(row) if row else None


def read_cards(card_ids: Iterable[str]) -> dict[str, SavedCard]:
    """Those that are still kept, by id."""
    rows = batch_get(SavedCardRow, [(f"CARD#{card_id}", "META") for card_id in card_ids])
    return {row.card_id: _card(row) for row in rows}

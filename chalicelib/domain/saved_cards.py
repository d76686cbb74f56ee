"""Cards that are kept at the provider to buy for somebody who waits: what was agreed to, and for how long they stay."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.domain.catalogue import Catalogue
from chalicelib.domain.events import Event
from chalicelib.domain.kept_cards import ConsentChanged
from chalicelib.domain.orders import Order
from chalicelib.domain.series import Occurrence
from chalicelib.domain.waitlist import Entry
from chalicelib.kernel.errors import Conflict, Invalid, NotFound
from chalicelib.kernel.text import Texts

# KEPT: it may be charged, once. CHARGING: that is under way and can no longer be stopped. ENDING: nobody may charge it
# any more, and the provider has to be told so.
CardState = Literal["REQUESTED", "OPEN", "KEPT", "CHARGING", "ENDING"]
WhyNot = Literal["", "over_limit", "not_offered", "another_merchant", "being_paid"]

# What somebody agrees to who lets a card be kept. Other words are another version: whoever agreed keeps theirs.
CONSENT_VERSION = "2026-11"
CONSENT: Texts = {
    "en": "I let this box office keep my card at Stripe and charge it once, when tickets for me come back, without "
    "asking me again and for no more than the amount above. The card is taken off as soon as that is done or my wait "
    "ends, and whenever I say so."
}
# How soon it is looked at again in each state, should nobody have told of what has become of it.
NEXT_LOOK: dict[CardState, timedelta] = {
    "REQUESTED": timedelta(hours=1),
    "OPEN": timedelta(hours=1),
    "KEPT": timedelta(days=1),
    "CHARGING": timedelta(minutes=15),
    "ENDING": timedelta(minutes=15),
}
_TIME_TO_ENTER = timedelta(hours=1)


class CardNotFound(NotFound):
    """No card is kept for this place on a waiting list."""


class AutoBuyNotOffered(Conflict):
    """Tickets of this event cannot be bought for you: wait for the mail, and buy them yourself."""


class NotWaitingAnyMore(Conflict):
    """You do not wait for this any more."""


class CardInUse(Conflict):
    """Your tickets are being bought this very moment."""


class CardTried(Conflict):
    """The kept card was tried already, and could not pay."""


class LimitTooLow(Invalid):
    """The tickets cost more than that."""


@dataclass(frozen=True)
class SavedCard:
    """A card that somebody has entered at the provider for their place on a waiting list; never its number.

    `person` is the key of its owner's address, `merchant` the Stripe account that keeps it and may charge it.
    `most_minor` is what may be charged at most, all taxes and fees included. `consent` names the version of the words
    that were accepted at `consented_at`, `terms_hash` that of the organizer's terms. `order_id` is what it pays.
    """

    card_id: str
    entry_id: str
    event_id: str
    account_id: str
    person: str
    merchant: str
    state: CardState
    created_at: datetime
    most_minor: int
    currency: str
    consent: str
    consented_at: datetime
    request: str
    terms_hash: str = ""
    customer: str = ""
    setup_reference: str = ""
    method: str = ""
    brand: str = ""
    last4: str = ""
    exp_month: int = 0
    exp_year: int = 0
    order_id: str = ""

    @property
    def name(self) -> str:
        """What its owner knows it by."""
        return f"{self.brand.replace('_', ' ').title()} •••• {self.last4}"

    @property
    def is_usable(self) -> bool:
        """Whether it was entered, and may still be charged or taken off."""
        return self.state in ("KEPT", "CHARGING")


@dataclass(frozen=True)
class Setup:
    """What the provider says of a card that is to be kept; `method` is set once it is."""

    reference: str
    customer: str
    client_secret: str
    status: Literal["open", "succeeded", "cancelled"]
    method: str = ""
    brand: str = ""
    last4: str = ""
    exp_month: int = 0
    exp_year: int = 0


def is_offered(catalogue: Catalogue, product_id: str) -> bool:
    """Whether tickets can be bought for somebody who is away: the organizer wants it, and asks nothing more.

    `catalogue` is the one that is sold from: with the ways to pay that the account allows.
    """
    event = catalogue.event
    asks = event.needs_approval or event.must_confirm_entry or event.details_per == "ticket"
    asks = asks or event.billing == "required"
    for question in catalogue.questions:
        concerns = not question.product_ids or product_id in question.product_ids
        asks = asks or (question.is_required and concerns)
    return event.has_auto_buy and "card" in event.payment_methods and not asks


def check_consent(version: str) -> None:
    """Raises ConsentChanged."""
    if version != CONSENT_VERSION:
        raise ConsentChanged(consent="is of another version")


def check_limit(most_minor: int, total_minor: int | None) -> None:
    """A limit that today's price is above already would only disappoint. Raises LimitTooLow."""
    if total_minor is not None and most_minor < total_minor:
        raise LimitTooLow(most_minor=f"must be at least {total_minor}, which is what they cost now")


def why_not(card: SavedCard, order: Order, merchant: str, *, offered: bool) -> WhyNot:
    """Why an order may not be paid with the card; "" if it may."""
    if (card.currency != order.currency) or order.total_minor > card.most_minor:
        return "over_limit"
    if card.merchant != merchant:
        return "another_merchant"
    return "" if offered else "not_offered"


def is_over(card: SavedCard, entry: Entry, event: Event, day: Occurrence | None, now: datetime) -> bool:
    """Whether a card that nobody charges is of no use any more: its owner's wait has ended, in whichever way."""
    if card.state in ("REQUESTED", "OPEN") and now >= card.created_at + _TIME_TO_ENTER:
        return True
    if entry.card_id != card.card_id or entry.state != "WAITING":
        return True
    if not event.has_auto_buy or event.status not in ("LIVE", "POSTPONED"):
        return True
    return day is None or day.status == "CANCELLED" or now >= day.ends_at

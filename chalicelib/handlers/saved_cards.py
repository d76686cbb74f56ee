"""Cards that buy for whoever waits: entered, seen and withdrawn by the holder of a place on a waiting list."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import saved_cards
from chalicelib.actions.saved_cards import Agreed
from chalicelib.domain.details import TermsChanged, TermsNotAccepted
from chalicelib.domain.fraud import TooManyCheckouts
from chalicelib.domain.kept_cards import ConsentChanged
from chalicelib.domain.merchants import CardsNotReady
from chalicelib.domain.saved_cards import (
    AutoBuyNotOffered,
    CardInUse,
    CardNotFound,
    LimitTooLow,
    NotWaitingAnyMore,
)
from chalicelib.domain.waitlist import EntryNotFound
from chalicelib.handlers.addresses import address_of
from chalicelib.handlers.callers import bearer_token
from chalicelib.handlers.models.common import Empty
from chalicelib.handlers.models.orders import PaymentStart
from chalicelib.handlers.models.saved_cards import NewCard, WaitlistCard
from chalicelib.handlers.route import route
from chalicelib.handlers.wire import Request
from chalicelib.kernel.config import config
from chalicelib.kernel.errors import Busy, Unreachable
from chalicelib.kernel.once import KeyReused, Once

routes = Blueprint(__name__)


@route(routes, "GET", "/public/waitlist/{entry_id}/card", allow="public", refusals=(EntryNotFound,))
def get_waitlist_card(entry_id: str, request: Request, now: datetime) -> WaitlistCard:
    """Whether tickets can be bought for whoever waits here, for how much, and the card that is kept for it."""
    return WaitlistCard.of(saved_cards.see(entry_id, bearer_token(request), now))


@route(
    routes,
    "POST",
    "/public/waitlist/{entry_id}/card",
    allow="public",
    answers=201,
    refusals=(
        EntryNotFound, AutoBuyNotOffered, NotWaitingAnyMore, ConsentChanged, TermsChanged, TermsNotAccepted,
        LimitTooLow, CardsNotReady, TooManyCheckouts, KeyReused, Busy, Unreachable,
    ),
)  # fmt: skip
def keep_waitlist_card(entry_id: str, body: NewCard, request: Request, once: Once, now: datetime) -> PaymentStart:
    """Let a card be kept that buys when it is your turn. The answer is what the browser needs to enter it at Stripe."""
    agreed = Agreed(body.most_minor, body.consent, body.terms_hash, address_of(request))
    card, setup = saved_cards.keep(entry_id, bearer_token(request), agreed, once, now)
    return PaymentStart(
        client_secret=setup.client_secret,
        publishable_key=config().stripe_publishable_key,
        script_url=config().stripe_script,
        stripe_account=card.merchant or None,
    )


@route(
    routes,
    "POST",
    "/public/waitlist/{entry_id}/card/refresh",
    allow="public",
    refusals=(EntryNotFound, CardNotFound, CardsNotReady, Unreachable),
)
def refresh_waitlist_card(entry_id: str, body: Empty, request: Request, now: datetime) -> WaitlistCard:
    """Ask Stripe whether the card was entered."""
    return WaitlistCard.of(saved_cards.refresh(entry_id, bearer_token(request), now))


@route(
    routes,
    "DELETE",
    "/public/waitlist/{entry_id}/card",
    allow="public",
    answers=204,
    refusals=(EntryNotFound, CardInUse, Busy),
)
def withdraw_waitlist_card(entry_id: str, request: Request, now: datetime) -> None:
    """Withdraw the card: from now on nobody may charge it, and it is taken off at Stripe."""
    saved_cards.withdraw(entry_id, bearer_token(request), now)

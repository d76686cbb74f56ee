"""Kept cards on the wire."""

from typing import Annotated, Literal, Self

from pydantic import Field

from chalicelib.actions.saved_cards import Desk
from chalicelib.domain.saved_cards import CONSENT, CONSENT_VERSION, SavedCard
from chalicelib.handlers.models.common import Consent, Input, Output, Texts
from chalicelib.kernel import money

MostMinor = Annotated[int, Field(ge=1, le=99_999_999, description="What may be charged at most, everything included.")]


class NewCard(Input):
    """What is agreed to with a card that is to be kept."""

    most_minor: MostMinor
    consent: str = Field(
        max_length=20, description="The version of the words that were accepted.", examples=["2026-11"]
    )
    terms_hash: str = Field(default="", max_length=64, description="The version of the organizer's terms, if any.")


class KeptCard(Output):
    """A card that is kept. `charging`: it is being charged, and can no longer be withdrawn."""

    brand: str
    last4: str
    exp_month: int
    exp_year: int
    most_minor: int
    state: Literal["kept", "charging"]

    @classmethod
    def of(cls, card: SavedCard) -> Self:
        """Without anything that could be charged."""
        return cls(
            brand=card.brand,
            last4=card.last4,
            exp_month=card.exp_month,
            exp_year=card.exp_year,
            most_minor=card.most_minor,
            state="kept" if card.state == "KEPT" else "charging",
        )


class WaitlistCard(Output):
    """Whether tickets can be bought for whoever waits, and with which card. `total_minor` is what they cost now, with
    all taxes and fees; null while nobody can say."""

    is_offered: bool
    total_minor: int | None
    currency: str
    exponent: int
    consent: Consent
    terms: Texts
    terms_hash: str | None
    card: KeptCard | None

    @classmethod
    def of(cls, desk: Desk) -> Self:
        """Out of the place, its event and its card."""
        event = desk.catalogue.event
        return cls(
            is_offered=desk.is_offered,
            total_minor=desk.total_minor,
            currency=event.currency,
            exponent=money.exponent(event.currency),
            consent=Consent(version=CONSENT_VERSION, words=CONSENT),
            terms=event.terms,
            terms_hash=event.terms_hash,
            card=KeptCard.of(desk.card) if desk.card else None,
        )

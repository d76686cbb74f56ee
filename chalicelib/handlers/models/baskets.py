"""What buyers send: a basket to reserve, and their details at checkout."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from chalicelib.domain.baskets import MOST_LINES
from chalicelib.domain.orders import PaymentMethod
from chalicelib.handlers.models.common import Currency, Email, Input, Language, Line, Minor, ShortText, clean_answers


class WantedLine(Input):
    """Some units of one product. `tier_id` and `occurrence_id` are needed where there is a choice; `amount_minor` is
    what a buyer gives for each unit of a donation."""

    product_id: Line
    quantity: int = Field(ge=1, le=1000, examples=[2])
    tier_id: str = Field(default="", max_length=100)
    occurrence_id: str = Field(default="", max_length=100)
    amount_minor: Minor | None = None


class NewOrder(Input):
    """Reserve. `email` is only needed for what is sold to members."""

    lines: list[WantedLine] = Field(min_length=1, max_length=MOST_LINES)
    language: Language = "en"
    code: ShortText = Field(default="", description="A promo or access code.")
    currency: Currency | None = Field(default=None, description="null: the event's own.")
    email: Email | None = None


class BuyerIn(Input):
    """Who pays, and where the tickets go."""

    name: Line = Field(examples=["Ada Lovelace"])
    email: Email


Answer = Annotated[
    str | bool | int | float | list[Annotated[str, StringConstraints(max_length=200)]] | None,
    Field(description="Text, number, true or false, or some of the choices; null for no answer."),
]
Answers = Annotated[
    dict[Annotated[str, StringConstraints(max_length=100)], Answer],
    AfterValidator(clean_answers),
    Field(max_length=100, description="Question id → answer."),
]


class AttendeeIn(Input):
    """Who will use one ticket."""

    name: ShortText = ""
    email: Email | None = None
    answers: Answers = Field(default_factory=dict)


class BillingIn(Input):
    """To whom an invoice is made out."""

    company: ShortText = ""
    vat_id: ShortText = ""
    name: ShortText = ""
    street: ShortText = ""
    postal_code: ShortText = ""
    city: ShortText = ""
    region: ShortText = ""
    country: Annotated[str, StringConstraints(pattern=r"^([A-Z]{2})?$")] = Field(default="", description="ISO 3166-1.")


class CheckOut(Input):
    """Say who you are and what the organizer asks, and get ready to pay."""

    buyer: BuyerIn
    method: PaymentMethod = "card"
    billing: BillingIn = Field(default_factory=BillingIn)
    answers: Answers = Field(default_factory=dict)
    attendees: list[AttendeeIn] = Field(
        default_factory=list, max_length=1000, description="One for each ticket, in the order of the lines, or none."
    )
    terms_hash: str = Field(default="", max_length=100, description="Which version of the terms is accepted.")
    confirms_entry: bool = Field(default=False, description="Age limit and requirements for entry are met.")
    instalments: str = Field(
        default="",
        max_length=20,
        description="Pay in parts: the version of what was accepted, as the order shows it.",
        examples=["2026-11.3f9a1c5e7b20"],
    )

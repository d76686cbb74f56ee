"""Events as anybody may see them."""

from typing import Annotated, Self

from pydantic import Field, StringConstraints

from chalicelib.domain.catalogue import Category as ProductCategory
from chalicelib.domain.events import Billing, Category, DetailsPer, Event, EventStatus, PaymentMethod, Visibility
from chalicelib.domain.offline import OFFLINE, terms_of
from chalicelib.domain.questions import Question, QuestionKind, QuestionScope
from chalicelib.domain.series import Occurrence, OccurrenceStatus
from chalicelib.handlers.models.common import Currency, Email, Input, Instant, Output, ShortText, Texts
from chalicelib.handlers.models.location import LocationOut
from chalicelib.handlers.models.showcase import PublicProduct
from chalicelib.kernel.wall_clock import DateFormat


class PublicOrganizer(Output):
    """Who holds the event."""

    id: str
    name: str


class PublicOccurrence(Output):
    """One date. `status` CANCELLED says that it does not take place, `sold_out` that no ticket is left."""

    id: str
    starts_at: Instant
    ends_at: Instant
    status: OccurrenceStatus
    sold_out: bool

    @classmethod
    def of(cls, day: Occurrence, *, is_sold_out: bool) -> Self:
        """Out of the domain's noun."""
        own = {name: getattr(day, name) for name in ("starts_at", "ends_at", "status")}
        return cls(id=day.occurrence_id, sold_out=is_sold_out, **own)


class PublicOccurrenceList(Output):
    """A part of the list of dates."""

    items: list[PublicOccurrence]
    next: str | None


class PublicCategory(Output):
    """A heading over some products."""

    id: str
    name: Texts
    description: Texts

    @classmethod
    def of(cls, category: ProductCategory) -> Self:
        """Out of the domain's noun."""
        return cls(id=category.category_id, name=category.name, description=category.description)


class PublicFee(Output):
    """What is charged once per order: an amount, and a percentage of the prices."""

    name: Texts
    percent: str
    amount_minor: int


class PublicQuestion(Output):
    """What the organizer asks at checkout: once per order, or for each ticket."""

    id: str
    kind: QuestionKind
    scope: QuestionScope
    label: Texts
    help: Texts
    choices: dict[str, Texts]
    is_required: bool
    product_ids: list[str]
    asked_if: str
    asked_if_answers: list[str]

    @classmethod
    def of(cls, question: Question) -> Self:
        """Out of the domain's noun."""
        names = [name for name in cls.model_fields if name != "id"]
        return cls(id=question.question_id, **{name: getattr(question, name) for name in names})


class EventView(Input):
    """What somebody asks to see of an event: with a code, as a member, of one date, in one currency."""

    code: ShortText = ""
    email: Email | None = None
    occurrence_id: str = Field(default="", max_length=100)
    currency: Currency | None = None


class WayToPay(Output):
    """A way to pay later, as it is chosen: what holds for it, and how many days there are."""

    method: PaymentMethod
    terms: Texts
    days: int

    @classmethod
    def list_of(cls, event: Event) -> list[Self]:
        """Those of an event."""
        later = [(method, terms_of(event.offline, method)) for method in event.payment_methods if method in OFFLINE]
        return [cls(method=method, terms=terms.terms, days=terms.days) for method, terms in later]


class PublicEvent(Output):
    """An event as anybody may see it. `terms_hash` names the version of the terms that a buyer accepts."""

    id: str
    slug: str
    status: EventStatus
    visibility: Visibility
    title: Texts
    description: Texts
    languages: list[str]
    category: Category
    starts_at: Instant
    ends_at: Instant
    timezone: str
    date_format: DateFormat
    location: LocationOut | None
    map_url: str | None
    organizer: PublicOrganizer
    currency: str
    exponent: int
    extra_currencies: list[str]
    hold_minutes: int
    occurrence_id: str
    is_series: bool
    occurrence: PublicOccurrence
    orders_close_at: Instant | None
    age_limit: int | None
    entry_requirements: Texts
    must_confirm_entry: bool
    terms: Texts
    terms_hash: str | None
    payment_methods: list[PaymentMethod]
    pay_later: list[WayToPay]
    needs_approval: bool
    has_auto_buy: bool
    details_per: DetailsPer
    billing: Billing
    categories: list[PublicCategory]
    products: list[PublicProduct]
    order_fees: list[PublicFee]
    refund_terms: Texts
    questions: list[PublicQuestion]
    for_members: bool
    are_cards_paused: bool = Field(description="Cards cannot be charged right now. A published page does not know.")


class EventPassword(Input):
    """What opens a private event."""

    password: Annotated[str, StringConstraints(max_length=200)]


class EventAccess(Output):
    """Send `token` as a bearer token to see the event and to order."""

    token: str
    expires_at: Instant

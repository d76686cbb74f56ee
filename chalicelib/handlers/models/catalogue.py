"""Categories, taxes, fees, questions and limits on the wire."""

from fractions import Fraction
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from chalicelib.actions.pools import Level
from chalicelib.domain.catalogue import Audience, Catalogue, Category
from chalicelib.domain.charges import Fee, FeePer, Tax
from chalicelib.domain.questions import Question
from chalicelib.handlers.models.common import Input, Instant, Output, Texts, TitleTexts, check_kept
from chalicelib.handlers.models.pools import PoolOut
from chalicelib.handlers.models.products import Body, Ids, Prices
from chalicelib.handlers.models.questions import QuestionOut


def _at_most_a_hundred(text: str) -> str:
    if Fraction(text) > 100:
        raise ValueError("must be at most 100")
    return text


Percent = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{1,3}(\.[0-9]{1,6})?$"),
    AfterValidator(_at_most_a_hundred),
    Field(description="A percentage as a decimal text.", examples=["19", "7.7"]),
]


class NewCategory(Input):
    """A heading over some products."""

    name: TitleTexts
    description: Body = Field(default_factory=dict)
    shown_to: Audience = "everyone"
    visible_from: Instant | None = None
    visible_until: Instant | None = None


class CategoryEdits(Input):
    """Change some fields; what is left out stays."""

    name: TitleTexts | None = None
    description: Body | None = None
    shown_to: Audience | None = None
    visible_from: Instant | None = None
    visible_until: Instant | None = None

    @model_validator(mode="after")
    def _kept(self) -> Self:
        check_kept(self, "visible_from", "visible_until")
        return self


class CategoryOut(Output):
    """A heading over some products."""

    id: str
    name: Texts
    description: Texts
    shown_to: Audience
    visible_from: Instant | None
    visible_until: Instant | None
    position: int
    version: int


class NewTax(Input):
    """A tax. An inclusive one is part of the prices as entered; a compound one is taken on the taxes before it, too."""

    name: TitleTexts
    rate: Percent
    is_inclusive: bool = True
    is_compound: bool = False
    is_default: bool = Field(default=True, description="Whether new products have it.")


class TaxEdits(Input):
    """Change some fields; what is left out stays. Orders keep the tax as it was."""

    name: TitleTexts | None = None
    rate: Percent | None = None
    is_inclusive: bool | None = None
    is_compound: bool | None = None
    is_default: bool | None = None

    @model_validator(mode="after")
    def _kept(self) -> Self:
        check_kept(self)
        return self


class TaxOut(Output):
    """A tax of an event."""

    id: str
    name: Texts
    rate: str
    is_inclusive: bool
    is_compound: bool
    is_default: bool
    position: int
    version: int


class NewFee(Input):
    """A fee of the organizer's: an amount (by currency), a percentage of the price, or both."""

    name: TitleTexts
    per: FeePer = "ticket"
    percent: Percent = "0"
    amounts: Prices = Field(default_factory=dict, examples=[{"EUR": 150}])
    product_ids: Ids = Field(default_factory=list, description="Empty: every ticket.")
    tax_ids: Ids = Field(default_factory=list, description="The taxes that are due on the fee.")


class FeeEdits(Input):
    """Change some fields; what is left out stays. Orders keep the fee as it was."""

    name: TitleTexts | None = None
    per: FeePer | None = None
    percent: Percent | None = None
    amounts: Prices | None = None
    product_ids: Ids | None = None
    tax_ids: Ids | None = None

    @model_validator(mode="after")
    def _kept(self) -> Self:
        check_kept(self)
        return self


class FeeOut(Output):
    """A fee of the organizer's."""

    id: str
    name: Texts
    per: FeePer
    percent: str
    amounts: dict[str, int]
    product_ids: list[str]
    tax_ids: list[str]
    position: int
    version: int


def part_out(part: Category | Tax | Fee | Question) -> Any:
    """A part of the catalogue in its shape of the wire."""
    model, id_field = _OUT[type(part)]
    names = [name for name in model.model_fields if name not in ("id", "version")]
    values = {name: getattr(part, name) for name in names}
    return model(id=getattr(part, id_field), version=part.version or 0, **values)


_OUT: dict[type[Any], tuple[Any, str]] = {
    Category: (CategoryOut, "category_id"),
    Tax: (TaxOut, "tax_id"),
    Fee: (FeeOut, "fee_id"),
    Question: (QuestionOut, "question_id"),
}


class CatalogueOut(Output):
    """Everything beside the products that an event's catalogue is made of."""

    categories: list[CategoryOut]
    taxes: list[TaxOut]
    fees: list[FeeOut]
    questions: list[QuestionOut]
    pools: list[PoolOut]

    @classmethod
    def of(cls, catalogue: Catalogue, free: dict[str, int]) -> Self:
        """Out of the catalogue and what is free of each pool."""
        parts = {
            name: [part_out(part) for part in getattr(catalogue, name)]
            for name in ("categories", "taxes", "fees", "questions")
        }
        pools = [PoolOut.of(Level(pool, free[pool.pool_id])) for pool in catalogue.pools.values()]
        return cls(pools=pools, **parts)


class NewOrderOfParts(Input):
    """In which order they are shown."""

    of: Literal["products", "categories", "questions"]
    ids: Ids

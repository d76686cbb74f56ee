"""Products on the wire."""

from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from chalicelib.actions.products import Stock
from chalicelib.domain.catalogue import SaleState
from chalicelib.handlers.models.common import BodyTexts, Input, Instant, Minor, Output, Texts, TitleTexts, fits


class NewProduct(Input):
    """Put something on sale."""

    name: TitleTexts
    description: Annotated[BodyTexts, AfterValidator(fits)] = Field(default_factory=dict)
    price_minor: Minor
    capacity: int = Field(ge=1, le=1_000_000, description="How many there are.")
    min_per_order: int = Field(default=1, ge=1, le=100)
    max_per_order: int = Field(default=10, ge=1, le=100)
    sale_starts_at: Instant | None = None
    sale_ends_at: Instant | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.max_per_order < self.min_per_order:
            raise ValueError("max_per_order must not be below min_per_order")
        if self.sale_starts_at and self.sale_ends_at and self.sale_ends_at <= self.sale_starts_at:
            raise ValueError("sale_ends_at must be later than sale_starts_at")
        return self


class ProductOut(Output):
    """A product as its account sees it. `free` are the units that nobody has bought or holds."""

    id: str
    name: Texts
    description: Texts
    price_minor: int
    capacity: int
    free: int
    min_per_order: int
    max_per_order: int
    sale_starts_at: Instant | None
    sale_ends_at: Instant | None
    version: int

    @classmethod
    def of(cls, stock: Stock) -> Self:
        """Out of the product and its stock."""
        product = stock.product
        return cls(
            id=product.product_id,
            name=product.name,
            description=product.description,
            price_minor=product.price_minor,
            capacity=stock.capacity,
            free=stock.free,
            min_per_order=product.min_per_order,
            max_per_order=product.max_per_order,
            sale_starts_at=product.sale_starts_at,
            sale_ends_at=product.sale_ends_at,
            version=product.version or 0,
        )


class ProductList(Output):
    """All products of an event."""

    items: list[ProductOut]
    next: str | None


class PublicProduct(Output):
    """A product as buyers see it. `left` is told only when little is left."""

    id: str
    name: Texts
    description: Texts
    price_minor: int
    left: int | None
    state: SaleState
    sale_starts_at: Instant | None
    sale_ends_at: Instant | None
    min_per_order: int
    max_per_order: int

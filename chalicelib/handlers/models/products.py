"""Products and their prices on the wire."""

from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from chalicelib.domain.catalogue import Audience, Catalogue, PoolScope, Product, ProductKind, TierMode
from chalicelib.handlers.models.common import (
    BodyTexts,
    Currency,
    Input,
    Instant,
    Line,
    Minor,
    Output,
    Texts,
    TitleTexts,
    fits,
)

Prices = Annotated[dict[Currency, Minor], Field(max_length=20, examples=[{"USD": 2900}])]
Body = Annotated[BodyTexts, AfterValidator(fits)]
Ids = Annotated[list[Line], Field(max_length=100)]
Capacity = Annotated[int, Field(ge=0, le=1_000_000, description="How many there are.")]


class NewTier(Input):
    """A price of its own. With the `id` of a tier that exists, that tier is changed and keeps what it has sold."""

    id: Line | None = None
    name: TitleTexts
    price_minor: Minor
    other_prices_minor: Prices = Field(default_factory=dict)
    capacity: Capacity | None = Field(default=None, description="How many at this price; null for no limit of its own.")
    sale_starts_at: Instant | None = None
    sale_ends_at: Instant | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        _check_window(self.sale_starts_at, self.sale_ends_at, "sale")
        return self


class _ProductFields(Input):
    terms: Body = Field(default_factory=dict)
    other_prices_minor: Prices = Field(default_factory=dict, description="The price in the event's other currencies.")
    pool_ids: Ids = Field(default_factory=list, description="Shared limits that it counts against as well.")
    tiers: Annotated[list[NewTier], Field(max_length=20)] = Field(default_factory=list)
    tier_mode: TierMode = Field(default="sequence", description="One tier after the other, or the buyer's choice.")
    suggested_minor: Annotated[list[Minor], Field(max_length=10)] = Field(default_factory=list)
    category_id: str = Field(default="", max_length=100)
    shown_to: Audience = "everyone"
    visible_from: Instant | None = None
    visible_until: Instant | None = None
    sale_starts_at: Instant | None = None
    sale_ends_at: Instant | None = None
    code_from: Instant | None = Field(default=None, description="When the sale opens for whoever has a code.")
    members_from: Instant | None = Field(default=None, description="When the sale opens for members.")
    min_per_order: int = Field(default=1, ge=1, le=100)
    max_per_order: int = Field(default=10, ge=1, le=100)
    max_per_buyer: int = Field(default=0, ge=0, le=1000, description="Over all orders of an e-mail address; 0: any.")
    requires: Ids = Field(default_factory=list, description="Products of which one must be in the same order.")
    max_per_required: int = Field(default=0, ge=0, le=100, description="How many for each of those; 0: any.")
    has_waitlist: bool = True
    is_paused: bool = False

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.max_per_order < self.min_per_order:
            raise ValueError("max_per_order must not be below min_per_order")
        _check_window(self.sale_starts_at, self.sale_ends_at, "sale")
        _check_window(self.visible_from, self.visible_until, "visible")
        return self


def _check_window(begins: Instant | None, ends: Instant | None, name: str) -> None:
    if begins and ends and ends <= begins:
        later, earlier = ("sale_ends_at", "sale_starts_at") if name == "sale" else ("visible_until", "visible_from")
        raise ValueError(f"{later} must be later than {earlier}")


class NewProduct(_ProductFields):
    """Put something on sale. Of a donation, the price is the least that may be given."""

    kind: ProductKind = "ticket"
    name: TitleTexts
    description: Body = Field(default_factory=dict)
    price_minor: Minor
    capacity: Capacity | None = None
    scope: PoolScope = Field(default="occurrence", description="Whether each date of a series counts by itself.")
    tax_ids: Ids | None = Field(default=None, description="null: the event's default taxes.")

    @model_validator(mode="after")
    def _limited(self) -> Self:
        if self.kind == "ticket" and self.capacity is None and not self.pool_ids:
            raise ValueError("capacity is needed for a ticket, unless it counts against shared limits")
        if self.kind == "donation" and self.tiers:
            raise ValueError("tiers are not for donations")
        return self


class ProductEdits(_ProductFields):
    """Change some fields of a product; what is left out stays. Limits are changed at its pools."""

    name: TitleTexts | None = None
    description: Body | None = None
    price_minor: Minor | None = None
    tax_ids: Ids | None = None

    @model_validator(mode="after")
    def _cleared(self) -> Self:
        for name in sorted(self.model_fields_set & {"name", "description", "price_minor", "tax_ids"}):
            if getattr(self, name) is None:
                raise ValueError(f"{name} cannot be null: leave it out to keep it")
        return self


class TierOut(Output):
    """A price of a product."""

    id: str
    name: Texts
    price_minor: int
    other_prices_minor: dict[str, int]
    pool_id: str | None
    capacity: int | None
    free: int | None
    sale_starts_at: Instant | None
    sale_ends_at: Instant | None


_SAME = (
    "name description terms kind tier_mode suggested_minor category_id tax_ids shown_to visible_from visible_until "
    "sale_starts_at sale_ends_at code_from members_from min_per_order max_per_order max_per_buyer requires "
    "max_per_required has_waitlist is_paused position"
).split()


class ProductOut(Output):
    """A product as its account sees it. `free` are the units that nobody has bought or holds; null without a limit."""

    id: str
    kind: ProductKind
    name: Texts
    description: Texts
    terms: Texts
    price_minor: int
    other_prices_minor: dict[str, int]
    pool_ids: list[str]
    capacity: int | None
    free: int | None
    tiers: list[TierOut]
    tier_mode: TierMode
    suggested_minor: list[int]
    category_id: str
    tax_ids: list[str]
    shown_to: Audience
    visible_from: Instant | None
    visible_until: Instant | None
    sale_starts_at: Instant | None
    sale_ends_at: Instant | None
    code_from: Instant | None
    members_from: Instant | None
    min_per_order: int
    max_per_order: int
    max_per_buyer: int
    requires: list[str]
    max_per_required: int
    has_waitlist: bool
    is_paused: bool
    position: int
    version: int

    @classmethod
    def of(cls, product: Product, catalogue: Catalogue, free: dict[str, int]) -> Self:
        """Out of the product, the catalogue that it is in, and what is free of each pool."""
        currency = catalogue.event.currency
        tiers = []
        for tier in product.tiers:
            pool = catalogue.pools.get(tier.pool_id)
            tiers.append(
                TierOut(
                    id=tier.tier_id,
                    name=tier.name,
                    price_minor=tier.prices[currency],
                    other_prices_minor=_others(tier.prices, currency),
                    pool_id=tier.pool_id or None,
                    capacity=pool.capacity if pool else None,
                    free=free[pool.pool_id] if pool else None,
                    sale_starts_at=tier.sale_starts_at,
                    sale_ends_at=tier.sale_ends_at,
                )
            )
        return cls(
            id=product.product_id,
            price_minor=product.prices[currency],
            other_prices_minor=_others(product.prices, currency),
            pool_ids=product.pool_ids,
            capacity=min((catalogue.pools[pool_id].capacity for pool_id in product.pool_ids), default=None),
            free=min((free[pool_id] for pool_id in product.pool_ids), default=None),
            tiers=tiers,
            version=product.version or 0,
            **{name: getattr(product, name) for name in _SAME},
        )


def _others(prices: dict[str, int], currency: str) -> dict[str, int]:
    return {code: minor for code, minor in prices.items() if code != currency}


class ProductList(Output):
    """All products of an event."""

    items: list[ProductOut]
    next: str | None


def _lowered(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


Address = Annotated[
    str,
    BeforeValidator(_lowered),
    Field(pattern=r"^[^@\s]{0,64}@[^@\s]{1,253}$", max_length=254, examples=["ada@example.com", "@example.com"]),
]


class MemberChanges(Input):
    """Who may buy a members-only product, and who may not any more. A whole domain is written `@example.com`."""

    add: Annotated[list[Address], Field(max_length=500)] = Field(default_factory=list)
    remove: Annotated[list[Address], Field(max_length=500)] = Field(default_factory=list)


class MemberList(Output):
    """A part of the list of addresses and domains."""

    items: list[str]
    next: str | None

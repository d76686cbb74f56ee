"""Products and their prices as buyers see them."""

from typing import Self

from chalicelib.domain.catalogue import ProductKind, SaleState, TierMode
from chalicelib.domain.showcase import Price, Shown
from chalicelib.handlers.models.common import Instant, Output, Texts


class PublicPrice(Output):
    """One price of a product. `total_minor` is what one unit costs with all fees and taxes that are charged on it;
    `totals_minor` what one, two, three … cost, where rounding makes that something else than a multiple."""

    tier_id: str | None
    name: Texts
    price_minor: int
    total_minor: int
    totals_minor: list[int]
    state: SaleState
    left: int | None
    sale_starts_at: Instant | None
    sale_ends_at: Instant | None

    @classmethod
    def of(cls, price: Price, few: int) -> Self:
        """Out of the showcase."""
        tier = price.tier
        return cls(
            tier_id=tier.tier_id if tier else None,
            name=tier.name if tier else {},
            price_minor=price.line.unit_price_minor,
            total_minor=price.line.total_minor,
            totals_minor=price.totals,
            state=price.state,
            left=price.left if price.left is not None and price.left <= few else None,
            sale_starts_at=tier.sale_starts_at if tier else None,
            sale_ends_at=tier.sale_ends_at if tier else None,
        )


class PublicProduct(Output):
    """A product as buyers see it. `left` is told only when little is left; `price_minor` and `total_minor` are those
    of the price to name first."""

    id: str
    kind: ProductKind
    name: Texts
    description: Texts
    terms: Texts
    category_id: str
    price_minor: int
    total_minor: int
    prices: list[PublicPrice]
    tier_mode: TierMode
    suggested_minor: list[int]
    left: int | None
    state: SaleState
    sale_starts_at: Instant | None
    sale_ends_at: Instant | None
    min_per_order: int
    max_per_order: int
    requires: list[str]
    max_per_required: int
    has_waitlist: bool

    @classmethod
    def of(cls, shown: Shown, few: int) -> Self:
        """Out of the showcase; `few` is how little is worth telling."""
        product, first = shown.product, shown.current
        same = (
            "kind name description terms category_id tier_mode suggested_minor sale_starts_at sale_ends_at "
            "min_per_order max_per_order requires max_per_required has_waitlist"
        )
        return cls(
            id=product.product_id,
            price_minor=first.line.unit_price_minor,
            total_minor=first.line.total_minor,
            prices=[PublicPrice.of(price, few) for price in shown.prices],
            left=shown.left if shown.left is not None and shown.left <= few else None,
            state=shown.state,
            **{name: getattr(product, name) for name in same.split()},
        )

"""What a visitor is shown of a catalogue: products that exist for them, at the price that they would pay, all in."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from chalicelib.domain import pricing
from chalicelib.domain.baskets import Visitor
from chalicelib.domain.catalogue import Catalogue, Category, Product, SaleState, Tier, is_shown
from chalicelib.domain.pricing import Choice
from chalicelib.domain.quotes import Line
from chalicelib.domain.series import Occurrence

Free = Mapping[str, int]  # counter id → units that nobody holds


@dataclass(frozen=True)
class Price:
    """One price of a product. `line` is a single unit with everything that is added to it; `left` None is no limit."""

    tier: Tier | None
    state: SaleState
    left: int | None
    line: Line
    totals: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Shown:
    """A product with its prices: one, or one for each tier. `state` and `left` are those of the product as a whole."""

    product: Product
    state: SaleState
    left: int | None
    prices: list[Price]

    @property
    def current(self) -> Price:
        """The price to name first: what is on sale now, else what comes next, else what was last."""
        for state in ("on_sale", "not_yet"):
            for price in self.prices:
                if price.state == state:
                    return price
        return self.prices[-1]


@dataclass(frozen=True)
class Showcase:
    """All that one visitor is shown of one date."""

    catalogue: Catalogue
    day: Occurrence
    currency: str
    categories: list[Category]
    products: list[Shown]
    are_cards_paused: bool = False

    @property
    def costs(self) -> bool:
        """Whether anything of it costs money."""
        return any(price.line.subtotal_minor for shown in self.products for price in shown.prices)

    @property
    def sold_out(self) -> list[str]:
        """The ids of the products that are shown as sold out."""
        return sorted(shown.product.product_id for shown in self.products if shown.state == "sold_out")

    @property
    def is_gone(self) -> bool:
        """Whether this visitor can have no ticket any more."""
        return _is_gone([(shown.product, shown.state) for shown in self.products])


def show(catalogue: Catalogue, day: Occurrence, visitor: Visitor, currency: str, free: Free, now: datetime) -> Showcase:
    """What this visitor may know of. What is hidden from them is left out, as if it did not exist."""
    found = []
    for product in catalogue.products:
        audiences = visitor.audiences(product)
        is_hidden = product.product_id in day.hidden and not visitor.is_staff
        if not is_hidden and catalogue.is_shown(product, now, audiences):
            shown = _shown(catalogue, product, day, visitor, currency, free, now)
            found += [shown] if shown.prices else []
    used = {shown.product.category_id for shown in found}
    categories = [one for one in catalogue.categories if one.category_id in used or is_shown(one, now, ())]
    known = {shown.product.product_id for shown in found}
    return Showcase(catalogue, day, currency, categories, [_discreet(shown, known) for shown in found])


def _discreet(shown: Shown, known: Collection[str]) -> Shown:
    """Without the names of what this visitor may not know of."""
    needed = [product_id for product_id in shown.product.requires if product_id in known]
    return replace(shown, product=replace(shown.product, requires=needed))


def _shown(
    catalogue: Catalogue,
    product: Product,
    day: Occurrence,
    visitor: Visitor,
    currency: str,
    free: Free,
    now: datetime,
) -> Shown:
    kept = visitor.kept(product.product_id, day.occurrence_id)
    left = free[kept.pool_id] if kept else _left(catalogue, product, None, day, free)
    state = _state(catalogue, product, day, visitor, left, now)
    prices = [
        Price(
            step.tier,
            step.state,
            step.left,
            _line(catalogue, product, step.tier, day, currency, step.unit_minor, 1),
            _totals(catalogue, product, step.tier, day, currency, step.unit_minor),
        )
        for step in _steps(catalogue, product, day, currency, free, now)
    ]
    if kept:
        prices = [
            replace(price, left=left, state=state if price.state == "sold_out" else price.state) for price in prices
        ]
    if state != "on_sale":
        prices = [replace(price, state=state) for price in prices]
    elif prices:
        state = _first([price.state for price in prices])
    return Shown(product, state, left, prices)


def is_gone(catalogue: Catalogue, day: Occurrence, free: Free, now: datetime) -> bool:
    """The same of one date for a visitor of whom nothing is known: nothing is priced, so that many dates are quick."""
    shown = [
        product
        for product in catalogue.products
        if product.product_id not in day.hidden and catalogue.is_shown(product, now, ())
    ]
    return _is_gone([(product, _plain_state(catalogue, product, day, free, now)) for product in shown])


def _is_gone(states: Sequence[tuple[Product, SaleState]]) -> bool:
    """What is sold beside tickets counts only where there are none; what has ended is not sold out."""
    tickets = {state for product, state in states if product.kind == "ticket"}
    found = tickets or {state for _, state in states}
    return "sold_out" in found and not found & {"on_sale", "not_yet"}


def _plain_state(catalogue: Catalogue, product: Product, day: Occurrence, free: Free, now: datetime) -> SaleState:
    """The state that `show` gives a product for a visitor of whom nothing is known."""
    left = _left(catalogue, product, None, day, free)
    state = _state(catalogue, product, day, Visitor(), left, now)
    steps = _steps(catalogue, product, day, catalogue.event.currency, free, now)
    return _first([step.state for step in steps]) if state == "on_sale" and steps else state


def _first(states: Sequence[SaleState]) -> SaleState:
    """What the states of its prices make of a product that is on sale."""
    return next((state for state in ("on_sale", "not_yet") if state in states), states[-1])


def _state(
    catalogue: Catalogue, product: Product, day: Occurrence, visitor: Visitor, left: int | None, now: datetime
) -> SaleState:
    event = catalogue.event
    if day.status == "CANCELLED" or (event.has_page and not event.sells(now)):
        return "ended"
    is_first = visitor.has_waited or visitor.kept(product.product_id, day.occurrence_id)
    if (product.product_id, day.occurrence_id) in catalogue.waiting and not is_first:
        return "sold_out"
    state = product.sale_state(now, day.ends_at, visitor.audiences(product))
    return "sold_out" if state == "on_sale" and left is not None and left < product.min_per_order else state


def _left(catalogue: Catalogue, product: Product, tier: Tier | None, day: Occurrence, free: Free) -> int | None:
    counters = catalogue.pools_of(product, tier, day)
    return min((free[counter.pool_id] for counter in counters), default=None)


@dataclass(frozen=True)
class _Step:
    """One price of a product as entered, and whether it can be had."""

    tier: Tier | None
    state: SaleState
    left: int | None
    unit_minor: int


def _steps(
    catalogue: Catalogue, product: Product, day: Occurrence, currency: str, free: Free, now: datetime
) -> list[_Step]:
    """In a sequence only the first tier that is open and not sold out is on sale; those after it are yet to come."""
    found: list[_Step] = []
    tiers: list[Tier | None] = [*product.tiers] or [None]
    for tier in tiers:
        unit = catalogue.price_of(product, tier, day, currency)
        if unit is None:
            continue
        left = _left(catalogue, product, tier, day, free)
        state = _tier_state(tier, left, product.min_per_order, now)
        is_next = product.tier_mode == "sequence" and any(step.state == "on_sale" for step in found)
        found.append(_Step(tier, "not_yet" if state == "on_sale" and is_next else state, left, unit))
    return found


def _tier_state(tier: Tier | None, left: int | None, least: int, now: datetime) -> SaleState:
    if tier and tier.sale_starts_at and now < tier.sale_starts_at:
        return "not_yet"
    if tier and not tier.is_open(now):
        return "ended"
    return "sold_out" if left is not None and left < least else "on_sale"


def _line(
    catalogue: Catalogue, product: Product, tier: Tier | None, day: Occurrence, currency: str, unit: int, quantity: int
) -> Line:
    choice = Choice(product, tier, day.occurrence_id, quantity, unit)
    return pricing.quote([choice], catalogue.taxes, catalogue.fees, currency).lines[0]


def _is_rounded(catalogue: Catalogue, product: Product) -> bool:
    """Whether a percentage is added to the price; plain amounts and included taxes are multiples by themselves."""
    added = {tax.tax_id for tax in catalogue.taxes if not tax.is_inclusive}
    fees = [fee for fee in catalogue.fees if fee.per == "ticket"]
    return bool(added & set(product.tax_ids)) or any(fee.fraction or added & set(fee.tax_ids) for fee in fees)


def _totals(
    catalogue: Catalogue, product: Product, tier: Tier | None, day: Occurrence, currency: str, unit: int
) -> list[int]:
    """What one, two, three … units cost, where rounding makes that something else than a multiple; else nothing."""
    if product.kind == "donation" or not _is_rounded(catalogue, product):
        return []
    totals = [
        _line(catalogue, product, tier, day, currency, unit, quantity).total_minor
        for quantity in range(1, product.max_per_order + 1)
    ]
    return [] if all(total == totals[0] * count for count, total in enumerate(totals, start=1)) else totals

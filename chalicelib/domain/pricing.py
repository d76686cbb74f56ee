"""What a basket costs: one quote function for the listing, the basket and the order.

Everything is integer minor units; every amount is rounded once, half up, where it first appears: a tax per line, a
fee per line, a discount once for all lines and then shared out by largest remainder. So for every quote, exactly:

    total = subtotals − discounts + fees + taxes that are not included in a price
          = net amounts + all taxes
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from chalicelib.domain.catalogue import Product, Tier
from chalicelib.domain.charges import Fee, Tax, bounded
from chalicelib.domain.promos import Promo
from chalicelib.domain.quotes import FeeShare, Label, Line, Quote, TaxShare, charged
from chalicelib.kernel.money import round_half_up, share_out


@dataclass(frozen=True)
class Choice:
    """A line of a basket that the rules of sale have let through: `unit_price_minor` is the price as entered."""

    product: Product
    tier: Tier | None
    occurrence_id: str
    quantity: int
    unit_price_minor: int

    @property
    def subtotal_minor(self) -> int:
        """Before discounts, fees and added taxes."""
        return self.unit_price_minor * self.quantity

    @property
    def key(self) -> tuple[str, str, str]:
        """What no other line of a basket has."""
        return self.product.product_id, self.tier.tier_id if self.tier else "", self.occurrence_id


def quote(
    choices: Sequence[Choice],
    taxes: Sequence[Tax],
    fees: Sequence[Fee],
    currency: str,
    promo: Promo | None = None,
) -> Quote:
    """The price of a basket, with everything that it is made of."""
    by_id = {tax.tax_id: tax for tax in taxes}
    discounts = discount(choices, promo, currency)
    lines = [_line(choice, taken, by_id, fees, currency) for choice, taken in zip(choices, discounts, strict=True)]
    order_fees, order_taxes = _order_fees(choices, lines, by_id, fees, currency)
    used = {tax.tax_id for line in lines for tax in line.taxes} | {tax.tax_id for tax in order_taxes}
    charged_fees = {fee.fee_id for line in lines for fee in line.fees} | {fee.fee_id for fee in order_fees}
    labels = {tax.tax_id: Label(tax.name, tax.rate) for tax in taxes if tax.tax_id in used}
    labels |= {fee.fee_id: Label(fee.name, fee.percent) for fee in fees if fee.fee_id in charged_fees}
    return Quote(currency, lines, order_fees, order_taxes, labels)


def discount(choices: Sequence[Choice], promo: Promo | None, currency: str) -> list[int]:
    """What the code takes off each line: rounded once, shared out in proportion to the lines' prices."""
    if not promo or promo.discount == "none":
        return [0] * len(choices)
    weights = [choice.subtotal_minor if promo.applies_to(choice.product) else 0 for choice in choices]
    if promo.discount == "percent":
        return _shared(round_half_up(sum(weights) * Fraction(Fraction(promo.percent), 100)), choices, weights)
    amount = promo.amounts.get(currency, 0)
    if promo.scope == "unit":
        return [
            min(amount, choice.unit_price_minor) * choice.quantity if weight else 0
            for choice, weight in zip(choices, weights, strict=True)
        ]
    return _shared(min(amount, sum(weights)), choices, weights)


def _shared(total: int, choices: Sequence[Choice], weights: Sequence[int]) -> list[int]:
    """In parts that do not depend on the order of the lines: who gets the odd minor unit may decide a tax."""
    places = sorted(range(len(choices)), key=lambda place: choices[place].key)
    parts = dict(zip(places, share_out(total, [weights[place] for place in places]), strict=True))
    return [parts[place] for place in range(len(choices))]


def _line(choice: Choice, taken: int, taxes: Mapping[str, Tax], fees: Sequence[Fee], currency: str) -> Line:
    product, price = choice.product, choice.subtotal_minor - taken
    shares = [FeeShare(fee.fee_id, _fee(fee, price, choice.quantity, currency)) for fee in fees if _is_due(fee, choice)]
    due = [share for share in shares if price and share.amount_minor]
    found = _taxed(price, _chosen(product.tax_ids, taxes))
    by_fee = {fee.fee_id: fee for fee in fees}
    for share in due:
        found += _taxed(share.amount_minor, _chosen(by_fee[share.fee_id].tax_ids, taxes))
    merged = _merge(found)
    return Line(
        product_id=product.product_id,
        occurrence_id=choice.occurrence_id,
        unit_key="",
        name=product.name,
        quantity=choice.quantity,
        unit_price_minor=choice.unit_price_minor,
        total_minor=price + charged(due, merged),
        kind=product.kind,
        tier_id=choice.tier.tier_id if choice.tier else "",
        tier_name=choice.tier.name if choice.tier else {},
        discount_minor=taken,
        fees=due,
        taxes=merged,
    )


def _is_due(fee: Fee, choice: Choice) -> bool:
    if fee.per != "ticket":
        return False
    if fee.product_ids:
        return choice.product.product_id in fee.product_ids
    return choice.product.kind == "ticket"


def _fee(fee: Fee, price: int, quantity: int, currency: str) -> int:
    due = round_half_up(price * fee.fraction) + fee.amounts.get(currency, 0) * quantity
    return bounded(due, fee.least, fee.most, currency)


def _order_fees(
    choices: Sequence[Choice], lines: Sequence[Line], taxes: Mapping[str, Tax], fees: Sequence[Fee], currency: str
) -> tuple[list[FeeShare], list[TaxShare]]:
    due, found = [], []
    for fee in fees:
        if fee.per != "order":
            continue
        price = sum(
            line.subtotal_minor - line.discount_minor
            for choice, line in zip(choices, lines, strict=True)
            if (choice.product.product_id in fee.product_ids if fee.product_ids else line.kind != "donation")
        )
        amount = _fee(fee, price, 1, currency) if price else 0
        if amount:
            due.append(FeeShare(fee.fee_id, amount))
            found += _taxed(amount, _chosen(fee.tax_ids, taxes))
    return due, _merge(found)


def _chosen(tax_ids: Iterable[str], taxes: Mapping[str, Tax]) -> list[Tax]:
    """In the order of calculation: what is part of the price first, then by position."""
    found = [taxes[tax_id] for tax_id in tax_ids if tax_id in taxes]
    return sorted(found, key=lambda tax: (not tax.is_inclusive, tax.position, tax.tax_id))


def _taxed(price: int, taxes: Sequence[Tax]) -> list[TaxShare]:
    """The taxes on an amount as entered.

    With factors c of the net amount (c of a compound tax counts those before it), an inclusive price is
    net × (1 + Σc) over the inclusive ones, so each is price × c / (1 + Σc). Added taxes are taken on net and, if
    compound, on the taxes before them.
    """
    factors: list[Fraction] = []
    for tax in taxes:
        factors.append(tax.fraction * (1 + (sum(factors) if tax.is_compound else 0)))
    included = sum(factor for factor, tax in zip(factors, taxes, strict=True) if tax.is_inclusive)
    net = Fraction(price, 1 + included)
    amounts = [round_half_up(net * factor) for factor in factors]
    base = price
    for place, tax in enumerate(taxes):
        if tax.is_inclusive:  # of a price of a few minor units, several taxes rounded up could be more than all of it
            amounts[place] = min(amounts[place], base)
            base -= amounts[place]
    return [TaxShare(tax.tax_id, base, amount, tax.is_inclusive) for tax, amount in zip(taxes, amounts, strict=True)]


def _merge(shares: Sequence[TaxShare]) -> list[TaxShare]:
    """One share for each tax: what it takes of the price and of the fees together."""
    merged: dict[str, TaxShare] = {}
    for share in shares:
        before = merged.get(share.tax_id)
        base = share.base_minor + (before.base_minor if before else 0)
        amount = share.amount_minor + (before.amount_minor if before else 0)
        merged[share.tax_id] = TaxShare(share.tax_id, base, amount, share.is_included)
    return list(merged.values())

"""What holds for the price of every basket, whoever makes it up: baskets by chance, and the laws that they obey.

The expected amounts are computed here once more, in exact fractions and by other means than `domain/pricing` does.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random

from chalicelib.domain import pricing
from chalicelib.domain.catalogue import Product
from chalicelib.domain.charges import Fee, Tax
from chalicelib.domain.pricing import Choice
from chalicelib.domain.promos import Promo
from chalicelib.domain.quotes import Line, Quote, TaxShare
from tests.unit import making

HALF = Fraction(1, 2)
RATES = "0 5 7 7.7 8.875 9.975 12.5 19 20 25 33.3333 50 66.6667 99.9999 100".split()
LARGEST = {"EUR": 100_000, "JPY": 1_000_000, "KWD": 500_000}  # a currency for each exponent: 2, 0 and 3


@dataclass(frozen=True)
class Basket:
    """Everything that a price depends on."""

    choices: list[Choice]
    taxes: list[Tax]
    fees: list[Fee]
    currency: str
    promo: Promo | None

    def quote(self) -> Quote:
        """Its price."""
        return pricing.quote(self.choices, self.taxes, self.fees, self.currency, self.promo)


def by_chance(chance: Random) -> Basket:
    """A basket as people might fill it, with prices, taxes, fees and a code as organizers might set them."""
    currency = chance.choice(sorted(LARGEST))
    taxes = [_tax(chance, number) for number in range(chance.randrange(5))]
    tax_ids = [tax.tax_id for tax in taxes]
    products = [_product(chance, number, currency, tax_ids) for number in range(chance.randrange(1, 5))]
    product_ids = [product.product_id for product in products]
    fees = [_fee(chance, number, currency, tax_ids, product_ids) for number in range(chance.randrange(4))]
    choices = [_choice(chance, product, currency) for product in products]
    return Basket(choices, taxes, fees, currency, _promo(chance, currency, product_ids))


def rate(chance: Random) -> str:
    """A percentage: one that is in use somewhere, or any with up to four decimals."""
    return chance.choice(RATES) if chance.randrange(3) else f"{chance.randrange(1_000_001) / 10_000:.4f}"


def _amount(chance: Random, currency: str) -> int:
    """Small amounts are where rounding shows."""
    return chance.randrange(chance.choice([2, 20, 300, LARGEST[currency]]))


def _some(chance: Random, things: Sequence[str]) -> list[str]:
    return [thing for thing in things if chance.randrange(2)]


def _tax(chance: Random, number: int) -> Tax:
    included, compound = bool(chance.randrange(2)), not chance.randrange(3)
    return Tax(f"tax_{number}", making.EVENT_ID, {"en": "Tax"}, rate(chance), included, number, compound)


def _product(chance: Random, number: int, currency: str, tax_ids: list[str]) -> Product:
    kind = chance.choice(["ticket", "ticket", "add_on", "donation"])
    price = {currency: _amount(chance, currency)}
    return making.product(product_id=f"prd_{number}", kind=kind, prices=price, tax_ids=_some(chance, tax_ids))


def _choice(chance: Random, product: Product, currency: str) -> Choice:
    return Choice(
        product, None, "occ_1", chance.choice([1, 2, 3, 7, chance.randrange(1, 101)]), product.prices[currency]
    )


def _fee(chance: Random, number: int, currency: str, tax_ids: list[str], product_ids: list[str]) -> Fee:
    percent = rate(chance) if chance.randrange(2) else "0"
    amounts = {currency: _amount(chance, currency)} if chance.randrange(2) else {}
    limited = _some(chance, product_ids) if chance.randrange(2) else []
    per = chance.choice(["order", "ticket"])
    name = {"en": "Fee"}
    return Fee(f"fee_{number}", making.EVENT_ID, name, per, percent, amounts, number, limited, _some(chance, tax_ids))


def _promo(chance: Random, currency: str, product_ids: list[str]) -> Promo | None:
    kind = chance.choice(["", "none", "percent", "fixed", "fixed"])
    if not kind:
        return None
    limited = _some(chance, product_ids) if chance.randrange(2) else []
    scope = chance.choice(["order", "unit"])
    amounts = {currency: _amount(chance, currency)} if chance.randrange(4) else {}
    return Promo(
        "CODE", making.EVENT_ID, "promo_1", kind, rate(chance), amounts, scope, limited, [], 0, 0, None, None
    )  # fmt: skip


def check(basket: Basket) -> None:
    """AssertionError for a price that breaks a law."""
    found = basket.quote()
    _check_sums(found)
    _check_nothing_is_negative(found)
    _check_discount(basket, found)
    for choice, line in zip(basket.choices, found.lines, strict=True):
        _check_line(basket, choice, line)
    _check_order_fees(basket, found)
    _check_order_of_lines(basket, found)


def _check_sums(found: Quote) -> None:
    added = sum(tax.amount_minor for tax in found.all_taxes if not tax.is_included)
    included = sum(tax.amount_minor for tax in found.all_taxes if tax.is_included)
    entered = found.subtotal_minor - found.discount_minor + found.fee_minor
    assert found.total_minor == entered + added
    assert found.total_minor == (entered - included) + found.tax_minor
    assert set(found.labels) == {tax.tax_id for tax in found.all_taxes} | {fee.fee_id for fee in found.all_fees}


def _check_nothing_is_negative(found: Quote) -> None:
    for line in found.lines:
        assert min(line.unit_price_minor, line.discount_minor, line.total_minor) >= 0
    assert all(fee.amount_minor > 0 for fee in found.all_fees)
    assert all(tax.amount_minor >= 0 and tax.base_minor >= 0 for tax in found.all_taxes)


def _check_discount(basket: Basket, found: Quote) -> None:
    promo, taken = basket.promo, [line.discount_minor for line in found.lines]
    weights = [line.subtotal_minor for line in found.lines]
    assert all(part <= weight for part, weight in zip(taken, weights, strict=True))
    if not promo or promo.discount == "none":
        assert not any(taken)
        return
    weights = [
        weight if promo.applies_to(choice.product) else 0
        for choice, weight in zip(basket.choices, weights, strict=True)
    ]
    amount = promo.amounts.get(basket.currency, 0)
    if promo.discount == "fixed" and promo.scope == "unit":
        pairs = zip(basket.choices, weights, strict=True)
        assert taken == [min(amount * choice.quantity, weight) for choice, weight in pairs]
        return
    exact = Fraction(promo.percent) / 100 * sum(weights) if promo.discount == "percent" else min(amount, sum(weights))
    assert abs(sum(taken) - exact) <= HALF
    for part, weight in zip(taken, weights, strict=True):
        assert abs(part - Fraction(sum(taken) * weight, sum(weights) or 1)) < 1


def _check_line(basket: Basket, choice: Choice, line: Line) -> None:
    price = line.subtotal_minor - line.discount_minor
    sources = [(price, choice.product.tax_ids)]
    due = {}
    for fee in basket.fees:
        is_for = choice.product.product_id in fee.product_ids if fee.product_ids else line.kind == "ticket"
        if fee.per == "ticket" and is_for and price:
            due[fee.fee_id] = _fee_amount(fee, price, line.quantity, basket.currency)
            sources.append((due[fee.fee_id], fee.tax_ids))
    assert {fee.fee_id: fee.amount_minor for fee in line.fees} == {name: fee for name, fee in due.items() if fee}
    _check_taxes(basket, sources, line.taxes)
    if not due and all(tax.is_included for tax in line.taxes):
        assert line.total_minor == price
    assert line.total_minor >= price


def _check_order_fees(basket: Basket, found: Quote) -> None:
    sources, due = [], {}
    for fee in basket.fees:
        if fee.per == "order":
            price = sum(
                line.subtotal_minor - line.discount_minor
                for line in found.lines
                if (line.product_id in fee.product_ids if fee.product_ids else line.kind != "donation")
            )
            due[fee.fee_id] = _fee_amount(fee, price, 1, basket.currency) if price else 0
            sources.append((due[fee.fee_id], fee.tax_ids))
    assert {fee.fee_id: fee.amount_minor for fee in found.fees} == {name: fee for name, fee in due.items() if fee}
    _check_taxes(basket, sources, found.taxes)


def _fee_amount(fee: Fee, price: int, quantity: int, currency: str) -> int:
    exact = Fraction(fee.percent) * price / 100
    return int(exact + HALF) + fee.amounts.get(currency, 0) * quantity


def _check_taxes(basket: Basket, sources: Sequence[tuple[int, Sequence[str]]], shares: Sequence[TaxShare]) -> None:
    """Each tax is the exact one but for half a minor unit for each amount that it is taken on."""
    exact: Counter[str] = Counter()
    roundings: Counter[str] = Counter()
    for amount, tax_ids in sources:
        taxes = exact_taxes(amount, [tax for tax in basket.taxes if tax.tax_id in tax_ids])
        included = [part for tax_id, part in taxes.items() if _tax_of(basket, tax_id).is_inclusive]
        is_crowded = sum(int(part + HALF) for part in included) > amount  # more taxes than a tiny price has units
        for tax_id, part in taxes.items():
            exact[tax_id] += part
            roundings[tax_id] += len(included) if is_crowded else 1
    for share in shares:
        assert abs(share.amount_minor - exact[share.tax_id]) <= roundings[share.tax_id] * HALF
        assert share.is_included == _tax_of(basket, share.tax_id).is_inclusive
    found = {share.tax_id for share in shares}
    assert all(part == 0 for tax_id, part in exact.items() if tax_id not in found)


def _tax_of(basket: Basket, tax_id: str) -> Tax:
    return next(tax for tax in basket.taxes if tax.tax_id == tax_id)


def exact_taxes(amount: int, taxes: Sequence[Tax]) -> dict[str, Fraction]:
    """What each tax on an amount is in exact fractions: taken on a net amount of one, then scaled to the real one."""
    inclusive_first = sorted(taxes, key=lambda tax: not tax.is_inclusive)
    of_one: dict[str, Fraction] = {}
    gross = Fraction(1)
    for tax in inclusive_first:
        base = 1 + sum(of_one.values()) if tax.is_compound else Fraction(1)
        of_one[tax.tax_id] = Fraction(tax.rate) / 100 * base
        gross += of_one[tax.tax_id] if tax.is_inclusive else 0
    return {tax_id: part * amount / gross for tax_id, part in of_one.items()}


def _check_order_of_lines(basket: Basket, found: Quote) -> None:
    """Whoever puts the same things into the basket in another order pays the same for each."""
    turned = replace(basket, choices=basket.choices[::-1]).quote()
    assert turned.total_minor == found.total_minor
    assert [line.total_minor for line in turned.lines] == [line.total_minor for line in found.lines][::-1]
    assert _by_tax(turned) == _by_tax(found)


def _by_tax(found: Quote) -> Counter[str]:
    amounts: Counter[str] = Counter()
    for tax in found.all_taxes:
        amounts[tax.tax_id] += tax.amount_minor
    return amounts

"""What a refund pays back, to the minor unit: every refund takes its share out of what is left of the order's parts.

An order's total is split into parts: the net price, each fee and each tax of each line, and the fees and taxes of the
order as a whole. A refund says how much of each part it pays back. Because it is always a share of what earlier
refunds have left, any chain of refunds that pays everything back has paid back exactly each part.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from chalicelib.domain.orders import Order
from chalicelib.domain.payments import Payment, Refund
from chalicelib.domain.quotes import FeeShare, TaxShare
from chalicelib.kernel.errors import Conflict, Invalid, NotFound
from chalicelib.kernel.money import round_half_up, share_out

Parts = dict[str, int]


class NothingToRefund(Conflict):
    """Everything that was paid has been paid back, or is on its way."""


class TooMuchToRefund(Invalid):
    """This is more than what is left to refund."""


class RefundNotFound(NotFound):
    """This order has no such refund."""


class DisputeIsOpen(Conflict):
    """The buyer's bank has taken this payment back and has not decided yet: nothing can be refunded meanwhile."""


class NotLeftToRefund(Invalid):
    """This part of the order was refunded before, or does not exist."""


@dataclass(frozen=True)
class Chosen:
    """What to pay back: how much of each part, and how many units of each line (by its place, as a text)."""

    shares: Parts
    units: dict[str, int]

    @property
    def amount_minor(self) -> int:
        """All of it."""
        return sum(self.shares.values())


def parts(order: Order) -> Parts:
    """The order's total in its parts: `0.price`, `0.fee.<id>`, `0.tax.<id>` …, `order.fee.<id>`, `order.tax.<id>`.

    A tax that is included in a price or a fee is taken out of it, so that the parts add up to the total.
    """
    found: Parts = {}
    for place, line in enumerate(order.lines):
        price = line.subtotal_minor - line.discount_minor
        found |= _split(f"{place}.", price, line.fees, line.taxes)
    return found | _split("order.", 0, order.fees, order.taxes)


def _split(prefix: str, price: int, fees: Sequence[FeeShare], taxes: Sequence[TaxShare]) -> Parts:
    entered = {f"{prefix}price": price} | {f"{prefix}fee.{fee.fee_id}": fee.amount_minor for fee in fees}
    included = sum(tax.amount_minor for tax in taxes if tax.is_included)
    net = {}
    for key, amount in entered.items():  # an included tax lies in the price, and of a very small one in the fee
        taken = min(included, amount)
        included -= taken
        net[key] = amount - taken
    found = net | {f"{prefix}tax.{tax.tax_id}": tax.amount_minor for tax in taxes}
    return {key: amount for key, amount in found.items() if amount}


def _counted(refunds: Iterable[Refund]) -> list[Refund]:
    return [refund for refund in refunds if refund.state != "FAILED"]


def left(order: Order, refunds: Iterable[Refund]) -> Parts:
    """What of each part has not been paid back, and is not on its way."""
    gone: Counter[str] = Counter()
    for refund in _counted(refunds):
        gone.update(refund.shares)
    return {key: amount - gone[key] for key, amount in parts(order).items()}


def units_left(order: Order, refunds: Iterable[Refund]) -> dict[str, int]:
    """How many units of each line nobody has decided about."""
    gone: Counter[str] = Counter()
    for refund in refunds:  # a failed refund's units are not for sale twice: only its money is open again
        gone.update(refund.units)
    settled = gone | Counter(order.settled)
    return {str(place): line.quantity - settled[str(place)] for place, line in enumerate(order.lines)}


def left_of_units(order: Order, refunds: Sequence[Refund]) -> Parts:
    """What of each part belongs to the units that nobody has decided about.

    What the organizer keeps of those that were given back does not go to the next, nor does what failed to arrive.
    """
    gone = Counter(order.kept)
    replaced = {refund.replaces for refund in refunds}
    for refund in refunds:
        if refund.state == "FAILED" and (refund.units or refund.replaces) and refund.refund_id not in replaced:
            gone.update(refund.shares)
    return {key: max(0, amount - gone[key]) for key, amount in left(order, refunds).items()}


def everything(order: Order, refunds: Sequence[Refund]) -> Chosen:
    """All that is left. Raises NothingToRefund."""
    shares = {key: amount for key, amount in left(order, refunds).items() if amount}
    if not shares:
        raise NothingToRefund()
    return Chosen(shares, {line: units for line, units in units_left(order, refunds).items() if units})


def of_units(order: Order, refunds: Sequence[Refund], units: Mapping[str, int]) -> Chosen:
    """So many units of each line, with their part of the order's own fees and taxes. Raises NotLeftToRefund."""
    remaining, open_units = left_of_units(order, refunds), units_left(order, refunds)
    shares: Parts = {}
    for line, count in units.items():
        if not 0 < count <= open_units.get(line, 0):
            raise NotLeftToRefund(units=f"of line {line} are {open_units.get(line, 0)} left to refund")
        part = Fraction(count, open_units[line])
        shares |= {key: round_half_up(amount * part) for key, amount in remaining.items() if line_of(key) == line}
    of_lines = sum(amount for key, amount in remaining.items() if line_of(key) != "order")
    part = Fraction(sum(shares.values()), of_lines) if of_lines else Fraction(1)
    shares |= {key: round_half_up(amount * part) for key, amount in remaining.items() if line_of(key) == "order"}
    return Chosen({key: amount for key, amount in shares.items() if amount}, dict(units))


def line_of(key: str) -> str:
    """The place of the line that a part belongs to, or "order"."""
    return key.partition(".")[0]


def of_amount(order: Order, refunds: Sequence[Refund], amount_minor: int) -> Chosen:
    """Any amount, in proportion out of all that is left. Raises TooMuchToRefund, NothingToRefund."""
    remaining = left(order, refunds)
    whole = sum(remaining.values())
    if not whole:
        raise NothingToRefund()
    if not 0 < amount_minor <= whole:
        raise TooMuchToRefund(amount_minor=f"must be between 1 and {whole}, which is what is left")
    return Chosen(_shared(amount_minor, remaining), {})


def cut_to(chosen: Chosen, amount_minor: int) -> Chosen:
    """The same units for less money: a policy pays a part of it back, or keeps a fee."""
    return Chosen(_shared(min(amount_minor, chosen.amount_minor), chosen.shares), chosen.units)


def _shared(amount_minor: int, weights: Parts) -> Parts:
    given = share_out(amount_minor, list(weights.values()))
    return {key: amount for key, amount in zip(weights, given, strict=True) if amount}


def taxes_in(shares: Parts) -> Counter[str]:
    """How much of it each tax is, by its id."""
    taxes: Counter[str] = Counter()
    for key, amount in shares.items():
        _, kind, name = key.split(".", 2) if key.count(".") > 1 else (key, "", "")
        if kind == "tax":
            taxes[name] += amount
    return taxes


def left_of(payment: Payment, refunds: Iterable[Refund]) -> int:
    """What has come in by this payment, is not on its way back, and was not lost to a bank."""
    if payment.state != "SUCCEEDED":
        return 0
    back = [refund for refund in _counted(refunds) if refund.payment_id == payment.payment_id]
    return max(0, payment.amount_minor - sum(refund.amount_minor for refund in back) - payment.lost_minor)


def owed_back(order: Order, payments: Iterable[Payment], refunds: Sequence[Refund], amount_minor: int) -> int:
    """How much of a refund that was made elsewhere is the order's own money: what came in beside it goes first."""
    remaining = sum(left(order, refunds).values())
    beside = sum(left_of(payment, refunds) for payment in payments) - remaining
    return min(max(0, amount_minor - max(0, beside)), remaining)


@dataclass(frozen=True)
class Part:
    """What one payment pays back. `units` stand with the first part of a refund only."""

    payment: Payment
    amount_minor: int
    shares: Parts
    units: dict[str, int]


def by_payment(chosen: Chosen, payments: Sequence[Payment], refunds: Sequence[Refund]) -> list[Part]:
    """Which payment pays how much of it back, the newest first. Raises TooMuchToRefund."""
    found = _spread(chosen, payments, refunds, chosen.amount_minor)
    if sum(part.amount_minor for part in found) < chosen.amount_minor:
        raise TooMuchToRefund(amount_minor="is more than what has come in and was not paid back")
    return found


def all_money(order: Order, payments: Sequence[Payment], refunds: Sequence[Refund], kept_minor: int = 0) -> list[Part]:
    """All that has come in and was not paid back, whatever the order's total, but for what is kept.

    Raises NothingToRefund.
    """
    whole = sum(left_of(payment, refunds) for payment in payments) - kept_minor
    if whole <= 0:
        raise NothingToRefund()
    shares = {key: amount for key, amount in left(order, refunds).items() if amount}
    units = {line: count for line, count in units_left(order, refunds).items() if count}
    return _spread(cut_to(Chosen(shares, units), whole), payments, refunds, whole)


def _spread(chosen: Chosen, payments: Sequence[Payment], refunds: Sequence[Refund], amount_minor: int) -> list[Part]:
    """Money beyond the shares (paid too much) goes back with none."""
    open_shares, units, found = dict(chosen.shares), chosen.units, list[Part]()
    for payment in reversed(payments):
        amount = min(left_of(payment, refunds), amount_minor)
        if amount > 0:
            taken = _shared(min(amount, sum(open_shares.values())), open_shares)
            open_shares = {key: value - taken.get(key, 0) for key, value in open_shares.items()}
            found.append(Part(payment, amount, taken, units))
            amount_minor, units = amount_minor - amount, {}
    return found


def fee_share(payment: Payment, refunds: Sequence[Refund], amount_minor: int) -> int:
    """What the platform gives back of its fee: in proportion to what is left, so that a chain ends exactly.

    With a refund that had left and failed later its part of the fee was given back for good.
    """
    mine = [refund for refund in refunds if refund.payment_id == payment.payment_id]
    fee_left = payment.fee_minor - sum(
        refund.fee_minor for refund in mine if refund.state != "FAILED" or refund.had_left
    )
    money_left = payment.amount_minor - sum(refund.amount_minor for refund in _counted(mine))
    return round_half_up(Fraction(fee_left * amount_minor, money_left)) if money_left else 0


def can_try_again(failed: Refund, payments: Sequence[Payment], refunds: Sequence[Refund]) -> bool:
    """Whether the money of a failed refund is still here, and nobody has tried again."""
    if failed.state != "FAILED" or any(refund.replaces == failed.refund_id for refund in refunds):
        return False
    left = sum(left_of(one, refunds) for one in payments if one.payment_id == failed.payment_id)
    return left >= failed.amount_minor

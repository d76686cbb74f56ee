"""Deciding that money goes back, and tickets with it: planned first, so that it can be shown, then written once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from chalicelib.actions import cancelling, refunding, stock
from chalicelib.actions.cancelling import Act
from chalicelib.actions.orders import owned_file
from chalicelib.domain import cancellations, edits
from chalicelib.domain import refunds as rules
from chalicelib.domain.cancellations import OrderNotPaid, Return, Wish
from chalicelib.domain.edits import Edit
from chalicelib.domain.inventory import Take
from chalicelib.domain.orders import Order, OrderMoved
from chalicelib.domain.payments import has_open_dispute
from chalicelib.domain.refunds import Chosen, DisputeIsOpen, NothingToRefund, Part, Parts
from chalicelib.kernel import ids
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.kernel.facts import Fact, OrderCancelled, TicketsReturned
from chalicelib.kernel.once import Once
from chalicelib.tables import claims, marks, pools, refunds, tickets
from chalicelib.tables import edits as edit_rows
from chalicelib.tables.catalogue import get_catalogue
from chalicelib.tables.changes import Change
from chalicelib.tables.commit import commit
from chalicelib.tables.occurrences import get_occurrences
from chalicelib.tables.orders import OrderFile

Grant = Callable[[Chosen], Chosen]


@dataclass(frozen=True)
class Plan:
    """What a wish would do: `parts` by payment, `back` what is given back, `numbers` the tickets whose money it is.

    `after` is the order as it will be.
    """

    file: OrderFile
    chosen: Chosen
    parts: list[Part]
    numbers: list[int]
    back: Return | None
    takes: list[Take]
    after: Order

    @property
    def amount_minor(self) -> int:
        """All that would go back."""
        return sum(part.amount_minor for part in self.parts)

    @property
    def fee_minor(self) -> int:
        """What the platform gives back of its fee."""
        return sum(rules.fee_share(part.payment, self.file.refunds, part.amount_minor) for part in self.parts)


def plan(file: OrderFile, wish: Wish, grant: Grant | None = None) -> Plan:
    """What goes back: all that the chosen units have left, or what `grant` makes of it.

    Raises OrderNotPaid, DisputeIsOpen, NothingToRefund, TooMuchToRefund, NotLeftToRefund, NotReturnable,
    TicketsNotReady.
    """
    order = file.order
    if order.state == "PARTLY_PAID" or (order.state != "COMPLETED" and (wish.cancels or not file.payments)):
        raise OrderNotPaid()
    if has_open_dispute(file.disputes):
        raise DisputeIsOpen()
    if wish.amount_minor:
        chosen, numbers, back = rules.of_amount(order, file.refunds, wish.amount_minor), list[int](), None
        whole = chosen
    else:
        back = cancellations.given_back(order, file.tickets, wish) if wish.cancels else None
        whole, numbers = _of_units(file, wish)
        chosen = grant(whole) if grant else whole
    available = sum(rules.left_of(payment, file.refunds) for payment in file.payments)
    if not wish.amount_minor:
        chosen = rules.cut_to(chosen, min(chosen.amount_minor, available))
    parts = rules.by_payment(chosen, file.payments, file.refunds)
    if wish.everything and not grant and available:
        parts = rules.all_money(order, file.payments, file.refunds)
    if not parts and not back:
        raise NothingToRefund()
    takes = cancellations.returned_takes(order, _counters(order), back.units) if back and not back.ends else []
    return Plan(file, chosen, parts, numbers, back, takes, _after(order, whole, chosen, back, takes))


def _of_units(file: OrderFile, wish: Wish) -> tuple[Chosen, list[int]]:
    """What the chosen units have left, without those whose money has gone back before; and which tickets these are."""
    order, refunded = file.order, file.refunds
    if wish.everything and not wish.cancels:
        return rules.everything(order, refunded), []
    paid_back = {number for refund in refunded for number in refund.tickets}
    numbers = [number for number in wish.tickets if number not in paid_back]
    if not wish.cancels and len(numbers) < len(wish.tickets):
        raise rules.NotLeftToRefund(tickets="the money of one of these was refunded before")
    asked = wish if wish.everything else replace(wish, tickets=numbers)
    units, left = cancellations.units_of(order, file.tickets, asked), rules.units_left(order, refunded)
    due = {line: min(count, left[line]) for line, count in units.items() if left[line] and count}
    return (rules.of_units(order, refunded, due) if due else Chosen({}, {})), numbers


def _after(order: Order, whole: Chosen, chosen: Chosen, back: Return | None, takes: Sequence[Take]) -> Order:
    settled = {line: order.settled.get(line, 0) + count for line, count in whole.units.items()}
    kept: Parts = dict(order.kept)
    if back:
        for key, amount in whole.shares.items():
            if amount > chosen.shares.get(key, 0):
                kept[key] = kept.get(key, 0) + amount - chosen.shares.get(key, 0)
    after = replace(order, settled=order.settled | settled, kept=kept)
    if not back:
        return after
    if back.ends:
        return replace(after, state="CANCELLED")
    return cancellations.after(after, back, takes)


def _counters(order: Order) -> Mapping[str, set[str]]:
    """Line → the counters that each of its units was taken from, by what the catalogue says now."""
    days = get_occurrences(order.event_id, [line.occurrence_id for line in order.lines])
    catalogue = get_catalogue(order.event_id, occurrences=days)
    products = {product.product_id: product for product in catalogue.products}
    found: dict[str, set[str]] = {}
    for place, line in enumerate(order.lines):
        product = products.get(line.product_id)
        day = catalogue.occurrence(line.occurrence_id)
        pools_of = catalogue.pools_of(product, product.tier(line.tier_id), day) if product else []
        found[str(place)] = {pool.pool_id for pool in pools_of}
    return found


def refund(order_id: str, wish: Wish, act: Act, once: Once, seen: int | None) -> None:
    """A member pays back what was wished. Repeating the same request changes nothing.

    `seen` is how many decisions the member knew of. Raises OrderMoved when there are others, and what `plan` does.
    """
    file = owned_file(order_id, act.caller)
    if marks.is_done(once):
        return marks.check(once)
    is_all = wish.everything and wish.cancels
    if is_all and file.order.state == "CANCELLED":
        return None
    if seen is not None and seen != file.order.refunds:
        raise OrderMoved()
    made = plan(file, wish)
    if is_all:
        return cancelling.cancel(order_id, "full", act)
    try:
        decide(made, act, once)
    except AlreadyDone:
        check_repeated(once)


def check_repeated(once: Once) -> None:
    """Whether a double click's other half has done it. Raises OrderMoved when it was another decision."""
    if not marks.is_done(once):
        raise OrderMoved()
    marks.check(once)


def decide(made: Plan, act: Act, once: Once) -> None:
    """Write it, once. Raises OrderMoved when another decision was made meanwhile, AlreadyDone for a repeat."""
    order, by = made.file.order, act.caller.user_id
    asked, facts = refunding.requested(made.file, made.parts, act.reason, act.now, by, act.note, made.numbers)
    changes: list[Change] = [marks.new_mark(once, act.now), refunds.decided(order, made.after), *asked]
    if made.back:
        changes += [*_given_back(order, made, made.back), _trace(order, made.back, act)]
        facts.append(_happened(order, made, made.back, act))
    commit(changes, facts, now=act.now, by=by)
    for place, part in enumerate(made.parts):
        if part.payment.provider == "offline":  # whoever says so hands it back: nobody has to be asked
            refunding.pay_back(order.order_id, refunding.refund_id_of(order, place), act.now)


def _given_back(order: Order, made: Plan, back: Return) -> list[Change]:
    void = [tickets.void(ticket) for ticket in back.tickets]
    if back.ends:
        return [*void, *stock.returned(order)]
    gone = cancellations.returned_claims(order, back.units)
    return [*void, *pools.give_back(made.takes), *claims.given_up(gone)]


def _trace(order: Order, back: Return, act: Act) -> Change:
    """The row that remembers it beside the order, with the note, which stays out of the facts."""
    if back.ends:
        return act.trace(order, "CANCELLED")
    numbers = ", ".join(str(ticket.number) for ticket in back.tickets)
    changed = [edits.Change("tickets", numbers, "VOID")] if numbers else []
    edit_id = ids.sortable("edt", act.now)
    edit = Edit(order.order_id, edit_id, act.now, act.caller.user_id, changed, 0, act.reason, act.note)
    return edit_rows.new_edit(edit)


def _happened(order: Order, made: Plan, back: Return, act: Act) -> Fact:
    about = {"units": sum(back.units.values()), "reason": act.reason}
    if back.ends:
        return OrderCancelled(order.order_id, order.account_id, order.event_id, about)
    told = {"tickets": [ticket.number for ticket in back.tickets], "decision": order.refunds}
    return TicketsReturned(order.order_id, order.account_id, order.event_id, about | told | stock.dates_of(made.takes))

"""What buyers are told who pay in parts: what was paid, what is about to be charged, and what could not be."""

from datetime import datetime

from chalicelib.domain.events import Event
from chalicelib.domain.instalments import CONSENT, Part, Plan
from chalicelib.domain.orders import Order
from chalicelib.domain.plans import MOST_TRIES, overdue_at
from chalicelib.kernel import money
from chalicelib.kernel.text import pick
from chalicelib.kernel.wall_clock import span
from chalicelib.mail.messages import Said

_AT_THE_END = "Your places are yours; your tickets come by e-mail when all parts are paid."
_EARLIER = "You can pay earlier, with another card if you like, on the page of your order."


def paid(order: Order, plan: Plan, event: Event, *, is_first: bool) -> Said:
    """A part has come in: what is paid, and what is still to come. With the first, what was agreed to."""
    came = f"{_amount(plan.paid_minor, order)} of {_amount(plan.total_minor, order)} are paid. {_AT_THE_END}"
    rest = "; ".join(f"{_amount(part.amount_minor, order)} on {_day(part.due_at, event)}" for part in plan.unpaid)
    agreed = [f"You agreed to this: “{pick(CONSENT, order.language)}”"] if is_first else []
    heading = "Your first part is paid" if is_first else f"{_amount(plan.paid_minor, order)} are paid"
    return Said("Part payment received: {title}", heading, [came, f"Still to come: {rest}.", *agreed])


def falls_due(order: Order, plan: Plan, event: Event) -> Said:
    """Some days before."""
    part = plan.unpaid[0]
    amount, day = _amount(part.amount_minor, order), _day(part.due_at, event)
    if plan.card and not plan.is_withdrawn:
        words = f"on {day} we charge {amount} to {plan.card.name}: {_nth(part, plan)}. There is nothing to do."
        return Said("A part falls due: {title}", f"{amount} on {day}", [words, _EARLIER])
    words = f"{_nth(part, plan)} of your order, {amount}, falls due on {day}. Please pay it on the page of your order."
    return Said("A part falls due: {title}", f"Please pay {amount} until {day}", [words])


def refused(order: Order, plan: Plan, event: Event) -> Said:
    """The card could not pay, or there is none: the buyer is asked to."""
    part = plan.unpaid[0]
    amount, until = _amount(part.amount_minor, order), _day(overdue_at(plan, part), event)
    why = f"your bank has not paid {amount}, {_nth(part, plan)} of your order."
    if not plan.card:
        why = f"{amount}, {_nth(part, plan)} of your order, are due now."
    how = f"Please pay them on the page of your order until {until}, with the same card or another one."
    again = "Otherwise we try the card again in a day or two." if plan.card and plan.tries < MOST_TRIES else ""
    return Said("Please pay a part of your order: {title}", f"Please pay {amount}", [why, f"{how} {again}".strip()])


def overdue(order: Order, plan: Plan) -> Said:
    """Nobody has paid it in time."""
    part = plan.unpaid[0]
    words = f"{_amount(part.amount_minor, order)}, {_nth(part, plan)} of your order, were not paid in time."
    then = "The organizer decides now what becomes of your order. You can still pay on the page of your order."
    return Said("A part was not paid: {title}", "A part is overdue", [words, then])


def _nth(part: Part, plan: Plan) -> str:
    return f"part {part.number} of {len(plan.parts)}"


def _amount(amount_minor: int, order: Order) -> str:
    return money.to_text(amount_minor, order.currency)


def _day(instant: datetime, event: Event) -> str:
    return span(instant, instant, event.timezone).day

"""What buyers are told of a cancellation or a refund: how much goes back, how, and when to expect it."""

from collections.abc import Sequence

from chalicelib.domain.orders import Order
from chalicelib.domain.payments import Refund
from chalicelib.kernel import money
from chalicelib.mail.messages import Said

_NO_EVENT = "unfortunately the event will not take place, so your order is cancelled."


def refunded(refund: Refund, *, is_called_off: bool = False) -> Said:
    """A refund has left, or is taking its time. `is_called_off`: it is the first they hear of it."""
    told = _refunded(refund)
    return Said(told.subject, told.heading, [_NO_EVENT, *told.paragraphs]) if is_called_off else told


def _refunded(refund: Refund) -> Said:
    amount = money.to_text(refund.amount_minor, refund.currency)
    if refund.provider == "offline":
        words = (
            f"the organizer has noted that {amount} were handed back to you. If you have not received them, ask there."
        )
        return Said("Your refund: {title}", f"{amount} handed back", [words])
    if refund.state == "PENDING":
        words = f"{amount} are on their way back to you, the way you paid. Your bank may take up to ten days."
        return Said("Your refund: {title}", f"{amount} on the way back to you", [words])
    words = f"we have paid {amount} back the way you paid. Banks take up to ten days to show it."
    return Said("Your refund: {title}", f"We have refunded {amount}", [words])


def cancelled(order: Order, refunds: Sequence[Refund], *, is_event: bool, by_hand_minor: int = 0) -> Said:
    """The whole order is over: called off by the organizer, or given back."""
    first = _NO_EVENT if is_event else "your order is cancelled. Its tickets are not valid any more."
    subject = "Cancelled: {title}"
    return Said(
        subject,
        "The event is cancelled" if is_event else "Your order is cancelled",
        [first, *_money(order, refunds, by_hand_minor)],
    )


def returned(order: Order, numbers: Sequence[int], refunds: Sequence[Refund]) -> Said:
    """Some of its tickets are void; the others stay as they are."""
    one = len(numbers) == 1
    what = ", ".join(str(number) for number in numbers)
    which, verb = ("ticket", "is") if one else ("tickets", "are")
    words = f"{which} {what} of your order {verb} cancelled and not valid any more."
    if not numbers:
        words = "a part of your order is cancelled."
    rest = "Everything else stays as it was. The page of your order has the tickets that are left."
    return Said(
        "A part was cancelled: {title}", "A part of your order is cancelled", [words, rest, *_money(order, refunds)]
    )


def _money(order: Order, refunds: Sequence[Refund], by_hand_minor: int = 0) -> list[str]:
    """What goes back with it; what has gone back before is not told again."""
    by_hand = by_hand_minor + sum(refund.amount_minor for refund in refunds if refund.provider == "offline")
    others = sum(refund.amount_minor for refund in refunds if refund.provider != "offline")
    found = []
    if others:
        amount = money.to_text(others, order.currency)
        found.append(f"{amount} go back to you the way you paid. Banks take up to ten days to show it.")
    if by_hand:
        found.append(f"The organizer hands {money.to_text(by_hand, order.currency)} back to you.")
    if not found and order.total_minor and order.completed_at and not order.is_test:
        found.append("No money goes back with this. If you have a question about it, please ask the organizer.")
    return found

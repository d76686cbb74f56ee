"""Which words a mail about a cancellation or a refund has: from the order as it is when the mail leaves."""

from contextlib import suppress
from typing import TYPE_CHECKING

from chalicelib.actions import refunding
from chalicelib.domain.event_cancellations import CancellationNotFound
from chalicelib.domain.events import Event
from chalicelib.domain.payments import Refund
from chalicelib.domain.refunds import left_of
from chalicelib.tables import event_cancellations
from chalicelib.tables.orders import OrderFile

if TYPE_CHECKING:
    from chalicelib.mail.messages import Said


def said(mail: str, file: OrderFile, event: Event) -> "Said | None":
    """The words of `refunded:<refund>`, `cancelled` or `returned:<decision>:<tickets>`; None: nothing to tell."""
    from chalicelib.mail import refund_words

    name, _, about = mail.partition(":")
    if name == "refunded":
        refund = next((one for one in file.refunds if one.refund_id == about), None)
        if not refund or refund.state == "FAILED":
            return None
        is_news = event.status == "CANCELLED" and refund.reason == "paid_too_late"
        return refund_words.refunded(refund, is_called_off=is_news)
    if name == "cancelled":
        latest = _of_decision(file, file.order.refunds - 1)
        is_event = event.status == "CANCELLED"
        by_hand = _to_hand_back(file) if is_event else 0
        return refund_words.cancelled(file.order, latest, is_event=is_event, by_hand_minor=by_hand)
    decision, _, numbers = about.partition(":")
    tickets = [int(number) for number in numbers.split(".") if number]
    return refund_words.returned(file.order, tickets, _of_decision(file, int(decision)))


def _to_hand_back(file: OrderFile) -> int:
    """What came by bank or in cash for an event that was called off with refunds: people hand it back."""
    with suppress(CancellationNotFound):
        if event_cancellations.get_cancellation(file.order.event_id).refund == "full":
            return sum(left_of(payment, file.refunds) for payment in file.payments if payment.provider == "offline")
    return 0


def _of_decision(file: OrderFile, decision: int) -> list[Refund]:
    """What was decided with it, however many payments it takes."""
    wanted = {refunding.refund_id_of(file.order, place, decision) for place in range(len(file.payments))}
    return [refund for refund in file.refunds if refund.refund_id in wanted and refund.state != "FAILED"]

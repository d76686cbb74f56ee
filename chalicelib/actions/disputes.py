"""Disputes: noted as the bank sees them, answered with what is known, and what becomes of the tickets."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.actions.connecting import noting_loss
from chalicelib.actions.dates import dated
from chalicelib.actions.orders import owned_file
from chalicelib.actions.providers import provider_of
from chalicelib.domain import disputes as rules
from chalicelib.domain import ledger
from chalicelib.domain.accounts import Caller
from chalicelib.domain.disputes import AnsweredElsewhere, DisputeNotFound, Known, NothingToRevalidate
from chalicelib.domain.orders import Order, OrderMoved
from chalicelib.domain.payments import Dispute, Payment
from chalicelib.domain.policies import read as read_policy
from chalicelib.domain.policy_wording import terms
from chalicelib.gateways import stripe_disputes
from chalicelib.gateways.stripe_client import MerchantLost
from chalicelib.kernel.errors import AlreadyDone, Busy, Unreachable
from chalicelib.kernel.facts import Fact
from chalicelib.kernel.payment_facts import DisputeAnswered, DisputeClosed, DisputeOpened, TicketsRevalidated
from chalicelib.kernel.text import pick
from chalicelib.tables import disputes, edits, events, facts, orders
from chalicelib.tables.changes import Change
from chalicelib.tables.commit import commit
from chalicelib.tables.ledger import new_entry
from chalicelib.tables.lists import Page
from chalicelib.tables.merchants import get_merchant
from chalicelib.tables.orders import OrderFile

_RACES = 5
_TICKETS_IN_A_COMMIT = 60


def take_in(file: OrderFile, payment: Payment, said: Dispute, now: datetime) -> None:
    """Note what the bank says of a payment now, with what it means for the books. Safe to repeat.

    Raises AlreadyDone if somebody notes the same this very moment.
    """
    order = file.order
    known = next((one for one in file.disputes if one.dispute_id == said.dispute_id), None)
    if known and _moves(known) == _moves(said):
        return
    noted = said
    if known:  # what members have answered is ours to remember
        noted = replace(
            said,
            answer=known.answer,
            answered_by=known.answered_by,
            answered_at=known.answered_at,
            version=known.version,
        )
    others = [one for one in file.disputes if one is not known]
    changes: list[Change] = [
        disputes.noted_dispute(noted, order.account_id),
        disputes.marked(order, rules.disputed([*others, noted])),
    ]
    if said.withdrawn_minor and not (known and known.withdrawn_minor):
        changes.append(new_entry(ledger.disputed(order, payment, said, now)))
    if said.reinstated_minor and not (known and known.reinstated_minor):
        changes.append(new_entry(ledger.dispute_won(order, payment, said, now)))
    data = {"dispute_id": said.dispute_id, "amount_minor": said.amount_minor, "state": said.state}
    happened: list[Fact] = []
    if not known:
        happened.append(DisputeOpened(order.order_id, order.account_id, order.event_id, data))
    if not said.is_open and (not known or known.is_open):
        happened.append(DisputeClosed(order.order_id, order.account_id, order.event_id, data))
    commit(changes, happened, now=now, by=payment.provider)


def _moves(dispute: Dispute) -> tuple[str, int, int]:
    return dispute.state, dispute.withdrawn_minor, dispute.reinstated_minor


@dataclass(frozen=True)
class Listed:
    """A dispute with its order."""

    dispute: Dispute
    order: Order


def list_disputes(caller: Caller, cursor: str | None, limit: int) -> Page[Listed]:
    """The account's disputes, newest first."""
    page = disputes.list_disputes(caller.account_id, cursor, limit)
    found = {order.order_id: order for order in orders.read_orders({one.order_id for one in page.items})}
    return Page([Listed(one, found[one.order_id]) for one in page.items if one.order_id in found], page.next)


def answer(order_id: str, dispute_id: str, text: str, caller: Caller, now: datetime, *, is_final: bool) -> None:
    """Hand the bank what is known of the order, and the member's words; a final answer cannot be changed.

    Raises OrderNotFound, DisputeNotFound, DisputeNotOpen, AnsweredElsewhere, MerchantLost, Unreachable, Busy.
    """
    file = owned_file(order_id, caller)
    dispute = _dispute_of(file, dispute_id)
    rules.check_open(dispute)
    payment = next(one for one in file.payments if one.payment_id == dispute.payment_id)
    if payment.provider != "stripe":
        raise AnsweredElsewhere()
    with noting_loss(payment.merchant, file.order.account_id, now):
        stripe_disputes.answer(dispute, payment, rules.evidence(_known(file, payment), text), is_final=is_final)
    _note_answer(order_id, dispute_id, text, caller, now, is_final=is_final)
    with suppress(AlreadyDone, Unreachable, MerchantLost):  # the notice will say the same
        for said in provider_of(payment).list_disputes(payment):
            take_in(orders.get_file(order_id), payment, said, now)


def _note_answer(order_id: str, dispute_id: str, text: str, caller: Caller, now: datetime, *, is_final: bool) -> None:
    """What was told to whom stays known, also if the notice about it is taken in at this very moment. Raises Busy."""
    for _ in range(_RACES):
        file = orders.get_file(order_id)
        order, dispute = file.order, _dispute_of(file, dispute_id)
        told = replace(dispute, answer=text, answered_by=caller.user_id, answered_at=now if is_final else None)
        data = {"dispute_id": dispute_id, "final": is_final}
        fact = DisputeAnswered(order.order_id, order.account_id, order.event_id, data)
        with suppress(AlreadyDone):
            return commit([disputes.noted_dispute(told, order.account_id)], [fact], now=now, by=caller.user_id)
    raise Busy()


def _dispute_of(file: OrderFile, dispute_id: str) -> Dispute:
    dispute = next((one for one in file.disputes if one.dispute_id == dispute_id), None)
    if not dispute:
        raise DisputeNotFound()
    return dispute


def evidence_of(order_id: str, dispute_id: str, caller: Caller) -> dict[str, str]:
    """What the bank would be told now. Raises OrderNotFound, DisputeNotFound."""
    file = owned_file(order_id, caller)
    dispute = _dispute_of(file, dispute_id)
    payment = next(one for one in file.payments if one.payment_id == dispute.payment_id)
    return rules.evidence(_known(file, payment), dispute.answer)


def _known(file: OrderFile, payment: Payment) -> Known:
    order = file.order
    return Known(
        order=order,
        dates=dated(events.get_event(order.event_id), order),
        payment=payment,
        policy=pick(terms(read_policy(order.policy), order.currency)),
        mails=rules.mails_in(facts.list_of(order.order_id)),
        scans=file.scans,
    )


def void_tickets(order_id: str, dispute_id: str, now: datetime) -> None:
    """Tickets of a payment that a bank takes back admit nobody, if the account wants that. Safe to repeat.

    Without `dispute_id` because of any that is not won. Whoever finds that some are void already looks again, so that
    a single ticket that is given back at this moment leaves no other valid. Raises Busy.
    """
    for _ in range(_RACES):
        file = orders.get_file(order_id)
        valid = [ticket for ticket in file.tickets if ticket.state == "VALID"]
        meant = [one for one in file.disputes if dispute_id in ("", one.dispute_id) and one.state != "WON"]
        if not valid or not meant or not get_merchant(file.order.account_id).voids_on_dispute:
            return
        with suppress(OrderMoved):
            for start in range(0, len(valid), _TICKETS_IN_A_COMMIT):
                some = [disputes.void_for(one, meant[0].dispute_id) for one in valid[start:][:_TICKETS_IN_A_COMMIT]]
                commit(some, [], now=now, by="disputes")
            return
    raise Busy()


def revalidate(order_id: str, caller: Caller, now: datetime) -> None:
    """Tickets that are void because of a dispute admit again, as a member decides. Raises NothingToRevalidate, Busy."""
    for _ in range(_RACES):
        file = owned_file(order_id, caller)
        order = file.order
        void = [ticket for ticket in file.tickets if ticket.state == "VOID" and ticket.voided_for]
        if not void or order.state != "COMPLETED":
            raise NothingToRevalidate()
        some = void[:_TICKETS_IN_A_COMMIT]
        fact = TicketsRevalidated(order.order_id, order.account_id, order.event_id, {"tickets": len(some)})
        changes = [edits.still_complete(order), *(disputes.valid_again(ticket) for ticket in some)]
        with suppress(OrderMoved):  # a double click's other half: look again
            commit(changes, [fact], now=now, by=caller.user_id)
            if len(some) == len(void):
                return
    raise Busy()

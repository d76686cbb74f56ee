"""Money that goes back: decided once, asked for until it is answered, and followed until it has arrived or failed.

A refund is a row before the provider is asked, and the provider's word about it is pulled, never believed: what its
own dashboard pays back is found here, too.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.actions import disputes
from chalicelib.actions.connecting import noting_loss
from chalicelib.actions.providers import provider_of, refunder_of
from chalicelib.domain import ledger
from chalicelib.domain import refunds as rules
from chalicelib.domain.ledger import Entry
from chalicelib.domain.orders import Order, OrderMoved
from chalicelib.domain.payments import WITHOUT_KEYS, Payment, Refund, Repaid
from chalicelib.domain.refunds import Part
from chalicelib.gateways import queues
from chalicelib.gateways.stripe_client import MerchantLost
from chalicelib.kernel import ids
from chalicelib.kernel.errors import AlreadyDone, Busy
from chalicelib.kernel.facts import (
    Fact,
    RefundFailed,
    RefundPending,
    RefundRequested,
    RefundSucceeded,
)
from chalicelib.tables import orders, payments
from chalicelib.tables.changes import Change
from chalicelib.tables.commit import commit
from chalicelib.tables.ledger import new_entry
from chalicelib.tables.orders import OrderFile

_RACES = 5
_SAID: dict[str, type[Fact]] = {"PENDING": RefundPending, "SUCCEEDED": RefundSucceeded, "FAILED": RefundFailed}
# When the sweep looks again at a refund that is not at its end.
_PATIENCE = {"REQUESTED": timedelta(minutes=15), "PENDING": timedelta(hours=6)}
# The provider remembers for a day what was asked for under a key: after that it is looked for before it is asked again.
_KEY_LASTS = timedelta(hours=20)
# Paid back by people in the provider's own dashboard: it records money and voids nothing.
AT_PROVIDER = "at_provider"


def requested(
    file: OrderFile, parts: list[Part], reason: str, now: datetime, by: str, note: str = "", tickets: Sequence[int] = ()
) -> tuple[list[Change], list[Fact]]:
    """What to write, and what to tell, so that these parts are paid back; `tickets` are what they were paid for.

    The same commit has to count the decision on the order (`refunds.decided`, `edits.cancel_paid`): of two who decide
    at once one is refused.
    """
    order, changes, facts = file.order, list[Change](), list[Fact]()
    for place, part in enumerate(parts):
        refund = Refund(
            order_id=order.order_id,
            refund_id=refund_id_of(order, place),
            payment_id=part.payment.payment_id,
            amount_minor=part.amount_minor,
            currency=part.payment.currency,
            state="REQUESTED",
            reason=reason,
            created_at=now,
            provider=part.payment.provider,
            shares=part.shares,
            units=part.units,
            tickets=[] if place else list(tickets),
            fee_minor=rules.fee_share(part.payment, file.refunds, part.amount_minor),
            note=note,
            by=by,
        )
        changes.append(payments.new_refund(refund))
        facts.append(happened(RefundRequested, order, refund))
    return changes, facts


def refund_id_of(order: Order, place: int, decision: int | None = None) -> str:
    """The id of a part of a decision to refund: of the order's next one, unless told otherwise."""
    return ids.derived("ref", order.order_id, str(order.refunds if decision is None else decision), str(place))


def happened(fact: type[Fact], order: Order, refund: Refund) -> Fact:
    """A fact about an order that names one of its refunds."""
    data = {"refund_id": refund.refund_id, "amount_minor": refund.amount_minor, "reason": refund.reason}
    return fact(order.order_id, order.account_id, order.event_id, data)


def pay_back(order_id: str, refund_id: str, now: datetime) -> None:
    """Ask the provider for a refund that was decided, or what has become of it. Safe to repeat. Raises Unreachable, and
    RefundMoved while another worker asks a provider that would offer it twice; the message comes again.

    Of a merchant that is lost nothing can be paid back through us: a refund that nobody has answered has failed, so
    that its owners hear of it and can hand the money back. Should it have left all the same, `sync` says so once the
    merchant is back.
    """
    try:
        _pay_back(order_id, refund_id, now)
    except MerchantLost:
        file = orders.get_file(order_id)
        refund = _refund_of(file, refund_id)
        if refund.state == "REQUESTED":
            said = Repaid("", "FAILED", refund.amount_minor, refund_id, "account_lost")
            with suppress(AlreadyDone):
                _note(file.order, _payment_of(file, refund), refund, said, now, by="refunds")


def _pay_back(order_id: str, refund_id: str, now: datetime) -> None:
    file = orders.get_file(order_id)
    refund = _refund_of(file, refund_id)
    if refund.state == "PENDING" or now - refund.created_at > _KEY_LASTS:
        sync(order_id, now)
        refund = _refund_of(orders.get_file(order_id), refund_id)
    if refund.state != "REQUESTED":
        return
    payment = _payment_of(file, refund)
    if refund.provider in WITHOUT_KEYS:
        commit([payments.asking(refund, now)], [], now=now, by="refunds")
    with noting_loss(payment.merchant, file.order.account_id, now):
        said = refunder_of(refund, payment).refund(refund, payment)
    with suppress(AlreadyDone):  # the notice about it was faster
        _note(file.order, payment, refund, said, now, by="refunds")
    if said.state == "FAILED":  # perhaps because it was paid back in the provider's dashboard
        sync(order_id, now)


def _refund_of(file: OrderFile, refund_id: str) -> Refund:
    return next(refund for refund in file.refunds if refund.refund_id == refund_id)


def _payment_of(file: OrderFile, refund: Refund) -> Payment:
    return next(payment for payment in file.payments if payment.payment_id == refund.payment_id)


def _note(order: Order, payment: Payment, refund: Refund, said: Repaid, now: datetime, by: str) -> None:
    """The provider's word on a refund, with what it means for the books and the order's total.

    The platform's part of its fee goes back before the books say so, whoever hears first that the refund has left.
    """
    if said.state == refund.state:
        return
    known = replace(refund, state=said.state, provider_reference=said.reference or refund.provider_reference)
    leaves = known.had_left and not refund.had_left
    if leaves:
        known = replace(known, fee_minor=refunder_of(refund, payment).give_fee_back(refund, payment))
    entries = _entries(order, payment, known, now, leaves=leaves)
    changes = [payments.answered(refund, said, known.fee_minor), *map(new_entry, entries)]
    moved = -sum(entry.amount_minor for entry in entries if entry.kind in ("refund", "refund_returned"))
    if moved:
        changes.append(orders.add_refunded(order, moved))
    commit(changes, [happened(_SAID[said.state], order, known)], now=now, by=by)


def _entries(order: Order, payment: Payment, refund: Refund, now: datetime, *, leaves: bool) -> list[Entry]:
    """A refund that leaves, one that came back, or both when we hear of it only now."""
    entries = ledger.repaid(order, payment, refund, now) if leaves else []
    if refund.state == "FAILED" and refund.had_left:
        entries += ledger.refund_failed(order, payment, refund, now)
    return entries


def take_up(place: str, now: datetime) -> None:
    """A refund that is due: its message was lost, or the provider said long ago that it would take a while."""
    refund_id, _, order_id = place.partition("@")
    refund = next((one for one in orders.get_file(order_id).refunds if one.refund_id == refund_id), None)
    if not refund or refund.state not in _PATIENCE:
        return
    queues.send("refunds", {"order_id": order_id, "refund_id": refund_id})
    with suppress(AlreadyDone):  # answered this very moment
        commit([payments.look_again(refund, now + _PATIENCE[refund.state])], [], now=now, by="sweep")


def sync(order_id: str, now: datetime) -> None:
    """Pull what has become of an order's money since it came in: refunds, disputes. Safe to repeat, in any order.

    Raises Unreachable, MerchantLost.
    """
    for _ in range(_RACES):
        with suppress(AlreadyDone):  # somebody has noted the same: look again
            return _sync(orders.get_file(order_id), now)
    raise Busy()


def _sync(file: OrderFile, now: datetime) -> None:
    for payment in file.payments:
        if payment.state != "SUCCEEDED":
            continue
        provider = provider_of(payment)
        with noting_loss(payment.merchant, file.order.account_id, now):
            for said in provider.list_refunds(payment):
                _take_in(file, payment, said, now)
            for dispute in provider.list_disputes(payment):
                disputes.take_in(file, payment, dispute, now)


def _take_in(file: OrderFile, payment: Payment, said: Repaid, now: datetime) -> None:
    known = [
        refund
        for refund in file.refunds
        if said.reference == refund.provider_reference or said.refund_id == refund.refund_id
    ]
    if known:
        _note(file.order, payment, known[0], said, now, by=payment.provider)
    else:
        _record(file, payment, said, now)


def _record(file: OrderFile, payment: Payment, said: Repaid, now: datetime) -> None:
    """A refund that we have not asked for: it takes its share out of what is left, like any other of no tickets.

    What had come in beside the order's total goes back first, and is no part of it.
    """
    order = file.order
    owed = rules.owed_back(order, file.payments, file.refunds, said.amount_minor)
    shares = rules.of_amount(order, file.refunds, owed).shares if owed else {}
    refund = Refund(
        order_id=order.order_id,
        refund_id=ids.derived("ref", said.reference),
        payment_id=payment.payment_id,
        amount_minor=said.amount_minor,
        currency=payment.currency,
        state=said.state,
        reason=AT_PROVIDER,
        created_at=now,
        provider_reference=said.reference,
        provider=payment.provider,
        shares=shares,
        by=payment.provider,
    )
    entries = _entries(order, payment, refund, now, leaves=True)
    counted = payments.refund_decided(order, -sum(entry.amount_minor for entry in entries))
    facts = [happened(_SAID[said.state], order, refund)]
    with suppress(OrderMoved):  # another refund was decided meanwhile
        commit([payments.new_refund(refund), counted, *map(new_entry, entries)], facts, now=now, by=payment.provider)
    raise AlreadyDone()  # the file in hand is out of date: the caller reads it again

"""One payment of an order as its provider sees it: what to write once it has brought money, and how it goes back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.actions import screening
from chalicelib.domain import ledger
from chalicelib.domain.fraud import Objection
from chalicelib.domain.orders import Order
from chalicelib.domain.payments import Intent, Payment, Refund
from chalicelib.domain.refunds import fee_share
from chalicelib.kernel import ids
from chalicelib.kernel.facts import Fact, RefundRequested
from chalicelib.tables import payments
from chalicelib.tables.changes import Change
from chalicelib.tables.commit import commit
from chalicelib.tables.ledger import new_entry
from chalicelib.tables.orders import OrderFile


@dataclass(frozen=True)
class Case:
    """One payment of an order, as the provider sees it at this moment."""

    file: OrderFile
    payment: Payment
    intent: Intent
    now: datetime
    by: str
    card_is_overused: bool = False

    @property
    def order(self) -> Order:
        """The order as it was read."""
        return self.file.order

    def happened(self, fact: type[Fact], **more: object) -> Fact:
        """A fact about the order, naming the payment."""
        money = {"payment_id": self.payment.payment_id, "amount_minor": self.intent.received_minor}
        return fact(self.order.order_id, self.order.account_id, self.order.event_id, money | more)

    def received(self, *, is_sale: bool = True) -> list[Change]:
        """The payment has brought money: its row says so, and so do the books."""
        before = self.order.noted_minor or (self.file.plan.paid_minor if self.file.plan else 0)
        intent = self.intent
        paid = replace(self.payment, amount_minor=intent.received_minor, currency=intent.currency, charge=intent.charge)
        entries = ledger.received(self.order, paid, self.now, before if is_sale else None)
        return [payments.succeeded(paid), *(new_entry(entry) for entry in entries)]

    def commit(self, changes: list[Change], facts: list[Fact]) -> None:
        """Write what was decided."""
        commit(changes, facts, now=self.now, by=self.by)

    def objections(self) -> list[Objection]:
        """Why people should look at it before anything is given for it."""
        charge = self.intent.charge
        reasons = screening.objections(self.order, charge, self.now) if charge else []
        return [*reasons, "card_used_often"] if charge and self.card_is_overused else reasons

    def card_counted(self) -> list[Change]:
        """One more order is paid with its card. What it is written with raises CardUsedTooOften."""
        return [] if self.card_is_overused else screening.card_counted(self.order, self.intent.charge, self.now)


def ask_refund(case: Case, reason: str, over: Sequence[Change] = (), told: Sequence[Fact] = ()) -> Order:
    """All of it, the platform's fee too: the order does not owe this money. `over` is what ends the order with it."""
    order, payment, received = case.order, case.payment, case.intent.received_minor
    refund = Refund(
        order_id=order.order_id,
        refund_id=ids.derived("ref", payment.payment_id, reason),
        payment_id=payment.payment_id,
        amount_minor=received,
        currency=case.intent.currency,
        state="REQUESTED",
        reason=reason,
        created_at=case.now,
        provider=payment.provider,
        fee_minor=fee_share(replace(payment, amount_minor=received), [], received),
        by=case.by,
    )
    data = {"refund_id": refund.refund_id, "amount_minor": refund.amount_minor, "reason": reason}
    fact = RefundRequested(order.order_id, order.account_id, order.event_id, data)
    case.commit([*over, *case.received(is_sale=False), payments.new_refund(refund)], [*told, fact])
    return order

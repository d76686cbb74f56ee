"""The ledger: payments and refunds as rows of their order."""

from pynamodb.attributes import UnicodeAttribute

from chalicelib.domain.payments import Payment, PaymentState, Refund
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables.attributes import InstantAttribute, IntegerAttribute
from chalicelib.tables.commit import Change, put_new, update
from chalicelib.tables.table import Row, values_of


class PaymentRow(Row):
    """ORDER#o / PAYMENT#…, found by the provider's reference."""

    KIND = "Payment"
    order_id = UnicodeAttribute()
    payment_id = UnicodeAttribute()
    provider = UnicodeAttribute()
    amount_minor = IntegerAttribute()
    currency = UnicodeAttribute()
    state = UnicodeAttribute()
    created_at = InstantAttribute()
    idempotency_key = UnicodeAttribute()
    provider_reference = UnicodeAttribute(null=True)


class RefundRow(Row):
    """ORDER#o / REFUND#…, found by the provider's reference."""

    KIND = "Refund"
    order_id = UnicodeAttribute()
    refund_id = UnicodeAttribute()
    payment_id = UnicodeAttribute()
    amount_minor = IntegerAttribute()
    currency = UnicodeAttribute()
    state = UnicodeAttribute()
    reason = UnicodeAttribute()
    created_at = InstantAttribute()
    provider_reference = UnicodeAttribute(null=True)


def _at(payment: Payment) -> PaymentRow:
    return PaymentRow(f"ORDER#{payment.order_id}", f"PAYMENT#{payment.payment_id}")


def new_payment(payment: Payment) -> Change:
    """Written before the provider is asked, so that no charge can exist without a row."""
    values = values_of(payment, "provider_reference")
    row = PaymentRow(f"ORDER#{payment.order_id}", f"PAYMENT#{payment.payment_id}", **values)
    return put_new(row, AlreadyDone)


def opened(payment: Payment, reference: str) -> Change:
    """The provider knows the payment under `reference`."""
    return update(
        _at(payment),
        AlreadyDone,
        PaymentRow.state == "REQUESTED",
        PaymentRow.state.set("OPEN"),
        PaymentRow.provider_reference.set(reference),
        PaymentRow.owner.set(f"STRIPE#{reference}"),
        PaymentRow.owner_sk.set(payment.order_id),
    )


def moved(payment: Payment, to: PaymentState) -> Change:
    """The payment's next state, if nobody has written one since it was read."""
    return update(_at(payment), AlreadyDone, PaymentRow.state == payment.state, PaymentRow.state.set(to))


def new_refund(refund: Refund) -> Change:
    """Written before the provider is asked; its id is derived from what it refunds, so it exists once."""
    values = values_of(refund, "provider_reference")
    return put_new(RefundRow(f"ORDER#{refund.order_id}", f"REFUND#{refund.refund_id}", **values), AlreadyDone)


def refunded(refund: Refund, reference: str) -> Change:
    """The provider has paid it back."""
    return update(
        RefundRow(f"ORDER#{refund.order_id}", f"REFUND#{refund.refund_id}"),
        AlreadyDone,
        RefundRow.state == "REQUESTED",
        RefundRow.state.set("SUCCEEDED"),
        RefundRow.provider_reference.set(reference),
        RefundRow.owner.set(f"STRIPE#{reference}"),
        RefundRow.owner_sk.set(refund.order_id),
    )

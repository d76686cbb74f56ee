"""Stripe's own books of an account: its balance transactions since a moment, oldest last."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from chalicelib.domain.reconciliation import Booking, BookingKind
from chalicelib.gateways.stripe_amounts import from_stripe
from chalicelib.gateways.stripe_client import asking, for_account, stripe_client

if TYPE_CHECKING:
    from stripe.params import BalanceTransactionListParams

_MOST = 100
# https://docs.stripe.com/reports/balance-transaction-types
_KINDS: dict[str, BookingKind] = {
    "charge": "payment",
    "payment": "payment",
    "refund": "refund",
    "payment_refund": "refund",
    "refund_failure": "refund_failed",
    "payment_failure_refund": "refund_failed",
    "payout": "payout",
    "payout_failure": "payout_failed",
    "payout_cancel": "payout_failed",
}


def list_bookings(stripe_account: str, since: datetime) -> Iterator[Booking]:
    """Every movement on a balance since then, page by page. Raises Unreachable, MerchantLost."""
    asked: BalanceTransactionListParams = {
        "created": {"gte": int(since.timestamp())},
        "limit": _MOST,
        "expand": ["data.source"],
    }
    with asking():
        for one in stripe_client().v1.balance_transactions.list(asked, for_account(stripe_account)).auto_paging_iter():
            yield _booking(one)


def _booking(one: Any) -> Booking:
    source = one.source
    known = {} if not getattr(source, "metadata", None) else source.metadata.to_dict()
    kind: BookingKind = _KINDS.get(one.type, "other")
    if getattr(source, "object", "") == "dispute":
        kind = "dispute" if one.net < 0 else "dispute_returned"
    elif kind == "payment" and getattr(source, "object", "") != "charge":
        kind = "other"  # a transfer between accounts
    intent = getattr(source, "payment_intent", None)
    return Booking(
        booking_id=one.id,
        kind=kind,
        reference=getattr(source, "id", source) or "",
        amount_minor=from_stripe(one.amount, one.currency),
        processing_minor=sum(
            from_stripe(fee.amount, fee.currency) for fee in one.fee_details if fee.type != "application_fee"
        ),
        currency=one.currency.upper(),
        at=datetime.fromtimestamp(one.created, UTC),
        payment_reference=intent if isinstance(intent, str) else getattr(intent, "id", ""),
        order_id=str(known.get("order_id", "")),
        refund_id=str(known.get("refund_id", "")),
    )

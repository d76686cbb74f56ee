"""PayPal: orders that a buyer approves on PayPal's page, what we take of them, and what goes back.

An approved order brings nothing by itself: its money is taken ("captured") by us, and one that nobody captures within
three hours is cancelled by PayPal. There is no call to cancel an order: not to capture it is to cancel it, and our own
row of the payment says which of the two was decided.

Orders v2: https://developer.paypal.com/docs/api/orders/v2/ · Payments v2: https://developer.paypal.com/docs/api/payments/v2/
Uncaptured orders: https://developer.paypal.com/payment-methods/uncaptured-payments
[M] Not seen at PayPal itself: see docs/payments.md.
"""

from dataclasses import dataclass, replace
from typing import Any

from chalicelib.domain.payments import Charge, Dispute, Intent, Payment, PaymentRefused, Refund, RefundState, Repaid
from chalicelib.gateways import paypal_disputes
from chalicelib.gateways.json_calls import expect
from chalicelib.gateways.paypal_client import PayPalApp, minor_of, money
from chalicelib.kernel.config import config
from chalicelib.kernel.errors import Unreachable
from chalicelib.kernel.ids import is_id

Json = dict[str, Any]

_REFUND_STATE: dict[str, RefundState] = {
    "COMPLETED": "SUCCEEDED",
    "PENDING": "PENDING",
    "FAILED": "FAILED",
    "CANCELLED": "FAILED",
}
# https://developer.paypal.com/docs/api/payments/v2/#definition-capture_status
_TAKEN = frozenset({"COMPLETED", "PARTIALLY_REFUNDED", "REFUNDED"})


@dataclass(frozen=True)
class PayPal:
    """Payments on one organizer's own app."""

    app: PayPalApp

    def open_intent(self, payment: Payment) -> Intent:
        """Start an order. PayPal remembers the request's id for six hours; nobody has seen an order before that, so a
        second one after it can be paid only once. Raises PaymentRefused, Unreachable.
        """
        back = f"{config().base_url}/order/?o={payment.order_id}&back="
        asked = {
            "intent": "CAPTURE",
            "purchase_units": [
                {
                    "reference_id": payment.payment_id,
                    "custom_id": payment.order_id,
                    "amount": money(payment.amount_minor, payment.currency),
                }
            ],
            "payment_source": {
                "paypal": {
                    "experience_context": {
                        "payment_method_preference": "IMMEDIATE_PAYMENT_REQUIRED",
                        "shipping_preference": "NO_SHIPPING",
                        "user_action": "PAY_NOW",
                        "return_url": back + "paid",
                        "cancel_url": back + "cancelled",
                    }
                }
            },
        }
        reply = self._ask("/v2/checkout/orders", asked, payment.idempotency_key)
        if reply.status in (400, 422):
            raise PaymentRefused()
        return intent_of(expect(reply), payment)

    def get_intent(self, payment: Payment) -> Intent:
        """What PayPal says of an order now; one that it has forgotten can bring no money. Raises Unreachable."""
        reply = self.app.ask("GET", f"/v2/checkout/orders/{payment.provider_reference}")
        if reply.status == 404:
            return _gone(payment)
        return intent_of(expect(reply), payment)

    def capture_intent(self, payment: Payment) -> Intent:
        """Take the money of an approved order. The same payment is taken once, whatever was lost on the way back.

        A refusal for good (the buyer's card was declined, the approval was withdrawn) cancels it. Raises Unreachable.
        """
        path = f"/v2/checkout/orders/{payment.provider_reference}/capture"
        reply = self._ask(path, {}, f"capture:{payment.payment_id}")
        if reply.is_ok:
            return intent_of(reply.body, payment)
        seen = self.get_intent(payment)  # perhaps because it was captured before: what the order says now counts
        if seen.status in ("succeeded", "processing", "cancelled"):
            return seen
        if reply.status in (404, 422):
            return _gone(payment)
        raise Unreachable(f"PayPal answered {reply.status} to a capture.")

    def cancel_intent(self, payment: Payment) -> Intent:
        """Whether the order can be left alone: one whose money was begun to be taken is taken. Raises Unreachable."""
        if payment.state == "PROCESSING":
            return self.capture_intent(payment)
        seen = self.get_intent(payment)
        return seen if seen.status in ("succeeded", "processing") else _gone(payment)

    def refund(self, refund: Refund, payment: Payment) -> Repaid:
        """Pay money back. Asking twice for the same refund pays once, for 45 days.

        A refund that PayPal refuses for good is answered as failed, with the reason. Raises Unreachable.
        """
        asked = {"amount": money(refund.amount_minor, refund.currency), "custom_id": refund.refund_id}
        path = f"/v2/payments/captures/{self._capture_of(payment)}/refund"
        reply = self._ask(path, asked, f"refund:{refund.refund_id}")
        if reply.status in (400, 404, 422):
            return Repaid("", "FAILED", refund.amount_minor, refund.refund_id, issue_of(reply.body))
        return _repaid(expect(reply), refund)

    def _capture_of(self, payment: Payment) -> str:
        charge = payment.charge or self.get_intent(payment).charge
        return charge.reference if charge else ""

    def give_fee_back(self, refund: Refund, payment: Payment) -> int:
        """The platform takes nothing of what is paid on an organizer's own app."""
        return 0

    def list_refunds(self, payment: Payment) -> list[Repaid]:
        """Every refund of a payment that PayPal knows, those made in its own pages too. Raises Unreachable."""
        return refunds_of(expect(self.app.ask("GET", f"/v2/checkout/orders/{payment.provider_reference}")))

    def list_disputes(self, payment: Payment) -> list[Dispute]:
        """What buyers have complained of to PayPal or their bank. Raises Unreachable."""
        return paypal_disputes.list_disputes(self.app, payment, self._capture_of(payment))

    def _ask(self, path: str, body: Json, request_id: str) -> Any:
        return self.app.ask("POST", path, body, request_id)


def intent_of(order: Json, payment: Payment) -> Intent:
    """PayPal's answer about an order in our words."""
    unit = order["purchase_units"][0]
    captures = unit.get("payments", {}).get("captures", [])
    taken = [one for one in captures if one["status"] in _TAKEN]
    intent = Intent(
        reference=order["id"],
        status="open",
        received_minor=sum(minor_of(one["amount"]) for one in taken),
        currency=taken[0]["amount"]["currency_code"] if taken else payment.currency,
        client_secret="",
        order_id=unit.get("custom_id", ""),
        charge=_charge(order, taken[0]) if taken else None,
    )
    return _with_status(intent, order, captures, payment)


def _with_status(intent: Intent, order: Json, captures: list[Json], payment: Payment) -> Intent:
    if intent.charge:
        return replace(intent, status="succeeded")
    if any(one["status"] == "PENDING" for one in captures):
        return replace(intent, status="processing")
    if captures or order["status"] in ("VOIDED", "COMPLETED") or payment.state == "CANCELLED":
        return replace(intent, status="cancelled")
    if order["status"] == "APPROVED":
        return replace(intent, status="approved")
    links = {link["rel"]: link["href"] for link in order.get("links", [])}
    return replace(intent, is_away=True, pay_url=links.get("payer-action") or links.get("approve", ""))


def _gone(payment: Payment) -> Intent:
    """No money can come of it: it is not captured, whatever the buyer does on PayPal's page."""
    return Intent(payment.provider_reference, "cancelled", 0, payment.currency, "", payment.order_id)


def _charge(order: Json, capture: Json) -> Charge:
    payer = order.get("payer", {})
    source = order.get("payment_source", {}).get("paypal", {})
    kept = capture.get("seller_receivable_breakdown", {}).get("paypal_fee")
    address = source.get("address", {}) or payer.get("address", {})
    return Charge(
        reference=capture["id"],
        method="paypal",
        country=address.get("country_code", ""),
        fingerprint=source.get("account_id") or payer.get("payer_id", ""),
        processing_minor=minor_of(kept)
        if kept and kept["currency_code"] == capture["amount"]["currency_code"]
        else None,
    )


def refunds_of(order: Json) -> list[Repaid]:
    """What has gone back of an order."""
    return [_repaid(one) for unit in order["purchase_units"] for one in unit.get("payments", {}).get("refunds", [])]


def _repaid(answer: Json, asked: Refund | None = None) -> Repaid:
    said = answer.get("custom_id", "")  # of a refund made in PayPal's own pages it is that of the capture: the order
    return Repaid(
        reference=answer["id"],
        state=_REFUND_STATE.get(answer["status"], "PENDING"),
        amount_minor=minor_of(answer["amount"]) if "amount" in answer else asked.amount_minor if asked else 0,
        refund_id=said if is_id(said, "ref") else asked.refund_id if asked else "",
        failure=answer.get("status_details", {}).get("reason", "").lower(),
    )


def issue_of(problem: Any) -> str:
    """PayPal's word for why it refused: https://developer.paypal.com/api/rest/responses/"""
    details = (problem or {}).get("details") or [{}]
    return str(details[0].get("issue") or (problem or {}).get("name") or "refused").lower()

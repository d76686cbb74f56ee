"""BTCPay Server, an organizer's own: invoices that a buyer pays in Bitcoin, and pull payments that give money back.

Greenfield API: https://docs.btcpayserver.org/API/Greenfield/v1/ and, with every field, `swagger.template.invoices.json`
and `swagger.template.pull-payments.json` in https://github.com/btcpayserver/btcpayserver. Statuses and what may happen
to an invoice late: https://docs.btcpayserver.org/Invoices/. [M] Not seen at a real server: see docs/payments.md.
"""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal
from urllib.parse import urlencode

from chalicelib.domain.holds import REDIRECT_EXTENSION
from chalicelib.domain.payments import Charge, Dispute, Intent, Payment, PaymentRefused, Refund, RefundState, Repaid
from chalicelib.domain.redirects import CredentialsRefused
from chalicelib.gateways.json_calls import Reply, call, expect
from chalicelib.kernel.config import config
from chalicelib.kernel.money import exponent, to_major

Json = dict[str, Any]

# https://docs.btcpayserver.org/Invoices/#invoice-statuses
_STATUS: dict[str, Literal["open", "processing", "succeeded"]] = {
    "New": "open",
    "Processing": "processing",
    "Settled": "succeeded",
}
# How long the server goes on watching an address whose invoice has ended: money that comes then is given back.
_WATCHED_MINUTES = 24 * 60


@dataclass(frozen=True)
class Store:
    """A store on an organizer's own server. The key needs: view, create and modify invoices, manage pull payments."""

    url: str
    store_id: str
    api_key: str = field(repr=False)
    webhook_secret: str = field(repr=False, default="")

    def ask(self, method: str, path: str, body: Any = None) -> Reply:
        """One call, as anybody on the internet could make it: the address is an organizer's. Raises Unreachable."""
        headers = {"Authorization": f"token {self.api_key}", "Content-Type": "application/json"}
        return call(method, f"{self.url}/api/v1/stores/{self.store_id}{path}", headers, body)

    def ask_server(self, path: str) -> Reply:
        """What the server tells everybody. Raises Unreachable."""
        return call("GET", f"{self.url}/api/v1{path}", {})

    def check(self) -> None:
        """Raises CredentialsRefused, UnsafeAddress, Unreachable."""
        reply = self.ask("GET", "/invoices?take=1")
        if reply.status == 404:
            raise CredentialsRefused(store_id="is not known to this server")
        if not reply.is_ok:
            raise CredentialsRefused(api_key="is not accepted by this server for this store")

    def is_signed(self, body: bytes, signature: str) -> bool:
        """Whether a notice comes from this store: https://docs.btcpayserver.org/FAQ/Integrations/#webhooks"""
        mac = hmac.digest(self.webhook_secret.encode(), body, hashlib.sha256).hex()
        return bool(self.webhook_secret) and hmac.compare_digest(f"sha256={mac}".encode(), signature.encode())


@dataclass(frozen=True)
class BtcPay:
    """Payments to one organizer's own server."""

    store: Store

    def open_intent(self, payment: Payment) -> Intent:
        """Start an invoice. The server knows no idempotency keys: an invoice of this payment is looked for first, and
        of two that were made at once only the one that is noted is ever shown. Raises PaymentRefused, Unreachable.
        """
        known = expect(self.store.ask("GET", f"/invoices?{urlencode({'orderId': payment.payment_id})}"))
        if known:
            return self._intent(min(known, key=lambda one: (one["createdTime"], one["id"])))
        asked = {
            "amount": str(to_major(payment.amount_minor, payment.currency)),
            "currency": payment.currency,
            "metadata": {"orderId": payment.payment_id, "foyerOrder": payment.order_id},
            "checkout": {
                "expirationMinutes": int(REDIRECT_EXTENSION.total_seconds()) // 60,
                "monitoringMinutes": _WATCHED_MINUTES,
                "paymentTolerance": 0,
                "redirectURL": f"{config().base_url}/order/?o={payment.order_id}&back=paid",
                "redirectAutomatically": True,
            },
        }
        reply = self.store.ask("POST", "/invoices", asked)
        if reply.status in (400, 422):
            raise PaymentRefused()
        return self._intent(expect(reply))

    def get_intent(self, payment: Payment) -> Intent:
        """What the server says of an invoice now. Raises Unreachable."""
        return self._intent(expect(self.store.ask("GET", f"/invoices/{payment.provider_reference}")))

    def capture_intent(self, payment: Payment) -> Intent:
        """Coins come by themselves: there is nothing to take."""
        return self.get_intent(payment)

    def cancel_intent(self, payment: Payment) -> Intent:
        """Mark the invoice as invalid, unless coins are on their way. Coins that come later are seen, and given back.

        Raises Unreachable.
        """
        seen = self.get_intent(payment)
        if seen.status != "open":
            return seen
        self.store.ask("POST", f"/invoices/{payment.provider_reference}/status", {"status": "Invalid"})
        return self.get_intent(payment)

    def refund(self, refund: Refund, payment: Payment) -> Repaid:
        """Offer money back: the buyer names an address on the server's page, the organizer's wallet sends it.

        A refund of this name is looked for first, so that asking twice offers once. Raises Unreachable.
        """
        name = f"{refund.refund_id} {payment.payment_id}"
        known = [one for one in self._offers() if one.get("name") == name]
        if known:
            return self._repaid(min(known, key=lambda one: str(one["id"])))
        asked = {
            "name": name,
            "refundVariant": "Custom",
            "customAmount": str(to_major(refund.amount_minor, refund.currency)),
            "customCurrency": refund.currency,
            "payoutMethodId": "BTC-CHAIN",
        }
        reply = self.store.ask("POST", f"/invoices/{payment.provider_reference}/refund", asked)
        if reply.status in (400, 404, 422):
            return Repaid("", "FAILED", refund.amount_minor, refund.refund_id, _problem_of(reply.body))
        return self._repaid(expect(reply))

    def give_fee_back(self, refund: Refund, payment: Payment) -> int:
        """The platform takes nothing of what is paid to an organizer's own server."""
        return 0

    def list_refunds(self, payment: Payment) -> list[Repaid]:
        """Every refund of a payment that was asked for here. Raises Unreachable."""
        return [
            self._repaid(one) for one in self._offers() if (one.get("name") or "").endswith(f" {payment.payment_id}")
        ]

    def list_disputes(self, payment: Payment) -> list[Dispute]:
        """No bank can take coins back."""
        return []

    def _offers(self) -> list[Json]:
        found: list[Json] = expect(self.store.ask("GET", "/pull-payments?includeArchived=true"))
        return found

    def _repaid(self, offer: Json) -> Repaid:
        payouts = expect(self.store.ask_server(f"/pull-payments/{offer['id']}/payouts"))
        sent = sum(_minor(one["originalAmount"], offer["currency"]) for one in payouts if one["state"] == "Completed")
        amount = _minor(offer["amount"], offer["currency"])
        state: RefundState = "SUCCEEDED" if sent >= amount else "FAILED" if offer["archived"] else "PENDING"
        refund_id = offer["name"].partition(" ")[0]
        return Repaid(offer["id"], state, amount, refund_id, "archived" if state == "FAILED" else "")

    def _intent(self, invoice: Json) -> Intent:
        return intent_of(invoice, lambda: self._is_confirmed(invoice["id"]))

    def _is_confirmed(self, invoice_id: str) -> bool:
        ways = expect(self.store.ask("GET", f"/invoices/{invoice_id}/payment-methods"))
        return all(one["status"] != "Processing" for way in ways for one in way["payments"])


def intent_of(invoice: Json, is_confirmed: Callable[[], bool]) -> Intent:
    """The server's answer about an invoice in our words.

    An ended invoice that coins have come for has brought money, once the network has them for good.
    """
    status, currency = invoice["status"], invoice["currency"]
    paid = _minor(invoice.get("paidAmount") or "0", currency)
    if status == "Settled":
        paid = paid or _minor(invoice["amount"], currency)
    elif status in ("Expired", "Invalid") and paid:
        status = "Settled" if is_confirmed() else "Processing"
    is_paid, is_open = status == "Settled", status == "New"
    return Intent(
        reference=invoice["id"],
        status=_STATUS.get(status, "cancelled"),
        received_minor=paid if is_paid else 0,
        currency=currency,
        client_secret="",
        order_id=invoice["metadata"].get("foyerOrder", ""),
        charge=Charge(reference=invoice["id"], method="bitcoin") if is_paid else None,
        is_away=is_open,
        pay_url=invoice["checkoutLink"] if is_open else "",
    )


def _minor(amount: str | float, currency: str) -> int:
    """The server's rates have more decimals than money has."""
    return int(Decimal(str(amount)).scaleb(exponent(currency)).to_integral_value(ROUND_HALF_UP))


def _problem_of(body: Any) -> str:
    found = body[0] if isinstance(body, list) and body else body
    return str((found or {}).get("code") or (found or {}).get("path") or "refused")[:80]

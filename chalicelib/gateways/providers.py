"""Payment providers: what each has to offer. `tests/contracts` holds every one of them to it."""

from typing import Protocol

from chalicelib.domain.payments import Dispute, Intent, Payment, Refund, Repaid
from chalicelib.gateways import offline_payments, stripe_payments


class Provider(Protocol):
    """Asking twice works once; what cannot be reached raises Unreachable and nothing is lost by asking again.

    `capture_intent` takes the money of a payment that is "approved"; where money comes by itself it only looks.
    """

    def open_intent(self, payment: Payment) -> Intent: ...

    def get_intent(self, payment: Payment) -> Intent: ...

    def capture_intent(self, payment: Payment) -> Intent: ...

    def cancel_intent(self, payment: Payment) -> Intent: ...

    def refund(self, refund: Refund, payment: Payment) -> Repaid: ...

    def give_fee_back(self, refund: Refund, payment: Payment) -> int: ...

    def list_refunds(self, payment: Payment) -> list[Repaid]: ...

    def list_disputes(self, payment: Payment) -> list[Dispute]: ...


PROVIDERS: dict[str, Provider] = {"stripe": stripe_payments, "offline": offline_payments}

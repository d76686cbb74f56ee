"""An order that is paid in parts, as its buyer, its organizer and Stripe see it."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from chalicelib.actions import charging
from chalicelib.domain.instalments import Plan
from chalicelib.kernel import clock
from chalicelib.tables import orders
from tests import versions
from tests.api.paying_in_parts import TERMS, agree
from tests.resilience.aws_side import AwsSide
from tests.resilience.stripe_side import StripeSide
from tests.resilience.till import Sale
from tests.shop import Buyer, Shop, wait_for

FIRST, EACH = 1250, 1875
TOTAL = FIRST + 2 * EACH


@dataclass
class InParts(Sale):
    """A sale whose buyer pays in parts; its workers are called by the test, at the moment that it says."""

    @property
    def plan(self) -> Plan:
        """As it is stored."""
        plan = orders.get_file(self.id).plan
        assert plan
        return plan

    @property
    def card(self) -> str:
        """Stripe's id of the card that is kept."""
        assert self.plan.card
        return self.plan.card.method

    def due(self, number: int) -> datetime:
        """When a part falls due."""
        return self.plan.parts[number - 1].due_at

    def begin(self, card: str = "pm_card_visa") -> "InParts":
        """Agree, and pay the first part."""
        answer = agree(self.buyer, self.order)
        assert answer.ok, answer.text
        self.checked_out = answer.json()
        assert self.pay(card).ok
        assert self.refresh() == "PARTLY_PAID"
        return self

    def charge(self, number: int, days: float = 0) -> None:
        """The worker looks, so many days after a part fell due."""
        charging.tend(self.id, self.due(number) + timedelta(days=days))

    def by_hand(self, *, everything: bool = False) -> dict[str, Any]:
        """The buyer asks to pay the next part, or all; what the browser needs."""
        answer = self.buyer.on(self.order, "instalments", {"everything": everything})
        assert answer.ok, answer.text
        self.checked_out = answer.json()
        return self.checked_out

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """A request about the plan as the organizer, whatever comes of it."""
        headers = {"Idempotency-Key": str(uuid.uuid4())}
        if method == "PATCH":
            headers |= versions.part(self.shop, self.id, int(path.removeprefix("/")))
        return self.shop.send(method, f"/orders/{self.id}/instalments{path}", body, **headers)

    def withdraw(self) -> int:
        """The buyer takes the card off."""
        headers = {"Authorization": f"Bearer {self.order['token']}"}
        path = f"/public/orders/{self.id}/instalments/card"
        return int(self.buyer.send("DELETE", path, **headers).status_code)

    def paid(self) -> list[int]:
        """The payments that have brought money, as Stripe says."""
        return sorted(one["amount"] for one in self.stripe.intents(self.id, self.account) if one["amount_received"])

    def check(self, *amounts: int, state: str = "PARTLY_PAID") -> None:
        """So much has come in, each part once; the books say the same as Stripe, and the units are held."""
        assert self.paid() == sorted(amounts)
        assert self.state == state
        found = [one.amount_minor for one in self.entries() if one.kind == "payment"]
        assert sorted(found) == sorted(amounts)
        assert self.shop.facts(self.id).count("OrderPaid") == int(state == "COMPLETED")
        self.check_stock(0 if state == "CANCELLED" else 2)

    def subjects_with(self, word: str) -> list[str]:
        """The mails whose subject has this word."""
        return [subject for subject in self.subjects() if word in subject]


def in_parts(shop: Shop, stripe: StripeSide, amazon: AwsSide, *, account: str = "", **terms: Any) -> InParts:
    """Somebody holds two tickets that can be paid in parts."""
    event = shop.new_event(instalments=TERMS | terms)["id"]
    product = shop.new_product(event, capacity=2)["id"]
    shop.post(f"/events/{event}/publish", {})
    buyer: Buyer = shop.buyer()
    return InParts(shop, stripe, amazon, event, product, buyer, buyer.reserve(event, product, 2), account)


Parts = Callable[..., InParts]


def later(days: float) -> datetime:
    """A moment that many days from now."""
    return clock.now() + timedelta(days=days)


def until_mailed(one: InParts, word: str) -> None:
    """Wait for a mail with this word in its subject."""
    wait_for(lambda: bool(one.subjects_with(word)), f"the mail about {word}")

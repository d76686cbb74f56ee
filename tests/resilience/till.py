"""One sale as all who have a part in it see it: the buyer, the organizer, Stripe, and the books."""

import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import requests

from chalicelib.actions.checking import check_event
from chalicelib.domain.ledger import Entry
from chalicelib.kernel import clock
from chalicelib.tables import orders, pools
from chalicelib.tables.commit import commit
from tests.resilience.aws_side import AwsSide
from tests.resilience.stripe_side import StripeSide
from tests.shop import PATIENCE_SECONDS, Buyer, Shop, wait_for

PRICE = 2500
TOTAL = 2 * PRICE
SOLD = {"payment": TOTAL, "processing_fee": -100}  # Stripe keeps 1.5 % and 25 cents of two tickets
DAY = 86_400
OFFLINE = "bank"


@dataclass
class Sale:
    """An order from its reservation to its end. `account` is the merchant's at Stripe, "" the deployment's own."""

    shop: Shop
    stripe: StripeSide
    amazon: AwsSide
    event: str
    product: str
    buyer: Buyer
    order: dict[str, Any]
    account: str = ""
    checked_out: dict[str, Any] | None = None

    @property
    def id(self) -> str:
        """The order's id."""
        return str(self.order["id"])

    @property
    def intent(self) -> str:
        """Stripe's id of the payment that was begun first."""
        assert self.checked_out
        reference: str = self.checked_out["payment"]["client_secret"].partition("_secret")[0]
        return reference

    def check_out(self, method: str = "card") -> "Sale":
        """The buyer tells who they are, and has an intent to pay with, or is told how to pay."""
        buyer = {"name": self.buyer.name, "email": self.buyer.email}
        answer = self.buyer.on(self.order, "checkout", {"buyer": buyer, "method": method})
        assert answer.ok, answer.text
        self.checked_out = answer.json()
        return self

    def pay(self, method: str = "pm_card_visa") -> requests.Response:
        """What Stripe.js does when the buyer presses Pay."""
        assert self.checked_out
        if not self.account:
            return self.buyer.pay(self.checked_out, method)
        back = f"{self.shop.cloud.settings.url}/order/"
        path = f"payment_intents/{self.intent}/confirm"
        return self.stripe.ask("POST", path, self.account, payment_method=method, return_url=back)

    def buy(self, method: str = "pm_card_visa") -> "Sale":
        """Pay, and wait for the tickets and their mail."""
        assert self.check_out().pay(method).ok
        self.until("COMPLETED")
        wait_for(self.subjects, "the mail")
        return self

    def refund(self, **what: Any) -> requests.Response:
        """A member pays something back."""
        key = {"Idempotency-Key": str(uuid.uuid4())}
        return self.shop.send("POST", f"/orders/{self.id}/refunds", {"reason": "goodwill"} | what, **key)

    def refresh(self) -> str:
        """The return page looks; the order's state then."""
        return str(self.buyer.on(self.order, "refresh").json()["state"])

    def until(self, state: str, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait for the order's state."""
        wait_for(lambda: self.state == state, f"{state} (it is {self.state})", seconds)

    @property
    def state(self) -> str:
        """As it is stored."""
        return orders.get_order(self.id).state

    def entries(self) -> list[Entry]:
        """What the books say of it."""
        return orders.get_file(self.id).entries

    def books(self) -> dict[str, int]:
        """The same by kind of movement. Each kind of movement of one thing may be noted once only."""
        found = self.entries()
        ids = [entry.entry_id for entry in found]
        assert len(ids) == len(set(ids))
        sums: Counter[str] = Counter()
        for entry in found:
            sums[entry.kind] += entry.amount_minor
        return dict(sums)

    def tickets(self) -> int:
        """How many valid tickets the buyer has."""
        return sum(ticket.state == "VALID" for ticket in orders.get_file(self.id).tickets)

    def subjects(self) -> list[str]:
        """What lies in the buyer's mailbox, oldest first."""
        return sorted(mail["subject"] for mail in self.buyer.mails())

    @property
    def refunded(self) -> int:
        """What has gone back, as the order's own row counts it."""
        return orders.get_order(self.id).refunded_minor

    def quiet(self) -> None:
        """Wait until everything that was begun is done."""
        self.stripe.wait_until_delivered()
        self.amazon.wait_until_quiet("payments", "refunds", "mail")

    def told(self, *words: str) -> None:
        """Wait until the buyer has one mail with each of these words in its subject, and no other."""
        wait_for(lambda: len(self.subjects()) >= len(words), f"{len(words)} mails")
        subjects = self.subjects()
        assert len(subjects) == len(words), subjects
        for word in words:
            assert any(word.lower() in subject.lower() for subject in subjects), (word, subjects)

    def end_hold(self, minutes: int = 1) -> None:
        """As if the hold had been over for some minutes; nobody has looked yet."""
        self.amazon.turn_back(self.id, clock.now() - timedelta(minutes=minutes))

    def expire(self) -> None:
        """The hold ends, and the workflow does what it does then."""
        self.end_hold()
        name = f"{self.id}-{clock.now().timestamp():.0f}"
        run = self.amazon.start("expire_reservation", name, self.id)
        states = self.amazon.client("stepfunctions")
        wait_for(lambda: states.describe_execution(executionArn=run)["status"] != "RUNNING", "the workflow's end", 40)

    def give_seats_away(self) -> None:
        """As if Stripe's word about a cancelled payment had been wrong: the seats go, the intent stays open."""
        now = clock.now()
        commit([orders.move(orders.get_order(self.id), "EXPIRING")], [], now=now, by="test")
        order = orders.get_order(self.id)
        commit([orders.move(order, "EXPIRED"), *pools.give_back(order.takes)], [], now=now, by="test")

    def check_stock(self, sold: int) -> None:
        """Every pool agrees with the orders, and so many units are held or sold."""
        proof = check_event(self.event)
        assert proof.holds, proof
        assert sum(pool.held for pool in proof.pools) == sold

    def check_books(self) -> None:
        """What the books say of this order is what Stripe has booked for it."""
        assert sum(entry.amount_minor for entry in self.entries()) == self.stripe.net_of(self.id, self.account)

    def check_sold(self) -> None:
        """Two tickets, one mail, the money once, the seats gone."""
        self.until("COMPLETED")
        wait_for(lambda: self.tickets() == 2, "the tickets")
        self.told("Your tickets")
        self.quiet()
        assert self.books() == SOLD
        assert self.shop.facts(self.id).count("OrderPaid") == 1
        assert self.stripe.refunds(self.id) == []
        self.check_books()
        self.check_stock(2)


Sell = Callable[..., Sale]


def sale(
    shop: Shop,
    stripe: StripeSide,
    amazon: AwsSide,
    *,
    quantity: int = 2,
    capacity: int = 2,
    price_minor: int = PRICE,
    currency: str = "EUR",
    method: str = "card",
    account: str = "",
) -> Sale:
    """Somebody holds `quantity` units of something new."""
    event = shop.new_event(currency=currency, payment_methods=[method])["id"]
    product = shop.new_product(event, capacity=capacity, price_minor=price_minor)["id"]
    shop.post(f"/events/{event}/publish", {})
    buyer = shop.buyer()
    return Sale(shop, stripe, amazon, event, product, buyer, buyer.reserve(event, product, quantity), account)


def another(first: Sale, quantity: int = 1) -> Sale:
    """Somebody else holds units of the same thing."""
    buyer = first.shop.buyer()
    order = buyer.reserve(first.event, first.product, quantity)
    return Sale(first.shop, first.stripe, first.amazon, first.event, first.product, buyer, order, first.account)

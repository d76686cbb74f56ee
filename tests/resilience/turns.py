"""Somebody whose turn on a waiting list is about to come, with a card that is kept to buy for them."""

from dataclasses import dataclass

from chalicelib.tables import orders
from tests.api.auto_buying import Json, sold_out, waits
from tests.api.waiting import offer_of
from tests.resilience.aws_side import AwsSide
from tests.resilience.stripe_side import StripeSide
from tests.shop import Buyer, Shop


@dataclass
class Turn:
    """Somebody's turn is about to come: the order that holds what they wait for can be given up."""

    shop: Shop
    stripe: StripeSide
    amazon: AwsSide
    holder: Buyer
    held: Json
    buyer: Buyer
    entry: Json

    def comes(self) -> str:
        """What is held comes back, and is offered; the offer's order."""
        assert self.holder.on(self.held, "cancel").ok
        order_id: str = offer_of(self.buyer, self.entry)["id"]
        return order_id

    def paid(self, order_id: str) -> int:
        """How much the buyer has paid for it, however often."""
        return sum(one["amount_received"] for one in self.stripe.intents(order_id))

    def is_asked(self) -> bool:
        """Whether the mail with the offer has come."""
        return any("Tickets for you" in mail["subject"] for mail in self.buyer.mails())

    def check(self, order_id: str, paid_minor: int) -> None:
        """What Stripe has booked is in the books, once."""
        entries = orders.get_file(order_id).entries
        assert sum(one.amount_minor for one in entries if one.kind == "payment") == paid_minor
        assert self.paid(order_id) == paid_minor


def turn(shop: Shop, stripe: StripeSide, amazon: AwsSide, card: str = "pm_card_visa", most_minor: int = 3000) -> Turn:
    """Somebody waits with a card for what one order holds."""
    event, product, holder, order = sold_out(shop)
    return Turn(shop, stripe, amazon, holder, order, *waits(shop, event, product, card, most_minor))

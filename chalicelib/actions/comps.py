"""Giving tickets away: a complete order out of a block, at no price."""

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.actions import stock
from chalicelib.actions.blocks import owned_block
from chalicelib.domain import orders as rules
from chalicelib.domain import pricing
from chalicelib.domain.accounts import Caller
from chalicelib.domain.baskets import Basket
from chalicelib.domain.blocks import Block, BlockOver
from chalicelib.domain.inventory import SoldOut
from chalicelib.domain.orders import Buyer, Order, Request
from chalicelib.domain.pricing import Choice
from chalicelib.gateways import signing
from chalicelib.kernel.errors import AlreadyDone, Busy
from chalicelib.kernel.facts import OrderPaid
from chalicelib.kernel.once import Once
from chalicelib.tables import occurrences, orders, pools
from chalicelib.tables.catalogue import get_catalogue
from chalicelib.tables.commit import commit

_RACES = 6


@dataclass(frozen=True)
class Gift:
    """So many units for this guest."""

    guest: Buyer
    quantity: int
    language: str


def give(event_id: str, block_id: str, gift: Gift, caller: Caller, once: Once, now: datetime) -> Order:
    """The guest's order, complete at once: tickets and mail follow as they do from any paid order. Raises SoldOut."""
    block = owned_block(event_id, block_id, caller)
    if block.state == "RELEASED":
        raise BlockOver()
    order = _order(block, gift, once, now)
    person = signing.person_key(gift.guest.email)
    data = {"amount_minor": 0, "block_id": block_id}
    fact = OrderPaid(order.order_id, order.account_id, event_id, data)
    for _ in range(_RACES):
        try:
            takes = stock.plan_takes({block.pool_id: block.pool}, {block.pool_id: gift.quantity})
            given = replace(order, takes=takes)
            commit([orders.new_order(given, person), *pools.take(takes)], [fact], now=now, by=caller.user_id)
        except SoldOut:
            if sum(pools.list_free([block.pool])[block.pool_id]) < gift.quantity:
                return _earlier(order.order_id, once)
            continue  # somebody emptied just this shard: plan again
        except AlreadyDone:
            return _earlier(order.order_id, once)
        return given
    raise Busy()


def _order(block: Block, gift: Gift, once: Once, now: datetime) -> Order:
    days = occurrences.get_occurrences(block.event_id, [block.occurrence_id])
    catalogue = get_catalogue(block.event_id, occurrences=days)
    product = catalogue.product(block.product_id)
    choice = Choice(product, None, block.occurrence_id, gift.quantity, 0)
    basket = Basket([choice], {block.pool_id: block.pool}, stock.units_of([]))
    quote = pricing.quote([choice], [], [], catalogue.event.currency)
    request = Request(once.id("ord"), once.digest, gift.language)
    order = rules.reserve(catalogue, basket, quote, request, now)
    return replace(
        order,
        state="COMPLETED",
        completed_at=now,
        expires_at=now,
        buyer_name=gift.guest.name,
        buyer_email=gift.guest.email,
        limits={},
    )


def _earlier(order_id: str, once: Once) -> Order:
    """What an earlier request with this key has given. Raises SoldOut if there was none."""
    found = orders.read_orders([order_id])
    if not found:
        raise SoldOut(quantity="is more than the block has left")
    once.check_same(found[0].request)
    return found[0]

"""Nouns with sensible fields, for tests that care about one or two of them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.domain import baskets, orders, pricing
from chalicelib.domain.baskets import Sale, Visitor, Wanted
from chalicelib.domain.catalogue import Catalogue, Pool, Product
from chalicelib.domain.events import Event
from chalicelib.domain.instalments import InstalmentTerms, Plan, chosen, consent_to, offered
from chalicelib.domain.inventory import Take
from chalicelib.domain.orders import Order, Request, reference_of
from chalicelib.domain.payments import Intent, Payment
from chalicelib.domain.promos import Promo
from chalicelib.domain.quotes import Line
from chalicelib.kernel import ids

NOW = datetime(2031, 5, 1, 12, tzinfo=UTC)
EVENT_ID = ids.derived("evt", "making")
ORDER_ID = ids.derived("ord", "making")
PRODUCT_ID = ids.derived("prd", "making")
POOL_ID = ids.derived("pool", "making")


def new_id(kind: str) -> str:
    """An id that nothing has yet: table tests share one table."""
    return ids.random(kind)


def event(**fields: Any) -> Event:
    """A live event a month from now."""
    made = Event(
        event_id=EVENT_ID,
        account_id="acc_1",
        organizer_id="org_1",
        organizer_name="Harbour Hall",
        slug="summer-night-abc123",
        status="LIVE",
        title={"en": "Summer Night"},
        description={},
        starts_at=NOW + timedelta(days=30),
        ends_at=NOW + timedelta(days=30, hours=4),
        timezone="Europe/Berlin",
        currency="EUR",
        occurrence_id="occ_1",
        hold_minutes=10,
        created_at=NOW,
        policy={"refunds": "ask"},
    )
    return replace(made, **fields)


def product(**fields: Any) -> Product:
    """A product at 25 euros with a pool of its own; `price_minor` gives it another price in euros."""
    if "price_minor" in fields:
        fields["prices"] = {"EUR": fields.pop("price_minor")}
    made = Product(
        product_id=PRODUCT_ID,
        event_id=EVENT_ID,
        name={"en": "Standard"},
        description={},
        prices={"EUR": 2500},
        pool_ids=[POOL_ID],
        min_per_order=1,
        max_per_order=10,
        sale_starts_at=None,
        sale_ends_at=None,
        position=0,
    )
    return replace(made, **fields)


def pool(**fields: Any) -> Pool:
    """A hundred units in four shards."""
    return replace(Pool(POOL_ID, EVENT_ID, 100, 4), **fields)


def catalogue(*products: Product, **event_fields: Any) -> Catalogue:
    """An event that sells these products, or the one standard product."""
    return Catalogue(event(**event_fields), list(products) or [product()], {POOL_ID: pool()})


def reserved(
    found: Catalogue, *wanted: Wanted, promo: Promo | None = None, now: datetime = NOW, **request: Any
) -> Order:
    """The order that these wishes make, as long as everything is left. It holds nothing."""
    sale = Sale(found, Visitor(promo), found.event.currency, now, lambda pool: pool.capacity)
    basket = baskets.fill(sale, wanted)
    quote = pricing.quote(basket.choices, found.taxes, found.fees, sale.currency, promo)
    asked = Request(request.pop("order_id", ORDER_ID), "digest", "en", **request)
    return orders.reserve(found, basket, quote, asked, now)


def line(**fields: Any) -> Line:
    """Two tickets at 25 euros."""
    made = Line(PRODUCT_ID, "occ_1", "", {"en": "Standard"}, 2, 2500, 5000)
    return replace(made, **fields)


def order(**fields: Any) -> Order:
    """Two tickets held for ten minutes."""
    order_id = fields.get("order_id", ORDER_ID)
    made = Order(
        order_id=order_id,
        reference=reference_of(order_id),
        event_id=EVENT_ID,
        account_id="acc_1",
        state="RESERVED",
        lines=[line()],
        takes=[Take(POOL_ID, 0, 2)],
        currency="EUR",
        total_minor=5000,
        policy={"refunds": "ask"},
        language="en",
        reserved_at=NOW,
        expires_at=NOW + timedelta(minutes=10),
        request="digest",
        spread=4,
    )
    return replace(made, **fields)


def payment(**fields: Any) -> Payment:
    """The open payment of `order()`."""
    made = Payment(ORDER_ID, "pay_1", "stripe", 5000, "EUR", "OPEN", NOW, "pi:pay_1:1", "pi_1")
    return replace(made, **fields)


def intent(**fields: Any) -> Intent:
    """What the provider says when `payment()` has brought its money."""
    return replace(Intent("pi_1", "succeeded", 5000, "EUR", "pi_1_secret", ORDER_ID), **fields)


def agreed(event: Event, order: Order, whole: Payment) -> Plan:
    """The plan that is offered, agreed to at once."""
    consent = consent_to(offered(event, order, NOW), InstalmentTerms(**event.instalments or {}))
    return chosen(event, order, whole, consent, NOW)

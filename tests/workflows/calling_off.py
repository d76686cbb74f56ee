"""An event with orders is called off: what tests do and see of it."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from tests.resilience.stripe_side import StripeSide
from tests.shop import PATIENCE_SECONDS, Shop, wait_for


def begin(shop: Shop, event: str, **body: Any) -> dict[str, Any]:
    return shop.post(f"/events/{event}/cancellation", shop.confirmation(event) | {"refund": "full"} | body)  # type: ignore[no-any-return]


def ended(shop: Shop, event: str, seconds: float = PATIENCE_SECONDS) -> dict[str, Any]:
    """The cancellation once it is over."""

    def look() -> dict[str, Any] | None:
        found = shop.get(f"/events/{event}/cancellation")
        return found if found["state"] != "RUNNING" else None

    return wait_for(look, "the end of the cancellation", seconds, pause=0.5)


def results(shop: Shop, event: str, **query: str) -> list[dict[str, Any]]:
    """All results, page by page."""
    found: list[dict[str, Any]] = []
    cursor = ""
    while True:
        asked = {**query, "limit": "100"} | ({"cursor": cursor} if cursor else {})
        page = shop.get(f"/events/{event}/cancellation/results?{urlencode(asked)}")
        found += page["items"]
        cursor = page["next"]
        if not cursor:
            return found


def as_if_paid_in_cash(order_id: str) -> None:
    """The order's payment came by hand."""
    from chalicelib.kernel import clock
    from chalicelib.kernel.errors import AlreadyDone
    from chalicelib.tables import orders
    from chalicelib.tables.changes import update
    from chalicelib.tables.commit import commit
    from chalicelib.tables.payments import PaymentRow

    [payment] = orders.get_file(order_id).payments
    row = PaymentRow(f"ORDER#{order_id}", f"PAYMENT#{payment.payment_id}")
    change = update(row, AlreadyDone, PaymentRow.state == "SUCCEEDED", PaymentRow.provider.set("offline"))
    commit([change], [], now=clock.now(), by="test")


def begun_without_workflow(shop: Shop, event: str) -> None:
    """The cancellation's row, as if the workflow had never come: this test is the workflow."""
    from chalicelib.domain.event_cancellations import Cancellation
    from chalicelib.kernel import clock
    from chalicelib.tables import event_cancellations
    from chalicelib.tables.commit import commit

    me = shop.get("/me")
    new = Cancellation(event, me["account"]["id"], "full", "", me["member"]["user_id"], clock.now())
    commit([event_cancellations.new_cancellation(new)], [], now=clock.now(), by="test")


def bought_in_process(stripe: StripeSide, event: str, product: str, count: int) -> list[str]:
    """Orders of one ticket each, paid at the local Stripe, with their tickets; without mails and papers."""
    from chalicelib.actions import checkout, fulfilment, reserving, settling
    from chalicelib.actions.reserving import Wish
    from chalicelib.domain.baskets import Wanted
    from chalicelib.domain.details import Details
    from chalicelib.domain.orders import Buyer
    from chalicelib.kernel import clock
    from chalicelib.kernel.errors import AlreadyDone
    from chalicelib.kernel.once import Once

    def buy(number: int) -> str:
        now, once = clock.now(), Once("test", uuid.uuid4().hex, "")
        order = reserving.reserve(event, Wish([Wanted(product, 1)], "en"), once, now).order
        buyer = Buyer("Bea", f"bea-{number}-{uuid.uuid4().hex[:6]}@example.com")
        _, intent = checkout.check_out(order.order_id, Details(buyer), now)
        assert intent
        stripe.confirm(intent.reference)
        settling.settle(order.order_id, clock.now(), "test")
        with suppress(AlreadyDone):  # by the workflow, which was faster
            fulfilment.issue_tickets(order.order_id, clock.now())
        return order.order_id

    with ThreadPoolExecutor(6) as pool:
        return list(pool.map(buy, range(count)))

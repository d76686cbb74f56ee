"""DynamoDB commits and its answer never arrives, so the caller starts again: the same order, nothing taken twice."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from typing import Any, TypeVar

import pytest
from botocore.exceptions import ConnectionClosedError

from chalicelib.actions import reserving
from chalicelib.actions.reserving import Wish
from chalicelib.domain.baskets import Wanted
from chalicelib.domain.details import Details
from chalicelib.domain.orders import Buyer, Order
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Busy
from chalicelib.kernel.once import Once
from chalicelib.tables.commit import ATTEMPTS
from tests.resilience.stripe_side import StripeSide
from tests.shop import Shop, wait_for

pytestmark = pytest.mark.usefixtures("aws")

T = TypeVar("T")


@contextmanager
def deaf(answered: int, lost: int = ATTEMPTS) -> Iterator[None]:
    """After so many transactions that were answered, the next are done and their answers lost for good."""
    from chalicelib.tables.table import client

    calls = count()

    def lose(**_: Any) -> None:
        if answered <= next(calls) < answered + lost:
            raise ConnectionClosedError(endpoint_url="dynamodb")

    emitter = client().meta.events
    emitter.register_first("after-call.dynamodb.TransactWriteItems", lose)
    try:
        yield
    finally:
        emitter.unregister("after-call.dynamodb.TransactWriteItems", lose)


def insist(act: Callable[[], T]) -> T:
    """Act as a caller does who hears nothing of the commit, is told so, and tries again."""
    with deaf(0), pytest.raises(Busy):
        act()
    return act()


class TestBuying:
    """Each step of a purchase, with each of its commits' answers lost."""

    @pytest.fixture
    def on_sale(self, shop: Shop) -> tuple[str, str]:
        return shop.on_sale(capacity=5)

    @pytest.fixture
    def reserved(self, on_sale: tuple[str, str]) -> Order:
        return self._reserve(on_sale)

    def _reserve(self, on_sale: tuple[str, str], key: str = "") -> Order:

        event, product = on_sale
        once = Once("test", key or f"{event}-first-basket", "digest")
        return reserving.reserve(event, Wish([Wanted(product, 2)]), once, clock.now()).order

    @pytest.fixture(autouse=True)
    def _nothing_is_taken_twice(self, on_sale: tuple[str, str]) -> Iterator[None]:
        from chalicelib.actions.checking import check_event

        yield
        proof = check_event(on_sale[0])
        assert proof.holds
        assert proof.orders == 1

    def test_a_reservation_asked_for_again_is_the_same_order(self, shop: Shop, on_sale: tuple[str, str]) -> None:
        with deaf(0):  # no answer ever comes, and yet the order is looked for, and found
            order = self._reserve(on_sale)
        assert self._reserve(on_sale).order_id == order.order_id
        assert shop.free(on_sale[0]) == 3
        assert shop.facts(order.order_id) == ["OrderReserved"]

    def test_one_lost_answer_is_not_noticed_at_all(self, shop: Shop, on_sale: tuple[str, str]) -> None:
        with deaf(0, lost=1):
            order = self._reserve(on_sale)
        assert shop.free(on_sale[0]) == 3
        assert shop.facts(order.order_id) == ["OrderReserved"]

    def test_a_checkout_asked_for_again_has_one_payment_and_one_intent(
        self, shop: Shop, stripe: StripeSide, reserved: Order
    ) -> None:
        order, intent = insist(lambda: _check_out(reserved.order_id))
        assert intent
        assert order.order_id == reserved.order_id
        assert [each["id"] for each in stripe.intents(reserved.order_id)] == [intent.reference]
        assert shop.facts(reserved.order_id).count("PaymentStarted") == 1

    def test_an_intent_that_was_not_noted_is_found_again(self, stripe: StripeSide, reserved: Order) -> None:
        with deaf(1), pytest.raises(Busy):
            _check_out(reserved.order_id)
        _, intent = _check_out(reserved.order_id)
        assert intent
        assert [each["id"] for each in stripe.intents(reserved.order_id)] == [intent.reference]

    def test_a_payment_settled_again_is_paid_once(
        self, shop: Shop, stripe: StripeSide, reserved: Order, on_sale: tuple[str, str]
    ) -> None:
        from chalicelib.actions import settling

        with stripe.webhooks("lost"):
            _pay(stripe, reserved.order_id)
        done = insist(lambda: settling.settle(reserved.order_id, clock.now(), by="buyer"))
        assert done.state == "COMPLETED"
        wait_for(lambda: "MailSent" in shop.facts(reserved.order_id), "the mail")
        facts = shop.facts(reserved.order_id)
        assert [facts.count(name) for name in ("OrderPaid", "TicketsIssued", "MailSent")] == [1, 1, 1]
        assert shop.free(on_sale[0]) == 3

    def test_an_expiry_repeated_gives_the_seats_back_once(
        self, shop: Shop, stripe: StripeSide, reserved: Order, on_sale: tuple[str, str]
    ) -> None:
        from chalicelib.actions import expiring

        later, order_id = clock.now() + timedelta(hours=1), reserved.order_id
        _check_out(order_id)
        assert insist(lambda: expiring.begin_expiry(order_id, later)).state == "EXPIRING"
        assert insist(lambda: expiring.cancel_payment(order_id, later))
        released = insist(lambda: expiring.release(order_id, "EXPIRED", later, by="expiry"))
        assert released.state == "EXPIRED"
        assert shop.free(on_sale[0]) == 5
        assert shop.facts(order_id).count("OrderExpired") == 1
        assert [intent["status"] for intent in stripe.intents(order_id)] == ["canceled"]

    def test_an_order_given_up_again_is_cancelled_once(
        self, shop: Shop, reserved: Order, on_sale: tuple[str, str]
    ) -> None:
        from chalicelib.actions import checkout

        with deaf(0), pytest.raises(Busy):
            checkout.give_up(reserved.order_id, clock.now())
        assert shop.order(reserved.order_id)["state"] == "EXPIRING"
        with deaf(0), pytest.raises(Busy):
            checkout.give_up(reserved.order_id, clock.now())
        assert checkout.give_up(reserved.order_id, clock.now()).state == "CANCELLED"
        assert shop.free(on_sale[0]) == 5


def _check_out(order_id: str) -> tuple[Order, Any]:
    from chalicelib.actions import checkout

    purchase, intent = checkout.check_out(order_id, Details(Buyer("Bea Buyer", "bea@example.com")), clock.now())
    return purchase.order, intent


def _pay(stripe: StripeSide, order_id: str) -> None:
    _, intent = _check_out(order_id)
    stripe.confirm(intent.reference)

"""Two people, or a person and a clock, press at the same moment: whoever wins, money and seats agree."""

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from itertools import combinations_with_replacement
from typing import Any

import pytest

from chalicelib.actions import reserving
from chalicelib.actions.reserving import Wish
from chalicelib.domain.baskets import Wanted
from chalicelib.domain.details import Details
from chalicelib.domain.orders import Buyer, OrderMoved
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Refusal
from chalicelib.kernel.once import Once
from tests.resilience.stripe_side import StripeSide
from tests.shop import Shop

pytestmark = pytest.mark.usefixtures("aws")

ROUNDS = 10
Press = Callable[[StripeSide, str], Any]


def _check_out(_: StripeSide, order_id: str) -> None:
    from chalicelib.actions import checkout

    checkout.check_out(order_id, Details(Buyer("Bea Buyer", "bea@example.com")), clock.now())


def _pay(stripe: StripeSide, order_id: str) -> None:
    for intent in stripe.intents(order_id):
        stripe.confirm(intent["id"])


def _refresh(_: StripeSide, order_id: str) -> None:
    from chalicelib.actions import settling

    settling.settle(order_id, clock.now(), by="buyer")


def _cancel(_: StripeSide, order_id: str) -> None:
    from chalicelib.actions import checkout

    checkout.give_up(order_id, clock.now())


def _expire(_: StripeSide, order_id: str) -> None:
    """What the workflow does, an hour ahead of the clock."""
    from chalicelib.actions import expiring

    later = clock.now() + timedelta(hours=1)
    if expiring.begin_expiry(order_id, later).state == "EXPIRING" and expiring.cancel_payment(order_id, later):
        expiring.release(order_id, "EXPIRED", later, by="expiry")


PRESSES: dict[str, Press] = {
    "checkout": _check_out, "pay": _pay, "refresh": _refresh, "cancel": _cancel, "expiry": _expire
}  # fmt: skip


def _at_once(*presses: Callable[[], Any]) -> list[Exception]:
    """Press all in the same moment; what was refused is an answer, anything else is a bug and is returned."""
    gate, bugs = threading.Barrier(len(presses)), list[Exception]()

    def run(press: Callable[[], Any]) -> None:
        gate.wait()
        try:
            with suppress(Refusal):
                press()
        except Exception as bug:
            bugs.append(bug)

    threads = [threading.Thread(target=run, args=(press,)) for press in presses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return bugs


def _reserve(event: str, product: str, number: int) -> str:

    once = Once("races", f"{event}-basket-{number}", "digest")
    return reserving.reserve(event, Wish([Wanted(product, 1)]), once, clock.now()).order.order_id


def _conclude(stripe: StripeSide, order_id: str) -> None:
    """What the webhook, the return page and the clock would bring in the end."""
    with suppress(OrderMoved):
        _refresh(stripe, order_id)
        _expire(stripe, order_id)


def _assert_money_and_seats_agree(shop: Shop, stripe: StripeSide, order_id: str) -> None:
    state, intents = shop.order(order_id)["state"], stripe.intents(order_id)
    assert state in {"COMPLETED", "EXPIRED", "CANCELLED"}
    assert len(intents) <= 1
    paid = [intent["id"] for intent in intents if intent["status"] == "succeeded"]
    open_ones = [intent["id"] for intent in intents if intent["status"] not in ("succeeded", "canceled")]
    assert open_ones == []
    assert bool(paid) == (state == "COMPLETED")
    assert stripe.refunds(order_id) == []
    facts = shop.facts(order_id)
    assert [facts.count(fact) for fact in ("OrderPaid", "OrderExpired", "OrderCancelled")].count(1) == 1


@pytest.mark.parametrize(("one", "other"), list(combinations_with_replacement(PRESSES, 2)), ids=lambda name: str(name))
def test_two_presses_at_once_leave_money_and_seats_in_agreement(
    shop: Shop, stripe: StripeSide, one: str, other: str
) -> None:
    from chalicelib.actions.checking import check_event

    event, product = shop.on_sale(capacity=ROUNDS)
    held = [_reserve(event, product, number) for number in range(ROUNDS)]
    for number, order_id in enumerate(held):
        if "checkout" not in (one, other) or number % 2:
            _check_out(stripe, order_id)
        if "pay" not in (one, other) and number % 3 == 0:
            _pay(stripe, order_id)
        bugs = _at_once(*(lambda press=PRESSES[name], it=order_id: press(stripe, it) for name in (one, other)))
        assert bugs == []
    for order_id in held:
        _conclude(stripe, order_id)
        _assert_money_and_seats_agree(shop, stripe, order_id)
    proof = check_event(event)
    assert proof.holds
    assert proof.orders == ROUNDS

"""A kept card is charged once or not at all, whatever fails, whoever dies, and whoever is faster."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest

from chalicelib.actions import auto_buying, expiring
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Refusal
from chalicelib.tables import orders, waitlist
from tests.api.auto_buying import ask, card_of
from tests.api.waiting import place, state
from tests.resilience.aws_side import AwsSide
from tests.resilience.killing import Killed, killed_after
from tests.resilience.turns import Turn
from tests.shop import wait_for

pytestmark = [pytest.mark.usefixtures("aws", "fresh_queues"), pytest.mark.req("PAY-15")]


@pytest.mark.parametrize("kind", ["500_before", "500_after", "timeout_after", "429"])
def test_whatever_happens_to_the_answer_the_card_is_charged_once(turn: Callable[..., Turn], kind: str) -> None:
    one = turn()
    # Three tries of the SDK; where nothing was done, that of the next message too.
    times = 3 if kind.endswith("_after") else 4
    one.stripe.fail_next("POST /v1/payment_intents/*/confirm", kind, times=times)
    order_id = one.comes()
    wait_for(lambda: state(one.buyer, one.entry) == "bought", "the purchase")
    one.check(order_id, 2500)
    wait_for(lambda: card_of(one.entry) is None, "the end of the card")


def test_a_worker_killed_after_any_of_its_steps_is_followed_by_one_that_ends_it(
    turn: Callable[..., Turn], amazon: AwsSide
) -> None:
    for effects in range(1, 12):
        one = turn()
        with amazon.paused("payments"):
            order_id = one.comes()
            with one.stripe.webhooks("lost"):
                try:
                    with killed_after(effects):
                        auto_buying.buy(order_id, clock.now())
                except Killed:
                    auto_buying.buy(order_id, clock.now())
                else:
                    break
            assert state(one.buyer, one.entry) == "bought"
            one.check(order_id, 2500)
    else:
        raise AssertionError("it never came to its end")
    assert effects > 4


def test_two_workers_and_two_notices_buy_once(turn: Callable[..., Turn], amazon: AwsSide) -> None:
    one = turn()
    with amazon.paused("payments"):
        order_id = one.comes()
        card_id = card_of(one.entry).card_id

        def work(number: int) -> None:
            with suppress(Refusal):
                if number % 2:
                    auto_buying.buy(order_id, clock.now())
                else:
                    auto_buying.tend(card_id, clock.now())

        with ThreadPoolExecutor(4) as threads:
            list(threads.map(work, range(4)))
        auto_buying.buy(order_id, clock.now())
    assert state(one.buyer, one.entry) == "bought"
    one.check(order_id, 2500)
    assert not one.is_asked()


@pytest.mark.parametrize("card", ["pm_card_chargeCustomerFail", "pm_card_authenticationRequired"])
def test_a_refused_card_is_tried_once_by_however_many_workers(
    turn: Callable[..., Turn], amazon: AwsSide, card: str
) -> None:
    one = turn(card)
    with amazon.paused("payments"):
        order_id = one.comes()

        def work(_: int) -> None:
            with suppress(Refusal):
                auto_buying.buy(order_id, clock.now())

        with ThreadPoolExecutor(4) as threads:
            list(threads.map(work, range(4)))
        auto_buying.buy(order_id, clock.now())
    wait_for(one.is_asked, "the offer")
    assert [each["status"] for each in one.stripe.intents(order_id)] == ["canceled"]
    assert len([mail for mail in one.buyer.mails() if "Tickets for you" in mail["subject"]]) == 1
    one.check(order_id, 0)


def test_a_card_that_has_expired_leaves_the_offer_to_its_owner(turn: Callable[..., Turn]) -> None:
    one = turn()
    one.stripe.tell("cards", method=card_of(one.entry).method, becomes="4000000000000069")
    order_id = one.comes()
    wait_for(one.is_asked, "the offer")
    one.check(order_id, 0)
    assert orders.get_order(order_id).state == "RESERVED"


def test_a_card_taken_off_in_stripes_dashboard_leaves_the_offer_to_its_owner(turn: Callable[..., Turn]) -> None:
    one = turn()
    assert one.stripe.ask("POST", f"payment_methods/{card_of(one.entry).method}/detach").ok
    order_id = one.comes()
    wait_for(one.is_asked, "the offer")
    one.check(order_id, 0)


@pytest.mark.parametrize("leaves", [False, True], ids=["withdraws", "leaves"])
def test_of_a_withdrawal_and_a_purchase_exactly_one_wins(
    turn: Callable[..., Turn], amazon: AwsSide, leaves: bool
) -> None:
    for _ in range(3):
        one = turn()
        with amazon.paused("payments"):
            order_id = one.comes()

            def buy(order_id: str = order_id) -> None:
                auto_buying.buy(order_id, clock.now())

            def stop(one: Turn = one) -> int:
                answer = place(one.buyer, one.entry, "DELETE") if leaves else ask(one.buyer, one.entry, "DELETE")
                return int(answer.status_code)

            with ThreadPoolExecutor(2) as threads:
                bought, stopped = threads.submit(buy), threads.submit(stop)
                bought.result()
            auto_buying.buy(order_id, clock.now())
            is_paid = one.paid(order_id) > 0
            # Whoever leaves a purchase that has been made keeps it; a card is withdrawn or was too late to be.
            assert (stopped.result(), is_paid) in ([(204, True), (204, False), (409, True)] if leaves else
                                                  [(204, is_paid), (409, True)])  # fmt: skip
            if stopped.result() == 204 and not leaves and is_paid:
                assert state(one.buyer, one.entry) == "bought"
        one.check(order_id, 2500 if is_paid else 0)
        wait_for(lambda one=one: card_of(one.entry) is None, "the end of the card")


def test_a_card_that_was_withdrawn_before_the_worker_came_is_not_charged(
    turn: Callable[..., Turn], amazon: AwsSide
) -> None:
    one = turn()
    with amazon.paused("payments"):
        order_id = one.comes()
        assert ask(one.buyer, one.entry, "DELETE").status_code == 204
    wait_for(one.is_asked, "the offer")
    one.check(order_id, 0)


def test_an_offer_that_ends_while_stripe_is_away_is_never_charged_later(
    turn: Callable[..., Turn], amazon: AwsSide
) -> None:
    one = turn()
    with amazon.paused("payments"):
        order_id = one.comes()
        card = auto_buying._claimed(orders.get_order(order_id), waitlist.get_entry(one.entry["id"]), clock.now())
        assert card
        later = clock.now() + timedelta(hours=25)
        assert expiring.begin_expiry(order_id, later).state == "EXPIRING"
        assert expiring.cancel_payment(order_id, later)
        expiring.release(order_id, "EXPIRED", later, by="expiry")
    auto_buying.buy(order_id, clock.now())
    one.check(order_id, 0)
    assert (state(one.buyer, one.entry), one.is_asked()) == ("lapsed", False)
    wait_for(lambda: card_of(one.entry) is None, "the end of the card")

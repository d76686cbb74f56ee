"""Each part of an order is charged once or not at all, whatever fails, whoever dies, and whoever is faster."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from chalicelib.actions import charging, notices
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Refusal, Unreachable
from chalicelib.tables import instalments
from tests.resilience.killing import Killed, killed_after
from tests.resilience.parts import EACH, FIRST, TOTAL, Parts, later, until_mailed
from tests.shop import wait_for

pytestmark = [pytest.mark.usefixtures("aws", "fresh_queues"), pytest.mark.req("PAY-15")]


def test_an_order_is_complete_with_its_last_part_and_not_before(sell_in_parts: Parts) -> None:
    one = sell_in_parts().begin()
    one.check(FIRST)
    assert one.tickets() == 0
    one.charge(2, days=-4)
    one.check(FIRST)
    one.charge(2)
    one.check(FIRST, EACH)
    one.charge(3)
    one.check(FIRST, EACH, EACH, state="COMPLETED")
    one.until("COMPLETED")
    until_mailed(one, "Your tickets")
    assert sum(entry.amount_minor for entry in one.entries() if entry.kind == "payment") == TOTAL
    one.check_books()
    charging.tend(one.id, later(4000))
    assert (one.plan.state, one.plan.card) == ("ENDED", None)


def test_the_sweep_finds_what_is_due_and_a_worker_charges_it(sell_in_parts: Parts) -> None:
    one = sell_in_parts().begin()
    assert one.ask("PATCH", "/2", {"due_at": clock.to_text(later(3 / 86_400))}).ok

    def is_charged() -> bool:
        one.amazon.sweep()
        return len(one.paid()) == 2

    wait_for(is_charged, "the charge", pause=1)
    one.quiet()
    one.check(FIRST, EACH)
    assert len(one.subjects_with("A part falls due")) == 1


def test_a_worker_that_is_faster_than_the_sweep_does_not_make_it_fail(
    sell_in_parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = sell_in_parts().begin()
    monkeypatch.setattr(charging.queues, "send", lambda *_: one.charge(2))
    charging.take_up(f"{instalments.PLACE}{one.id}", one.due(2))
    one.check(FIRST, EACH)


@pytest.mark.parametrize("kind", ["500_before", "500_after", "timeout_after", "429"])
def test_whatever_happens_to_the_answer_a_part_is_charged_once(sell_in_parts: Parts, kind: str) -> None:
    one = sell_in_parts().begin()
    one.stripe.fail_next("POST /v1/payment_intents/*/confirm", kind, times=3)
    for _ in range(4):
        with suppress(Unreachable):
            one.charge(2)
    one.check(FIRST, EACH)


def test_a_worker_killed_after_any_of_its_steps_is_followed_by_one_that_ends_it(
    sell_in_parts: Parts, nobody_else_hears: None
) -> None:
    for effects in range(1, 9):
        one = sell_in_parts().begin()
        try:
            with killed_after(effects):
                one.charge(2)
        except Killed:
            one.charge(2)
        else:
            break
        one.check(FIRST, EACH)
    else:
        raise AssertionError("it never came to its end")
    assert effects > 3


def test_two_workers_and_two_notices_charge_a_part_once(sell_in_parts: Parts) -> None:
    one = sell_in_parts().begin()
    at = one.due(2)

    def work(number: int) -> None:
        with suppress(Refusal):
            if number % 2:
                charging.tend(one.id, at)
            else:
                notices.act_on(one.id, "payment_intent.succeeded", clock.now())

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(work, range(6)))
    charging.tend(one.id, at)
    one.check(FIRST, EACH)


def test_a_notice_that_comes_twice_late_or_out_of_turn_changes_nothing(sell_in_parts: Parts) -> None:
    one = sell_in_parts().begin()
    with one.stripe.webhooks("lost"):
        one.charge(2)
        one.charge(3)
    one.stripe.deliver_lost()
    one.quiet()
    for type_ in ("payment_intent.payment_failed", "payment_intent.succeeded", "payment_intent.canceled"):
        notices.act_on(one.id, type_, clock.now())
    one.check(FIRST, EACH, EACH, state="COMPLETED")


def test_a_refused_card_is_tried_three_times_and_then_paid_by_hand_with_another(sell_in_parts: Parts) -> None:
    one = sell_in_parts().begin()
    one.stripe.tell("cards", method=one.card, becomes="4000000000000341")
    for days in (0, 0.5, 1, 2, 3, 3.5):
        one.charge(2, days)
    assert one.plan.attempts == 3
    one.check(FIRST)
    until_mailed(one, "Please pay a part")
    one.by_hand()
    assert one.pay("pm_card_mastercard").ok
    one.refresh()
    one.check(FIRST, EACH)
    assert one.plan.card
    assert one.plan.card.brand == "mastercard"
    one.charge(3)
    one.check(FIRST, EACH, EACH, state="COMPLETED")


def test_a_decline_is_followed_by_success_when_the_card_is_good_again(sell_in_parts: Parts) -> None:
    one = sell_in_parts().begin()
    one.stripe.tell("cards", method=one.card, becomes="4000000000000341")
    one.charge(2)
    one.stripe.tell("cards", method=one.card, becomes="4242424242424242")
    one.charge(2, days=1.5)
    one.check(FIRST, EACH)
    assert one.plan.tries == 0


def test_a_bank_that_wants_to_see_its_customer_is_not_asked_again(sell_in_parts: Parts) -> None:
    one = sell_in_parts().begin()
    one.stripe.tell("cards", method=one.card, becomes="4000002760003184")
    one.charge(2)
    one.charge(2, days=2)
    assert (one.plan.attempts, one.state) == (1, "PARTLY_PAID")
    until_mailed(one, "Please pay a part")
    one.by_hand()
    assert one.pay().ok
    one.refresh()
    one.check(FIRST, EACH)


def test_the_rest_is_paid_at_once_and_nothing_is_charged_any_more(sell_in_parts: Parts) -> None:
    one = sell_in_parts().begin()
    one.by_hand(everything=True)
    assert one.pay().ok
    one.refresh()
    one.check(FIRST, 2 * EACH, state="COMPLETED")
    one.charge(3)
    one.check(FIRST, 2 * EACH, state="COMPLETED")


def test_whoever_pays_by_hand_this_very_moment_is_not_charged_beside_it(sell_in_parts: Parts) -> None:
    one = sell_in_parts().begin()
    assert one.ask("PATCH", "/2", {"due_at": clock.to_text(later(0.001))}).ok
    one.by_hand()
    charging.tend(one.id, later(0.002))
    one.check(FIRST)
    assert one.pay().ok
    charging.tend(one.id, later(0.002))
    one.refresh()
    one.check(FIRST, EACH)

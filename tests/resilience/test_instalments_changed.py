"""Cards taken off, orders cancelled or put off, events called off in the middle: nothing is kept beside it."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from functools import partial

import pytest

from chalicelib.actions import cancelling, charging
from chalicelib.actions.cancelling import Act
from chalicelib.domain.accounts import on_behalf_of
from chalicelib.kernel import clock
from chalicelib.kernel.errors import Refusal
from chalicelib.tables import orders
from tests.api.test_team import joined
from tests.resilience.parts import EACH, FIRST, TOTAL, InParts, Parts, until_mailed
from tests.shop import mails_to, wait_for

pytestmark = [pytest.mark.usefixtures("aws", "fresh_queues"), pytest.mark.req("PAY-15")]


def test_a_card_that_was_taken_off_is_not_charged(sell_in_parts: Parts) -> None:
    one = sell_in_parts().begin()
    assert one.withdraw() == 204
    charging.tend(one.id, clock.now())
    assert one.plan.card is None
    one.charge(2)
    one.check(FIRST)
    until_mailed(one, "Please pay a part")
    one.by_hand()
    assert one.pay().ok
    one.refresh()
    one.check(FIRST, EACH)
    assert one.plan.card is None


def test_of_a_withdrawal_and_a_charge_one_wins(sell_in_parts: Parts) -> None:
    for _ in range(3):
        one = sell_in_parts().begin()
        with ThreadPoolExecutor(2) as threads:
            charged, stopped = threads.submit(partial(_tend, one, one.due(2))), threads.submit(one.withdraw)
            charged.result()
        is_charged = len(one.paid()) == 2
        assert stopped.result() in ((204, 409) if is_charged else (204,))
        one.check(*([FIRST, EACH] if is_charged else [FIRST]))


def test_of_a_cancellation_and_a_charge_nothing_is_kept(sell_in_parts: Parts) -> None:
    for _ in range(3):
        one = sell_in_parts().begin()
        with ThreadPoolExecutor(2) as threads:
            charged, cancelled = threads.submit(partial(_tend, one, one.due(2))), threads.submit(_cancel, one)
            charged.result(), cancelled.result()
        charging.tend(one.id, one.due(2))
        _settled(one)
        assert one.state == "CANCELLED"
        assert sum(refund["amount"] for refund in one.stripe.refunds(one.id)) == sum(one.paid())
        one.check_books()


def test_an_order_that_is_not_paid_is_cancelled_as_it_was_agreed(sell_in_parts: Parts) -> None:
    one = sell_in_parts(when_overdue="cancel", kept_percent=10).begin()
    one.stripe.tell("cards", method=one.card, becomes="4000000000000341")
    for days in (0, 1, 3, 8):
        one.charge(2, days)
    _settled(one)
    one.check(FIRST, state="CANCELLED")
    assert [refund["amount"] for refund in one.stripe.refunds(one.id)] == [FIRST - TOTAL // 10]


def test_without_an_agreement_the_organizer_decides_and_may_give_more_time(sell_in_parts: Parts) -> None:
    one = sell_in_parts().begin()
    one.stripe.tell("cards", method=one.card, becomes="4000000000000341")
    for days in (0, 1, 3, 8):
        one.charge(2, days)
    assert (one.plan.state, one.state) == ("OVERDUE", "PARTLY_PAID")
    until_mailed(one, "A part was not paid")

    told = wait_for(lambda: _overdue(one, one.shop.email), "the owners' mail")
    assert told == ["A part of 18.75 EUR is overdue"]
    one.stripe.tell("cards", method=one.card, becomes="4242424242424242")
    assert one.ask("PATCH", "/2", {"due_at": clock.to_text(one.due(2) + (one.due(3) - one.due(2)) / 2)}).ok
    one.charge(2)
    one.check(FIRST, EACH)


def test_whoever_decides_about_orders_is_told_in_the_owners_place(sell_in_parts: Parts) -> None:
    one = sell_in_parts().begin()
    member, path = joined(one.shop, {"role": "organizer"}), f"/organizers/{one.shop.organizer_id}"
    decides = {"approvals": [member.get("/me")["member"]["user_id"]]}
    one.shop.put(path, {"name": "Harbour Hall", "notifications": decides})
    before = _overdue(one, one.shop.email)
    try:
        one.stripe.tell("cards", method=one.card, becomes="4000000000000341")
        for days in (0, 1, 3, 8):
            one.charge(2, days)
        wait_for(lambda: _overdue(one, member.email), "the mail to whoever decides")
    finally:
        one.shop.put(path, {"name": "Harbour Hall"})
    assert _overdue(one, one.shop.email) == before


def _overdue(one: InParts, email: str) -> list[str]:
    return [mail["subject"] for mail in mails_to(one.shop.cloud, email) if "overdue" in mail["subject"]]


def test_nothing_is_charged_while_a_plan_rests(sell_in_parts: Parts) -> None:
    one = sell_in_parts().begin()
    assert one.ask("POST", "/pause", {}).ok
    one.charge(2, days=30)
    one.check(FIRST)
    assert one.ask("POST", "/resume", {}).ok
    one.charge(2)
    one.check(FIRST, EACH)


def test_an_event_that_is_called_off_in_the_middle_pays_back_every_part(sell_in_parts: Parts) -> None:
    one = sell_in_parts().begin()
    one.charge(2)
    one.shop.post(f"/events/{one.event}/cancel", {})
    one.charge(3)
    one.check(FIRST, EACH)
    one.shop.post(f"/events/{one.event}/cancellation", one.shop.confirmation(one.event) | {"refund": "full"})
    wait_for(lambda: one.refunded == FIRST + EACH, "all refunds")
    one.check(FIRST, EACH, state="CANCELLED")
    assert sorted(refund["amount"] for refund in one.stripe.refunds(one.id)) == [FIRST, EACH]


def test_refunds_of_a_complete_order_go_back_newest_part_first(sell_in_parts: Parts) -> None:
    one = sell_in_parts().begin()
    one.charge(2)
    one.charge(3)
    assert one.refund(amount_minor=EACH + 100).ok
    _settled(one)
    assert sorted(refund["amount"] for refund in one.stripe.refunds(one.id)) == [100, EACH]
    one.check_books()


def _tend(one: InParts, at: datetime) -> None:
    with suppress(Refusal):
        charging.tend(one.id, at)


def _cancel(one: InParts) -> None:
    act = Act(on_behalf_of(orders.get_order(one.id).account_id, "test"), "buyer_asked", "", clock.now())
    cancelling.cancel(one.id, "full", act)


def _settled(one: InParts) -> None:
    one.amazon.wait_until_quiet("payments", "refunds")
    one.quiet()

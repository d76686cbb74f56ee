"""One order, one payment, and everything that can happen to them in any order: money and tickets always agree.

The machine decides with the real `settle`; notices come late, twice or never, and each acts on what it read some
time ago. What it writes is conditional on what it read, as every commit of `actions/settling.py` is.
"""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from chalicelib.domain.orders import MOVES, Order, State
from chalicelib.domain.payments import Intent, Payment, settle
from tests.unit.making import intent, order, payment

EFFORT = settings(max_examples=150, stateful_step_count=25, deadline=None)
Seen = tuple[Order, Payment, Intent]


class Purchase(RuleBasedStateMachine):
    """The order, the payment, the provider, and whether somebody else has bought the seats meanwhile."""

    checks_what_was_read = True
    readings = Bundle("readings")

    @initialize(matches=st.booleans())
    def begin(self, matches: bool) -> None:
        self.order, self.payment = order(), payment()
        self.at_provider = intent(status="open", received_minor=0)
        self.charge = self.order.total_minor if matches else self.order.total_minor - 1
        self.seats_are_left = True
        self.refunded = 0
        self.completions = 0

    # What happens at the provider

    @rule()
    def the_buyer_pays(self) -> None:
        if self.at_provider.status in ("open", "processing"):
            self._say("succeeded")

    @rule()
    def the_payment_takes_days(self) -> None:
        if self.at_provider.status == "open":
            self._say("processing")

    @rule()
    def the_payment_fails_after_days(self) -> None:
        if self.at_provider.status == "processing":
            self._say("open")

    @rule()
    def a_cancelled_payment_brings_money_all_the_same(self) -> None:
        if self.at_provider.status == "cancelled":
            self._say("succeeded")

    def _say(self, status: Any) -> None:
        received = self.charge if status == "succeeded" else 0
        self.at_provider = replace(self.at_provider, status=status, received_minor=received)

    # What happens here

    @rule()
    def the_seats_are_sold_to_somebody_else(self) -> None:
        if self.order.state in ("EXPIRED", "CANCELLED"):
            self.seats_are_left = False

    @rule(target=readings)
    def read(self) -> Seen:
        return self.order, self.payment, self.at_provider

    @rule(seen=readings)
    def act_on_what_was_read(self, seen: Seen) -> None:
        self._act(seen)

    @rule()
    def the_hold_ends(self) -> None:
        self._move("RESERVED", "EXPIRING")

    @rule(to=st.sampled_from(["EXPIRED", "CANCELLED"]))
    def cancel_there_and_then_release_here(self, to: State) -> None:
        if self.at_provider.status == "open":
            self._say("cancelled")
        self._act(self.read_now())
        if self.at_provider.status == "cancelled":
            self._move("EXPIRING", to)

    def read_now(self) -> Seen:
        return self.order, self.payment, self.at_provider

    def _move(self, seen: State, to: State) -> bool:
        if to not in MOVES.get(seen, frozenset()) or (self.checks_what_was_read and self.order.state != seen):
            return False
        self.completions += to == "COMPLETED"
        self.order = replace(self.order, state=to)
        return True

    def _act(self, seen: Seen) -> None:
        read_order, read_payment, read_intent = seen
        if read_payment.state in ("SUCCEEDED", "CANCELLED"):
            return  # no open payment: nothing to settle
        if self.checks_what_was_read and self.payment.state != read_payment.state:
            return
        outcome = settle(read_order, read_payment, read_intent)
        if outcome == "processing" and self._move(read_order.state, "PROCESSING"):
            self.payment = replace(self.payment, state="PROCESSING")
        elif outcome in ("complete", "review"):
            if self._move(read_order.state, "COMPLETED" if outcome == "complete" else "REVIEW"):
                self.payment = replace(self.payment, state="SUCCEEDED")
        elif outcome == "retake" and self.seats_are_left:
            if self._move(read_order.state, "COMPLETED"):
                self.payment = replace(self.payment, state="SUCCEEDED")
        elif outcome in ("retake", "refund"):
            self.payment = replace(self.payment, state="SUCCEEDED")
            self.refunded += read_intent.received_minor
        elif outcome == "failed":
            self._move(read_order.state, "EXPIRING")

    # What must be true at every moment

    @invariant()
    def nobody_gets_tickets_without_paying(self) -> None:
        if hasattr(self, "order") and self.order.state == "COMPLETED":
            assert self.payment.state == "SUCCEEDED"
            assert self.at_provider.received_minor == self.order.total_minor

    @invariant()
    def nobody_keeps_both_the_tickets_and_the_money(self) -> None:
        if hasattr(self, "order"):
            assert not (self.order.state == "COMPLETED" and self.refunded)
            assert self.completions <= 1

    @invariant()
    def no_more_goes_back_than_came_in(self) -> None:
        if hasattr(self, "order"):
            assert self.refunded <= self.at_provider.received_minor

    def teardown(self) -> None:
        """When everything has been looked at once more, every cent is either earned, looked at, or on its way back."""
        if not hasattr(self, "order"):
            return
        for _ in range(5):
            self._act(self.read_now())
        kept = self.at_provider.received_minor if self.order.state in ("COMPLETED", "REVIEW") else 0
        assert self.at_provider.received_minor == kept + self.refunded


class Careless(Purchase):
    """The same when nobody asks whether what was read is still true."""

    checks_what_was_read = False


def test_money_and_tickets_agree_whatever_comes_in_whichever_order() -> None:
    run_state_machine_as_test(Purchase, settings=EFFORT)


def test_the_machine_notices_a_write_that_checks_nothing() -> None:
    effort = settings(EFFORT, database=None, derandomize=True, phases=[Phase.generate])
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Careless, settings=effort)

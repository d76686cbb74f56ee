"""No seat is sold twice and none is lost, whoever reads what when and however late they act on it.

The machine plans with the real rules from snapshots that may be as old as you like, and writes to shards that a
dictionary stands for: only the conditions are between a stale plan and an oversold hall.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from chalicelib.domain import inventory
from chalicelib.domain.inventory import SoldOut, Take
from chalicelib.domain.orders import HOLDING, MOVES, State

EFFORT = settings(max_examples=60, stateful_step_count=40, deadline=None)


@dataclass
class Held:
    """An order as far as stock is concerned."""

    state: State
    takes: list[Take]


@dataclass
class Shards:
    """What the table does: all of a write or nothing, if every condition holds."""

    free: list[int]
    orders: list[Held] = field(default_factory=list)
    checks_units: bool = True
    checks_state: bool = True

    def take(self, takes: list[Take]) -> bool:
        """Whether all the units could be taken."""
        if self.checks_units and any(self.free[take.shard] < take.units for take in takes):
            return False
        for take in takes:
            self.free[take.shard] -= take.units
        return True

    def give_back(self, takes: list[Take]) -> None:
        for take in takes:
            self.free[take.shard] += take.units

    def may_move(self, order: Held, seen: State, to: State) -> bool:
        """Whether the order is still in the state that was seen, and the rules know the move."""
        return to in MOVES.get(seen, frozenset()) and (order.state == seen or not self.checks_state)


class Sale(RuleBasedStateMachine):
    """Buyers, expiries and late payments, each acting on what it saw some time ago."""

    checks_units = True
    checks_state = True
    snapshots = Bundle("snapshots")
    sightings = Bundle("sightings")

    @initialize(capacity=st.integers(1, 60), shards=st.integers(1, 5))
    def open(self, capacity: int, shards: int) -> None:
        self.capacity = capacity
        free = inventory.split_evenly(capacity, shards)
        self.table = Shards(free, checks_units=self.checks_units, checks_state=self.checks_state)

    @rule(target=snapshots)
    def look_at_the_shards(self) -> list[int]:
        return list(self.table.free)

    @rule(seen=snapshots, units=st.integers(1, 12), chance=st.integers(0, 10))
    def reserve(self, seen: list[int], units: int, chance: int) -> None:
        try:
            takes = inventory.plan("p", seen, units, _pick(chance))
        except SoldOut:
            return
        self._hold(takes)

    @rule(shard=st.integers(0, 4), units=st.integers(1, 12))
    def reserve_without_looking(self, shard: int, units: int) -> None:
        self._hold([Take("p", shard % len(self.table.free), units)])

    def _hold(self, takes: list[Take]) -> None:
        if self.table.take(takes):
            self.table.orders.append(Held("RESERVED", takes))

    @rule(target=sightings, number=st.integers(0, 30))
    def look_at_an_order(self, number: int) -> tuple[int, State] | None:
        orders = self.table.orders
        return (number % len(orders), orders[number % len(orders)].state) if orders else None

    @rule(sighting=sightings, to=st.sampled_from(["EXPIRING", "PROCESSING", "COMPLETED", "REVIEW"]))
    def move(self, sighting: tuple[int, State] | None, to: State) -> None:
        if sighting:
            order = self.table.orders[sighting[0]]
            comes_back = sighting[1] in ("EXPIRED", "CANCELLED")  # which is retake's business
            if not comes_back and self.table.may_move(order, sighting[1], to):
                order.state = to

    @rule(sighting=sightings, to=st.sampled_from(["EXPIRED", "CANCELLED"]))
    def release(self, sighting: tuple[int, State] | None, to: State) -> None:
        if sighting:
            order = self.table.orders[sighting[0]]
            if self.table.may_move(order, sighting[1], to):
                order.state = to
                self.table.give_back(order.takes)

    @rule(sighting=sightings, seen=snapshots, chance=st.integers(0, 10))
    def pay_too_late(self, sighting: tuple[int, State] | None, seen: list[int], chance: int) -> None:
        if not sighting or sighting[1] not in ("EXPIRED", "CANCELLED"):
            return
        order = self.table.orders[sighting[0]]
        try:
            takes = inventory.plan("p", seen, sum(take.units for take in order.takes), _pick(chance))
        except SoldOut:
            return
        if self.table.may_move(order, sighting[1], "COMPLETED") and self.table.take(takes):
            order.state, order.takes = "COMPLETED", takes

    @invariant()
    def every_unit_is_free_or_held_by_one_order(self) -> None:
        if not hasattr(self, "table"):
            return
        held = sum(take.units for order in self.table.orders if order.state in HOLDING for take in order.takes)
        assert sum(self.table.free) + held == self.capacity

    @invariant()
    def no_shard_owes_a_unit(self) -> None:
        assert not hasattr(self, "table") or min(self.table.free) >= 0


def _pick(chance: int) -> Callable[[int], int]:
    return lambda choices: chance % choices


class WithoutUnits(Sale):
    """The same sale when taking checks nothing."""

    checks_units = False


class WithoutStates(Sale):
    """The same sale when moving checks nothing."""

    checks_state = False


def test_every_unit_is_free_or_held_however_stale_the_plans_are() -> None:
    run_state_machine_as_test(Sale, settings=EFFORT)


@pytest.mark.parametrize("careless", [WithoutUnits, WithoutStates])
def test_the_machine_notices_a_missing_condition(careless: type[Sale]) -> None:
    """A property that holds without the condition proves nothing about it."""
    effort = settings(EFFORT, database=None, derandomize=True, phases=[Phase.generate])
    with pytest.raises(AssertionError):
        run_state_machine_as_test(careless, settings=effort)

"""No seat is sold twice and none is lost, whoever reads what when and however late they act on it.

The machine plans with the real rules from snapshots that may be as old as you like: orders over several pools, codes
with few uses, limits for each buyer, blocks, prolonged holds, late payments, and an organizer who changes the limits
meanwhile. Only the table's conditions are between a stale plan and an oversold hall.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from chalicelib.domain import inventory
from chalicelib.domain.catalogue import Pool
from chalicelib.domain.inventory import BelowSold, FewerShards, SoldOut, Take
from chalicelib.domain.orders import HOLDING, LAPSING, Claim, State
from tests.properties.stock_table import CONDITIONS, LIMIT, Counted, Held, Table

EFFORT = settings(max_examples=200, stateful_step_count=50, deadline=None)
HOLD, OFFER, EXTENSION = 2, 6, 3  # lengths in ticks of the machine's clock
CHANCE = st.integers(0, 10)
Seen = Mapping[str, Counted]
Sighting = tuple[int, Held]


class Sale(RuleBasedStateMachine):
    """Buyers, members, workers and late payments, each acting on what they saw some time ago."""

    conditions = CONDITIONS
    snapshots = Bundle("snapshots")
    sightings = Bundle("sightings")

    @initialize(sizes=st.tuples(*[st.integers(1, 30)] * 3), uses=st.integers(1, 4), shards=st.integers(1, 4))
    def open(self, sizes: tuple[int, int, int], uses: int, shards: int) -> None:
        self.table = Table(self.conditions)
        for pool, capacity in zip(("stalls", "balcony", "hall", "code"), (*sizes, uses), strict=True):
            self.table.capacity[pool] = capacity
            self.table.free[pool] = inventory.split_evenly(capacity, shards)
        self.blocked = 0  # units of the stalls, and so of the hall, that lie in the block
        self.table.capacity["block"], self.table.free["block"] = 0, [0]

    @rule(target=snapshots)
    def look_at_the_pools(self) -> Seen:
        return self.table.read()

    @rule(target=sightings, number=st.integers(0, 30))
    def look_at_an_order(self, number: int) -> Sighting | None:
        orders = self.table.orders
        return (number % len(orders), orders[number % len(orders)]) if orders else None

    @rule()
    def time_passes(self) -> None:
        self.table.now += 1

    @rule(
        seen=snapshots,
        stalls=st.integers(0, 5),
        balcony=st.integers(0, 5),
        uses_code=st.booleans(),
        is_offer=st.booleans(),
        chance=CHANCE,
    )
    def reserve(self, seen: Seen, stalls: int, balcony: int, uses_code: bool, is_offer: bool, chance: int) -> None:
        """All pools or none. What a waiting list offers is the same for somebody who has more time."""
        units = {"stalls": stalls, "balcony": balcony, "hall": stalls + balcony, "code": int(uses_code)}
        takes = _planned(seen, units, chance) if stalls + balcony else None
        self._hold(takes, stalls + balcony, OFFER if is_offer else HOLD)

    @rule(shard=st.integers(0, 6), units=st.integers(1, 5))
    def reserve_without_looking(self, shard: int, units: int) -> None:
        places = {pool: shard % len(self.table.free[pool]) for pool in ("stalls", "hall")}
        self._hold([Take(pool, place, units) for pool, place in places.items()], units, HOLD)

    @rule(seen=snapshots, units=st.integers(1, 4))
    def reserve_from_the_block(self, seen: Seen, units: int) -> None:
        self._hold(_planned(seen, {"block": units}, 0), units, HOLD)

    def _hold(self, takes: list[Take] | None, units: int, length: int) -> None:
        if takes and self.table.commit(*self.table.take(takes)):
            self.table.orders.append(Held("RESERVED", tuple(takes), units, self.table.now + length))

    @rule(sighting=sightings, person=st.sampled_from("ab"), to=st.sampled_from(["RESERVED", "AWAITING_APPROVAL"]))
    def check_out(self, sighting: Sighting | None, person: str, to: State) -> None:
        """The buyer gives an address, another one perhaps, and has more time to pay."""
        if not sighting or sighting[1].state != "RESERVED":
            return
        number, seen = sighting
        mine = (Claim("p", person, seen.units),)
        told = replace(seen, state=to, claims=mine, expires_at=self.table.now + EXTENSION)
        moved = [] if mine == seen.claims else [*self.table.give_up(seen.claims), *self.table.claim(mine)]
        self.table.commit(self.table.tell(number, seen, told), *moved)

    @rule(sighting=sightings, to=st.sampled_from(["RESERVED", "EXPIRING", "PROCESSING", "COMPLETED", "REVIEW"]))
    def move(self, sighting: Sighting | None, to: State) -> None:
        """Pay, approve, give up: what holds units goes on holding them."""
        if sighting and sighting[1].state in HOLDING and to != sighting[1].state:
            number, seen = sighting
            self.table.commit(self.table.move(number, seen, replace(self.table.orders[number], state=to)))

    @rule(sighting=sightings)
    def expire(self, sighting: Sighting | None) -> None:
        if sighting and sighting[1].state in LAPSING:
            number, seen = sighting
            ends = self.table.orders[number].expires_at
            if self.table.commit(self.table.lapse(number, seen, replace(self.table.orders[number], state="EXPIRING"))):
                assert ends <= self.table.now, "somebody who still had time to pay was thrown out"

    @rule(sighting=sightings, to=st.sampled_from(["EXPIRED", "CANCELLED"]))
    def release(self, sighting: Sighting | None, to: State) -> None:
        """Expired, given up, or cancelled by the organizer after it was paid."""
        if sighting and sighting[1].state in HOLDING:
            number, seen = sighting
            moved = self.table.move(number, seen, replace(self.table.orders[number], state=to))
            self.table.commit(moved, *self.table.give_back(seen.takes), *self.table.give_up(seen.claims))

    @rule(sighting=sightings, snapshot=snapshots, chance=CHANCE)
    def pay_too_late(self, sighting: Sighting | None, snapshot: Seen, chance: int) -> None:
        """The units are taken again from wherever they are, if the buyer may still have them."""
        if not sighting or sighting[1].state not in ("EXPIRED", "CANCELLED"):
            return
        number, seen = sighting
        units: dict[str, int] = {}
        for take in seen.takes:
            units[take.pool_id] = units.get(take.pool_id, 0) + take.units
        takes = _planned(snapshot, units, chance)
        if takes:
            paid = self.table.move(number, seen, replace(seen, state="COMPLETED", takes=tuple(takes)))
            self.table.commit(paid, *self.table.take(takes), *self.table.claim(seen.claims))

    @rule(
        seen=snapshots,
        pool=st.sampled_from(["stalls", "balcony", "hall", "code"]),
        capacity=st.integers(0, 40),
        more=st.integers(0, 3),
        chance=CHANCE,
    )
    def resize(self, seen: Seen, pool: str, capacity: int, more: int, chance: int) -> None:
        """Raise, lower, split into more shards, all while it sells."""
        read = seen[pool]
        shards = len(read.free) + more if more else None
        try:
            before = Pool(pool, "e", read.capacity, len(read.free))
            after = inventory.resized(before, read.free, capacity, shards, _pick(chance))
        except (BelowSold, SoldOut, FewerShards):
            return
        self.table.commit(*self.table.resize(pool, read, capacity, after))

    @rule(seen=snapshots, units=st.integers(1, 8), chance=CHANCE)
    def keep_a_block(self, seen: Seen, units: int, chance: int) -> None:
        """Units leave the stalls, and the hall, for a pool of their own."""
        takes = _planned(seen, {"stalls": units, "hall": units}, chance)
        if takes and self.table.commit(*self.table.take(takes), *self.table.give_back([Take("block", 0, units)])):
            self.blocked += units
            self.table.capacity["block"] += units

    @rule(units=st.integers(1, 8))
    def release_a_part_of_the_block(self, units: int) -> None:
        back = [Take("stalls", 0, units), Take("hall", 0, units)]
        if self.table.commit(*self.table.take([Take("block", 0, units)]), *self.table.give_back(back)):
            self.blocked -= units
            self.table.capacity["block"] -= units

    @invariant()
    def every_unit_of_every_pool_is_free_or_held_once(self) -> None:
        if not hasattr(self, "table"):
            return
        held = dict.fromkeys(self.table.free, 0) | {"stalls": self.blocked, "hall": self.blocked}
        for order in self.table.orders:
            for take in order.takes if order.state in HOLDING else ():
                held[take.pool_id] += take.units
        for pool, free in self.table.free.items():
            assert sum(free) + held[pool] == self.table.capacity[pool], pool
            assert min(free) >= 0, pool

    @invariant()
    def nobody_has_more_than_one_buyer_may(self) -> None:
        if not hasattr(self, "table"):
            return
        for person in "ab":
            live = [order for order in self.table.orders if order.state in HOLDING]
            units = sum(claim.units for order in live for claim in order.claims if claim.person == person)
            assert units == self.table.used[person] <= LIMIT


def _planned(seen: Seen, units: Mapping[str, int], chance: int) -> list[Take] | None:
    """A plan over several pools, or None when one has too little."""
    try:
        return [
            take
            for pool, wanted in units.items()
            if wanted
            for take in inventory.plan(pool, seen[pool].free, wanted, _pick(chance))
        ]
    except SoldOut:
        return None


def _pick(chance: int) -> Callable[[int], int]:
    return lambda choices: chance % choices


@pytest.mark.req("CAP-1")
@pytest.mark.req("CAP-3")
def test_every_unit_is_free_or_held_however_stale_the_plans_are() -> None:
    run_state_machine_as_test(Sale, settings=EFFORT)


@pytest.mark.req("CAP-1")
@pytest.mark.parametrize("missing", sorted(CONDITIONS))
def test_the_machine_notices_a_missing_condition(missing: str) -> None:
    """A property that holds without the condition proves nothing about it."""
    careless = type("Careless", (Sale,), {"conditions": CONDITIONS - {missing}})
    effort = settings(EFFORT, max_examples=2000, database=None, derandomize=True, phases=[Phase.generate])
    with pytest.raises(AssertionError):
        run_state_machine_as_test(careless, settings=effort)

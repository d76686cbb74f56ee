"""What the table is to stock: rows that change all together or not at all, each under its condition.

A dictionary stands for the shards. Every condition can be left out, to show that something goes wrong without it.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from chalicelib.domain.inventory import Take
from chalicelib.domain.orders import MOVES, Claim, State

CONDITIONS = frozenset({"units", "states", "versions", "limits", "claims as seen", "deadlines"})
LIMIT = 6  # how many of what is limited one person may have


@dataclass(frozen=True)
class Held:
    """An order as far as stock is concerned."""

    state: State
    takes: tuple[Take, ...]
    units: int
    expires_at: int
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True)
class Counted:
    """A pool as somebody read it: its limit with its version, and what its shards had."""

    capacity: int
    version: int
    free: tuple[int, ...]


@dataclass(frozen=True)
class Write:
    """One change of a transaction: whether it may be made, and what it does."""

    may: bool
    do: Callable[[], None]


@dataclass
class Table:
    """All that is stored."""

    conditions: frozenset[str] = CONDITIONS
    free: dict[str, list[int]] = field(default_factory=dict)
    capacity: dict[str, int] = field(default_factory=dict)
    version: Counter[str] = field(default_factory=Counter)
    orders: list[Held] = field(default_factory=list)
    used: Counter[str] = field(default_factory=Counter)
    now: int = 0

    def commit(self, *writes: Write) -> bool:
        """All of it or nothing."""
        if not all(write.may for write in writes):
            return False
        for write in writes:
            write.do()
        return True

    def read(self) -> dict[str, Counted]:
        """Every pool, as it is at this moment."""
        return {pool: Counted(self.capacity[pool], self.version[pool], tuple(free)) for pool, free in self.free.items()}

    def _holds(self, name: str, condition: bool) -> bool:
        return condition or name not in self.conditions

    def take(self, takes: Iterable[Take]) -> list[Write]:
        """`free -= units`, if free ≥ units: a write for each shard."""
        return [
            Write(self._holds("units", self._free(take) >= take.units), lambda take=take: self._add(take, -1))  # type: ignore[misc]
            for take in takes
        ]

    def give_back(self, takes: Iterable[Take]) -> list[Write]:
        """`free += units`."""
        return [Write(True, lambda take=take: self._add(take, 1)) for take in takes]  # type: ignore[misc]

    def _free(self, take: Take) -> int:
        shards = self.free[take.pool_id]
        return shards[take.shard] if take.shard < len(shards) else 0

    def _add(self, take: Take, sign: int) -> None:
        self.free[take.pool_id][take.shard] += sign * take.units

    def resize(self, pool: str, seen: Counted, capacity: int, after: list[int]) -> list[Write]:
        """A new limit, if the pool is still what was read; its shards change by differences."""
        differences = [(shard, has - had) for shard, (had, has) in enumerate(zip(seen.free, after, strict=False))]
        lowered = [Take(pool, shard, -more) for shard, more in differences if more < 0]
        raised = [Take(pool, shard, more) for shard, more in differences if more > 0]

        def save() -> None:
            self.capacity[pool] = capacity
            self.version[pool] += 1
            self.free[pool] += after[len(seen.free) :]

        is_as_read = self._holds("versions", self.version[pool] == seen.version)
        return [Write(is_as_read, save), *self.take(lowered), *self.give_back(raised)]

    def move(self, number: int, seen: Held, becomes: Held) -> Write:
        """The order changes, if it is still in the state that was seen and the rules know the move."""
        is_known = becomes.state == seen.state or becomes.state in MOVES.get(seen.state, frozenset())
        may = is_known and self._holds("states", self.orders[number].state == seen.state)
        return Write(may, lambda: self._put(number, becomes))

    def tell(self, number: int, seen: Held, becomes: Held) -> Write:
        """The buyer's details, if the order claims what it did when it was read."""
        as_seen = self._holds("claims as seen", self.orders[number].claims == seen.claims)
        return Write(as_seen and self.move(number, seen, becomes).may, lambda: self._put(number, becomes))

    def lapse(self, number: int, seen: Held, becomes: Held) -> Write:
        """The order's time is over, if it was not prolonged since."""
        is_over = self._holds("deadlines", self.orders[number].expires_at <= self.now)
        return Write(is_over and self.move(number, seen, becomes).may, lambda: self._put(number, becomes))

    def _put(self, number: int, becomes: Held) -> None:
        self.orders[number] = becomes

    def claim(self, claims: Iterable[Claim]) -> list[Write]:
        """Count these units against what their person may have."""
        return [
            Write(
                self._holds("limits", self.used[claim.person] + claim.units <= LIMIT),
                lambda claim=claim: self._count(claim, 1),  # type: ignore[misc]
            )
            for claim in claims
        ]

    def give_up(self, claims: Iterable[Claim]) -> list[Write]:
        """They count no longer."""
        return [Write(True, lambda claim=claim: self._count(claim, -1)) for claim in claims]  # type: ignore[misc]

    def _count(self, claim: Claim, sign: int) -> None:
        self.used[claim.person] += sign * claim.units

"""`python -m bench.conflicts`: how often transactions on one pool's shards meet, and what the buyers see of it.

The model. Reservations arrive by chance, `rate` a second, each for a shard chosen by chance. A transaction holds its
shard for `window` seconds; one that meets it is cancelled (TransactionConflict) and tried again after a pause, as
`tables/commit.py` does; after the last try its buyer reads "busy", and the page asks again. The formula assumes that
tries arrive by chance; the simulation does not.
"""

import argparse
import heapq
import random
from collections.abc import Iterator
from dataclasses import dataclass

from bench import last_units
from chalicelib.domain.inventory import UNITS_PER_SHARD
from chalicelib.tables.commit import ATTEMPTS, FIRST_PAUSE_SECONDS

RATES = (50, 200, 1000, 5000)
SHARDS = (1, 4, 16, 64)
WINDOW_MS = 10.0  # two phases inside one region; AWS publishes no figure
KEY_UNITS = 1000  # write units a second that one partition key takes
FRESH_TABLE_UNITS = 4000  # write units a second that an on-demand table takes on its first day
SHARD_UNITS = 2  # a transactional update of an item below 1 KB
RESERVE_UNITS = 9  # docs/benchmarks.md; `python -m bench.cost` counts them


@dataclass(frozen=True)
class Case:
    """A pool in a rush."""

    rate: float
    shards: int
    window: float


@dataclass(frozen=True)
class Seen:
    """What comes of it, as shares of one; `tries` is how often a shard is asked for each reservation."""

    conflict: float
    busy: float
    tries: float


def analytic(case: Case) -> Seen:
    """The fixed point of a loss system: a try meets a conflict as often as its shard is held.

    A shard is held for `window` by each transaction that is done, so p = load · (1 - pⁿ) with
    load = rate / shards · window and n attempts: pⁿ of all buyers read "busy" and hold nothing.
    """
    load = case.rate / case.shards * case.window
    low, high = 0.0, 1.0
    for _ in range(60):
        conflict = (low + high) / 2
        low, high = (conflict, high) if load * (1 - conflict**ATTEMPTS) > conflict else (low, conflict)
    return Seen(conflict, conflict**ATTEMPTS, sum(conflict**attempt for attempt in range(ATTEMPTS)))


def simulated(case: Case, reservations: int, seed: int = 1) -> Seen:
    """The same by chance: a try that finds its shard held is cancelled, one that does not holds it."""
    chance = random.Random(seed)
    events = list(_arrivals(case, reservations, chance))
    heapq.heapify(events)
    held_until = [0.0] * case.shards
    tries = conflicts = busy = 0
    while events:
        now, shard, attempt = heapq.heappop(events)
        tries += 1
        if held_until[shard] <= now:
            held_until[shard] = now + case.window
            continue
        conflicts += 1
        if attempt + 1 == ATTEMPTS:
            busy += 1
            continue
        pause = chance.uniform(0.5, 1.5) * FIRST_PAUSE_SECONDS * 2**attempt
        heapq.heappush(events, (now + case.window + pause, shard, attempt + 1))
    return Seen(conflicts / tries, busy / reservations, tries / reservations)


def _arrivals(case: Case, reservations: int, chance: random.Random) -> Iterator[tuple[float, int, int]]:
    now = 0.0
    for _ in range(reservations):
        now += chance.expovariate(case.rate)
        yield now, chance.randrange(case.shards), 0


def table(window_ms: float, reservations: int) -> str:
    """Each rate with each number of shards, by formula and by simulation, and what the key's limit says."""
    lines = [
        f"{'reserves/s':>10} {'shards':>6} {'conflict':>9} {'(sim)':>7} {'busy':>9} {'(sim)':>8} {'tries':>6} "
        f"{'units/s a key':>13} {'units/s in all':>14}"
    ]
    for rate in RATES:
        for shards in SHARDS:
            case = Case(rate, shards, window_ms / 1000)
            formula, found = analytic(case), simulated(case, reservations)
            key = rate / shards * SHARD_UNITS * found.tries
            lines.append(
                f"{rate:10} {shards:6} {formula.conflict:9.2%} {found.conflict:7.2%} {formula.busy:9.4%} "
                f"{found.busy:8.4%} {found.tries:6.2f} {_marked(key, KEY_UNITS):>13} "
                f"{_marked(rate * RESERVE_UNITS, FRESH_TABLE_UNITS):>14}"
            )
    return "\n".join(lines)


def _marked(units: float, limit: int) -> str:
    return f"{units:,.0f}" + (" !" if units > limit else "  ")


def shards_for(rate: float, window_ms: float, busy: float = 0.001) -> int:
    """The fewest shards with which fewer than `busy` of all buyers read "busy" and no key is over its limit."""
    for shards in range(1, 1025):
        seen = analytic(Case(rate, shards, window_ms / 1000))
        if seen.busy < busy and rate / shards * SHARD_UNITS * seen.tries < KEY_UNITS:
            return shards
    raise ValueError(f"{rate} reserves/s need more than 1024 shards.")


def last_units_table(window_ms: float) -> str:
    """What the last units of a pool do: how many read "sold out" too soon, and how many units outlast the rush."""
    lines = [
        f"{'reserves/s':>10} {'shards':>6} {'units':>6} {'sold':>6} {'refused':>8} {'too soon':>9} {'plans a sale':>12}"
    ]
    for rate in RATES:
        for shards in SHARDS:
            seen = last_units.sell_out(rate, shards, UNITS_PER_SHARD * shards, window_ms / 1000)
            lines.append(
                f"{rate:10} {shards:6} {seen.units:6} {seen.sold:6} {seen.refused:8} "
                f"{seen.too_soon:9} {seen.plans:12.2f}"
            )
    return "\n".join(lines)


def main() -> None:
    """Print the tables of docs/decisions/0009-shards-and-conflicts.md."""
    parser = argparse.ArgumentParser(prog="python -m bench.conflicts", description=__doc__)
    parser.add_argument("--window-ms", type=float, default=WINDOW_MS, help="how long a transaction holds its items")
    parser.add_argument("--reservations", type=int, default=20_000, help="in each simulated case")
    options = parser.parse_args()
    print(
        f"A transaction holds its shard for {options.window_ms:g} ms; {ATTEMPTS} attempts. '!': over a limit of AWS.\n"
    )
    print(table(options.window_ms, options.reservations))
    print("\nTwice as many buyers as units, of which the last are looked for:")
    print(last_units_table(options.window_ms))
    print("\nFewest shards with less than 0.1 % busy and no key over its limit, by window:")
    print(f"{'reserves/s':>10} " + " ".join(f"{window:>6} ms" for window in (5, 10, 20, 50)))
    for rate in RATES:
        print(f"{rate:10} " + " ".join(f"{shards_for(rate, window):9}" for window in (5, 10, 20, 50)))


if __name__ == "__main__":
    main()

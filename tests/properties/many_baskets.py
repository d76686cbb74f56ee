"""Millions of baskets by plain chance, as fast as the processors go; the first that breaks a law is told by its seed.

python -m tests.properties.many_baskets --count 2000000
"""

import argparse
import random
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from tests.properties import pricing_laws

_AT_ONCE = 5_000


class BrokenLaw(AssertionError):
    """Names the number that makes the basket again."""


def search(seed: int, count: int) -> int:
    """Check as many baskets; each is made from a number of its own. Raises BrokenLaw."""
    for number in range(seed, seed + count):
        basket = pricing_laws.by_chance(random.Random(number))
        try:
            pricing_laws.check(basket)
        except AssertionError as broken:
            raise BrokenLaw(f"random.Random({number}) makes {basket}") from broken
    return count


def main() -> int:
    """Search with all processors, and print how fast it went."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2_000_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--processes", type=int, default=None, help="as many as there are processors")
    wanted = parser.parse_args()
    began, done = time.monotonic(), 0
    with ProcessPoolExecutor(wanted.processes) as processes:
        starts = range(wanted.seed, wanted.seed + wanted.count, _AT_ONCE)
        for checked in processes.map(partial(search, count=_AT_ONCE), starts):
            done += checked
            if done % 100_000 == 0:
                print(f"{done:,} baskets, {done / (time.monotonic() - began):,.0f} a second", flush=True)
    print(f"{done:,} baskets obey every law ({time.monotonic() - began:.0f} s)")
    return 0


if __name__ == "__main__":
    sys.exit(main())

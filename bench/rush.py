"""Many buyers at once, from several processes, against one event."""

import multiprocessing
import threading
import time
import uuid
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass

from bench.crowd import Buyer, Place, Story, Way, make_way
from bench.wire import Wire


@dataclass(frozen=True)
class Rush:
    """How many come, how many of them press at once, and from how many processes."""

    buyers: int
    at_once: int
    processes: int = 2
    seed: int = 1
    only: Way | None = None
    """Everybody's way, instead of a crowd's."""


def run(rush: Rush, place: Place) -> tuple[list[Story], float]:
    """Everybody's story, and the seconds from the first click to the last answer."""
    shares = [range(first, rush.buyers, rush.processes) for first in range(rush.processes)]
    threads = max(1, rush.at_once // rush.processes)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(rush.processes, mp_context=context) as pool:
        list(pool.map(_nothing, range(rush.processes)))  # the processes have started before the clock runs
        begun = time.monotonic()
        told = pool.map(_share, shares, *([each] * rush.processes for each in (threads, rush, place)))
        stories = [story for share in told for story in share]
        return stories, time.monotonic() - begun


def _nothing(_: int) -> None:
    time.sleep(0.2)


def _share(numbers: Sequence[int], threads: int, rush: Rush, place: Place) -> list[Story]:
    local = threading.local()
    products = list(place.products)

    def live(number: int) -> Story:
        if not hasattr(local, "wires"):
            local.wires = Wire(place.url), Wire(place.stripe_url)
        story = Story(number, products[number % len(products)], rush.only or make_way(number, rush.seed))
        return Buyer(place, *local.wires, story, str(uuid.uuid4())).live()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(live, numbers))

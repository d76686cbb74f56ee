"""`python -m bench.webhooks`: deliveries a second and from commit to delivery, while one endpoint hangs and one fails.

What it also proves: nothing is lost, whoever else hangs or fails. Order is not promised, so it is only counted.
"""

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime

from bench import clouds
from bench.figures import percentile
from tests.receiver import Receiver, receiving
from tests.shop import Shop

_TYPES = ["order.reserved", "order.paid"]
_KNOWN_EVERYWHERE_SECONDS = 11  # processes remember for ten that nobody listens
_LONGEST_SECONDS = 300


@dataclass(frozen=True)
class Measured:
    """Of the endpoints that are well. `latencies` in seconds; `disordered`: subjects whose later fact came first."""

    endpoints: int
    wanted: int
    arrived: int
    twice: int
    disordered: int
    seconds: float
    latencies: list[float]


def measure(orders: int, sizes: Sequence[int] = (1, 50)) -> list[Measured]:
    """Free orders, each with two facts, told to one endpoint that is well, and to so many of which two are not."""
    with clouds.opened() as (cloud, _):
        return [_told(Shop.opened(cloud), orders, size) for size in sizes]


def _told(shop: Shop, orders: int, size: int) -> Measured:
    event, product = shop.on_sale(price_minor=0, capacity=orders)
    with ExitStack() as stack:
        sick = [{"hangs": 60.0}, {"status": 500}] if size > 2 else []
        well = [stack.enter_context(receiving()) for _ in range(size - len(sick))]
        for receiver in [*well, *(stack.enter_context(receiving(**behaviour)) for behaviour in sick)]:
            shop.post("/webhooks", {"url": receiver.url, "types": _TYPES})
        time.sleep(_KNOWN_EVERYWHERE_SECONDS)
        begun = time.time()
        with ThreadPoolExecutor(4) as buyers:
            list(buyers.map(lambda _: _buy(shop, event, product), range(orders)))
        wanted = orders * len(_TYPES) * len(well)
        _wait(well, wanted)
        return _figures(well, size, wanted, begun)


def _buy(shop: Shop, event: str, product: str) -> None:
    buyer = shop.buyer()
    buyer.check_out(buyer.reserve(event, product))


def _wait(well: Sequence[Receiver], wanted: int) -> None:
    end = time.monotonic() + _LONGEST_SECONDS
    while sum(len(set(receiver.ids())) for receiver in well) < wanted and time.monotonic() < end:
        time.sleep(0.2)


def _figures(well: Sequence[Receiver], size: int, wanted: int, begun: float) -> Measured:
    latencies, disordered, last = [], 0, begun
    for receiver in well:
        seen: dict[str, list[str]] = defaultdict(list)
        for one in receiver.received:
            told = json.loads(one.body)
            latencies.append(one.at - datetime.fromisoformat(told["created_at"]).timestamp())
            seen[told["data"]["subject"]].append(told["type"])
            last = max(last, one.at)
        disordered += sum(types[0] != _TYPES[0] for types in seen.values())
    arrived = sum(len(set(receiver.ids())) for receiver in well)
    twice = sum(len(receiver.received) for receiver in well) - arrived
    return Measured(size, wanted, arrived, twice, disordered, last - begun, latencies)


def table(measured: Sequence[Measured]) -> str:
    """As Markdown."""
    lines = [
        "| endpoints | deliveries | lost | twice | out of order | deliveries/s | p50 s | p95 s |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for one in measured:
        rate, lost = one.arrived / one.seconds, one.wanted - one.arrived
        p50, p95 = percentile(one.latencies, 0.5), percentile(one.latencies, 0.95)
        lines.append(
            f"| {one.endpoints} | {one.wanted} | {lost} | {one.twice} | {one.disordered} "
            f"| {rate:.1f} | {p50:.2f} | {p95:.2f} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Measure and print; fails when something was lost."""
    parser = argparse.ArgumentParser(prog="python -m bench.webhooks", description=__doc__)
    parser.add_argument("--orders", type=int, default=20)
    measured = measure(parser.parse_args().orders)
    print(table(measured))
    if any(one.arrived < one.wanted for one in measured):
        raise SystemExit("Deliveries were lost.")


if __name__ == "__main__":
    main()

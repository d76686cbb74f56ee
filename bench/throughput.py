"""`python -m bench.throughput`: orders a second through the local cloud, and what our own code takes of it."""

import argparse
from dataclasses import dataclass

from bench import clouds, own_cpu, rush
from bench.crowd import Place
from bench.figures import percentile, steps_of
from bench.rush import Rush
from localstack.launcher import Running
from tests.shop import Shop

CLIENTS = (1, 4, 16)
_PLENTY = 5000


@dataclass(frozen=True)
class Measured:
    """`http`: (clients, orders/s, p50 ms, p95 ms) of whole orders; `own`: CPU milliseconds by action, p50 and p95."""

    http: list[tuple[int, float, float, float]]
    own: dict[str, tuple[float, float]]


def measure(orders: int = 60) -> Measured:
    """Free orders, reserved and checked out, while tickets and mails are made beside them as ever."""
    with clouds.opened() as (cloud, _):
        place = _place(cloud)
        rush.run(Rush(buyers=2 * max(CLIENTS), at_once=max(CLIENTS), only="buys"), place)  # starts the functions
        http = [_through_http(place, clients, orders) for clients in CLIENTS]
        seconds = clouds.as_function(cloud, own_cpu.measure, place, orders)
    own = {name: (1000 * percentile(each, 0.5), 1000 * percentile(each, 0.95)) for name, each in seconds.items()}
    return Measured(http, own)


def _place(cloud: Running) -> Place:
    event, product = Shop.opened(cloud).on_sale(price_minor=0, capacity=_PLENTY)
    return Place(cloud.url, cloud.settings.stripe_url, event, {product: False})


def _through_http(place: Place, clients: int, orders: int) -> tuple[int, float, float, float]:
    given = Rush(buyers=orders, at_once=clients, processes=min(clients, 2), only="buys")
    stories, seconds = rush.run(given, place)
    if any(story.outcome != "sold" for story in stories):
        raise RuntimeError(f"Not every order went through: {steps_of(stories)}")
    whole = [1000 * (story.ended_at - story.asked_at) for story in stories]
    return clients, orders / seconds, percentile(whole, 0.5), percentile(whole, 0.95)


def table(measured: Measured) -> str:
    """Both parts as Markdown."""
    lines = ["| clients | orders/s | p50 ms | p95 ms |", "|---:|---:|---:|---:|"]
    lines += [f"| {clients} | {rate:.1f} | {p50:.0f} | {p95:.0f} |" for clients, rate, p50, p95 in measured.http]
    lines += ["", "| our own code | p50 ms of CPU | p95 |", "|---|---:|---:|"]
    lines += [f"| {name} | {p50:.1f} | {p95:.1f} |" for name, (p50, p95) in measured.own.items()]
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.throughput", description=__doc__)
    parser.add_argument("--orders", type=int, default=60, help="for each number of clients")
    print(table(measure(parser.parse_args().orders)))


if __name__ == "__main__":
    main()

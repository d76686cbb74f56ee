"""`python -m bench.calling_off`: an event with 2,000 paid orders is called off, and its worker is killed on the way.

In the end every order is cancelled and paid back once, and the books say what Stripe says. The workflow's transitions
and the calls to Stripe are counted; what the table is asked for an order stands in docs/benchmarks.md.
"""

import argparse
import json
import os
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import clouds
from bench.evidence import Check
from chalicelib.actions import reconciling
from chalicelib.actions.checking import check_event
from chalicelib.kernel import clock
from chalicelib.tables import events, orders
from chalicelib.tables.lists import every
from localstack.launcher import Running
from tests.resilience.aws_side import NAMES, AwsSide
from tests.resilience.stripe_side import StripeSide
from tests.shop import Shop, wait_for
from tests.workflows.calling_off import begin, bought_in_process

_LONGEST_SECONDS = 3_600
_QUEUES = ("payments", "refunds", "mail", "search", "invoices", "stock")
_PRICE = 2500


@dataclass(frozen=True)
class Figures:
    """What it took: seconds to prepare and to cancel, kills, transitions, calls to Stripe by what was asked."""

    orders: int
    prepared: float
    seconds: float
    killed: int
    transitions: int
    calls: dict[str, int]


def run(cloud: Running, count: int, kills: int) -> tuple[Figures, list[Check]]:
    """Sell, call off, kill the worker `kills` times, and prove."""
    amazon, stripe, shop = AwsSide(cloud), StripeSide(cloud.settings.stripe_url), Shop.opened(cloud)
    begun = time.monotonic()
    event, product = shop.on_sale(capacity=count, price_minor=_PRICE)
    clouds.as_function(cloud, bought_in_process, stripe, event, product, count)
    _until_quiet(amazon)
    prepared, begun = time.monotonic() - begun, time.monotonic()
    calls, over = Counter[str](), threading.Event()
    listener = threading.Thread(target=_listen, args=(stripe, calls, over))
    listener.start()
    begin(shop, event)
    killed = _kill_on_the_way(cloud, shop, event, count, kills)
    wait_for(lambda: _progress(shop, event)["state"] == "DONE", "the end", _LONGEST_SECONDS, pause=1)
    seconds = time.monotonic() - begun
    _until_quiet(amazon)
    over.set()
    listener.join()
    figures = Figures(count, prepared, seconds, killed, _transitions(amazon, event), dict(calls))
    return figures, clouds.as_function(cloud, prove, cloud.settings.stripe_url, event, count)


def _progress(shop: Shop, event: str) -> dict[str, Any]:
    found: dict[str, Any] = shop.get(f"/events/{event}/cancellation")
    return found


def _until_quiet(amazon: AwsSide) -> None:
    wait_for(lambda: not any(amazon.waiting(queue) for queue in _QUEUES), "quiet", _LONGEST_SECONDS, pause=2)


def _kill_on_the_way(cloud: Running, shop: Shop, event: str, count: int, kills: int) -> int:
    """The worker's process dies in the middle of its orders, `kills` times, evenly over all of them."""
    killed = 0
    for number in range(1, kills + 1):

        def has_come_so_far(done: int = count * number // (kills + 1)) -> bool:
            found = _progress(shop, event)
            return bool(found["done"] >= done) or found["state"] != "RUNNING"

        wait_for(has_come_so_far, f"kill {number}", _LONGEST_SECONDS, pause=0.5)
        for pid in list(_workers(cloud, "cancel_orders")):
            os.kill(pid, signal.SIGKILL)
            killed += 1
    return killed


def _workers(cloud: Running, function: str) -> Iterator[int]:
    """The processes of a function of this cloud: children of a zygote of its engine, named after the function."""
    [engine] = [child.process.pid for child in cloud.children if child.name == "engine"]
    wanted = NAMES.function(function)[-15:]
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            pid = int(folder.name)
            if (folder / "comm").read_text().strip() == wanted and engine in _ancestors(pid):
                yield pid
        except FileNotFoundError:
            continue  # it has ended meanwhile


def _ancestors(pid: int) -> Iterator[int]:
    while pid > 1:
        pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        yield pid


def _listen(stripe: StripeSide, calls: Counter[str], over: threading.Event) -> None:
    """Count what Stripe is asked: it remembers the last ten thousand requests, each under an id of its own."""
    seen = {each["id"] for each in stripe.journal()}
    while not over.wait(5):
        journal = stripe.journal()
        calls.update(f"{each['method']} {_kind(each['path'])}" for each in journal if each["id"] not in seen)
        seen = {each["id"] for each in journal}


def _kind(path: str) -> str:
    return "/".join("*" if "_" in part and any(map(str.isdigit, part)) else part for part in path.split("/"))


def _transitions(amazon: AwsSide, event: str) -> int:
    """The states that the event's workflows have entered."""
    states = amazon.client("stepfunctions")
    machine = NAMES.arn("states", f"stateMachine:{NAMES.workflow('cancel_event')}")
    runs = states.list_executions(stateMachineArn=machine)["executions"]
    arns = [run["executionArn"] for run in runs if run["name"].startswith(event)]
    histories = [states.get_execution_history(executionArn=arn)["events"] for arn in arns]
    return sum(each["type"].endswith("StateEntered") for history in histories for each in history)


def prove(stripe_url: str, event_id: str, count: int) -> list[Check]:
    """Every order is over and paid back once; runs as one of the cloud's own functions."""
    event, stripe = events.get_event(event_id), StripeSide(stripe_url)
    found = list(every(lambda cursor: orders.list_orders(event_id, event.order_spread, cursor, 100)))
    files = [orders.get_file(order.order_id) for order in found]
    states = Counter(file.order.state for file in files)
    once = sum([refund.amount_minor for refund in file.refunds] == [_PRICE] for file in files)
    entries = sum(entry.amount_minor for file in files for entry in file.entries)
    theirs = sum(row["net"] for row in stripe.all_of("balance_transactions"))
    refunds = Counter(refund["payment_intent"] for refund in stripe.all_of("refunds"))
    paid_back = len(refunds)
    unmatched = reconciling.reconcile_all(clock.now())
    proof = check_event(event_id)
    return [
        Check("Every order is cancelled", states == {"CANCELLED": count}, f"{dict(states)}"),
        Check("Each was refunded once here", once == count, f"{once} of {count}"),
        Check("And once at Stripe", set(refunds.values()) == {1} and paid_back == count, f"{paid_back} of {count}"),
        Check("The books say what Stripe says", entries == theirs, f"{entries} here, {theirs} there"),
        Check("No money is unexplained", not list(unmatched), ""),
        Check("Every unit is free again", proof.holds and not any(pool.held for pool in proof.pools), f"{count} units"),
    ]


def report(figures: Figures, checks: list[Check]) -> str:
    """As a person reads it."""
    count = figures.orders
    lines = [
        f"{count} orders, prepared in {figures.prepared:.0f} s, called off in {figures.seconds:.0f} s "
        f"({count / figures.seconds:.1f} a second), worker killed {figures.killed} times",
        f"{figures.transitions} transitions of Step Functions, {figures.transitions / count:.3f} an order",
        *(f"{asked}: {times / count:.2f} an order" for asked, times in sorted(figures.calls.items())),
        *(f"{'✓' if check.holds else '✗'} {check.sentence}: {check.figures}" for check in checks),
    ]
    return "\n".join(lines)


def main() -> int:
    """Run it once; the exit status says whether the proof holds."""
    parser = argparse.ArgumentParser(prog="python -m bench.calling_off", description=__doc__)
    parser.add_argument("--orders", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=2)
    options = parser.parse_args()
    with clouds.opened() as (cloud, _):
        figures, checks = run(cloud, options.orders, options.kills)
    print(report(figures, checks))
    print(json.dumps(figures.calls))
    return 0 if all(check.holds for check in checks) else 1


if __name__ == "__main__":
    sys.exit(main())

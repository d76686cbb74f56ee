"""`python -m bench.onsale`: many race for few tickets through HTTP, and the checker proves what came of it."""

import argparse
import sys
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bench import clouds, evidence, figures, rush
from bench.clouds import Faults
from bench.crowd import Place, Story
from bench.evidence import Check, Stock
from bench.rush import Rush
from chalicelib.kernel import clock
from infra.functions import QUEUES
from localstack.launcher import Running
from tests.resilience.aws_side import AwsSide
from tests.shop import Shop, wait_for

RATE = 0.1
_RETRY_SECONDS = 5
_LONGEST_HEALING_SECONDS = 300


@dataclass(frozen=True)
class Result:
    """The stories, the proof, and how long the rush and all that follows from it took."""

    stories: list[Story]
    checks: list[Check]
    rush_seconds: float
    quiet_seconds: float
    faults: dict[str, int]

    @property
    def holds(self) -> bool:
        """Whether the whole proof holds."""
        return all(check.holds for check in self.checks)


def race(cloud: Running, given: Rush, units: int, faults: Faults | None = None, rate: float = RATE) -> Result:
    """Put `units` on sale, half free and half by card, let everybody in at once, and wait until all is done."""
    amazon = AwsSide(cloud)
    place, stock = _put_on_sale(cloud, units)
    if faults:
        for queue in QUEUES:
            amazon.hurry(queue.name, _RETRY_SECONDS)
        faults.set_rate(rate)
    begun = time.monotonic()
    stories, seconds = rush.run(given, place)
    if faults:
        faults.set_rate(0)
    _wait_for_papers(amazon, place.event_id)
    quiet = time.monotonic() - begun
    heal(amazon, place.event_id)
    checks = evidence.check(stories, stock, clouds.check_event(cloud, place.event_id), _rows(amazon, place.event_id))
    return Result(stories, checks, seconds, quiet, faults.seen() if faults else {})


def _put_on_sale(cloud: Running, units: int) -> tuple[Place, list[Stock]]:
    shop = Shop.opened(cloud)
    event_id = shop.new_event()["id"]
    stock, products = [], {}
    for price, capacity in ((0, units // 2), (2500, units - units // 2)):
        product = shop.new_product(event_id, price_minor=price, capacity=capacity)
        stock.append(Stock(product["id"], capacity))
        products[product["id"]] = bool(price)
    shop.post(f"/events/{event_id}/publish", {})
    return Place(cloud.url, cloud.settings.stripe_url, event_id, products), stock


def open_orders(amazon: AwsSide, event_id: str) -> dict[str, str]:
    """Order id → state of the event's orders that the `due` index still watches."""
    keys = amazon.table.scan(IndexName="due")["Items"]
    rows = {
        key["pk"].partition("#")[2]: amazon.row(key["pk"].partition("#")[2]) for key in keys if key["kind"] == "Order"
    }
    return {order_id: row["state"] for order_id, row in rows.items() if "due" in row and row["event_id"] == event_id}


def _wait_for_papers(amazon: AwsSide, event_id: str) -> None:
    """Return when all that was bought has been fulfilled and mailed, or when nothing moves any more."""
    before: tuple[int, int] = (-1, -1)
    while True:
        paid = sum(state == "COMPLETED" for state in open_orders(amazon, event_id).values())
        mails = amazon.waiting("mail")
        if (not paid and not mails) or (paid, mails) == before:
            return
        before = paid, mails
        time.sleep(2 if paid else 0.2)


def heal(amazon: AwsSide, event_id: str) -> None:
    """Let every hold end and the sweep take up what was lost, until nothing is open."""

    def nothing_open() -> bool:
        for order_id in open_orders(amazon, event_id):
            amazon.turn_back(order_id, clock.now() - timedelta(minutes=5))
        amazon.sweep()
        time.sleep(1)
        return not open_orders(amazon, event_id)

    wait_for(nothing_open, "the end of every order", seconds=_LONGEST_HEALING_SECONDS, pause=1)


def _rows(amazon: AwsSide, event_id: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    more: dict[str, Any] = {}
    while True:
        page = amazon.table.scan(**more)
        rows += [row for row in page["Items"] if row.get("event_id") == event_id and row["kind"] in ("Order", "Ticket")]
        if "LastEvaluatedKey" not in page:
            return rows
        more = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


def report(result: Result) -> str:
    """The figures and the proof, as a person reads them."""
    lines = [figures.summary(result.stories, result.rush_seconds, result.quiet_seconds), ""]
    if result.faults:
        lines += [f"{sum(result.faults.values())} faults:"]
        lines += [f"  {times:5} {fault}" for fault, times in sorted(result.faults.items())] + [""]
    lines += [f"{'✓' if check.holds else '✗'} {check.sentence}: {check.figures}" for check in result.checks]
    return "\n".join([*lines, "", "The proof holds." if result.holds else "THE PROOF DOES NOT HOLD."])


def main() -> int:
    """Run one race; the exit status says whether the proof holds."""
    parser = argparse.ArgumentParser(prog="python -m bench.onsale", description=__doc__)
    parser.add_argument("--buyers", type=int, default=640)
    parser.add_argument("--units", type=int, default=300)
    parser.add_argument("--at-once", type=int, default=32)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", action="store_true", help="let calls of functions to AWS go wrong")
    parser.add_argument("--rate", type=float, default=RATE, help="how many of one do")
    options = parser.parse_args()
    given = Rush(options.buyers, options.at_once, options.processes, options.seed)
    with clouds.opened(faults=options.faults, seed=options.seed) as (cloud, faults):
        result = race(cloud, given, options.units, faults, options.rate)
    print(report(result))
    return 0 if result.holds else 1


if __name__ == "__main__":
    sys.exit(main())

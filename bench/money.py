"""`python -m bench.money`: many pay in every way for few seats while Stripe misbehaves, and in the end all adds up.

Requests to Stripe fail before and after their work, notices are lost, doubled, shuffled and late, holds end while
people pay, and the organizer takes paid orders back. Then the weather clears, Stripe's clock goes on for two weeks, and
every cent has to be explained.
"""

import argparse
import multiprocessing
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

from bench import clouds, money_proof
from bench.evidence import Check
from bench.onsale import heal, open_orders
from bench.payers import Payer, Tale, Till, way_of
from bench.wire import Wire
from chalicelib.kernel import clock
from infra.functions import QUEUES
from localstack.launcher import Running
from tests.api.connecting import connected, operator
from tests.resilience.aws_side import AwsSide
from tests.resilience.stripe_side import StripeSide
from tests.shop import Shop, wait_for

PRICE = 2500
_TWO_WEEKS = 15 * 86_400
_LONGEST_WORK_SECONDS = 300
_NOTICES = ("normal", "lost", "duplicate", "shuffle", "delay")
_FAULTS = ("500_before", "500_after", "429", "timeout_after")
_CALLS = (
    "POST /v1/payment_intents", "GET /v1/payment_intents/*", "POST /v1/payment_intents/*/cancel",
    "POST /v1/payment_intents/*/confirm", "POST /v1/refunds", "GET /v1/refunds", "POST /v1/application_fees/*/refunds",
)  # fmt: skip


@dataclass(frozen=True)
class Storm:
    """How many pay for how many seats, how many at once, and in which weather."""

    buyers: int = 150
    seats: int = 40
    at_once: int = 24
    processes: int = 2
    seed: int = 1


@dataclass(frozen=True)
class Result:
    """What they tell, the proof, and how long it took."""

    tales: list[Tale]
    checks: list[Check]
    seconds: float

    @property
    def holds(self) -> bool:
        """Whether the whole proof holds."""
        return all(check.holds for check in self.checks)


def weather_out(cloud: Running, storm: Storm) -> Result:
    """Put the seats on sale on an account of its own, let everybody in, clear up, and prove."""
    begun = time.monotonic()
    amazon, stripe = AwsSide(cloud), StripeSide(cloud.settings.stripe_url)
    shop, till = _put_on_sale(cloud, storm.seats)
    before = {queue.name: amazon.hurry(queue.name, 2) for queue in QUEUES}
    over = threading.Event()
    weather = [
        threading.Thread(target=_misbehave, args=(stripe, storm.seed, over)),
        threading.Thread(target=_end_holds, args=(amazon, till.event_id, storm.seed, over)),
        threading.Thread(target=_take_back, args=(shop, till.event_id, storm.seed, over)),
    ]
    for each in weather:
        each.start()
    try:
        tales = _pay(till, storm)
    finally:
        over.set()
        for each in weather:
            each.join()
        stripe.tell("faults", clear=True)
        stripe.tell("webhooks", mode="normal")
    stripe.pass_time(_TWO_WEEKS)
    heal(amazon, till.event_id)
    wait_for(lambda: _is_over(amazon, stripe), "the end of all work", seconds=_LONGEST_WORK_SECONDS, pause=1)
    for name, seconds in before.items():
        amazon.hurry(name, seconds)
    checks = clouds.as_function(cloud, money_proof.prove, till, storm.seats, tales)
    return Result(tales, checks, time.monotonic() - begun)


def _put_on_sale(cloud: Running, seats: int) -> tuple[Shop, Till]:
    shop = Shop.opened(cloud)
    account = connected(shop)
    everything_goes = {
        "checkouts_per_address": 0, "checkouts_per_email": 0, "orders_per_card": 0, "allowed_countries": [],
        "denied_countries": [], "reviews_elevated_risk": False, "voids_on_dispute": False,
    }  # fmt: skip
    shop.put("/account/payments/protection", everything_goes)
    fees = {"plan": {"percent": "2.9", "fixed": {"EUR": 31}, "least": {}, "most": {}, "is_passed_on": False}}
    account_id = shop.get("/me")["account"]["id"]
    operator(cloud).put(f"/platform/accounts/{account_id}/fees", fees)
    event, product = shop.on_sale(capacity=seats, price_minor=PRICE)
    return shop, Till(cloud.url, cloud.settings.stripe_url, event, product, account)


def _pay(till: Till, storm: Storm) -> list[Tale]:
    shares = [range(first, storm.buyers, storm.processes) for first in range(storm.processes)]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(storm.processes, mp_context=context) as pool:
        told = pool.map(_share, shares, [till] * storm.processes, [storm] * storm.processes)
        return [tale for share in told for tale in share]


def _share(numbers: Sequence[int], till: Till, storm: Storm) -> list[Tale]:
    local = threading.local()

    def live(number: int) -> Tale:
        if not hasattr(local, "wires"):
            local.wires = Wire(till.url), Wire(till.stripe_url)
        tale = Tale(number, way_of(number, storm.seed))
        return Payer(till, *local.wires, tale, random.Random(f"{storm.seed}:{number}:chance")).live()

    with ThreadPoolExecutor(max(1, storm.at_once // storm.processes)) as pool:
        return list(pool.map(live, numbers))


def _misbehave(stripe: StripeSide, seed: int, over: threading.Event) -> None:
    """Another weather each second: how notices come, and which of the next calls fail, before or after the work."""
    chance = random.Random(f"{seed}:weather")
    while not over.wait(0.7):
        stripe.tell("webhooks", mode=chance.choice(_NOTICES), seconds=chance.uniform(0.2, 2))
        stripe.tell("faults", clear=True)
        for _ in range(chance.randint(0, 3)):
            stripe.fail_next(chance.choice(_CALLS), chance.choice(_FAULTS), chance.randint(1, 5))


def _end_holds(amazon: AwsSide, event_id: str, seed: int, over: threading.Event) -> None:
    """Holds of a few end now, whoever is paying at this moment; and the sweep looks as it does each minute."""
    chance = random.Random(f"{seed}:holds")
    while not over.wait(1.0):
        held = [order_id for order_id, state in open_orders(amazon, event_id).items() if state == "RESERVED"]
        for order_id in chance.sample(held, min(len(held), 4)):
            amazon.turn_back(order_id, clock.now() - timedelta(minutes=chance.choice((1, 5))))
            amazon.start("expire_reservation", f"{order_id}-{chance.randrange(10**9)}", order_id)
        amazon.sweep()


def _take_back(shop: Shop, event_id: str, seed: int, over: threading.Event) -> None:
    """Now and then the organizer cancels a paid order, its money goes back, and its seat is on sale again."""
    chance = random.Random(f"{seed}:organizer")
    while not over.wait(1.5):
        sold = shop.get(f"/events/{event_id}/orders?state=COMPLETED")["items"]
        if sold:
            order_id = chance.choice(sold)["id"]
            shop.send("POST", f"/orders/{order_id}/cancel", {"reason": "mistake", "refund": "full"})


def _is_over(amazon: AwsSide, stripe: StripeSide) -> bool:
    """Whether nobody is at work any more.

    What two weeks have brought at Stripe is told for longer than the orders take: a proof before its end would find
    books that are being written.
    """

    def works() -> bool:
        return any(amazon.waiting(queue) for queue in ("payments", "refunds", "mail"))

    return not works() and stripe.is_delivered() and not works()


def report(storm: Storm, result: Result) -> str:
    """The figures and the proof, as a person reads them."""
    ways = Counter(tale.way for tale in result.tales)
    seen = Counter(tale.seen or "sold out" for tale in result.tales)
    lines = [f"Seed {storm.seed}: {storm.buyers} buyers, {storm.seats} seats, {result.seconds:.0f} s"]
    lines += [f"  {', '.join(f'{way} {count}' for way, count in ways.items())}", f"  last seen: {dict(seen)}"]
    lines += [f"  {'✓' if check.holds else '✗'} {check.sentence}: {check.figures}" for check in result.checks]
    return "\n".join(lines)


def main() -> int:
    """Run storms with one seed after another; the exit status says whether every proof holds."""
    parser = argparse.ArgumentParser(prog="python -m bench.money", description=__doc__)
    parser.add_argument("--buyers", type=int, default=150)
    parser.add_argument("--seats", type=int, default=40)
    parser.add_argument("--at-once", type=int, default=24)
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--seeds", type=int, default=1)
    options = parser.parse_args()
    failed = []
    with clouds.opened() as (cloud, _):
        for seed in range(options.first_seed, options.first_seed + options.seeds):
            storm = Storm(options.buyers, options.seats, options.at_once, seed=seed)
            result = weather_out(cloud, storm)
            print(report(storm, result), flush=True)
            failed += [] if result.holds else [seed]
    print(f"The proof does not hold for {failed}." if failed else f"All {options.seeds} proofs hold.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

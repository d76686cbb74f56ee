"""`python -m bench.report`: measure everything that is counted and write docs/benchmarks.md."""

import argparse
import os
from datetime import UTC, datetime
from pathlib import Path

from bench import cold, cost, idle, prices, throughput, webhooks
from infra.packaging import PROJECT

_PAGE = """# What Foyer costs and how soon it starts

Written on {day} by these commands; repeat them after a change:

```
python -m infra package --stage example
python -m bench.report --package .local/build/example/out/deployment.zip
```

Budgets for the counts stand in `bench/budgets.json`; `python -m bench.cost --check` fails above them.

## What each action uses

Counted on the local cloud, with everything warm: two tickets of one product a paid order. Round trips are calls to
DynamoDB, one after the other. Units follow DynamoDB's published rules: writes in a transaction count double, index
entries once.

{actions}

## What AWS charges

Prices of eu-central-1 in USD, from the table in `bench/prices.py` (November 2026, to be compared with AWS's own
calculator), before tax and without free tiers. Lambda's time is the CPU time measured here. Data that leaves by
CloudFront is counted for the pages only; payment fees are Stripe's.

### 1,000 paid orders: {thousand:.2f}

{orders}

### A month without a visitor: {month:.2f}

{idle}

AWS gives ten alarms, three dashboards and a million queue calls a month to every account for nothing: within these an
idle month costs about {idle_free:.2f}.

## How fast it is on this machine

{cores} cores, shared by the load, the engine that stands in for AWS, and our functions. Whole orders (reserve, check
out) of a free product through HTTP, while their tickets are drawn and mailed beside them:

{throughput}

`python -m bench.onsale` races 640 buyers for 300 tickets and proves that none was sold twice; with `--faults` AWS has a
bad day meanwhile. `python -m bench.money --seeds 20` lets 150 pay in every way for 40 seats while Stripe misbehaves,
and proves that every cent is explained.

## Calling an event off

`python -m bench.calling_off` sells 2,000 orders, calls their event off, kills the worker on the way and compares every
order and entry with Stripe. With the machine shared by others: 223 s, the worker killed twice, every order cancelled
and refunded once, the books equal to Stripe's.

| an order | |
|---|---:|
| transitions of Step Functions (16 in all) | 0.008 |
| `POST /v1/refunds` | 1.00 |
| `GET /v1/refunds` and `GET /v1/disputes`, after Stripe's notices | 4 |

What the table is asked for an order is the line “cancel and refund, one of thousands” above; on AWS the pace is that of
the calls, 20 a second.

## Telling webhooks

{orders_told} free orders of two facts each, told to one endpoint, and to fifty of which one hangs and one fails. Of
those that are well none may miss one (`python -m bench.webhooks` fails if it does); order is not promised, so it is
counted.
Times are from the commit to the delivery, on the machine that does all the rest, too:

{webhooks}

## Cold starts

CPU time that a function's imports take in a fresh process, least of five, on the machine that wrote this{origin}.

{cold}
"""
_ORDERS_TOLD = 20
_FREE_ALARMS, _FREE_QUEUE_CALLS = 10, 1_000_000


def _usd(parts: dict[str, float]) -> str:
    lines = ["| part | USD |", "|---|---:|"]
    return "\n".join([*lines, *(f"| {name} | {value:.4f} |" for name, value in parts.items())])


def _within_free_tier(parts: dict[str, float]) -> float:
    given = _FREE_ALARMS * prices.ALARM_MONTH + prices.DASHBOARD_MONTH + _FREE_QUEUE_CALLS * prices.QUEUE_CALL
    return sum(parts.values()) - given


def _origin(package: Path | None) -> str:
    if not package:
        return ", with the libraries of the virtual environment"
    zipped, unpacked = cold.sizes(package)
    return (
        f", with nothing but the package that is deployed: {zipped / 1e6:.1f} MB zipped (Lambda takes 50), "
        f"{unpacked / 1e6:.1f} MB unpacked (250). All functions share it"
    )


def page(package: Path | None) -> str:
    """The document."""
    measured = cost.measure()
    orders, month = cost.paid_orders_usd(measured), idle.month()
    return _PAGE.format(
        day=f"{datetime.now(UTC):%-d %B %Y}",
        actions=cost.table(measured),
        thousand=sum(orders.values()),
        orders=_usd(orders),
        month=sum(month.values()),
        idle=_usd(month),
        idle_free=_within_free_tier(month),
        cores=os.cpu_count(),
        throughput=throughput.table(throughput.measure()),
        orders_told=_ORDERS_TOLD,
        webhooks=webhooks.table(webhooks.measure(_ORDERS_TOLD)),
        cold=cold.table(cold.measure(package)),
        origin=_origin(package),
    )


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(prog="python -m bench.report", description=__doc__)
    parser.add_argument("--package", type=Path, help="a deployment.zip to measure cold starts with")
    options = parser.parse_args()
    (PROJECT / "docs" / "benchmarks.md").write_text(page(options.package))


if __name__ == "__main__":
    main()

"""`python -m bench.cost`: what each action uses on AWS, and what that costs. `--check` compares with the budgets."""

import argparse
import json
from pathlib import Path

from bench import actions, office, prices
from bench.meter import Counts

BUDGETS = Path(__file__).parent / "budgets.json"

# What a paid order is made of, in the order in which it happens.
PAID_ORDER = (
    "look at an event",
    "reserve",
    "react to the reservation",
    "index it and look at the stock",
    "check out",
    "settle",
    "notice from Stripe",
    "react to the payment",
    "fulfil",
    "send the mail",
    "watch the hold of a paid order",
)
# A full vCPU has 1,769 MB: whatever a function's memory, work bound by the CPU costs this much a second.
_GB_OF_A_CPU = 1.769
_CALLS_A_MESSAGE = 3  # send, receive, delete
_LOG_BYTES_A_CALL = 700  # START, END and REPORT of the runtime, and a line or two of ours
_PAGE_BYTES, _PAGE_REQUESTS, _LOOKS_AN_ORDER = 40_000, 5, 20
_S3_WRITES = ("s3:PutObject", "s3:ListObjectsV2")


def usd(counts: Counts) -> float:
    """What AWS charges for these counts."""
    calls = counts.calls
    return (
        counts.read_units * prices.READ_UNIT
        + counts.write_units * prices.WRITE_UNIT
        + counts.invocations["api_handler"] * prices.API_CALL
        + counts.invocations.total() * (prices.FUNCTION_CALL + _LOG_BYTES_A_CALL / 1e9 * prices.LOG_GB)
        + counts.seconds * _GB_OF_A_CPU * prices.FUNCTION_GB_SECOND
        + calls["sqs:SendMessage"] * _CALLS_A_MESSAGE * prices.QUEUE_CALL
        + counts.transitions * prices.TRANSITION
        + sum(calls[name] for name in _S3_WRITES) * prices.S3_PUT
        + calls["s3:GetObject"] * prices.S3_GET
        + calls["email:SendRawEmail"] * prices.MAIL
    )


def page_views_usd(orders: int) -> float:
    """CloudFront's part: for each order, so many people have looked at the page."""
    looks = orders * _LOOKS_AN_ORDER
    return looks * (_PAGE_REQUESTS * prices.CDN_REQUEST + _PAGE_BYTES / 1e9 * prices.CDN_GB)


def paid_orders_usd(measured: dict[str, Counts], orders: int = 1000) -> dict[str, float]:
    """By action, what this many paid orders cost."""
    parts = {name: usd(measured[name]) * orders for name in PAID_ORDER}
    return parts | {f"{_LOOKS_AN_ORDER} page views an order": page_views_usd(orders)}


def figures(counts: Counts) -> dict[str, float]:
    """The counts that budgets are about."""
    return {
        "round_trips": counts.dynamodb_calls,
        "read_units": counts.read_units,
        "write_units": counts.write_units,
        "transitions": counts.transitions,
        "function_calls": counts.invocations.total(),
    }


def over_budget(measured: dict[str, Counts], budgets: dict[str, dict[str, float]]) -> list[str]:
    """Every figure that is above its budget, and every budget that is about nothing."""
    found = [f"{name}: no such action" for name in budgets if name not in measured]
    for name, budget in budgets.items():
        used = figures(measured[name]) if name in measured else {}
        found += [
            f"{name}: {used[key]} {key}, budget {most}" for key, most in budget.items() if used.get(key, 0) > most
        ]
    return found


def table(measured: dict[str, Counts]) -> str:
    """The counts as a Markdown table."""
    head = (
        "| action | round trips | read units | write units | written bytes | messages | transitions | function calls |"
    )
    lines = [head, "|---|" + "---:|" * 7]
    for name, counts in measured.items():
        used = figures(counts)
        lines.append(
            f"| {name} | {used['round_trips']} | {used['read_units']:g} | {used['write_units']} | "
            f"{counts.written_bytes:,} | {counts.calls['sqs:SendMessage']} | {used['transitions']} | "
            f"{used['function_calls']} |"
        )
    return "\n".join(lines)


def measure() -> dict[str, Counts]:
    """Run the story once."""
    with office.opened() as opened:
        return actions.Story(opened).run()


def main() -> None:
    """Print the table; with --check, fail above a budget."""
    parser = argparse.ArgumentParser(prog="python -m bench.cost", description=__doc__)
    parser.add_argument("--check", action="store_true", help="fail when a count is above bench/budgets.json")
    options = parser.parse_args()
    measured = measure()
    print(table(measured))
    parts = paid_orders_usd(measured)
    print(f"\n1,000 paid orders: USD {sum(parts.values()):.2f}")
    if options.check:
        found = over_budget(measured, json.loads(BUDGETS.read_text()))
        raise SystemExit("\n".join(["Above the budget:", *found]) if found else 0)


if __name__ == "__main__":
    main()

"""What happens by itself when its time comes: debits clear, refunds settle, holds expire, payouts arrive."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from localstack.stripe import accounts, attempts, captures, disputes, payouts, refunds
from localstack.stripe.call import Call
from localstack.stripe.errors import Json
from localstack.stripe.state import State

_TICK_SECONDS = 0.5
Act = Callable[[Call, Json], object]
# task → what to do to the object
TASKS: dict[str, Act] = {
    "clear": attempts.clear,
    "expire_hold": captures.expire,
    "settle_refund": refunds.settle,
    "fail_refund": refunds.fail,
    "dispute_past_due": disputes.past_due,
    "send_payout": payouts.send,
    "finish_payout": payouts.finish,
    "verify_account": accounts.verify,
}


async def run(state: State) -> None:
    while True:
        settle_due(state)
        await asyncio.sleep(_TICK_SECONDS)


def advance(state: State, seconds: float) -> None:
    """Move the clock on, stopping at each thing that is due, so that all bear the time at which they happened."""
    end = state.clock_offset + seconds
    while state.due:
        wait = min(row["at"] for row in state.due) - state.now()
        if state.clock_offset + wait > end:
            break
        state.clock_offset += max(0, wait)
        settle_due(state)
    state.clock_offset = end
    settle_due(state)


def settle_due(state: State) -> None:
    now = state.now()
    due = [row for row in state.due if row["at"] <= now]
    if not due:
        return
    state.due = [row for row in state.due if row["at"] > now]
    for row in sorted(due, key=lambda row: row["at"]):
        call = Call(state, row["account"])
        if row["task"] == "pay_out":
            payouts.pay_out(call)
        elif item := state.find(row["account"], row["id"]):
            TASKS[row["task"]](call, item)
    state.changed()

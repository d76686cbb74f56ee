"""What happens by itself when its time comes: debits clear, pending refunds settle."""

from __future__ import annotations

import asyncio

from localstack.stripe import attempts, refunds
from localstack.stripe.call import Call
from localstack.stripe.state import State

_TICK_SECONDS = 0.5
# task → what to do, and to which kind of object
TASKS = {
    "clear": (attempts.clear, "payment_intent"),
    "settle_refund": (refunds.settle, "refund"),
    "fail_refund": (refunds.fail, "refund"),
}


async def run(state: State) -> None:
    while True:
        settle_due(state)
        await asyncio.sleep(_TICK_SECONDS)


def settle_due(state: State) -> None:
    now = state.now()
    due = [row for row in state.due if row["at"] <= now]
    if not due:
        return
    state.due = [row for row in state.due if row["at"] > now]
    for row in sorted(due, key=lambda row: row["at"]):
        act, kind = TASKS[row["task"]]
        call = Call(state, row["account"])
        act(call, state.get(row["account"], kind, row["id"]))
    state.changed()

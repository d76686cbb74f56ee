"""A function runs at most so many calls at once, the rest wait; idle processes go, but not the API's last.

Wrong: without a ceiling a burst starts a process for each call, and with `_LOCAL_MAX_WORKERS` the surplus is
refused instead of queued. The first process of every function stays for ever: twenty functions hold 1.5 GB.
Upstream should: let callers wait for a free worker for as long as the function's timeout, and make the number
of kept processes a setting.

With FOYER_LAMBDA_PICK=any a call goes to whichever process is free, and the API gets as many as it may have. AWS
promises no more than that: what one process still remembers another has never known. The engine alone always asks the
same one first, and a test that trusts in it fails on the one day on which that one is busy.
"""

import os
import random
import threading
from collections import defaultdict
from collections.abc import Callable

from ministack.core import lambda_runtime
from ministack.services import lambda_svc

from localstack.fixes.guard import rewrite

LONGEST_WAIT_SECONDS = 25
KEPT_WARM = "app.app"  # the handler that Chalice gives to the function behind the API

_ceiling = int(os.environ.get("FOYER_LAMBDA_WORKERS", "4"))
_picks_any = os.environ.get("FOYER_LAMBDA_PICK") == "any"
_slots: dict[str, threading.BoundedSemaphore] = defaultdict(lambda: threading.BoundedSemaphore(_ceiling))


def with_ceiling(
    execute: Callable[[dict, dict, str], dict],
) -> Callable[[dict, dict, str], dict]:
    """Wrap MiniStack's invoker so that calls beyond the ceiling wait for their turn."""

    def execute_in_turn(func: dict, event: dict, request_id: str) -> dict:
        config = func.get("config") or func
        slot = _slots[config.get("FunctionArn", "")]
        if not slot.acquire(timeout=LONGEST_WAIT_SECONDS):
            return lambda_svc._throttle_response(
                reason_code="ReservedFunctionConcurrentInvocationLimitExceeded",
                msg="Rate Exceeded.",
            )
        try:
            return execute(func, event, request_id)
        finally:
            slot.release()

    return execute_in_turn


def in_any_order(workers: list[lambda_runtime.Worker]) -> list[lambda_runtime.Worker]:
    """The processes as a call shall look for a free one; none while the API has fewer than it may have."""
    is_api = any(worker.config.get("Handler") == KEPT_WARM for worker in workers)
    return [] if is_api and len(workers) < _ceiling else random.sample(workers, len(workers))


def apply() -> None:
    """Put the ceiling before the invoker and let the reaper take idle first workers."""
    if _picks_any:
        lambda_runtime.in_any_order = in_any_order
        rewrite(lambda_runtime.acquire_worker, ("for worker in entries:", "for worker in in_any_order(entries):"))
    lambda_svc._execute_function_warm = with_ceiling(lambda_svc._execute_function_warm)
    rewrite(
        lambda_runtime.reap_idle_workers,
        (
            "(i == 0 and not snapstart_version)",
            f"(i == 0 and not snapstart_version and worker.config.get('Handler') == {KEPT_WARM!r})",
        ),
    )

"""A function runs at most so many calls at once, the rest wait; idle processes go, but not the API's last.

Wrong: without a ceiling a burst starts a process for each call, and with `_LOCAL_MAX_WORKERS` the surplus is
refused instead of queued. The first process of every function stays for ever: twenty functions hold 1.5 GB.
Upstream should: let callers wait for a free worker for as long as the function's timeout, and make the number
of kept processes a setting.
"""

import os
import threading
from collections import defaultdict
from collections.abc import Callable

from ministack.core import lambda_runtime
from ministack.services import lambda_svc

from localstack.fixes.guard import rewrite

LONGEST_WAIT_SECONDS = 25
KEPT_WARM = "app.app"  # the handler that Chalice gives to the function behind the API

_ceiling = int(os.environ.get("FOYER_LAMBDA_WORKERS", "4"))
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


def apply() -> None:
    """Put the ceiling before the invoker and let the reaper take idle first workers."""
    lambda_svc._execute_function_warm = with_ceiling(lambda_svc._execute_function_warm)
    rewrite(
        lambda_runtime.reap_idle_workers,
        (
            "(i == 0 and not snapstart_version)",
            f"(i == 0 and not snapstart_version and worker.config.get('Handler') == {KEPT_WARM!r})",
        ),
    )

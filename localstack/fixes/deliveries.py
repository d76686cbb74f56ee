"""With FOYER_DELIVER=twice every message of a queue and every record of a stream comes twice, as both may on AWS.

The second time comes at once, beside the first, or after it; what the function says of it decides nothing. Not a
mistake of the engine's: it delivers once, which AWS never promised, and so hides what would go wrong.
"""

import os
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

from ministack.services import lambda_svc

from localstack.fixes.guard import rewrite


def twice(execute: Callable[[dict, dict], dict], func: dict, event: dict) -> dict:
    """Call the function with the event two times and return the first answer."""
    if random.random() < 0.5:
        answer = execute(func, event)
        if not answer.get("error"):
            execute(func, event)
        return answer
    with ThreadPoolExecutor(1) as pool:
        again = pool.submit(copy_context().run, execute, func, event)
        answer = execute(func, event)
        again.result()
    return answer


def apply() -> None:
    """Let what brings messages and records bring them twice."""
    if os.environ.get("FOYER_DELIVER") != "twice":
        return
    lambda_svc.twice = twice
    for bring in (lambda_svc._run_sqs_batch, lambda_svc._poll_dynamodb_streams):
        rewrite(
            bring, ("result = _execute_function(func_rec, event)", "result = twice(_execute_function, func_rec, event)")
        )

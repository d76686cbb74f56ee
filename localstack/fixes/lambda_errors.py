"""A handler that raises keeps its process and reports its exception's class, as on AWS.

Wrong: MiniStack ends the worker process after every exception (the next call pays a cold start) and reports
`errorType: Runtime.HandlerError` for all, so Retry and Catch by class name in Step Functions never match. An
import error loses its traceback.
Upstream should: send `type(e).__name__` and the traceback lines from the worker script, and end the process
only when it died or timed out.
"""

from ministack.core import lambda_runtime
from ministack.services import lambda_svc

from localstack.fixes.guard import rewrite, rewrite_text


def apply() -> None:
    """Teach the worker script, the worker and the invoker about exception classes."""
    rewrite_text(
        lambda_runtime,
        "_PYTHON_WORKER_SCRIPT",
        (
            '{"status": "error", "error": str(e), "trace": traceback.format_exc()}',
            (
                '{"status": "error", "error": str(e), "trace": traceback.format_exc(), "alive": True,'
                ' "error_type": type(e).__name__, "stack": traceback.format_tb(e.__traceback__)}'
            ),
        ),
        (
            '_real_stdout.write(json.dumps({"status": "error", "error": str(e)}) + "\\n")',
            '_real_stdout.write(json.dumps({"status": "error", "error": traceback.format_exc()}) + "\\n")',
        ),
    )
    rewrite(
        lambda_runtime.Worker.invoke,
        (
            'if response.get("status") == "error":',
            'if response.get("status") == "error" and not response.get("alive"):',
        ),
    )
    rewrite(
        lambda_svc._execute_function_warm,
        (
            'error_type = "Runtime.HandlerError"',
            'error_type = result.get("error_type") or "Runtime.HandlerError"',
        ),
        (
            '"errorType": error_type,\n',
            '"errorType": error_type, "requestId": request_id, "stackTrace": result.get("stack", []),\n',
        ),
    )

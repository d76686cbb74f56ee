"""Runs a server coroutine until SIGTERM or Ctrl-C asks it to end."""

import asyncio
import contextlib
import signal
from collections.abc import Coroutine


def run_until_stopped(server: Coroutine[None, None, None]) -> None:
    """Run the coroutine and cancel it on the first signal, so that its clean-up runs."""

    async def guarded() -> None:
        task = asyncio.ensure_future(server)
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, task.cancel)
        with contextlib.suppress(asyncio.CancelledError):
            await task

    asyncio.run(guarded())

"""Child processes of the local cloud: started with a log file, awaited until healthy, stopped in order."""

import ctypes
import http.client
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from localstack.settings import PROJECT

STOP_SECONDS = 15
PR_SET_PDEATHSIG = 1  # from Linux's sys/prctl.h
SHOWN_LOG_LINES = 20


class ChildFailed(RuntimeError):
    """A process of the local cloud ended or did not become healthy."""


def _end_with_parent() -> None:
    """Let Linux end the child when the launcher is killed, so that no engine keeps the ports."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass(frozen=True)
class Child:
    """A running process and its log."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def failure(self, what: str) -> ChildFailed:
        """Return an error that shows the end of the log and where the rest is."""
        lines = self.log.read_text(errors="replace").splitlines()[-SHOWN_LOG_LINES:]
        shown = "\n".join(f"  | {line}" for line in lines) or "  | (the log is empty)"
        return ChildFailed(f"{self.name} {what}.\n{shown}\n  Full log: {self.log}")


def start(name: str, arguments: Sequence[str], environment: Mapping[str, str], logs: Path) -> Child:
    """Start `python -m …` in its own process group, so that Ctrl-C reaches only the launcher."""
    logs.mkdir(parents=True, exist_ok=True)
    log = logs / f"{name}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-u", "-m", *arguments],
            cwd=PROJECT,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_end_with_parent,
        )
    return Child(name, process, log)


def wait_until_healthy(child: Child, url: str, seconds: float = 30) -> None:
    """Return when the URL answers; raise with the log when the process ends or the time is over."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if child.process.poll() is not None:
            raise child.failure(f"ended with status {child.process.returncode}")
        if answers(url):
            return
        time.sleep(0.05)
    raise child.failure(f"did not answer at {url} within {seconds:.0f} s")


def answers(url: str) -> bool:
    """Whether an HTTP server answers at the URL, with whatever status below 500."""
    try:
        with urllib.request.urlopen(url, timeout=2):
            return True
    except urllib.error.HTTPError as refusal:
        return refusal.code < 500
    except (OSError, http.client.HTTPException):
        return False


def run(name: str, arguments: Sequence[str], environment: Mapping[str, str], logs: Path) -> None:
    """Run a step to its end; its lines go to the log and, as they come, to the screen."""
    logs.mkdir(parents=True, exist_ok=True)
    log = logs / f"{name}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-u", "-m", *arguments],
            cwd=PROJECT,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_end_with_parent,
        )
        child = Child(name, process, log)
        try:
            for line in process.stdout or ():
                output.write(line)
                output.flush()
                print("    " + line.decode(errors="replace").rstrip(), flush=True)
            status = process.wait()
        except BaseException:
            stop([child])
            raise
    if status:
        raise child.failure(f"failed with status {status}")


def stop(children: Sequence[Child], seconds: float = STOP_SECONDS) -> None:
    """Ask all to end, wait, then end by force what is left."""
    for child in children:
        _signal(child, signal.SIGTERM)
    deadline = time.monotonic() + seconds
    try:
        for child in children:
            child.process.wait(timeout=max(0.0, deadline - time.monotonic()))
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        for child in children:
            _signal(child, signal.SIGKILL)
            child.process.wait()


def _signal(child: Child, number: signal.Signals) -> None:
    """Signal the child; a forced end takes its whole group, so that no Lambda process is left."""
    if child.process.poll() is not None:
        return
    if number is signal.SIGKILL:
        os.killpg(child.process.pid, number)
    else:
        child.process.send_signal(number)

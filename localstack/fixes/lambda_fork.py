"""A new process of a function is forked from one that has imported the package, instead of importing it again.

Wrong: each cold start is a new interpreter that imports everything: half a second of a core for our functions. A rush
starts thirty of them, which takes longer than all the work that they then do.
Upstream should: keep a fork server for each code package, as SnapStart keeps a snapshot on AWS. As there, code that
runs at import sees the function's own variables, but no credentials and no function's name yet.
"""

import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from typing import IO

from ministack.core import lambda_runtime

from localstack.fixes.guard import rewrite
from localstack.fixes.lambda_pool import KEPT_WARM
from localstack.settings import PROJECT

BEHIND_PEOPLE = 15  # on a small machine, who waits for a page goes before what happens behind it
LONGEST_PID = 20
MOST_ZYGOTES = 3  # a new deployment's replaces that of the one before
_OF_ONE_PROCESS = lambda_runtime._RESERVED_RUNTIME_ENV_VARS - {"AWS_REGION", "AWS_DEFAULT_REGION", "LAMBDA_TASK_ROOT"}

_zygotes: dict[str, "Zygote"] = {}
_starting = threading.Lock()


class Forked:
    """A Lambda process that is not our child, with what MiniStack uses of `subprocess.Popen`."""

    def __init__(self, pid: int, stdin: IO[str], stdout: IO[str], stderr: IO[str], alive: int) -> None:
        self.pid, self.stdin, self.stdout, self.stderr = pid, stdin, stdout, stderr
        self.returncode: int | None = None
        self._alive = alive
        self._end = select.poll()  # unlike select.select, for descriptors above 1023 too
        self._end.register(alive, select.POLLIN)

    def poll(self) -> int | None:
        """None while it lives."""
        return self._ended_within(0)

    def wait(self, timeout: float | None = None) -> int:
        """Return when it has ended; TimeoutExpired if that takes longer."""
        ended = self._ended_within(timeout)
        if ended is None:
            raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
        return ended

    def terminate(self) -> None:
        """Ask it to end."""
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self._signal(signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def _ended_within(self, seconds: float | None) -> int | None:
        if self.returncode is None and self._end.poll(None if seconds is None else 1000 * seconds):
            os.close(self._alive)
            self.returncode = 0
        return self.returncode


@dataclass
class Zygote:
    """The process that has imported a package, and the socket that takes orders."""

    process: subprocess.Popen[bytes]
    channel: socket.socket
    lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def start(cls, code_dir: str, module: str, environment: dict[str, str]) -> "Zygote":
        """Begin the imports; orders may be given at once."""
        ours, theirs = socket.socketpair()
        with theirs:
            given = ["--channel", str(theirs.fileno()), "--code", code_dir, "--module", module]
            process = subprocess.Popen(
                [sys.executable, "-m", "localstack.zygote", *given],
                cwd=PROJECT,
                env=environment,
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )
        return cls(process, ours)

    def fork(self, script: str, folder: str, environment: dict[str, str], nice: int) -> Forked:
        """A process that runs `script` in `folder` with this environment, `nice` to the others."""
        pipes = [os.pipe() for _ in range(4)]
        (their_in, stdin), (stdout, their_out), (stderr, their_err), (alive, their_life) = pipes
        theirs = [their_in, their_out, their_err, their_life]
        given = {"script": script, "folder": folder, "environment": environment, "nice": nice}
        order = json.dumps(given).encode() + b"\n"
        try:
            with self.lock:
                sent = socket.send_fds(self.channel, [order], theirs)
                self.channel.sendall(order[sent:])
                pid = int(self.channel.recv(LONGEST_PID))
        finally:
            for descriptor in theirs:
                os.close(descriptor)
        return Forked(pid, open(stdin, "w", buffering=1), open(stdout), open(stderr), alive)

    def stop(self) -> None:
        """Let it end; its processes live on until they are stopped themselves."""
        self.channel.close()
        self.process.wait(5)


def spawn(
    command: list[str], folder: str, environment: dict[str, str], handler: str
) -> "subprocess.Popen[str] | Forked":
    """Start a worker: by a fork for Python without layers, as MiniStack does for all others."""
    binary, script = command
    if binary == sys.executable and "_LAMBDA_LAYERS_DIRS" not in environment:
        module = handler.rpartition(".")[0].replace("/", ".")
        nice = 0 if handler == KEPT_WARM else BEHIND_PEOPLE
        with open(script) as file:
            return _zygote(folder, module, environment).fork(file.read(), folder, environment, nice)
    return subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        bufsize=1,
        env=environment,
    )


def _zygote(code_dir: str, module: str, environment: dict[str, str]) -> Zygote:
    common = {name: value for name, value in environment.items() if name not in _OF_ONE_PROCESS}
    key = json.dumps([code_dir, common], sort_keys=True)
    with _starting:
        found = _zygotes.pop(key, None)
        if not found or found.process.poll() is not None:
            found = Zygote.start(code_dir, module, common)
        _zygotes[key] = found  # the last used stands last
        while len(_zygotes) > MOST_ZYGOTES:
            _zygotes.pop(next(iter(_zygotes))).stop()
    return found


def apply() -> None:
    """Let the worker be forked."""
    rewrite(
        lambda_runtime.Worker._spawn,
        (
            """    self._proc = subprocess.Popen(
        [binary, worker_path],
        cwd=code_dir,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        bufsize=1,
        env=spawn_env,
    )
""",
            """    from localstack.fixes.lambda_fork import spawn
    self._proc = spawn([binary, worker_path], code_dir, spawn_env, handler)
""",
        ),
    )

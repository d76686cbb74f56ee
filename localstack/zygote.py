"""Imports a function package once, then forks a Lambda process from itself in milliseconds.

`lambda_fork` in localstack/fixes starts one for each package and set of variables. Orders come over one socket: a line
of JSON (environment, folder, script) with four descriptors, the process's standard streams and the end of a pipe
that the process holds for as long as it lives. When the engine is gone the socket closes, and the zygote ends.
"""

import argparse
import ast
import contextlib
import functools
import gc
import importlib.util
import json
import os
import select
import signal
import socket
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# What the clients of these services read from disk is read once, not by each process.
SERVICES = ("dynamodb", "sqs", "stepfunctions", "s3", "secretsmanager", "ses")
LONGEST_ORDER = 1 << 20
LONGEST_NAME = 15


def named_modules(folder: Path) -> list[str]:
    """The package's modules and every one that they name, those that are imported on first use among them."""
    found: dict[str, None] = {}
    for path in sorted(folder.rglob("*.py")):
        found[".".join(path.relative_to(folder).with_suffix("").parts).removesuffix(".__init__")] = None
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Import):
                found |= dict.fromkeys(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found[node.module] = None
    return list(found)


def import_if_possible(name: str) -> None:
    """What cannot be imported here cannot be there either: the process that needs it tells why."""
    with contextlib.suppress(Exception):
        importlib.import_module(name)


def prepare(folder: Path) -> Iterator[None]:
    """Import module by module what a process may need; between two steps a waiting order is served."""
    for name in named_modules(folder):
        import_if_possible(name)
        yield
    if importlib.util.find_spec("botocore"):
        yield from _read_service_models()
    gc.collect()
    yield


def _read_service_models() -> Iterator[None]:
    import botocore.loaders
    import botocore.session

    files = botocore.loaders.JSONFileLoader
    read = functools.cache(functools.partial(files.load_file, files()))
    files.load_file = lambda _, path: read(path)  # each client has a loader of its own; now they share what was read
    loader = botocore.session.Session().get_component("data_loader")
    for service in SERVICES:
        for kind in ("service-2", "paginators-1", "waiters-2", "endpoint-rule-set-1"):
            try:
                loader.load_service_model(service, kind)
            except botocore.exceptions.UnknownServiceError:
                continue
        yield
    for name in ("endpoints", "partitions", "_retry", "sdk-default-configuration"):
        loader.load_data(name)


def serve(channel: socket.socket, folder: Path) -> None:
    """Fork a process for each order until the engine has gone; import what is left while there is none."""
    steps = prepare(folder)
    prepared = False
    while True:
        ready, _, _ = select.select([channel], [], [], None if prepared else 0)
        if ready and not take_order(channel):
            return
        if not ready:
            prepared = next(steps, steps) is steps


def take_order(channel: socket.socket) -> bool:
    """Fork, and tell the engine the process's number; False when the engine has gone."""
    text, descriptors, _, _ = socket.recv_fds(channel, LONGEST_ORDER, 4)
    while text and not text.endswith(b"\n"):
        text += channel.recv(LONGEST_ORDER)
    if not text:
        return False
    gc.freeze()  # the process's collector leaves alone what stands here, so that its memory stays shared
    pid = os.fork()
    if pid == 0:
        channel.close()
        become(json.loads(text), descriptors)
    for descriptor in descriptors:
        os.close(descriptor)
    channel.sendall(f"{pid}\n".encode())
    return True


def become(order: dict[str, Any], descriptors: list[int]) -> None:
    """Be the Lambda process: its streams, environment and folder, then the engine's own worker script."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    streams, alive = descriptors[:3], descriptors[3]
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.set_inheritable(alive, False)  # what the function starts does not keep it alive
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout, sys.stderr = (open(number, "w", buffering=1, encoding="utf-8", closefd=False) for number in (1, 2))  # noqa: SIM115
    os.environ.clear()
    os.environ.update(order["environment"])
    os.chdir(order["folder"])
    os.nice(order["nice"])
    with contextlib.suppress(OSError):  # Linux: what `ps -o comm` and `top` show
        Path("/proc/self/comm").write_text(os.environ.get("AWS_LAMBDA_FUNCTION_NAME", "")[-LONGEST_NAME:])
    try:
        exec(compile(order["script"], "_worker.py", "exec"), {"__name__": "__main__"})
    except BaseException:  # the edge: the interpreter would print this and end
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


def main() -> None:
    """Import the handler's module before the first order; whatever is wrong with it is met and told by the process."""
    parser = argparse.ArgumentParser(prog="python -m localstack.zygote", description=__doc__)
    parser.add_argument("--channel", type=int, required=True, help="the descriptor of the socket that orders come over")
    parser.add_argument("--code", type=Path, required=True, help="the unpacked package")
    parser.add_argument("--module", required=True, help="the handler's module")
    options = parser.parse_args()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the processes; the system buries them
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    sys.path[0] = str(options.code)  # in place of the project's own folder
    import_if_possible(options.module)
    with socket.socket(fileno=options.channel) as channel:
        serve(channel, options.code)


if __name__ == "__main__":
    main()

"""The local cloud on the command line: `python -m localstack up` and `python -m localstack reset`."""

import argparse
import dataclasses
import shutil
import signal
import sys
import time
from pathlib import Path
from types import FrameType

from localstack import launcher
from localstack.checks import NotReady, is_free
from localstack.links import neighbour_links, product_links
from localstack.processes import ChildFailed
from localstack.settings import BadSetting, Ports, Settings, read_settings


def _stop_on_signal(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def up(options: argparse.Namespace) -> int:
    """Start everything, print the links and wait."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop_on_signal)
    ports = Ports.from_base(options.port_base) if options.port_base else None
    print("Starting Foyer on this computer (Ctrl-C stops it)", flush=True)
    try:
        running = launcher.start(
            ports,
            options.state,
            deploy=not options.no_deploy,
            seed=not (options.no_seed or options.no_deploy),
            report=lambda line: print(line, flush=True),
        )
    except KeyboardInterrupt:
        print("\nStopped before it was ready.")
        return 130
    try:
        print_links(running.settings)
        while (ended := running.ended_child()) is None:
            time.sleep(0.5)
        raise ended.failure(f"ended with status {ended.process.returncode}")
    except KeyboardInterrupt:
        print("\nStopping; all data is kept. A second Ctrl-C stops at once and loses what came since the start.")
        return 0
    finally:
        running.stop()


def print_links(settings: Settings) -> None:
    """Print where everything is."""
    print("\nReady:\n")
    for link in [*product_links(settings), *neighbour_links(settings)]:
        print(f"  {link.name:<14} {link.url:<44} {link.purpose}")
    print(f"\n  All links: {settings.url}/_local/   Logs: {settings.logs}\n", flush=True)


def reset(options: argparse.Namespace) -> int:
    """Forget all data of the local cloud."""
    settings = read_settings()
    settings = dataclasses.replace(settings, state=options.state or settings.state)
    if not is_free(settings.ports.engine):
        print(f"The engine still runs on port {settings.ports.engine}. Stop it first.", file=sys.stderr)
        return 1
    shutil.rmtree(settings.state, ignore_errors=True)
    print(f"Forgot everything in {settings.state}.")
    return 0


def main() -> int:
    """Parse the command line; print what a person can act on instead of a traceback."""
    parser = argparse.ArgumentParser(prog="python -m localstack", description=__doc__)
    commands = parser.add_subparsers(required=True)
    start = commands.add_parser("up", help="start everything and wait")
    start.add_argument("--no-seed", action="store_true", help="without sample data")
    start.add_argument("--no-deploy", action="store_true", help="only the engine and its neighbours")
    start.add_argument("--port-base", type=int, help="use seven ports from this one on")
    start.set_defaults(run=up)
    forget = commands.add_parser("reset", help="forget all data")
    forget.set_defaults(run=reset)
    for command in (start, forget):
        command.add_argument("--state", type=lambda text: Path(text).resolve(), help="folder for all data")
    options = parser.parse_args()
    try:
        return int(options.run(options))
    except (NotReady, ChildFailed, BadSetting) as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())

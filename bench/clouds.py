"""A local cloud for one run of a bench, with bad weather on request, and the checker's word on what it holds."""

import json
import multiprocessing
import os
import tempfile
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from chalicelib.actions import checking
from chalicelib.actions.checking import Proof
from infra.chalice_config import environment
from infra.names import Names
from infra.settings import read_stage
from localstack import launcher, processes
from localstack.checks import free_base
from localstack.launcher import Running
from localstack.settings import ACCOUNT, HOST, REGION, Ports

_PORTS = 8  # the cloud's seven, and one for the weather
P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Faults:
    """The proxy between the functions and the engine."""

    url: str

    def set_rate(self, rate: float) -> None:
        """How many calls of one meet a fault from now on."""
        self._control(json.dumps({"rate": rate}).encode())

    def seen(self) -> dict[str, int]:
        """How often each fault has happened, by call."""
        return dict(self._control()["seen"])

    def _control(self, given: bytes | None = None) -> Any:
        with urllib.request.urlopen(f"{self.url}/_faults", given, timeout=10) as answer:
            return json.load(answer)


@contextmanager
def opened(
    *, faults: bool = False, seed: int = 1, folder: Path | None = None
) -> Iterator[tuple[Running, Faults | None]]:
    """The whole box office without sample data, on free ports; its data are gone afterwards."""
    base = free_base(_PORTS)
    with tempfile.TemporaryDirectory() as name:
        state, ports = Path(name), Ports.from_base(base)
        proxy = Faults(f"http://{HOST}:{base + _PORTS - 1}") if faults else None
        children = []
        if proxy:
            engine = f"http://{HOST}:{ports.engine}"
            command = ["localstack.faults", "--port", str(base + _PORTS - 1), "--engine", engine, "--seed", str(seed)]
            children.append(processes.start("faults", command, os.environ, state / "logs"))
            processes.wait_until_healthy(children[0], f"{proxy.url}/_faults")
        try:
            endpoint = proxy.url if proxy else ""
            running = launcher.start(ports, state, seed=False, functions_endpoint=endpoint, report=lambda _: None)
            try:
                yield running, proxy
            finally:
                running.stop()
        finally:
            processes.stop(children)


def check_event(cloud: Running, event_id: str) -> Proof:
    """What the checker finds."""
    return as_function(cloud, checking.check_event, event_id)


def as_function(cloud: Running, do: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
    """Do something as one of the cloud's own functions.

    In a process of its own, since clients and settings are made once in each.
    """
    spawned = multiprocessing.get_context("spawn")
    with _environment_of(cloud), ProcessPoolExecutor(1, mp_context=spawned) as pool:
        return pool.submit(do, *given, **named).result()


@contextmanager
def _environment_of(cloud: Running) -> Iterator[None]:
    """New processes have the environment of the cloud's functions."""
    settings = cloud.settings
    stage = read_stage("local", base_url=settings.url, stripe_api=settings.stripe_url)
    before = dict(os.environ)
    # In this order: a child's environment is ours and more, and ours may be that of another cloud's functions.
    os.environ |= settings.child_environment() | environment(Names("local", ACCOUNT, REGION), stage)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)

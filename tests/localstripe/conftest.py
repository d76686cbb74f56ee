"""A local Stripe of its own for the tests, a webhook receiver, and the official SDK pointed at it."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import stripe

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SECRET = "whsec_for_the_tests"
ACCOUNT = "acct_1Organizer"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("enable_socket")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Receiver:
    """A webhook endpoint: keeps what it got, and answers with the statuses it is told to."""

    url: str = ""
    got: list[tuple[str, str]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)

    def events(self) -> list[stripe.Event]:
        """What was received, each with its signature verified."""
        return [stripe.Webhook.construct_event(body, sent, SECRET) for body, sent in list(self.got)]

    def types(self) -> list[str]:
        return [event.type for event in self.events()]


@dataclass
class LocalStripe:
    url: str
    receiver: Receiver

    def client(self, key: str = "sk_test_foyer", retries: int = 0) -> stripe.StripeClient:
        return stripe.StripeClient(key, base_addresses={"api": self.url}, max_network_retries=retries)

    def control(self, name: str, **given: Any) -> dict[str, Any]:
        body = json.dumps(given).encode()
        with urllib.request.urlopen(f"{self.url}/_control/{name}", data=body, timeout=10) as answer:
            return json.load(answer)

    def requests(self) -> list[dict[str, Any]]:
        return self._read("requests")

    def deliveries(self) -> list[dict[str, Any]]:
        return self._read("deliveries")

    def _read(self, name: str) -> list[dict[str, Any]]:
        with urllib.request.urlopen(f"{self.url}/_control/{name}", timeout=10) as answer:
            return json.load(answer)["data"]


def _eventually(check: Callable[[], bool], seconds: float = 10) -> None:
    """Waits until `check` is true; the sender works in its own time."""
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end, "it did not become true in time"
        time.sleep(0.05)


@pytest.fixture(scope="session")
def receiver() -> Iterator[Receiver]:
    kept = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            kept.got.append((body, self.headers["Stripe-Signature"]))
            self.send_response(kept.answers.pop(0) if kept.answers else 200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Silent: pytest shows what matters."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    kept.url = f"http://127.0.0.1:{server.server_port}/"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield kept
    server.shutdown()


def _start(port: int, *options: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "localstack.stripe", "--port", str(port), *options]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)

    def answers() -> bool:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_control/requests", timeout=1).close()
        except OSError:
            return False
        return True

    _eventually(answers, 30)
    return process


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(10)


@pytest.fixture(scope="session")
def running(receiver: Receiver) -> Iterator[LocalStripe]:
    port = _free_port()
    process = _start(port, "--webhook-to", receiver.url, "--webhook-secret", SECRET)
    yield LocalStripe(f"http://127.0.0.1:{port}", receiver)
    _stop(process)


@pytest.fixture
def local(running: LocalStripe) -> LocalStripe:
    """The server with nothing in it, and nothing of the last test still on its way."""
    _eventually(lambda: all(row["state"] != "sending" for row in running.deliveries()))
    running.control("reset")
    running.receiver.got.clear()
    running.receiver.answers.clear()
    return running


@pytest.fixture
def serve() -> Callable[[Path], AbstractContextManager[LocalStripe]]:
    """Runs one more server on a state file, for as long as its `with` block."""

    @contextmanager
    def run(state: Path) -> Iterator[LocalStripe]:
        port = _free_port()
        process = _start(port, "--state", str(state))
        yield LocalStripe(f"http://127.0.0.1:{port}", Receiver())
        _stop(process)

    return run


@pytest.fixture
def eventually() -> Callable[[Callable[[], bool]], None]:
    return _eventually


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The system's Chromium, which keeps to loopback."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
    quiet += ["--disable-background-networking", "--disable-component-update"]
    return {"headless": True, "args": quiet} | ({"executable_path": found} if found else {})


@pytest.fixture
def client(local: LocalStripe) -> stripe.StripeClient:
    return local.client()


@pytest.fixture
def direct() -> dict[str, str]:
    """Request options for a direct charge on a connected account."""
    return {"stripe_account": ACCOUNT}

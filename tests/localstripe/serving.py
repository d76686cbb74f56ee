"""The local Stripe as tests run it: its process, its control, and what came to a webhook endpoint."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import stripe

from tests import receiver

ROOT = Path(__file__).resolve().parents[2]
SECRET = "whsec_for_the_tests"
THIN_SECRET = "whsec_for_thin_events"


class Receiver(receiver.Receiver):
    """A webhook endpoint of Stripe's, and below it one for thin events: bodies with their signatures."""

    @property
    def got(self) -> list[tuple[str, str]]:
        return self._bodies("/hook")

    @property
    def thin(self) -> list[tuple[str, str]]:
        return self._bodies("/hook/thin")

    def _bodies(self, path: str) -> list[tuple[str, str]]:
        return [(one.body.decode(), one.headers["stripe-signature"]) for one in self.received if one.path == path]

    def events(self) -> list[stripe.Event]:
        """What was received, each with its signature verified."""
        return [stripe.Webhook.construct_event(body, sent, SECRET) for body, sent in self.got]

    def types(self) -> list[str]:
        return [event.type for event in self.events()]


@dataclass
class LocalStripe:
    """A server that runs: its clients, its control, what it was asked and what it sent."""

    url: str
    receiver: Receiver

    def client(self, key: str = "sk_test_foyer", retries: int = 0) -> stripe.StripeClient:
        addresses = {"api": self.url, "connect": self.url}
        return stripe.StripeClient(key, base_addresses=addresses, max_network_retries=retries)

    def control(self, name: str, **given: Any) -> dict[str, Any]:
        body = json.dumps(given).encode()
        with urllib.request.urlopen(f"{self.url}/_control/{name}", data=body, timeout=10) as answer:
            return json.load(answer)

    def control_read(self, name: str) -> list[dict[str, Any]]:
        return self._read(name)

    def refused(self, name: str, **given: Any) -> bool:
        try:
            self.control(name, **given)
        except urllib.error.HTTPError as error:
            return error.code == 400
        return False

    def thin_events(self) -> list[Any]:
        """The notifications of API v2 that came, each with its signature verified."""
        client = self.client()
        return [client.parse_event_notification(body, sent, THIN_SECRET) for body, sent in self.receiver.thin]

    def requests(self) -> list[dict[str, Any]]:
        return self._read("requests")

    def deliveries(self) -> list[dict[str, Any]]:
        return self._read("deliveries")

    def _read(self, name: str) -> list[dict[str, Any]]:
        with urllib.request.urlopen(f"{self.url}/_control/{name}", timeout=10) as answer:
            return json.load(answer)["data"]


def wait_until(check: Callable[[], bool], seconds: float = 60) -> None:
    """Waits until `check` is true; the sender works in its own time."""
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end, "it did not become true in time"
        time.sleep(0.05)


def start(port: int, *options: str) -> subprocess.Popen[bytes]:
    """A server of its own, once it answers."""
    command = [sys.executable, "-m", "localstack.stripe", "--port", str(port), *options]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)

    def answers() -> bool:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_control/requests", timeout=1).close()
        except OSError:
            return False
        return True

    wait_until(answers, 30)
    return process


def stop(process: subprocess.Popen[bytes]) -> None:
    """End it, and wait until it is gone."""
    process.terminate()
    process.wait(10)

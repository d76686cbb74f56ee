"""A local Stripe of its own for the tests, a webhook receiver, and the official SDK pointed at it."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import stripe
from playwright.sync_api import Page, expect

from localstack.checks import free_base
from tests.localstripe.serving import SECRET, THIN_SECRET, LocalStripe, Receiver, start, stop, wait_until
from tests.receiver import served

HERE = Path(__file__).resolve().parent
ACCOUNT = "acct_1Organizer"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("enable_socket")


@pytest.fixture(scope="session")
def receiver() -> Iterator[Receiver]:
    with served(Receiver(status=200)) as kept:
        yield kept


@pytest.fixture(scope="session")
def running(receiver: Receiver) -> Iterator[LocalStripe]:
    port = free_base(1)
    thin = ("--thin-webhook-to", f"{receiver.url}/thin", "--thin-webhook-secret", THIN_SECRET)
    process = start(port, "--webhook-to", receiver.url, "--webhook-secret", SECRET, *thin)
    yield LocalStripe(f"http://127.0.0.1:{port}", receiver)
    stop(process)


@pytest.fixture
def local(running: LocalStripe) -> LocalStripe:
    """The server with nothing in it, and nothing of the last test still on its way."""
    wait_until(lambda: all(row["state"] != "sending" for row in running.deliveries()))
    running.control("reset")
    running.receiver.received.clear()
    running.receiver.statuses.clear()
    return running


@pytest.fixture
def serve() -> Callable[..., AbstractContextManager[LocalStripe]]:
    """Runs one more server on a state file, for as long as its `with` block."""

    @contextmanager
    def run(state: Path, *options: str) -> Iterator[LocalStripe]:
        port = free_base(1)
        process = start(port, "--state", str(state), *options)
        try:
            yield LocalStripe(f"http://127.0.0.1:{port}", Receiver())
        finally:
            stop(process)

    return run


@pytest.fixture
def eventually() -> Callable[[Callable[[], bool]], None]:
    return wait_until


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
def pay(client: stripe.StripeClient) -> Callable[..., stripe.PaymentIntent]:
    """Pays at once with a published payment method, by default 10.00 EUR with a good card."""

    def pay_with(method: str = "pm_card_visa", options: Any = None, **more: Any) -> stripe.PaymentIntent:
        back = {"confirm": True, "return_url": "http://shop.invalid/back"}
        given = {"amount": 1000, "currency": "eur", "payment_method": method, **back, **more}
        return client.v1.payment_intents.create(given, options)

    return pay_with


@pytest.fixture
def happened(client: stripe.StripeClient) -> Callable[..., list[str]]:
    """The types of everything that happened, oldest first."""

    def types(options: Any = None) -> list[str]:
        return [event.type for event in client.v1.events.list({"limit": 100}, options).data][::-1]

    return types


@pytest.fixture
def direct() -> dict[str, str]:
    """Request options for a direct charge on a connected account."""
    return {"stripe_account": ACCOUNT}


@pytest.fixture
def shop(local) -> Iterator[str]:
    """A page of another origin, which allows the local Stripe and nothing else."""
    allowed = f"script-src 'self' {local.url}; frame-src {local.url}; connect-src {local.url}; style-src 'self'"

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            script = self.path.startswith("/shop.js")
            text = (HERE / ("shop.js" if script else "shop.html")).read_text().replace("STRIPE", local.url)
            self.send_response(200)
            self.send_header("Content-Type", "text/javascript" if script else "text/html")
            self.send_header("Content-Security-Policy", f"default-src 'none'; {allowed}")
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            """Silent: pytest shows what matters."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@pytest.fixture
def checkout(client, direct, shop, page: Page) -> Callable[..., str]:
    """Opens the shop with a new intent; answers the intent's id."""

    def open_shop(currency: str = "eur", **query: str) -> str:
        intent = client.v1.payment_intents.create({"amount": 2500, "currency": currency}, direct)
        values = {"secret": intent.client_secret, "account": direct["stripe_account"], **query}
        page.goto(f"{shop}?{urlencode(values)}")
        expect(page.get_by_role("status")).to_have_text("ready")
        return intent.id

    return open_shop

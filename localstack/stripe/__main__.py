"""`python -m localstack.stripe`: a small stateful Stripe for development and tests, on loopback."""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

from aiohttp import web

from localstack.stripe.app import make_app
from localstack.stripe.state import Endpoint, State


def main() -> None:
    given = _arguments()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    state = State(given.state, _endpoints(given))
    print(f"Local Stripe on http://{given.host}:{given.port}", flush=True)
    app = make_app(state)
    web.run_app(app, host=given.host, port=given.port, access_log=None, print=None, shutdown_timeout=1)


def _endpoints(given: argparse.Namespace) -> tuple[Endpoint, ...]:
    """One endpoint for all of API v1, or one each for the platform and its accounts; one more for thin events."""
    found = []
    if given.connect_webhook_to:
        connect_secret = given.connect_webhook_secret or given.webhook_secret
        found.append(Endpoint(given.connect_webhook_to, connect_secret, "connect"))
    if given.webhook_to:
        found.append(Endpoint(given.webhook_to, given.webhook_secret, "platform" if found else "all"))
    if given.thin_webhook_to:
        found.append(Endpoint(given.thin_webhook_to, given.thin_webhook_secret, "thin"))
    return tuple(found)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m localstack.stripe", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=12111)
    parser.add_argument("--state", type=Path, metavar="FILE", help="where objects outlive a restart")
    parser.add_argument("--webhook-to", metavar="URL", help="where events are delivered")
    parser.add_argument("--webhook-secret", default="whsec_local", metavar="whsec_…")
    parser.add_argument("--connect-webhook-to", metavar="URL", help="where those of connected accounts go")
    parser.add_argument("--connect-webhook-secret", metavar="whsec_…")
    parser.add_argument("--thin-webhook-to", metavar="URL", help="where the thin events of API v2 go")
    parser.add_argument("--thin-webhook-secret", default="whsec_local_thin", metavar="whsec_…")
    return parser.parse_args()


if __name__ == "__main__":
    main()

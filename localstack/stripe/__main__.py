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
    """One endpoint for everything, or one for the platform and another for connected accounts."""
    if not given.webhook_to:
        return ()
    if not given.connect_webhook_to:
        return (Endpoint(given.webhook_to, given.webhook_secret),)
    connect_secret = given.connect_webhook_secret or given.webhook_secret
    return (
        Endpoint(given.webhook_to, given.webhook_secret, "platform"),
        Endpoint(given.connect_webhook_to, connect_secret, "connect"),
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m localstack.stripe", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=12111)
    parser.add_argument("--state", type=Path, metavar="FILE", help="where objects outlive a restart")
    parser.add_argument("--webhook-to", metavar="URL", help="where events are delivered")
    parser.add_argument("--webhook-secret", default="whsec_local", metavar="whsec_…")
    parser.add_argument("--connect-webhook-to", metavar="URL", help="where those of connected accounts go")
    parser.add_argument("--connect-webhook-secret", metavar="whsec_…")
    return parser.parse_args()


if __name__ == "__main__":
    main()

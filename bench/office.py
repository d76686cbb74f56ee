"""A box office in this process: real table, real files, real mail, our own functions called one by one.

Only the queues and workflows are walked by hand, so that what each action causes is counted as its own.
"""

import hashlib
import hmac
import json
import os
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import requests

from bench import workflows
from bench.meter import Meter
from localstack import launcher
from localstack.checks import free_ports
from localstack.settings import ACCOUNT, REGION, Settings

Body = dict[str, Any]


@contextmanager
def opened() -> Iterator["Office"]:
    """The table's engine and its neighbours on free ports, with the data stack and no deployed function."""
    with tempfile.TemporaryDirectory() as folder:
        running = launcher.start(free_ports(), Path(folder), deploy=False, seed=False, report=lambda _: None)
        try:
            yield Office(running.settings)
        finally:
            running.stop()


def _prepare(settings: Settings) -> None:
    from infra.chalice_config import environment
    from infra.deploy import deploy_data, names_of
    from infra.settings import read_stage

    stage = read_stage("local", base_url=settings.url, stripe_api=settings.stripe_url)
    os.environ |= {
        "AWS_ENDPOINT_URL": settings.engine_url,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": ACCOUNT,
        "AWS_SECRET_ACCESS_KEY": "test",
        "POWERTOOLS_METRICS_DISABLED": "true",
        "POWERTOOLS_LOG_LEVEL": "ERROR",
    }
    names = names_of(stage)
    os.environ |= environment(names, stage)
    deploy_data(names, stage)


class Office:
    """Calls the API and the functions behind it, and counts."""

    def __init__(self, settings: Settings) -> None:
        _prepare(settings)
        import boto3
        from chalice.test import Client

        from app import app

        self._settings = settings
        self._client = Client(app)
        self._session = ""
        self.meter = Meter()
        self.meter.listen(boto3.client("dynamodb"))

    def call(self, method: str, path: str, body: Body | None = None, **headers: str) -> Body:
        """One request to the API that must succeed."""
        sent = {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
        if self._session:
            sent["Cookie"] = f"foyer_session={self._session}"
        content = json.dumps(body).encode() if body is not None else b""
        with self.meter.invocation("api_handler"):
            answer = self._client.http.request(method, path, headers=sent | headers, body=content)
        if answer.status_code >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status_code} {answer.body!r}")
        cookies = answer.headers.get("Set-Cookie", [])
        if not self._session and cookies:
            self._session = cookies[0].partition("=")[2].partition(";")[0]
        return answer.json_body or {}

    def invoke(self, function: str, payload: Body) -> Body:
        """One call of a function."""
        with self.meter.invocation(function):
            return self._client.lambda_.invoke(function, payload).payload  # type: ignore[no-any-return]

    def react(self) -> None:
        """Show the facts that were committed since to `reactions`, as the table's stream does."""
        facts, self.meter.facts = self.meter.facts, []
        if facts:
            self.invoke("reactions", {"Records": [{"dynamodb": {"NewImage": fact}} for fact in facts]})

    def work(self) -> None:
        """Let the workers see every message that waits."""
        messages, self.meter.messages = self.meter.messages, []
        for queue, body in messages:
            name = queue.removeprefix("foyer-local-")
            self.invoke(name, {"Records": [{"messageId": "counted", "body": body}]})

    def run_workflows(self, meanwhile: Callable[[], None] = lambda: None) -> None:
        """Run every workflow that was started, to its end; at a Wait, life goes on before the clock moves."""
        executions, self.meter.executions = self.meter.executions, []
        for machine, given in executions:
            workflow = machine.removeprefix("foyer-local-").replace("-", "_")

            def wait(instant: str) -> None:
                meanwhile()
                _wait_until(instant)

            entered = workflows.run(workflow, json.loads(given), self.invoke, wait)
            self.meter.counts.transitions += entered

    def pay(self, payment: Body) -> Body:
        """What the browser does with Stripe's script; returns the intent."""
        intent = payment["client_secret"].partition("_secret")[0]
        answer = requests.post(
            f"{self._settings.stripe_url}/v1/payment_intents/{intent}/confirm",
            data={"client_secret": payment["client_secret"], "payment_method": "pm_card_visa"},
            headers={"Authorization": f"Bearer {payment['publishable_key']}"},
            timeout=10,
        )
        answer.raise_for_status()
        return answer.json()  # type: ignore[no-any-return]

    def notify(self, event: Body) -> None:
        """A signed notice, as Stripe sends it."""
        body, now = json.dumps(event).encode(), int(time.time())
        signature = hmac.new(b"whsec_local", f"{now}.".encode() + body, hashlib.sha256).hexdigest()
        headers = {"Stripe-Signature": f"t={now},v1={signature}", "Content-Type": "application/json"}
        with self.meter.invocation("api_handler"):
            answer = self._client.http.request("POST", "/stripe/webhook", headers=headers, body=body)
        if answer.status_code != 200:
            raise RuntimeError(f"The notice was refused: {answer.body!r}")


def _wait_until(instant: str) -> None:
    from chalicelib.kernel import clock

    moment: datetime = clock.from_text(instant)
    clock.set_source(lambda: moment)

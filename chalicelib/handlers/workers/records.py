"""What happened, as files and under seal: one worker seals the log, another writes what members have asked for."""

from typing import Any

from chalice.app import Blueprint

from chalicelib.actions import auditing, proving, sealing
from chalicelib.handlers.workers.edge import each_message
from chalicelib.kernel import clock

functions = Blueprint(__name__)


@functions.lambda_function(name="seals")
def seals(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Accounts in which something has happened some minutes ago."""
    return each_message(event, lambda message: sealing.seal(message["account_id"], clock.now()))


@functions.lambda_function(name="exports")
def exports(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Proofs and parts of the audit log that were asked for: long reading, so it has a worker of its own."""
    return each_message(event, _write)


def _write(message: dict[str, Any]) -> None:
    if "proof_id" in message:
        proving.prove(message["event_id"], message["proof_id"], clock.now())
    else:
        auditing.write_export(message["account_id"], message["export_id"], clock.now())

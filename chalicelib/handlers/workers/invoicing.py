"""The worker that makes out invoices: as many in one commit as a batch asks for."""

import json
from collections.abc import Iterator
from typing import Any

from chalice.app import Blueprint

from chalicelib.actions import invoice_papers
from chalicelib.handlers.workers.edge import each_message
from chalicelib.kernel import clock

functions = Blueprint(__name__)


@functions.lambda_function(name="invoices")
def invoices(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Orders that were paid or refunded: issue what they lack.

    The first message does it for the whole batch. If that fails, each of the others is on its own, so that an order
    that cannot be invoiced stops no other.
    """
    together = list(_order_ids(event))
    done: set[str] = set()

    def work(message: dict[str, Any]) -> None:
        wanted = [message["order_id"], *together]
        together.clear()
        if message["order_id"] not in done:
            invoice_papers.issue_and_draw(wanted, clock.now())
            done.update(wanted)
        if message.get("draw"):  # somebody has looked for a document and found none
            invoice_papers.draw_missing(message["order_id"], clock.now())

    return each_message(event, work)


def _order_ids(event: dict[str, Any]) -> Iterator[str]:
    """What the batch asks for; a message that cannot be read fails when its turn comes."""
    for record in event.get("Records", []):
        try:
            yield json.loads(record["body"])["order_id"]
        except (ValueError, KeyError, TypeError):
            continue

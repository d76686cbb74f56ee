"""Proofs that an event was not oversold: computed by a worker from every order, kept as a file that may be shown."""

import json
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime

from chalicelib.actions import checking
from chalicelib.actions.events import owned_event
from chalicelib.domain.accounts import Caller
from chalicelib.gateways import files, queues
from chalicelib.kernel import clock
from chalicelib.kernel.errors import AlreadyDone, NotFound
from chalicelib.kernel.once import Once
from chalicelib.tables import proofs
from chalicelib.tables.commit import commit


class ProofNotFound(NotFound):
    """Nobody has asked for such a proof of this event."""


def ask(event_id: str, caller: Caller, once: Once, now: datetime) -> str:
    """Let the worker compute a proof; returns its id. The same request sent again asks for the same proof."""
    owned_event(event_id, caller)
    proof_id = once.id("prf")
    with suppress(AlreadyDone):
        commit([proofs.new_proof(event_id, proof_id, now)], [], now=now, by=caller.user_id)
    queues.send("exports", {"event_id": event_id, "proof_id": proof_id})
    return proof_id


def _file(event_id: str, proof_id: str) -> str:
    return f"events/{event_id}/proofs/{proof_id}.json"


def prove(event_id: str, proof_id: str, now: datetime) -> None:
    """Read every order of the event and write down what each pool has, holds and should have."""
    proof = checking.check_event(event_id)
    found = {"event_id": event_id, "at": clock.to_text(now), "holds": proof.holds, **asdict(proof)}
    content = json.dumps(found, indent=2).encode()
    files.put_private(_file(event_id, proof_id), content, "application/json")


def link(event_id: str, proof_id: str, caller: Caller) -> str | None:
    """A link to the proof for a quarter of an hour; None while it is being computed. Raises ProofNotFound."""
    event = owned_event(event_id, caller)
    if not proofs.is_asked(event_id, proof_id):
        raise ProofNotFound()
    if not files.has_private(_file(event_id, proof_id)):
        return None
    return files.link_to(_file(event_id, proof_id), f"proof-{event.slug}.json")

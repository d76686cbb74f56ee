"""Proofs that were asked for: which there are is known by a row, what they say lies in a file."""

from datetime import datetime

from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables.attributes import InstantAttribute
from chalicelib.tables.changes import Change, put_new
from chalicelib.tables.table import Row, find


class ProofRow(Row):
    """EVENT#e#PROOFS / proof id."""

    KIND = "Proof"
    asked_at = InstantAttribute()


def new_proof(event_id: str, proof_id: str, now: datetime) -> Change:
    """A proof of this event is asked for. Raises AlreadyDone if the same one was."""
    return put_new(ProofRow(f"EVENT#{event_id}#PROOFS", proof_id, asked_at=now), AlreadyDone)


def is_asked(event_id: str, proof_id: str) -> bool:
    """Whether somebody has asked for this proof of this event."""
    return find(ProofRow, f"EVENT#{event_id}#PROOFS", proof_id) is not None

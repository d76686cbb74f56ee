"""Proofs of what was sold, for the members of an account."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import proving
from chalicelib.actions.proving import ProofNotFound
from chalicelib.domain.accounts import Caller
from chalicelib.domain.events import EventNotFound
from chalicelib.handlers.models.common import Empty
from chalicelib.handlers.models.proofs import ProofOut
from chalicelib.handlers.route import route
from chalicelib.kernel.once import Once

routes = Blueprint(__name__)


@route(routes, "POST", "/events/{event_id}/proofs", allow="orders.read", answers=202, refusals=(EventNotFound,))
def ask_for_proof(event_id: str, caller: Caller, body: Empty, once: Once, now: datetime) -> ProofOut:
    """Let every pool be recomputed from every order: nothing oversold, nothing lost. Exact while nobody buys."""
    return ProofOut(id=proving.ask(event_id, caller, once, now), url=None)


_ONE = (EventNotFound, ProofNotFound)


@route(routes, "GET", "/events/{event_id}/proofs/{proof_id}", allow="orders.read", refusals=_ONE)
def get_proof(event_id: str, proof_id: str, caller: Caller) -> ProofOut:
    """A link to the proof, as soon as it is there."""
    return ProofOut(id=proof_id, url=proving.link(event_id, proof_id, caller))

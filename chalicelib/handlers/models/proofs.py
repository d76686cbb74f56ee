"""Proofs on the wire."""

from chalicelib.handlers.models.common import Output


class ProofOut(Output):
    """A proof; `url` is null while it is being computed."""

    id: str
    url: str | None

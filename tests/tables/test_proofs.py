"""Proofs that were asked for."""

import pytest

from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables import proofs
from tests.tables.writing import write
from tests.unit.making import NOW, new_id


def test_a_proof_is_asked_for_once_and_of_its_own_event() -> None:
    event, proof = new_id("evt"), new_id("prf")
    write(proofs.new_proof(event, proof, NOW))
    with pytest.raises(AlreadyDone):
        write(proofs.new_proof(event, proof, NOW))
    assert proofs.is_asked(event, proof)
    assert not proofs.is_asked(new_id("evt"), proof)

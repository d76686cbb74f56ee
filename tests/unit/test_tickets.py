"""Tickets and the codes that admit: only our own signature opens the door."""

import base64
from dataclasses import replace
from functools import cached_property

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from chalicelib.domain import tickets as rules
from chalicelib.domain.tickets import Named, Ticket
from tests.unit.making import NOW, ORDER_ID, line, order


class Pen:
    """A signer with a key of its own."""

    def __init__(self, key_id: str = "A", seed: int = 1) -> None:
        self.key_id = key_id
        self._seed = seed

    @cached_property
    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(bytes([self._seed]) * 32)

    def sign(self, message: bytes) -> bytes:
        return self._key.sign(message)

    def verify(self, key_id: str, message: bytes, signature: bytes) -> bool:
        if key_id != self.key_id:
            return False
        try:
            self._key.public_key().verify(signature, message)
        except InvalidSignature:
            return False
        return True


PEN = Pen()


def ticket(number: int = 1, **fields: object) -> Ticket:
    units = order(lines=[line(quantity=max(number, 1))], buyer_name="Bea", buyer_email="bea@example.com")
    return replace(rules.issue(units, "A", NOW)[number - 1], **fields)  # type: ignore[arg-type]


def test_each_unit_of_each_line_becomes_a_ticket() -> None:
    paid = order(lines=[line(quantity=2), line(product_id="prd_second", name={"en": "Balcony"}, quantity=1)])
    issued = rules.issue(paid, "A", NOW)
    assert [(found.number, found.product_id) for found in issued] == [
        (1, paid.lines[0].product_id), (2, paid.lines[0].product_id), (3, "prd_second"),
    ]  # fmt: skip
    assert {found.state for found in issued} == {"VALID"}


def test_the_buyer_is_the_first_holder() -> None:
    assert (ticket().holder_name, ticket().holder_email) == ("Bea", "bea@example.com")


def test_a_code_names_its_ticket() -> None:
    assert rules.read_code(rules.code_of(ticket(3), PEN), PEN) == Named(ORDER_ID, "", 3, 1)


def test_a_code_fits_the_dense_mode_of_a_qr_code() -> None:
    assert set(rules.code_of(ticket(), PEN)) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


def test_a_code_is_computed_and_never_changes() -> None:
    assert rules.code_of(ticket(), PEN) == rules.code_of(ticket(), PEN)


def test_a_renewed_ticket_has_another_code() -> None:
    renewed = rules.read_code(rules.code_of(ticket(issue=2), PEN), PEN)
    assert renewed
    assert renewed.issue == 2


def test_a_code_is_read_in_lower_case_and_with_spaces_around_it() -> None:
    assert rules.read_code(f"  {rules.code_of(ticket(), PEN).lower()}\n", PEN) == Named(ORDER_ID, "", 1, 1)


def test_a_code_signed_with_another_key_is_refused() -> None:
    assert rules.read_code(rules.code_of(ticket(), Pen(seed=2)), PEN) is None


def test_a_code_of_a_key_that_we_never_had_is_refused() -> None:
    stranger = Pen(key_id="B")
    assert rules.read_code(rules.code_of(ticket(key_id="B"), stranger), PEN) is None


def test_a_signature_counts_for_its_own_key_id_only() -> None:
    _, _, body, signature = rules.code_of(ticket(), PEN).split("-")
    assert rules.read_code(f"F1-B-{body}-{signature}", Pen(key_id="B")) is None


def test_a_code_for_another_ticket_of_the_order_cannot_be_forged() -> None:
    _, key, body, signature = rules.code_of(ticket(), PEN).split("-")
    raw = bytearray(base64.b32decode(body))
    raw[17] += 1
    assert rules.read_code(f"F1-{key}-{base64.b32encode(bytes(raw)).decode()}-{signature}", PEN) is None


def test_every_single_wrong_letter_is_noticed() -> None:
    code = rules.code_of(ticket(), PEN)
    body = code.split("-")[2]
    start = code.index(body)
    for place in range(start, start + len(body)):
        wrong = "B" if code[place] == "A" else "A"
        assert rules.read_code(code[:place] + wrong + code[place + 1 :], PEN) is None


@pytest.mark.parametrize(
    "text",
    ["", "-", "---", "F1", "F1-A-AA-AA", "F2-A-AA-AA", "F1-A-1!-AA", "F1-A-é-é", "F1-A-\ud800-A", "F1-A--", "x" * 500,
     "http://example.com/", "F1-A-" + "A" * 32 + "-", "K7QF2MXA", "K7QF-2MXA"],
)  # fmt: skip
def test_anything_else_is_unreadable_and_no_error(text: str) -> None:
    assert rules.read_code(text, PEN) is None


def test_a_cut_code_is_refused() -> None:
    code = rules.code_of(ticket(), PEN)
    assert [end for end in range(len(code)) if rules.read_code(code[:end], PEN)] == []


@pytest.mark.parametrize("typed", ["K7QF-2MXA-12", "k7qf-2mxa-12", "K7QF2MXA-12", " K7QF-2MXA-12 "])
def test_a_reference_can_be_typed(typed: str) -> None:
    assert rules.read_code(typed, PEN) == Named("", "K7QF-2MXA", 12, None)

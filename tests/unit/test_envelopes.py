"""Envelopes: what programs outside are told, byte for byte."""

import json
import re
from pathlib import Path

import pytest

import app  # noqa: F401 - knows every fact
from chalicelib.domain.envelopes import Recorded, envelope, to_bytes, type_of
from chalicelib.kernel.facts import Fact, all_facts
from tests.golden.samples import DETAILS, unknown_details
from tests.unit.making import NOW

GOLDEN = Path(__file__).parents[1] / "golden" / "webhooks.json"


def known() -> dict[str, object]:
    """The envelope of each type, as others read it."""
    return {
        type_of(fact.__name__): envelope(
            recorded(fact.__name__, version=fact.version, data=DETAILS.get(fact.__name__, {}))
        )
        for fact in all_facts()
    }


def recorded(name: str = "OrderPaid", **fields: object) -> Recorded:
    values = {
        "fact_id": "fct_01",
        "name": name,
        "version": 1,
        "subject": "ord_1",
        "account_id": "acc_1",
        "event_id": "evt_1",
        "at": NOW,
        "data": {"amount_minor": 2500, "currency": "EUR"},
    }
    return Recorded(**values | fields)  # type: ignore[arg-type]


@pytest.mark.req("API-13")
@pytest.mark.parametrize("fact", all_facts(), ids=lambda fact: fact.__name__)
def test_an_envelope_is_what_it_was_when_others_began_to_read_it(fact: type[Fact]) -> None:
    """Whoever changes this breaks programs that we do not know: a new version is needed instead."""
    name = type_of(fact.__name__)
    assert known()[name] == json.loads(GOLDEN.read_text()).get(name), "`python -m tests.golden` adds new types"


@pytest.mark.req("API-13")
def test_there_is_a_sample_of_all_that_each_fact_may_say() -> None:
    assert set(DETAILS) == {fact.__name__ for fact in all_facts()}, "tests/golden/samples.py says what facts may say"


def test_a_detail_that_no_sample_knows_is_found_and_one_of_another_kind() -> None:
    assert unknown_details("OrderExpired", {"units": 2}) == []
    assert unknown_details("ProductAdded", {"product_id": "prd_1", "capacity": None}) == []
    assert unknown_details("OrderExpired", {"units": "2"}) == ["OrderExpired.units: '2'"]
    assert unknown_details("OrderExpired", {"email": "a@b.c"}) == ["OrderExpired.email: 'a@b.c'"]


@pytest.mark.req("API-13")
def test_types_are_a_noun_and_what_happened_to_it() -> None:
    assert type_of("OrderPaid") == "order.paid"
    assert type_of("OrderAwaitsApproval") == "order.awaits_approval"
    names = [type_of(fact.__name__) for fact in all_facts()]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z_]+\.[a-z_]+", name) for name in names)


@pytest.mark.req("API-9")
def test_each_kind_of_thing_that_others_wait_for_has_a_type() -> None:
    names = {type_of(fact.__name__) for fact in all_facts()}
    assert names >= {
        "order.reserved",
        "order.paid",
        "order.cancelled",
        "tickets.issued",
        "ticket.admitted",
        "refund.succeeded",
        "refund.failed",
        "event.published",
        "event.cancelled",
    }


def test_what_is_sent_twice_is_the_same_text() -> None:
    assert to_bytes(envelope(recorded())) == to_bytes(envelope(recorded()))
    assert b": " not in to_bytes(envelope(recorded()))


def test_what_belongs_to_no_event_names_none() -> None:
    assert "event_id" not in envelope(recorded(event_id=""))["data"]

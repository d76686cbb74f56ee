"""The audit log's chain shows what was tampered with; its files are safe to open."""

import hashlib
from dataclasses import replace

import pytest

from chalicelib.domain.audit import Entry, Link, Sealed, Wanted, check_link, digest_of, doer_of, next_link
from chalicelib.domain.audit_exports import lines
from tests.unit.making import NOW


def mac(content: bytes) -> str:
    return hashlib.sha256(b"secret" + content).hexdigest()


def sealed(fact_id: str, says: str = "a") -> Sealed:
    return Sealed("ord_1", fact_id, digest_of({"data": {"S": says}}))


FACTS = [sealed("fct_1"), sealed("fct_2")]
FIRST = next_link("acc_1", None, FACTS, "2031#fct_2", mac)
SECOND = next_link("acc_1", FIRST, [sealed("fct_3")], "2031#fct_3", mac)


def damage(link: Link, before: Link | None, number: int, *present: Sealed) -> list[tuple[str, str]]:
    found = check_link(link, before, number, {one.fact_id: one for one in present}, mac)
    return [(flaw.damage, flaw.fact_id) for flaw in found]


@pytest.mark.req("SEC-6")
def test_what_nobody_has_touched_is_whole() -> None:
    assert damage(FIRST, None, 1, *FACTS) == []
    assert damage(SECOND, FIRST, 2, sealed("fct_3")) == []


@pytest.mark.req("SEC-6")
def test_a_fact_that_was_edited_removed_or_slipped_in_is_named() -> None:
    assert damage(FIRST, None, 1, sealed("fct_1", "b"), FACTS[1]) == [("edited", "fct_1")]
    assert damage(FIRST, None, 1, FACTS[0]) == [("removed", "fct_2")]
    assert damage(FIRST, None, 1, *FACTS, sealed("fct_9")) == [("added", "fct_9")]


@pytest.mark.req("SEC-6")
def test_a_link_cannot_be_made_to_fit_without_the_secret() -> None:
    edited = replace(FIRST, facts=[sealed("fct_1", "b"), FACTS[1]])
    assert damage(edited, None, 1, *edited.facts) == [("link_edited", "")]
    resealed = replace(edited, seal=hashlib.sha256(edited.content()).hexdigest())
    assert damage(resealed, None, 1, *edited.facts) == [("link_edited", "")]


@pytest.mark.req("SEC-6")
def test_a_link_that_was_taken_out_is_missed() -> None:
    assert damage(SECOND, None, 1, sealed("fct_3")) == [("link_missing", "")]


@pytest.mark.req("SEC-6")
def test_a_link_from_another_chain_does_not_fit() -> None:
    other = next_link("acc_1", replace(FIRST, seal="x"), [sealed("fct_3")], "2031#fct_3", mac)
    assert damage(other, FIRST, 2, sealed("fct_3")) == [("link_edited", "")]


@pytest.mark.parametrize(
    ("by", "doer"),
    [("usr_1", "member"), ("key_1", "key"), ("buyer", "buyer"), ("sweep", "system"), ("fulfilment", "system")],
)
def test_who_did_it_is_known_by_the_id(by: str, doer: str) -> None:
    assert doer_of(by) == doer


@pytest.mark.parametrize(
    ("wanted", "is_taken"),
    [
        (Wanted(), True),
        (Wanted(by="usr_1"), True),
        (Wanted(by="member"), True),
        (Wanted(by="usr_2"), False),
        (Wanted(by="buyer"), False),
        (Wanted(type="event.changed"), True),
        (Wanted(type="event"), True),
        (Wanted(type="order"), False),
        (Wanted(subject="evt_1"), True),
        (Wanted(subject="evt_2"), False),
    ],
)
def test_an_entry_is_looked_for_by_who_by_type_and_by_what_was_changed(wanted: Wanted, is_taken: bool) -> None:
    entry = Entry("fct_1", "EventChanged", "evt_1", "acc_1", "evt_1", NOW, "usr_1")
    assert wanted.takes(entry, "event.changed") is is_taken


def test_a_line_of_csv_is_never_a_formula() -> None:
    """A member calls a product `=HYPERLINK(…)`, and the auditor's spreadsheet obeys."""
    told = {
        "at": str(NOW), "who": "=cmd()", "who_id": "usr_1", "type": "event.changed", "subject": "evt_1",
        "event_id": "", "operation": "edit_event", "address": "", "agent": "+1", "session_id": "",
        "changes": [{"before": 1, "after": 2}], "details": {}, "id": "fct_1",
    }  # fmt: skip
    head, line = lines("csv", [told])
    assert head.startswith("at,who,who_id,type")
    assert ",'=cmd()," in line
    assert ",'+1," in line
    assert '"[{""before"": 1, ""after"": 2}]"' in line


def test_a_line_of_json_is_one_entry() -> None:
    assert list(lines("jsonl", [{"id": "fct_1"}, {"id": "fct_2"}])) == ['{"id": "fct_1"}\n', '{"id": "fct_2"}\n']

"""The audit log's chain in the table: what was tampered with there is found."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from chalicelib.actions import sealing
from chalicelib.domain.accounts import Caller
from chalicelib.domain.audit import next_link
from chalicelib.gateways import signing
from chalicelib.kernel import clock
from chalicelib.kernel.config import config
from chalicelib.kernel.facts import EventChanged
from chalicelib.tables import chain
from chalicelib.tables.chain import LinkTaken
from chalicelib.tables.facts import FactRow
from chalicelib.tables.table import client, partition
from tests.tables.writing import write
from tests.unit.making import new_id

LATER = timedelta(minutes=3)


def happened(account_id: str, count: int = 3) -> list[str]:
    """So many facts, each about a noun of its own."""
    subjects = [new_id("evt") for _ in range(count)]
    for subject in subjects:
        write(facts=[EventChanged(subject, account_id, subject, {"fields": ["title"]})])
    return subjects


def seal(account_id: str) -> None:
    sealing.seal(account_id, clock.now() + LATER)


def flaws(account_id: str) -> list[tuple[str, str]]:
    found = sealing.check(Caller(account_id, "usr_1"), 0).flaws
    return [(flaw.damage, flaw.subject) for flaw in found]


def fact_of(subject: str) -> FactRow:
    [row] = [FactRow.of(item) for item in partition(f"LOG#{subject}")["Fact"]]
    return row


def key_of(subject: str) -> dict[str, dict[str, str]]:
    return {"pk": {"S": f"LOG#{subject}"}, "sk": {"S": fact_of(subject).sk}}


@pytest.mark.req("SEC-6")
def test_a_fact_edited_in_the_table_is_found() -> None:
    account_id = new_id("acc")
    first, *_ = happened(account_id)
    seal(account_id)
    assert flaws(account_id) == []
    client().update_item(
        TableName=config().table,
        Key=key_of(first),
        UpdateExpression="SET #by = :by",
        ExpressionAttributeNames={"#by": "by"},
        ExpressionAttributeValues={":by": {"S": "usr_somebody_else"}},
    )
    assert flaws(account_id) == [("edited", first)]


@pytest.mark.req("SEC-6")
def test_a_fact_deleted_from_the_table_is_found() -> None:
    account_id = new_id("acc")
    first, *_ = happened(account_id)
    seal(account_id)
    client().delete_item(TableName=config().table, Key=key_of(first))
    assert flaws(account_id) == [("removed", first)]


@pytest.mark.req("SEC-6")
def test_a_fact_slipped_in_between_is_found() -> None:
    account_id = new_id("acc")
    first, second, _ = happened(account_id)
    seal(account_id)
    like = fact_of(first)
    item = like.to_dynamodb_dict() | {"sk": {"S": new_id("fct")}}
    item["owner_sk"] = {"S": re.sub(r".$", "0", fact_of(second).owner_sk)}
    client().put_item(TableName=config().table, Item=item)
    assert flaws(account_id) == [("added", first)]


@pytest.mark.req("SEC-6")
def test_a_link_taken_out_is_found_and_so_is_one_that_was_edited() -> None:
    account_id = new_id("acc")
    for _ in range(3):
        happened(account_id, 1)
        seal(account_id)
    key = {"pk": {"S": f"AUDIT#{account_id}"}, "sk": {"S": "LINK#0000000002"}}
    client().update_item(
        TableName=config().table,
        Key=key,
        UpdateExpression="SET facts = :none",
        ExpressionAttributeValues={":none": {"S": "[]"}},
    )
    assert ("link_edited", "") in flaws(account_id)
    client().delete_item(TableName=config().table, Key=key)
    assert ("link_missing", "") in flaws(account_id)


def test_only_what_is_old_enough_is_sealed_and_each_fact_once() -> None:
    account_id = new_id("acc")
    subjects = happened(account_id, 5)
    sealing.seal(account_id, clock.now())
    assert chain.last_link(account_id) is None
    seal(account_id)
    seal(account_id)
    more = happened(account_id, 2)
    seal(account_id)
    links = chain.list_links(account_id, 0, 10)
    assert [link.number for link in links] == [1, 2]
    assert sorted(fact.subject for link in links for fact in link.facts) == sorted(subjects + more)


def test_two_workers_at_once_seal_each_fact_once() -> None:
    account_id = new_id("acc")
    subjects = happened(account_id, 6)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(seal, [account_id] * 4))
    assert sorted(fact.subject for link in chain.list_links(account_id, 0, 10) for fact in link.facts) == sorted(
        subjects
    )
    assert flaws(account_id) == []


def test_a_number_is_given_to_one_link_only() -> None:
    account_id = new_id("acc")
    link = next_link(account_id, None, [], "2031", signing.chain_mac)
    write(chain.new_link(link))
    with pytest.raises(LinkTaken):
        write(chain.new_link(link))


def test_a_long_chain_is_checked_stretch_by_stretch() -> None:
    account_id = new_id("acc")
    for _ in range(22):
        happened(account_id, 1)
        seal(account_id)
    caller = Caller(account_id, "usr_1")
    first = sealing.check(caller, 0)
    assert first.next == 20
    rest = sealing.check(caller, first.next)
    assert (first.flaws, rest.flaws, first.facts + rest.facts, rest.next) == ([], [], 22, None)

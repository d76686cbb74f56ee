"""The audit log as it is read: what a member's commit leaves behind, and how it is found again."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.access import CustomRole
from chalicelib.domain.audit import Entry, Wanted
from chalicelib.domain.invoices import Invoicing
from chalicelib.domain.orders import Order
from chalicelib.kernel import clock
from chalicelib.kernel.facts import AccountChanged, EventChanged, OrderCancelled, OrderPaid
from chalicelib.kernel.team_facts import RoleChanged, RoleMade, RoleRemoved
from chalicelib.kernel.trail import Origin, Trail, leaving
from chalicelib.tables import audit, invoices, orders, origins, team
from chalicelib.tables.changes import Change
from chalicelib.tables.commit import commit
from chalicelib.tables.lists import WrongCursor
from tests.tables.writing import wire, write
from tests.unit.making import NOW, new_id

ORIGIN = Origin("0f0f", "203.0.113.7", "Firefox")


@contextmanager
def asked_by_request() -> Iterator[None]:
    with leaving(Trail("edit_role", "ses_1", lambda: ORIGIN)):
        yield


def entries(account_id: str, **wanted: str) -> list[Entry]:
    return audit.list_entries(account_id, Wanted(**wanted), None, 50).items  # type: ignore[arg-type]


def role(account_id: str) -> CustomRole:
    return CustomRole(new_id("rol"), account_id, "Guests", ["events.read"])


def save(change: Change, fact: type, of: CustomRole, by: str) -> None:
    with asked_by_request():
        commit([change], [fact(of.role_id, of.account_id)], now=clock.now(), by=by)


@pytest.mark.req("SEC-6")
def test_a_members_change_says_from_where_and_what_was_before_and_after() -> None:
    account_id, by = new_id("acc"), new_id("usr")
    made = role(account_id)
    save(team.new_role(made), RoleMade, made, by)
    edited = replace(made, name="Guest list", version=1)
    save(team.edited_role(edited), RoleChanged, made, by)
    save(team.removed_role(replace(edited, version=2)), RoleRemoved, made, by)
    removed, changed, added = entries(account_id)
    row = f"Role {made.role_id}"
    assert changed.changes == [{"row": row, "field": "name", "before": "Guests", "after": "Guest list"}]
    assert (changed.by, changed.operation, changed.session_id) == (by, "edit_role", "ses_1")
    assert origins.find_origins([(by, changed.origin_id)]) == {(by, "0f0f"): ORIGIN}
    assert {"row": row, "field": "name", "before": None, "after": "Guests"} in added.changes
    assert {"row": row, "field": "name", "before": "Guest list", "after": None} in removed.changes


@pytest.mark.req("SEC-6")
def test_of_who_sells_the_log_says_that_it_was_changed_and_keeps_no_value() -> None:
    account_id, by = new_id("acc"), new_id("usr")
    seller = Invoicing(account_id, is_on=True, legal_name="Ada Lovelace", street="1 Dock Road", tax_id="DE1")
    with asked_by_request():
        commit([invoices.save_invoicing(seller)], [AccountChanged(account_id, account_id)], now=clock.now(), by=by)
        moved = replace(invoices.get_invoicing(account_id), street="2 Dock Road", timezone="Europe/Berlin")
        commit([invoices.save_invoicing(moved)], [AccountChanged(account_id, account_id)], now=clock.now(), by=by)
    changed, added = entries(account_id)
    assert changed.changes == [
        {"row": "Invoicing", "field": "street", "before": None, "after": None, "is_withheld": True},
        {"row": "Invoicing", "field": "timezone", "before": "UTC", "after": "Europe/Berlin"},
    ]
    assert not [word for word in ("Ada", "Dock", "DE1") if word in json.dumps([changed.changes, added.changes])]


@pytest.mark.req("SEC-6")
def test_of_people_the_log_tells_no_values(order: Order) -> None:
    with asked_by_request():
        fact = OrderPaid(order.order_id, new_id("acc"), order.event_id)
        commit([orders.move(order, "COMPLETED")], [fact], now=NOW, by=new_id("usr"))
    [found] = entries(fact.account_id)
    assert (found.operation, found.changes) == ("edit_role", [])


def test_what_buyers_and_workers_do_leaves_no_address() -> None:
    account_id = new_id("acc")
    with asked_by_request(), wire("TransactWriteItems") as seen:
        commit([], [OrderPaid(new_id("ord"), account_id)], now=NOW, by="buyer")
    write(facts=[OrderPaid(new_id("ord"), account_id)])
    assert len(seen.sent[0]["TransactItems"]) == 1
    assert [(one.operation, one.origin_id) for one in entries(account_id)] == [("", ""), ("", "")]


def test_who_changes_much_from_one_place_has_it_written_once() -> None:
    by = new_id("usr")
    with wire("PutItem") as seen:
        for _ in range(3):
            origins.remember(ORIGIN, by, NOW)
        origins.remember(replace(ORIGIN, origin_id="1e1e"), by, NOW)
    assert [sent["Item"]["sk"]["S"] for sent in seen.sent] == ["0f0f", "1e1e"]


def test_an_address_is_forgotten_after_a_year() -> None:
    row = origins.origin_row(ORIGIN, "usr_1", NOW)
    assert row.ttl == int((NOW + timedelta(days=365)).timestamp())
    assert origins.find_origins([(new_id("usr"), "0f0f")]) == {}


@pytest.mark.req("SEC-6")
def test_entries_are_found_by_who_by_type_by_noun_and_by_time() -> None:
    account_id, ada, order_id = new_id("acc"), new_id("usr"), new_id("ord")
    other = role(account_id)
    save(team.new_role(other), RoleMade, other, ada)
    write(facts=[OrderPaid(order_id, account_id)], now=clock.now())
    middle = clock.now() + timedelta(milliseconds=5)
    while clock.now() <= middle:
        pass
    write(facts=[OrderCancelled(order_id, account_id)], now=clock.now())

    def names(**wanted: object) -> list[str]:
        return [one.name for one in audit.list_entries(account_id, Wanted(**wanted), None, 50).items]  # type: ignore[arg-type]

    assert names() == ["OrderCancelled", "OrderPaid", "RoleMade"]
    assert names(by=ada) == ["RoleMade"]
    assert names(by="member") == ["RoleMade"]
    assert names(by=new_id("usr")) == []
    assert names(type="order") == ["OrderCancelled", "OrderPaid"]
    assert names(type="order.paid") == ["OrderPaid"]
    assert names(subject=order_id) == ["OrderCancelled", "OrderPaid"]
    assert names(subject=order_id, by=ada) == []
    assert names(until=middle) == ["OrderPaid", "RoleMade"]
    assert names(since=middle) == ["OrderCancelled"]
    assert names(subject=order_id, until=middle) == ["OrderPaid"]
    assert names(subject=order_id, since=middle) == ["OrderCancelled"]


@pytest.mark.req("TEN-5")
def test_another_accounts_noun_shows_nothing() -> None:
    subject = new_id("evt")
    write(facts=[EventChanged(subject, new_id("acc"), subject)])
    assert entries(new_id("acc"), subject=subject) == []


def test_each_entry_comes_once_page_by_page() -> None:
    account_id = new_id("acc")
    for _ in range(11):
        write(facts=[OrderPaid(new_id("ord"), account_id)], now=clock.now())
    seen, cursor = [], None
    while True:
        page = audit.list_entries(account_id, Wanted(type="order"), cursor, 4)
        seen += [one.fact_id for one in page.items]
        cursor = page.next
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == 11
    assert sorted(seen, reverse=True) == seen
    first = audit.list_entries(account_id, Wanted(), None, 4)
    with pytest.raises(WrongCursor):
        audit.list_entries(new_id("acc"), Wanted(), first.next, 4)


def test_what_is_rare_is_looked_for_a_stretch_at_a_time() -> None:
    account_id = new_id("acc")
    write(facts=[OrderCancelled(new_id("ord"), account_id)], now=clock.now())
    for _ in range(6):
        write(facts=[OrderPaid(new_id("ord"), account_id) for _ in range(99)], now=clock.now())
    first = audit.list_entries(account_id, Wanted(type="order.cancelled"), None, 10)
    assert first.items == []
    rest = audit.list_entries(account_id, Wanted(type="order.cancelled"), first.next, 10)
    assert [one.name for one in rest.items] == ["OrderCancelled"]

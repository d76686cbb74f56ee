"""Grants add up to rights, each where it was given, and nobody hands out more than they have."""

import pytest

from chalicelib.domain.access import EVERYWHERE, CustomRole, Grant, Rights, rights_of
from chalicelib.domain.accounts import Caller
from chalicelib.domain.permissions import ROLES
from chalicelib.kernel import ids
from chalicelib.kernel.errors import Forbidden

DOOR = CustomRole("rol_1", "acc_1", "Door", ["tickets.scan"])


@pytest.mark.req("TEN-8")
def test_grants_hold_where_they_were_given() -> None:
    rights = rights_of(
        [Grant("check_in", "evt_1"), Grant("rol_1", "org_1"), Grant("organizer", "evt_1")], {"rol_1": DOOR}
    )
    assert rights.places("tickets.scan") == {"evt_1", "org_1"}
    assert rights.places("events.edit") == {"evt_1"}
    assert rights.places("payments.read") == frozenset()
    assert rights.everywhere == frozenset()


@pytest.mark.req("TEN-8")
def test_new_events_are_made_at_organizers_and_in_the_whole_account_only() -> None:
    event = ids.random("evt")
    rights = rights_of([Grant("organizer", event), Grant("organizer", "org_1"), Grant("finance")], {})
    assert rights.places_of_new_events("events.edit") == {"org_1"}
    assert rights.places_of_new_events("orders.edit") == {"org_1", EVERYWHERE}
    assert rights_of([Grant("admin", event)], {}).places_of_new_events("events.edit") == frozenset()


@pytest.mark.req("TEN-8")
def test_roles_of_one_place_add_up() -> None:
    rights = rights_of([Grant("check_in"), Grant("finance")], {})
    assert rights.everywhere == ROLES["check_in"] | ROLES["finance"]


def test_a_role_that_is_gone_grants_nothing() -> None:
    assert rights_of([Grant("rol_1"), Grant("root")], {}).everywhere == frozenset()


def test_nobody_hands_out_more_than_they_have_in_the_whole_account() -> None:
    finance = rights_of([Grant("finance")], {})
    assert finance.covers(rights_of([Grant("finance", "evt_1")], {}))
    assert not finance.covers(rights_of([Grant("check_in", "evt_1")], {}))
    somewhere = rights_of([Grant("admin", "org_1")], {})
    assert not somewhere.covers(rights_of([Grant("check_in", "org_1")], {}))
    assert somewhere.covers(Rights())


def test_a_caller_acts_where_the_permission_holds() -> None:
    everywhere = Caller("acc_1", "usr_1", places=frozenset({EVERYWHERE}))
    everywhere.check_place("evt_1")
    somewhere = Caller("acc_1", "usr_1", places=frozenset({"evt_1", "org_2"}))
    somewhere.check_place("evt_1", "org_1")
    somewhere.check_place("evt_9", "org_2")
    with pytest.raises(Forbidden):
        somewhere.check_place("evt_2", "org_1")

"""Who may do what: the whole table, written out a second time by hand."""

from typing import get_args

import pytest

from chalicelib.domain.accounts import NOBODY, Caller
from chalicelib.domain.permissions import MEANINGS, ORDER_HOLDER, PUBLIC, ROLES, SIGNED_IN, Permission, may

MATRIX = {
    # permission      owner  admin organizer finance check_in read_only
    "account.read": (True, True, True, True, True, True),
    "account.edit": (True, True, False, False, False, False),
    "members.read": (True, True, False, False, False, True),
    "members.edit": (True, True, False, False, False, False),
    "keys.edit": (True, True, False, False, False, False),
    "audit.read": (True, True, False, False, False, False),
    "events.read": (True, True, True, True, True, True),
    "events.edit": (True, True, True, False, False, False),
    "orders.read": (True, True, True, True, False, True),
    "orders.edit": (True, True, True, True, False, False),
    "payments.read": (True, True, False, True, False, True),
    "payments.edit": (True, True, False, True, False, False),
    "platform.edit": (False, False, False, False, False, False),
    "tickets.read": (True, True, True, True, True, True),
    "tickets.scan": (True, True, True, False, True, False),
    "webhooks.read": (True, True, False, False, False, True),
    "webhooks.edit": (True, True, False, False, False, False),
}
COLUMNS = ("owner", "admin", "organizer", "finance", "check_in", "read_only")
CELLS = [(role, name, row[column]) for name, row in MATRIX.items() for column, role in enumerate(COLUMNS)]


def test_the_matrix_knows_every_permission_and_role() -> None:
    assert set(MATRIX) == set(get_args(Permission))
    assert set(COLUMNS) == set(ROLES)


def test_whatever_can_be_given_is_said_in_words() -> None:
    assert set(MEANINGS) == set(get_args(Permission)) - {"platform.edit"}


@pytest.mark.parametrize(("role", "permission", "allowed"), CELLS)
def test_each_role_has_its_permissions_and_no_other(role: str, permission: str, allowed: bool) -> None:
    assert may(role, permission) is allowed


@pytest.mark.parametrize("role", ["", "root", "Owner", "public"])
def test_an_unknown_role_may_nothing(role: str) -> None:
    assert not any(may(role, permission) for permission in MATRIX)


@pytest.mark.parametrize("access", [PUBLIC, ORDER_HOLDER, SIGNED_IN, "events.delete"])
def test_no_role_includes_what_is_not_a_permission(access: str) -> None:
    assert not any(may(role, access) for role in ROLES)


def test_a_caller_owns_only_what_is_of_the_same_account() -> None:
    member = Caller("acc_1", "usr_1")
    assert member.owns("acc_1")
    assert not member.owns("acc_2")


def test_nobody_owns_nothing_not_even_what_has_no_account() -> None:
    assert not NOBODY.owns("")

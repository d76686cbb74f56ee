"""Who may do what: the whole table, written out a second time by hand."""

from typing import get_args

import pytest

from chalicelib.domain.accounts import NOBODY, Caller
from chalicelib.handlers.permissions import ORDER_HOLDER, PUBLIC, ROLES, Permission, may

MATRIX = {
    # permission      owner  admin  check_in  read_only
    "account.read": (True, True, True, True),
    "events.read": (True, True, True, True),
    "events.edit": (True, True, False, False),
    "orders.read": (True, True, False, True),
    "orders.edit": (True, True, False, False),
    "tickets.read": (True, True, True, True),
    "tickets.scan": (True, True, True, False),
}
COLUMNS = ("owner", "admin", "check_in", "read_only")
CELLS = [(role, name, row[column]) for name, row in MATRIX.items() for column, role in enumerate(COLUMNS)]


def test_the_matrix_knows_every_permission_and_role() -> None:
    assert set(MATRIX) == set(get_args(Permission))
    assert set(COLUMNS) == set(ROLES)


@pytest.mark.parametrize(("role", "permission", "allowed"), CELLS)
def test_each_role_has_its_permissions_and_no_other(role: str, permission: str, allowed: bool) -> None:
    assert may(role, permission) is allowed


@pytest.mark.parametrize("role", ["", "root", "Owner", "public"])
def test_an_unknown_role_may_nothing(role: str) -> None:
    assert not any(may(role, permission) for permission in MATRIX)


@pytest.mark.parametrize("access", [PUBLIC, ORDER_HOLDER, "events.delete"])
def test_no_role_includes_what_is_not_a_permission(access: str) -> None:
    assert not any(may(role, access) for role in ROLES)


def test_a_caller_owns_only_what_is_of_the_same_account() -> None:
    member = Caller("acc_1", "usr_1", "owner")
    assert member.owns("acc_1")
    assert not member.owns("acc_2")


def test_nobody_owns_nothing_not_even_what_has_no_account() -> None:
    assert not NOBODY.owns("")

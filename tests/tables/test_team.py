"""Members, owners and made roles as rows."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from chalicelib.domain.access import CustomRole, Grant, RoleNotFound
from chalicelib.domain.accounts import LastOwner, Member, MemberNotFound
from chalicelib.domain.events import StaleEdit
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables import team
from tests.tables.writing import write
from tests.unit.making import NOW, new_id


def new_member(*roles: str, account_id: str = "") -> Member:
    """A member with these roles, written."""
    member = Member(account_id or new_id("acc"), new_id("usr"), [Grant(role) for role in roles], NOW)
    write(team.new_member(member))
    return team.get_member(member.account_id, member.user_id)


def test_a_member_is_found_in_their_account_only() -> None:
    member = new_member("admin")
    assert team.find_member(member.account_id, member.user_id) == member
    with pytest.raises(MemberNotFound):
        team.get_member(new_id("acc"), member.user_id)
    assert team.list_members(member.account_id) == [member]
    assert team.list_memberships(member.user_id) == [member]


def test_a_second_membership_cannot_replace_the_first() -> None:
    member = new_member("check_in")
    with pytest.raises(AlreadyDone):
        write(team.new_member(replace(member, grants=[Grant("finance")], version=None)))
    assert team.get_member(member.account_id, member.user_id) == member


def test_a_stale_edit_or_removal_changes_nothing() -> None:
    member = new_member("check_in")
    write(team.edited_member(replace(member, grants=[Grant("finance")]), member))
    with pytest.raises(StaleEdit):
        write(team.edited_member(member, member))
    with pytest.raises(StaleEdit):
        write(team.removed_member(member))
    assert team.get_member(member.account_id, member.user_id).grants == [Grant("finance")]


@pytest.mark.req("TEN-10")
def test_the_last_owner_stays() -> None:
    first = new_member("owner")
    with pytest.raises(LastOwner):
        write(team.removed_member(first))
    with pytest.raises(LastOwner):
        write(team.edited_member(replace(first, grants=[Grant("admin")]), first))
    second = new_member("owner", account_id=first.account_id)
    write(team.removed_member(first))
    assert team.list_members(first.account_id) == [second]


@pytest.mark.req("TEN-10")
def test_of_two_owners_who_leave_at_once_one_stays() -> None:
    first = new_member("owner")
    second = new_member("owner", account_id=first.account_id)

    def leave(member: Member) -> bool:
        try:
            write(team.removed_member(member))
        except LastOwner:
            return False
        return True

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(leave, [first, second])) == [False, True]


def test_an_owner_who_becomes_another_and_one_who_becomes_owner_are_counted() -> None:
    first = new_member("owner")
    second = new_member("admin", account_id=first.account_id)
    write(team.edited_member(replace(second, grants=[Grant("owner")]), second))
    write(team.edited_member(replace(first, grants=[Grant("admin")]), first))
    with pytest.raises(LastOwner):
        write(team.removed_member(team.get_member(second.account_id, second.user_id)))


@pytest.mark.req("TEN-8")
def test_roles_are_made_once_edited_and_removed_as_they_were_seen() -> None:
    role = CustomRole(new_id("rol"), new_id("acc"), "Guest list", ["orders.read"])
    write(team.new_role(role))
    with pytest.raises(AlreadyDone):
        write(team.new_role(role))
    seen = team.get_role(role.account_id, role.role_id)
    write(team.edited_role(replace(seen, name="Guests")))
    with pytest.raises(StaleEdit):
        write(team.edited_role(replace(seen, name="Press")))
    with pytest.raises(StaleEdit):
        write(team.removed_role(seen))
    assert [found.name for found in team.list_roles(role.account_id)] == ["Guests"]
    now = team.get_role(role.account_id, role.role_id)
    assert team.find_roles(role.account_id, ["owner", role.role_id, "rol_none"]) == {role.role_id: now}
    write(team.removed_role(now))
    with pytest.raises(RoleNotFound):
        team.get_role(role.account_id, role.role_id)

"""The team: what each member may do, who leaves, and the roles that the account makes itself."""

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.actions import grants, sessions
from chalicelib.domain.access import BeyondOwnRights, CustomRole, Grant, Rights, RoleInUse
from chalicelib.domain.accounts import Caller, Member, User
from chalicelib.domain.events import StaleEdit
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.kernel.once import Once
from chalicelib.kernel.team_facts import MemberChanged, MemberRemoved, RoleChanged, RoleMade, RoleRemoved
from chalicelib.tables import accounts, factors, marks, team
from chalicelib.tables.commit import commit


@dataclass(frozen=True)
class Person:
    """A member and who that is; `has_mfa` says whether they have a second factor."""

    member: Member
    user: User
    has_mfa: bool


def list_members(caller: Caller) -> list[Person]:
    """Everybody who belongs to the account, in the order in which they joined."""
    found = team.list_members(caller.account_id)
    user_ids = [member.user_id for member in found]
    users, protected = accounts.list_users(user_ids), factors.list_with_factors(user_ids)
    known = {user.user_id: user for user in users}
    people = [Person(one, known[one.user_id], one.user_id in protected) for one in found if one.user_id in known]
    return sorted(people, key=lambda person: person.member.joined_at)


def get_member(user_id: str, caller: Caller) -> Person:
    """Raises MemberNotFound."""
    member = team.get_member(caller.account_id, user_id)
    return Person(member, accounts.get_user(user_id), factors.get_factors(user_id).has_any)


def change(user_id: str, given: list[Grant], version: int, caller: Caller, now: datetime) -> Person:
    """Give a member other roles; they count from the member's next request on.

    Raises MemberNotFound, StaleEdit, LastOwner, BeyondOwnRights, RoleNotFound, PlaceNotFound.
    """
    before = team.get_member(caller.account_id, user_id)
    if before.version != version:
        raise StaleEdit()
    grants.check(given, caller)
    grants.check_may_change(before.grants, caller)
    data = grants.told(given) | {"before": grants.told(before.grants)["grants"]}
    fact = MemberChanged(user_id, caller.account_id, data=data)
    commit(team.edited_member(replace(before, grants=given), before), [fact], now=now, by=caller.user_id)
    return get_member(user_id, caller)


def remove(user_id: str, caller: Caller, now: datetime) -> None:
    """The next request of this member is refused. Raises MemberNotFound, LastOwner, BeyondOwnRights, StaleEdit."""
    member = team.get_member(caller.account_id, user_id)
    grants.check_may_change(member.grants, caller)
    fact = MemberRemoved(user_id, caller.account_id, data={"before": grants.told(member.grants)["grants"]})
    commit(team.removed_member(member), [fact], now=now, by=caller.user_id)
    sessions.end_in_account(user_id, caller.account_id, now)


def list_roles(caller: Caller) -> list[CustomRole]:
    """The roles that the account has made."""
    return team.list_roles(caller.account_id)


def make_role(name: str, permissions: list[str], caller: Caller, once: Once, now: datetime) -> CustomRole:
    """A role of the account's own. Raises BeyondOwnRights."""
    role = CustomRole(once.id("rol"), caller.account_id, name, sorted(permissions))
    _check_covers(role, caller)
    fact = RoleMade(role.role_id, caller.account_id, data={"permissions": role.permissions})
    try:
        commit([marks.new_mark(once, now), team.new_role(role)], [fact], now=now, by=caller.user_id)
    except AlreadyDone:
        marks.check(once)
    return team.get_role(caller.account_id, role.role_id)


def change_role(
    role_id: str, name: str, permissions: list[str], version: int, caller: Caller, now: datetime
) -> CustomRole:
    """It means this from the next request of everybody who has it. Raises RoleNotFound, StaleEdit, BeyondOwnRights."""
    before = team.get_role(caller.account_id, role_id)
    after = replace(before, name=name, permissions=sorted(permissions), version=version)
    _check_covers(before, caller)
    _check_covers(after, caller)
    data = {"permissions": after.permissions, "before": before.permissions}
    commit([team.edited_role(after)], [RoleChanged(role_id, caller.account_id, data=data)], now=now, by=caller.user_id)
    return team.get_role(caller.account_id, role_id)


def remove_role(role_id: str, caller: Caller, now: datetime) -> None:
    """Raises RoleNotFound, RoleInUse, StaleEdit."""
    role = team.get_role(caller.account_id, role_id)
    if any(grant.role == role_id for member in team.list_members(caller.account_id) for grant in member.grants):
        raise RoleInUse()
    fact = RoleRemoved(role_id, caller.account_id, data={"before": role.permissions})
    commit([team.removed_role(role)], [fact], now=now, by=caller.user_id)


def _check_covers(role: CustomRole, caller: Caller) -> None:
    if not caller.rights.covers(Rights({"": frozenset(role.permissions)})):
        raise BeyondOwnRights()

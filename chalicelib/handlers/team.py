"""The team: members, what they may do, and the roles that an account makes itself."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import team
from chalicelib.actions.grants import OwnersOwnEverything
from chalicelib.actions.places import PlaceNotFound
from chalicelib.domain.access import BeyondOwnRights, RoleInUse, RoleNotFound
from chalicelib.domain.accounts import Caller, LastOwner, MemberNotFound
from chalicelib.domain.events import StaleEdit
from chalicelib.domain.permissions import MEANINGS
from chalicelib.handlers.models.team import (
    GrantEdits,
    NewRole,
    PermissionList,
    PermissionOut,
    RoleList,
    RoleOut,
    TeamMemberList,
    TeamMemberOut,
    grants_of,
)
from chalicelib.handlers.route import route
from chalicelib.handlers.versions import read_version, versioned
from chalicelib.handlers.wire import Answer, Request
from chalicelib.kernel.errors import Busy, StaleCheck
from chalicelib.kernel.once import Once

routes = Blueprint(__name__)
GIVING = (BeyondOwnRights, RoleNotFound, PlaceNotFound, OwnersOwnEverything)


@route(routes, "GET", "/members", allow="members.read")
def list_team_members(caller: Caller) -> TeamMemberList:
    """Everybody who belongs to the account, in the order in which they joined."""
    return TeamMemberList(items=[TeamMemberOut.of(person) for person in team.list_members(caller)], next=None)


@route(
    routes,
    "PATCH",
    "/members/{user_id}",
    allow="members.edit",
    refusals=(MemberNotFound, StaleEdit, StaleCheck, LastOwner, Busy, *GIVING),
)
def edit_team_member(
    user_id: str, caller: Caller, body: GrantEdits, request: Request, now: datetime
) -> Answer[TeamMemberOut]:
    """Give a member other roles, which count from their next request on; If-Match says which version you read."""
    version = read_version(request)
    changed = TeamMemberOut.of(team.change(user_id, grants_of(body.grants), version, caller, now))
    return versioned(changed, changed.version)


@route(
    routes,
    "DELETE",
    "/members/{user_id}",
    allow="members.edit",
    answers=204,
    refusals=(MemberNotFound, StaleEdit, LastOwner, BeyondOwnRights, Busy),
)
def remove_team_member(user_id: str, caller: Caller, now: datetime) -> None:
    """Remove a member: their next request is refused. What they did stays in the history."""
    team.remove(user_id, caller, now)


@route(routes, "GET", "/permissions", allow="signed_in")
def list_permissions(caller: Caller) -> PermissionList:
    """Everything that a role or a key may include, in words."""
    return PermissionList(items=[PermissionOut(name=name, says=says) for name, says in MEANINGS.items()], next=None)


@route(routes, "GET", "/roles", allow="members.read")
def list_roles(caller: Caller) -> RoleList:
    """The stock roles, and the account's own."""
    return RoleList.of(team.list_roles(caller))


@route(routes, "POST", "/roles", allow="members.edit", answers=201, refusals=(BeyondOwnRights,))
def make_role(caller: Caller, body: NewRole, once: Once, now: datetime) -> Answer[RoleOut]:
    """Make a role of the account's own."""
    return _role(RoleOut.of(team.make_role(body.name, list(body.permissions), caller, once, now)))


def _role(role: RoleOut) -> Answer[RoleOut]:
    return versioned(role, role.version)


@route(
    routes,
    "PUT",
    "/roles/{role_id}",
    allow="members.edit",
    refusals=(RoleNotFound, StaleEdit, StaleCheck, BeyondOwnRights),
)
def edit_role(role_id: str, caller: Caller, body: NewRole, request: Request, now: datetime) -> Answer[RoleOut]:
    """Change a role, for everybody who has it, from their next request on; If-Match says which version you read."""
    version = read_version(request)
    return _role(RoleOut.of(team.change_role(role_id, body.name, list(body.permissions), version, caller, now)))


@route(
    routes,
    "DELETE",
    "/roles/{role_id}",
    allow="members.edit",
    answers=204,
    refusals=(RoleNotFound, RoleInUse, StaleEdit),
)
def remove_role(role_id: str, caller: Caller, now: datetime) -> None:
    """Remove a role that nobody has."""
    team.remove_role(role_id, caller, now)

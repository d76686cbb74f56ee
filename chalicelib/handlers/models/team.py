"""Members and roles on the wire."""

from typing import Annotated, Self

from pydantic import Field, StringConstraints

from chalicelib.actions.team import Person
from chalicelib.domain.access import EVERYWHERE, CustomRole, Grant
from chalicelib.domain.permissions import MEANINGS, ROLES, Permission
from chalicelib.handlers.models.common import Input, Instant, Line, Output

PLACE = "The id of an organizer or an event where it holds; empty: the whole account."
Place = Annotated[str, StringConstraints(max_length=60)]
RoleName = Annotated[str, StringConstraints(min_length=1, max_length=60)]
# Each permission that can be given; the deployment's operators have theirs from its settings.
Permissions = Annotated[list[Permission], Field(min_length=1, max_length=len(MEANINGS))]


class GrantIn(Input):
    """A role, and where it holds."""

    role: RoleName = Field(description="A stock role, or the id of one of the account's own.", examples=["check_in"])
    place: Place = Field(default=EVERYWHERE, description=PLACE)


Given = Annotated[list[GrantIn], Field(min_length=1, max_length=50)]


def grants_of(given: list[GrantIn]) -> list[Grant]:
    """As the domain has them, each once."""
    return list(dict.fromkeys(Grant(one.role, one.place) for one in given))


class GrantOut(Output):
    """A role, and where it holds."""

    role: str
    place: str = Field(description=PLACE)

    @classmethod
    def of(cls, grant: Grant) -> Self:
        """Out of the domain's noun."""
        return cls(role=grant.role, place=grant.place)


class GrantEdits(Input):
    """What a member may do from now on."""

    grants: Given


class TeamMemberOut(Output):
    """Somebody who belongs to the account."""

    user_id: str
    name: str
    email: str
    grants: list[GrantOut]
    joined_at: Instant
    has_mfa: bool = Field(description="Whether they have a second factor: an authenticator app or a passkey.")
    version: int = Field(description="For `If-Match`.")

    @classmethod
    def of(cls, person: Person) -> Self:
        """Out of what the actions found."""
        member, user = person.member, person.user
        return cls(
            user_id=user.user_id,
            name=user.name,
            email=user.email,
            grants=[GrantOut.of(grant) for grant in member.grants],
            joined_at=member.joined_at,
            has_mfa=person.has_mfa,
            version=member.version or 0,
        )


class TeamMemberList(Output):
    """Everybody who belongs to the account."""

    items: list[TeamMemberOut]
    next: str | None


class NewRole(Input):
    """A named set of permissions."""

    name: Line = Field(examples=["Guest list"])
    permissions: Permissions = Field(examples=[["events.read", "orders.read"]])


class RoleOut(Output):
    """A role that can be given to members; `is_stock` ones are the same everywhere and cannot be changed."""

    id: str
    name: str
    permissions: list[str]
    is_stock: bool
    version: int = Field(description="For `If-Match`; 0 for a stock role.")

    @classmethod
    def of(cls, role: CustomRole) -> Self:
        """Out of the domain's noun."""
        permissions = [str(one) for one in role.permissions]
        return cls(id=role.role_id, name=role.name, permissions=permissions, is_stock=False, version=role.version or 0)

    @classmethod
    def stock(cls) -> list[Self]:
        """The roles that every account has."""
        return [
            cls(id=name, name=name, permissions=sorted(granted), is_stock=True, version=0)
            for name, granted in ROLES.items()
        ]


class PermissionOut(Output):
    """Something that a role may include."""

    name: str
    says: str = Field(description="What it allows, in words.", examples=["See orders and their buyers"])


class PermissionList(Output):
    """Everything that a role may include."""

    items: list[PermissionOut]
    next: str | None


class RoleList(Output):
    """Stock roles, and the account's own."""

    items: list[RoleOut]
    next: str | None

    @classmethod
    def of(cls, made: list[CustomRole]) -> Self:
        """Out of the account's own roles."""
        return cls(items=[*RoleOut.stock(), *(RoleOut.of(role) for role in made)], next=None)

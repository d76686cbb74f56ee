"""What members and keys may do, and where: roles given for the whole account, one organizer or one event."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from chalicelib.domain.permissions import ROLES
from chalicelib.kernel import ids
from chalicelib.kernel.errors import Conflict, Forbidden, NotFound

# The place of a grant that holds everywhere in the account.
EVERYWHERE = ""


class RoleNotFound(NotFound):
    """There is no such role."""


class RoleInUse(Conflict):
    """Somebody has this role: give them another one first."""


class BeyondOwnRights(Forbidden):
    """Nobody can give more than they may do themselves."""


@dataclass(frozen=True)
class Grant:
    """A role (a stock role's name, or the id of one that the account made) and where it holds."""

    role: str
    place: str = EVERYWHERE


@dataclass(frozen=True)
class CustomRole:
    """A named set of permissions that an account put together."""

    role_id: str
    account_id: str
    name: str
    permissions: list[str]
    version: int | None = None


@dataclass(frozen=True)
class Rights:
    """Permissions by the places where they hold."""

    by_place: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def everywhere(self) -> frozenset[str]:
        """What is allowed in the whole account."""
        return self.by_place.get(EVERYWHERE, frozenset())

    def places(self, permission: str) -> frozenset[str]:
        """Where one permission holds; empty if nowhere."""
        return frozenset(place for place, granted in self.by_place.items() if permission in granted)

    def places_of_new_events(self, permission: str) -> frozenset[str]:
        """Where new events may be made by it: whoever has it at one event has it at no other, not even at a copy."""
        return frozenset(place for place in self.places(permission) if not ids.is_id(place, "evt"))

    def covers(self, other: "Rights") -> bool:
        """Whether whoever has these rights may hand out those."""
        return all(granted <= self.everywhere for granted in other.by_place.values())


def rights_of(grants: Iterable[Grant], made: Mapping[str, CustomRole]) -> Rights:
    """What these grants add up to. A role that was removed grants nothing."""
    found: dict[str, frozenset[str]] = {}
    for grant in grants:
        role = made.get(grant.role)
        granted = frozenset(role.permissions) if role else frozenset(ROLES.get(grant.role, ()))
        found[grant.place] = found.get(grant.place, frozenset()) | granted
    return Rights(found)

"""What may be given to whom: roles that exist, places that are one's own, and never more than one has."""

from collections.abc import Sequence
from typing import Any

from chalicelib.actions import places
from chalicelib.domain.access import EVERYWHERE, BeyondOwnRights, Grant, RoleNotFound, rights_of
from chalicelib.domain.accounts import Caller
from chalicelib.domain.permissions import ROLES
from chalicelib.kernel.errors import Invalid
from chalicelib.tables import team

OWNER = "owner"


class OwnersOwnEverything(Invalid):
    """Owners are owners of the whole account."""


def check(given: Sequence[Grant], caller: Caller) -> None:
    """Raises RoleNotFound, PlaceNotFound, OwnersOwnEverything, BeyondOwnRights."""
    made = team.find_roles(caller.account_id, [grant.role for grant in given])
    for grant in given:
        if grant.role not in ROLES and grant.role not in made:
            raise RoleNotFound()
        if grant.role == OWNER and grant.place != EVERYWHERE:
            raise OwnersOwnEverything(grants="an owner's grant has no place")
    places.check([grant.place for grant in given], caller, field="grants")
    if not caller.rights.covers(rights_of(given, made)):
        raise BeyondOwnRights()
    if Grant(OWNER) in given and not _is_owner(caller):
        raise BeyondOwnRights("Only an owner can make an owner.")


def check_may_change(before: Sequence[Grant], caller: Caller) -> None:
    """Raises BeyondOwnRights: nobody takes from others what they have not themselves, and owners answer to owners."""
    made = team.find_roles(caller.account_id, [grant.role for grant in before])
    if not caller.rights.covers(rights_of(before, made)):
        raise BeyondOwnRights()
    if Grant(OWNER) in before and not _is_owner(caller):
        raise BeyondOwnRights("Only an owner can change what an owner may do.")


def _is_owner(caller: Caller) -> bool:
    member = team.find_member(caller.account_id, caller.user_id)
    return member is not None and member.is_owner


def told(given: Sequence[Grant]) -> dict[str, Any]:
    """Grants as facts tell them."""
    return {"grants": [f"{grant.role}@{grant.place}" if grant.place else grant.role for grant in given]}

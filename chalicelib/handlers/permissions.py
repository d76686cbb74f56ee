"""Who may do what: one table that enforcement, docs and tests share."""

from typing import Literal

Permission = Literal[
    "account.read", "events.read", "events.edit", "orders.read", "orders.edit", "tickets.read", "tickets.scan"
]

# Not permissions of a role: who may call without being a member.
PUBLIC = "public"
ORDER_HOLDER = "order_holder"
Access = Permission | Literal["public", "order_holder"]

_READ: frozenset[Permission] = frozenset({"account.read", "events.read", "orders.read", "tickets.read"})
_EDIT: frozenset[Permission] = frozenset({"events.edit", "orders.edit"})
_DOOR: frozenset[Permission] = frozenset({"account.read", "events.read", "tickets.read", "tickets.scan"})

ROLES: dict[str, frozenset[Permission]] = {
    "owner": _READ | _EDIT | _DOOR,
    "admin": _READ | _EDIT | _DOOR,
    "check_in": _DOOR,
    "read_only": _READ,
}


def may(role: str, permission: str) -> bool:
    """Whether a role includes a permission; an unknown role includes none."""
    return permission in ROLES.get(role, frozenset())

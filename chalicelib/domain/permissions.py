"""Who may do what: one table that enforcement, docs and tests share."""

from typing import Literal

Permission = Literal[
    "account.read",
    "account.edit",
    "members.read",
    "members.edit",
    "keys.edit",
    "audit.read",
    "events.read",
    "events.edit",
    "orders.read",
    "orders.edit",
    "payments.read",
    "payments.edit",
    "platform.edit",
    "tickets.read",
    "tickets.scan",
    "webhooks.read",
    "webhooks.edit",
]

# Not permissions of a role: who may call without having any.
PUBLIC = "public"
ORDER_HOLDER = "order_holder"
# Whoever is signed in, for what is their own: a program's key is nobody.
SIGNED_IN = "signed_in"
# Of no role: the deployment's settings name the members who have it.
OPERATOR: Permission = "platform.edit"
Access = Permission | Literal["public", "order_holder", "signed_in"]

# What a role made by an account, or a key, may be given, and how people are told what it is.
MEANINGS: dict[Permission, str] = {
    "account.read": "See the account and its settings",
    "account.edit": "Change the account's settings",
    "members.read": "See who belongs to the team",
    "members.edit": "Invite people, change what they may do, remove them",
    "keys.edit": "Make and revoke keys for programs",
    "audit.read": "See everything that was ever done, and by whom",
    "events.read": "See events and what they sell",
    "events.edit": "Make events, change and publish them",
    "orders.read": "See orders and buyers",
    "orders.edit": "Change, cancel and refund orders",
    "payments.read": "See payments, payouts and books",
    "payments.edit": "Connect payment providers and change how money is taken",
    "tickets.read": "See tickets and who holds them",
    "tickets.scan": "Admit people at the door",
    "webhooks.read": "See webhooks and what was delivered",
    "webhooks.edit": "Send the account's facts to other programs",
}

_ALL: frozenset[Permission] = frozenset(MEANINGS)
_DOOR: frozenset[Permission] = frozenset({"account.read", "events.read", "tickets.read", "tickets.scan"})
_EVENTS: frozenset[Permission] = frozenset({"events.edit", "orders.read", "orders.edit"})
_MONEY: frozenset[Permission] = frozenset({"orders.read", "orders.edit", "payments.read", "payments.edit"})
_READ: frozenset[Permission] = frozenset(name for name in MEANINGS if name.endswith(".read")) - {"audit.read"}

ROLES: dict[str, frozenset[Permission]] = {
    "owner": _ALL,
    "admin": _ALL,
    "organizer": _DOOR | _EVENTS,
    "finance": _DOOR - {"tickets.scan"} | _MONEY,
    "check_in": _DOOR,
    "read_only": _READ,
}


def may(role: str, permission: str) -> bool:
    """Whether a stock role includes a permission; an unknown role includes none."""
    return permission in ROLES.get(role, frozenset())

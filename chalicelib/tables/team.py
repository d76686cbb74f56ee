"""Who belongs to an account, what they may do there, and which roles the account has made, as rows."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute, VersionAttribute

from chalicelib.domain.access import CustomRole, Grant, RoleNotFound
from chalicelib.domain.accounts import LastOwner, Member, MemberNotFound
from chalicelib.domain.events import StaleEdit
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables.attributes import InstantAttribute, IntegerAttribute, JsonAttribute
from chalicelib.tables.changes import Change, put_edited, put_new, update
from chalicelib.tables.lists import index_keys
from chalicelib.tables.table import Key, Row, batch_get, find, noun_of, partition, values_of


class MemberRow(Row):
    """ACCOUNT#a / MEMBER#u, and by person USER#u / account."""

    KIND = "Member"
    account_id = UnicodeAttribute()
    user_id = UnicodeAttribute()
    grants = JsonAttribute()
    joined_at = InstantAttribute()
    needs_mfa = BooleanAttribute(null=True)
    version = VersionAttribute()


class OwnersRow(Row):
    """ACCOUNT#a / OWNERS: how many owners there are, so that the last one cannot leave."""

    KIND = "Owners"
    owners = IntegerAttribute()


class RoleRow(Row):
    """ACCOUNT#a / ROLE#r."""

    KIND = "Role"
    role_id = UnicodeAttribute()
    account_id = UnicodeAttribute()
    name = UnicodeAttribute()
    permissions = JsonAttribute()
    version = VersionAttribute()


def _row(member: Member) -> MemberRow:
    return MemberRow(
        f"ACCOUNT#{member.account_id}",
        f"MEMBER#{member.user_id}",
        person=f"USER#{member.user_id}",
        person_sk=member.account_id,
        **values_of(member, "grants"),
        grants=[asdict(grant) for grant in member.grants],
    )


def member_of(row: MemberRow) -> Member:
    """The domain's noun."""
    return noun_of(Member, row, grants=[Grant(**grant) for grant in row.grants])


def new_member(member: Member) -> list[Change]:
    """A user joins an account. Raises AlreadyDone for one who is there."""
    return [put_new(_row(member), AlreadyDone), *_owners(member.account_id, int(member.is_owner))]


def edited_member(member: Member, before: Member) -> list[Change]:
    """A member may do something else. Raises StaleEdit, and LastOwner."""
    return [
        put_edited(_row(member), StaleEdit),
        *_owners(member.account_id, int(member.is_owner) - int(before.is_owner)),
    ]


def told_of_mfa(member: Member) -> Change:
    """The member's row says anew what the account asks for. Raises StaleEdit if it was changed meanwhile."""
    return put_edited(_row(member), StaleEdit)


def removed_member(member: Member) -> list[Change]:
    """A user leaves an account. Raises StaleEdit if the member was changed meanwhile, and LastOwner."""
    row = _row(member)
    seen = MemberRow.version == member.version
    return [Change("delete", row, StaleEdit, seen), *_owners(member.account_id, -int(member.is_owner))]


def _owners(account_id: str, more: int) -> list[Change]:
    if not more:
        return []
    row = OwnersRow(f"ACCOUNT#{account_id}", "OWNERS")
    counted = [OwnersRow.owners.add(more), OwnersRow.kind.set(OwnersRow.KIND)]
    if more > 0:
        return [Change("update", row, AlreadyDone, None, tuple(counted))]
    return [update(row, LastOwner, OwnersRow.owners > 1, *counted)]


def member_key(account_id: str, user_id: str) -> Key:
    """Where a member's row lies."""
    return f"ACCOUNT#{account_id}", f"MEMBER#{user_id}"


def find_member(account_id: str, user_id: str) -> Member | None:
    """What this user is in this account at this moment."""
    row = find(MemberRow, *member_key(account_id, user_id))
    return member_of(row) if row else None


def get_member(account_id: str, user_id: str) -> Member:
    """Raises MemberNotFound."""
    member = find_member(account_id, user_id)
    if not member:
        raise MemberNotFound()
    return member


def list_members(account_id: str) -> list[Member]:
    """Everybody who may act for this account."""
    items = partition(f"ACCOUNT#{account_id}", "MEMBER#").get(MemberRow.KIND, [])
    return [member_of(MemberRow.of(item)) for item in items]


def list_memberships(user_id: str) -> list[Member]:
    """The accounts that a user belongs to."""
    keys = [key for _, key in index_keys("by_person", f"USER#{user_id}")]
    return [member_of(row) for row in batch_get(MemberRow, keys)]


def role_key(account_id: str, role_id: str) -> Key:
    """Where a made role lies."""
    return f"ACCOUNT#{account_id}", f"ROLE#{role_id}"


def _role_row(role: CustomRole) -> RoleRow:
    return RoleRow(*role_key(role.account_id, role.role_id), **values_of(role))


def new_role(role: CustomRole) -> Change:
    """An account makes a role of its own."""
    return put_new(_role_row(role), AlreadyDone)


def edited_role(role: CustomRole) -> Change:
    """The role means something else from the next request on. Raises StaleEdit."""
    return put_edited(_role_row(role), StaleEdit)


def removed_role(role: CustomRole) -> Change:
    """The role is gone; whoever still has it may nothing by it. Raises StaleEdit."""
    return Change("delete", _role_row(role), StaleEdit, RoleRow.version == role.version)


def get_role(account_id: str, role_id: str) -> CustomRole:
    """Raises RoleNotFound."""
    row = find(RoleRow, *role_key(account_id, role_id))
    if not row:
        raise RoleNotFound()
    return noun_of(CustomRole, row)


def list_roles(account_id: str) -> list[CustomRole]:
    """The roles that an account has made."""
    items: list[Any] = partition(f"ACCOUNT#{account_id}", "ROLE#").get(RoleRow.KIND, [])
    return [noun_of(CustomRole, RoleRow.of(item)) for item in items]


def find_roles(account_id: str, role_ids: Iterable[str]) -> dict[str, CustomRole]:
    """Those of these ids that are roles of the account's own."""
    keys = [role_key(account_id, role_id) for role_id in sorted(set(role_ids)) if role_id.startswith("rol_")]
    return {row.role_id: noun_of(CustomRole, row) for row in batch_get(RoleRow, keys)} if keys else {}

"""Who may buy a members-only product: e-mail addresses and whole domains, a row each."""

from collections.abc import Iterable, Mapping, Sequence

from pynamodb.attributes import UnicodeAttribute

from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables.changes import Change
from chalicelib.tables.lists import Page, make_cursor, partition_page, read_cursor
from chalicelib.tables.table import Item, Key, Row


class AllowedRow(Row):
    """MEMBERS#product / ada@example.com or @example.com."""

    KIND = "Allowed"
    address = UnicodeAttribute()


def allowed(product_id: str, addresses: Iterable[str]) -> list[Change]:
    """These may buy; saying it twice is fine."""
    return [
        Change("put", AllowedRow(f"MEMBERS#{product_id}", address, address=address), AlreadyDone)
        for address in addresses
    ]


def no_longer_allowed(product_id: str, addresses: Iterable[str]) -> list[Change]:
    """These may not buy any more."""
    return [Change("delete", AllowedRow(f"MEMBERS#{product_id}", address), AlreadyDone) for address in addresses]


def member_keys(product_ids: Iterable[str], email: str) -> list[Key]:
    """Where it would be written that the address, or its domain, may buy these products."""
    names = (email, f"@{email.rpartition('@')[2]}")
    return [(f"MEMBERS#{product_id}", name) for product_id in product_ids for name in names]


def memberships_in(items: Mapping[str, Sequence[Item]]) -> set[str]:
    """The products that these rows (by kind) allow to be bought."""
    return {item["pk"]["S"].partition("#")[2] for item in items.get(AllowedRow.KIND, [])}


def list_allowed(product_id: str, cursor: str | None, limit: int) -> Page[str]:
    """The addresses and domains that may buy, in the order of the alphabet."""
    name = f"MEMBERS#{product_id}"
    items = partition_page(name, read_cursor(cursor, name), "", limit + 1)
    found = [item["sk"]["S"] for item in items]
    return Page(found[:limit], make_cursor(name, found[limit - 1]) if len(found) > limit else None)

"""What a commit changes, field by field, for the audit log: the rows as they were beside the rows as they will be.

Told are settings that an account makes: rows that are written whole, whose version (or condition) proves that what
was read a moment before is what was overwritten. Rows about people (orders, tickets, users …) are not told: their
edits lie beside them and are erased with them. A test says that each kind of row, and each field of a seller's, was
decided about.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.tables.changes import Change
from chalicelib.tables.table import Item, Row, batch_raw

Difference = dict[str, Any]

# Kind → the attribute that names the row. Keys are not shown: a program's holds the hash of its key.
TOLD = {
    "Account": "account_id",
    "ApiKey": "key_id",
    "Block": "block_id",
    "Category": "category_id",
    "Connection": "provider",
    "Defaults": "",
    "Event": "event_id",
    "Fee": "fee_id",
    "Invoicing": "",
    "Member": "user_id",
    "Merchant": "organizer_id",
    "Occurrence": "occurrence_id",
    "Organizer": "organizer_id",
    "PlatformFees": "",
    "Preferences": "",
    "Pool": "pool_id",
    "Product": "product_id",
    "Promo": "code",
    "Question": "question_id",
    "Release": "release_id",
    "Role": "role_id",
    "Tax": "tax_id",
    "Webhook": "webhook_id",
}
# What tells of whom or where somebody is: the seller may be one person, who may ask to be forgotten, and the log is for
# ever. It says that this was changed, when and by whom, and no value.
WITHHELD = {
    "Account": frozenset({"name"}),
    "Event": frozenset({"offline", "organizer_name"}),
    "Invoicing": frozenset(
        {"legal_name", "street", "postal_code", "city", "region", "tax_id", "email", "terms", "footer"}
    ),
    "Organizer": frozenset({"name", "slug", "bio", "email", "phone", "website", "links", "address"}),
}
# Of these kinds, too, nobody reads a secret in the log, be it sealed or hashed.
SECRETS = frozenset({"access_hash", "key_hash", "sealed"})
UNSAID = frozenset(Row.get_attributes()) | SECRETS | {"version", "changed_by"}
_MOST = 60
_LONGEST = 600


def differences(changes: Iterable[Change]) -> list[Difference]:
    """What these changes are about to make different: row, field, before and after, as plain JSON.

    Reads the rows as they are: one batch read, and none when no such row is written.
    """
    written = [one for one in changes if one.action in ("put", "delete") and one.row.KIND in TOLD]
    if not written:
        return []
    before = batch_raw((one.row.pk, one.row.sk) for one in written)
    found: list[Difference] = []
    for one in written:
        old = before.get((one.row.pk, one.row.sk), {})
        new = one.row.to_dynamodb_dict() if one.action == "put" else {}
        found += _of_row(one.row.KIND, old, new)
    return found[:_MOST]


def _of_row(kind: str, old: Item, new: Item) -> Iterable[Difference]:
    row, withheld = _called(kind, new or old), WITHHELD.get(kind, frozenset())
    for name in sorted({*old, *new} - UNSAID):
        before, after = _plain(old.get(name)), _plain(new.get(name))
        if before != after and name in withheld:
            yield {"row": row, "field": name, "before": None, "after": None, "is_withheld": True}
        elif before != after:
            yield {"row": row, "field": name, "before": before, "after": after}


def _called(kind: str, item: Item) -> str:
    name = item.get(TOLD[kind], {}).get("S", "")
    return f"{kind} {name}".strip()


def _plain(value: Mapping[str, Any] | None) -> Any:
    """DynamoDB's `{"S": …}` as JSON; nested values lie in the table as JSON text."""
    if value is None or "NULL" in value:
        return None
    kind, held = next(iter(value.items()))
    if kind == "N":
        return json.loads(held)
    if kind != "S":
        return held
    short: str = held if len(held) <= _LONGEST else held[:_LONGEST] + "…"
    if short[:1] in ("{", "["):
        try:
            return json.loads(short)
        except ValueError:
            return short
    return short

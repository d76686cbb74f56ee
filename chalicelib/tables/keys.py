"""API keys as rows."""

from datetime import datetime

from pynamodb.attributes import UnicodeAttribute, VersionAttribute

from chalicelib.domain.keys import ApiKey, HeldKeys, HeldKeysMoved, KeyNotFound
from chalicelib.kernel import clock
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables.attributes import InstantAttribute, IntegerAttribute, JsonAttribute
from chalicelib.tables.changes import Change, put_edited, put_new, update
from chalicelib.tables.lists import index_keys
from chalicelib.tables.table import Row, batch_get, find, noun_of, values_of

_MOST = 100


class ApiKeyRow(Row):
    """APIKEY#sha / META, owned by its account: the key itself is nowhere stored."""

    KIND = "ApiKey"
    key_id = UnicodeAttribute()
    account_id = UnicodeAttribute()
    name = UnicodeAttribute()
    key_hash = UnicodeAttribute()
    ending = UnicodeAttribute()
    permissions = JsonAttribute()
    places = JsonAttribute()
    made_by = UnicodeAttribute()
    made_at = InstantAttribute()
    expires_at = InstantAttribute(null=True)
    used_at = InstantAttribute(null=True)
    calls_per_minute = IntegerAttribute()


class HeldKeysRow(Row):
    """ACCOUNT#a / KEYS: one row, so that of two keys that are made at once the second finds the first."""

    KIND = "HeldKeys"
    account_id = UnicodeAttribute()
    until = JsonAttribute()
    version = VersionAttribute()


def get_held(account_id: str) -> HeldKeys:
    """The keys that the account has; as the index knows them, as long as none was made since there is this row."""
    row = find(HeldKeysRow, f"ACCOUNT#{account_id}", "KEYS")
    if not row:
        return HeldKeys(account_id, {key.key_id: key.expires_at for key in list_keys(account_id)})
    until = {key_id: clock.from_text(ends_at) if ends_at else None for key_id, ends_at in row.until.items()}
    return noun_of(HeldKeys, row, until=until)


def edited_held(held: HeldKeys) -> Change:
    """A key was made or revoked. Raises HeldKeysMoved if that was so since these were read."""
    until = {key_id: clock.to_text(ends_at) if ends_at else "" for key_id, ends_at in held.until.items()}
    row = HeldKeysRow(f"ACCOUNT#{held.account_id}", "KEYS", until=until, **values_of(held, "until"))
    return put_edited(row, HeldKeysMoved)


def new_key(key: ApiKey) -> Change:
    """A program may call. DynamoDB removes the row some time after the key's end, if it has one."""
    row = ApiKeyRow(
        f"APIKEY#{key.key_hash}",
        "META",
        owner=f"ACCOUNT#{key.account_id}#KEYS",
        owner_sk=key.key_id,
        ttl=int(key.expires_at.timestamp()) if key.expires_at else None,
        **values_of(key),
    )
    return put_new(row, AlreadyDone)


def revoked_key(key: ApiKey) -> Change:
    """The next call with it is refused. Raises KeyNotFound for one that is gone."""
    return Change("delete", ApiKeyRow(f"APIKEY#{key.key_hash}", "META"), KeyNotFound, ApiKeyRow.pk.exists())


def used_key(key: ApiKey, now: datetime) -> Change:
    """It was used now. Raises KeyNotFound for one that was revoked this moment."""
    row = ApiKeyRow(f"APIKEY#{key.key_hash}", "META")
    return update(row, KeyNotFound, ApiKeyRow.pk.exists(), ApiKeyRow.used_at.set(now))


def find_key(key_hash: str) -> ApiKey | None:
    """The key of this hash."""
    row = find(ApiKeyRow, f"APIKEY#{key_hash}", "META")
    return noun_of(ApiKey, row) if row else None


def list_keys(account_id: str) -> list[ApiKey]:
    """The keys of an account, in the order in which they were made."""
    found = index_keys("by_owner", f"ACCOUNT#{account_id}#KEYS", limit=_MOST)
    return [noun_of(ApiKey, row) for row in batch_get(ApiKeyRow, [key for _, key in found])]


def get_key(account_id: str, key_id: str) -> ApiKey:
    """Raises KeyNotFound, also for a key of another account."""
    for key in list_keys(account_id):
        if key.key_id == key_id:
            return key
    raise KeyNotFound()

"""Settings of money: a row for each account, and each organizer, that has any; and the platform's own fee."""

import dataclasses
from collections.abc import Iterator
from typing import Any

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute, VersionAttribute

from chalicelib.domain.events import StaleEdit
from chalicelib.domain.merchants import Merchant, Payee
from chalicelib.domain.platform_fees import NO_FEE, FeePlan
from chalicelib.tables.attributes import InstantAttribute, IntegerAttribute, JsonAttribute
from chalicelib.tables.changes import Change, put_edited
from chalicelib.tables.lists import index_keys
from chalicelib.tables.table import Key, Row, batch_get, filled_values_of, find, noun_of

_PLATFORM = ("PLATFORM", "FEES")
# Where the index `due` keeps the merchants whose books the clock compares with Stripe's, again and again.
_RECONCILED = "MERCHANTS"
_MOST_IN_A_QUERY = 1000


class MerchantRow(Row):
    """ACCOUNT#a or ORGANIZER#o / MERCHANT, found by its Stripe account."""

    KIND = "Merchant"
    account_id = UnicodeAttribute()
    stripe_account = UnicodeAttribute(null=True)
    dashboard = UnicodeAttribute(null=True)
    status = UnicodeAttribute()
    requirements = JsonAttribute(null=True)
    methods = JsonAttribute()
    plan = JsonAttribute(null=True)
    is_exempt = BooleanAttribute()
    allowed_countries = JsonAttribute(null=True)
    denied_countries = JsonAttribute(null=True)
    reviews_elevated_risk = BooleanAttribute()
    checkouts_per_address = IntegerAttribute(null=True)
    checkouts_per_email = IntegerAttribute(null=True)
    orders_per_card = IntegerAttribute(null=True)
    voids_on_dispute = BooleanAttribute(null=True)
    attempt = NumberAttribute(null=True)
    country = UnicodeAttribute(null=True)
    capabilities = JsonAttribute(null=True)
    ready_at = InstantAttribute(null=True)
    lost_because = UnicodeAttribute(null=True)
    wallets = UnicodeAttribute(null=True)
    connections = JsonAttribute(null=True)
    organizer_id = UnicodeAttribute(null=True)
    is_payee = BooleanAttribute(null=True)
    version = VersionAttribute()


class PlatformFeesRow(Row):
    """PLATFORM / FEES: the plan of every account that has none of its own."""

    KIND = "PlatformFees"
    plan = JsonAttribute()
    version = VersionAttribute()


def edited_merchant(merchant: Merchant) -> Change:
    """A payee's settings of money. Raises StaleEdit if somebody saved them since they were read."""
    values = filled_values_of(merchant, MerchantRow, "plan")
    row = MerchantRow(*_key(merchant.payee), **values)
    if merchant.plan:
        row.plan = dataclasses.asdict(merchant.plan)
    if merchant.stripe_account:
        whose = "#".join(filter(None, (merchant.account_id, merchant.organizer_id)))
        row.owner, row.owner_sk = f"STRIPE#{merchant.stripe_account}", whose
        row.due, row.due_sk = _RECONCILED, f"{merchant.account_id}#{merchant.stripe_account}"
    return put_edited(row, StaleEdit)


def get_merchant(account_id: str, organizer_id: str = "", *, consistent: bool = True) -> Merchant:
    """A payee's settings of money; those of one that has set nothing are the usual ones."""
    row = find(MerchantRow, *_key(Payee(account_id, organizer_id)), consistent=consistent)
    return _merchant(row) if row else Merchant(account_id, organizer_id=organizer_id)


def get_both(payee: Payee, *, consistent: bool = True) -> tuple[Merchant, Merchant]:
    """(the account's settings, those of its organizer), in one round trip."""
    keys = [_key(Payee(payee.account_id)), _key(payee)]
    found = {row.pk: _merchant(row) for row in batch_get(MerchantRow, keys, consistent=consistent)}
    account = found.get(keys[0][0]) or Merchant(payee.account_id)
    return account, found.get(keys[1][0]) or Merchant(payee.account_id, organizer_id=payee.organizer_id)


def _key(payee: Payee) -> Key:
    whose = f"ORGANIZER#{payee.organizer_id}" if payee.organizer_id else f"ACCOUNT#{payee.account_id}"
    return whose, "MERCHANT"


def _merchant(row: MerchantRow) -> Merchant:
    return noun_of(Merchant, row, plan=FeePlan(**row.plan) if row.plan else None)


def find_payee_of(stripe_account: str) -> Payee | None:
    """Whose Stripe account this is; None if it is nobody's (any more)."""
    found = index_keys("by_owner", f"STRIPE#{stripe_account}", limit=1)
    return Payee(*found[0][0].split("#")) if found else None


def list_merchants() -> Iterator[tuple[str, str]]:
    """(Stripe account, account id) of every payee that is connected."""
    after = ""
    while keys := index_keys("due", _RECONCILED, after=after, limit=_MOST_IN_A_QUERY):
        for place, _ in keys:
            account_id, _, stripe_account = place.partition("#")
            yield stripe_account, account_id
        after = keys[-1][0]


def platform_fees(plan: FeePlan, version: int) -> Change:
    """The fee of every account without a plan of its own. Raises StaleEdit."""
    read: dict[str, Any] = {"version": version} if version else {}
    return put_edited(PlatformFeesRow(*_PLATFORM, plan=dataclasses.asdict(plan), **read), StaleEdit)


def get_platform_fees(*, consistent: bool = True) -> tuple[FeePlan, int]:
    """(the platform's fee, its version); version 0 is of what was never set."""
    row = find(PlatformFeesRow, *_PLATFORM, consistent=consistent)
    return (FeePlan(**row.plan), row.version) if row else (NO_FEE, 0)

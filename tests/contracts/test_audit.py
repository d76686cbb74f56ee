"""The audit log can be read, and nothing else; each kind of row was decided about."""

import importlib
import pkgutil
import re

import pytest

import app as application
from chalicelib import tables
from chalicelib.handlers.route import ROUTES
from chalicelib.tables.differences import SECRETS, TOLD, UNSAID, WITHHELD
from chalicelib.tables.table import Row
from infra.functions import FUNCTIONS, Function
from infra.names import Names
from infra.policies import policy

NAMES = Names("example", "123456789012", "eu-central-1")
WRITERS = [function for function in FUNCTIONS if "write" in function.grants]

# Rows about people, whose edits are kept beside them and erased with them; money, which is never edited; and what
# the machine keeps for itself. A new kind of row stands here or in `differences.TOLD`.
_PEOPLE = (
    "Allowed Edit EmailLink Entry Invitation Invoice Link Login Mail Order Origin Posting Refund Review SavedCard Scan "
    "Session Ticket User WaitlistEntry"
)
_MONEY = "Dispute InstalmentPlan LedgerEntry Payment"
_MACHINE = (
    "Attempts AuditExport AuditLink Cancellation CancellationResult Challenge Claim Delivery EventFilter Fact Factors "
    "HeldKeys Mark Owners Place Proof Rate Reconciled Reference Replay Rescheduling Series Shard Shown Slug Sweep "
    "SweepPlace Unmatched Waiting WebhookCount WebhookHealth Window"
)
NOT_TOLD = frozenset(f"{_PEOPLE} {_MONEY} {_MACHINE}".split())


def kinds() -> dict[str, set[str]]:
    """Each kind of row, with its attributes."""
    for module in pkgutil.iter_modules(tables.__path__):
        importlib.import_module(f"chalicelib.tables.{module.name}")
    found: dict[str, set[str]] = {}
    for row in Row.__subclasses__():
        if row.__module__.startswith("chalicelib"):
            found.setdefault(row.KIND, set()).update(row.get_attributes())
    return found


@pytest.mark.req("SEC-6")
def test_of_each_kind_of_row_it_was_decided_whether_the_log_tells_its_changes() -> None:
    assert set(kinds()) - set(TOLD) - NOT_TOLD == set()
    assert set(TOLD) & NOT_TOLD == set()


@pytest.mark.req("SEC-6")
def test_no_secret_is_told() -> None:
    """A hash in the log is there for ever, and for everybody who may read it."""
    told = {name for kind, names in kinds().items() if kind in TOLD for name in names}
    secret = {name for name in told if name.endswith(("_hash", "_secret", "password", "token")) or name == "sealed"}
    assert secret <= SECRETS


# What the log tells with its values of the rows that say who sells. A new field stands here or in `WITHHELD`.
VALUES_TOLD = {
    "Account": "account_id created_at requires_mfa",
    "Connection": "account_id connected_at connection_id identity is_sandbox provider",
    "Defaults": "taxes",
    "Invoicing": "account_id country credit_note_pattern invoice_pattern is_on timezone",
    "Merchant": (
        "account_id allowed_countries attempt capabilities checkouts_per_address checkouts_per_email connections "
        "country dashboard denied_countries is_exempt is_payee lost_because methods orders_per_card organizer_id plan "
        "ready_at requirements reviews_elevated_risk status stripe_account voids_on_dispute wallets"
    ),
    "Organizer": "account_id notifications organizer_id privacy",
    "Preferences": "account_id currency date_format language timezone",
}
_OF_A_PERSON = re.compile(r"name|email|phone|address|street|postal|^city|tax_id$|website|iban|offline|legal|birth")
# Called like what is a person's, and not: what members name themselves, things on sale, a list of ids, a limit.
NOT_OF_A_PERSON = {
    "ApiKey": "name",
    "Block": "name",
    "Category": "name",
    "Fee": "name",
    "Merchant": "checkouts_per_address checkouts_per_email",
    "Pool": "name",
    "Product": "name",
    "Role": "name",
    "Tax": "name tax_id",
}


@pytest.mark.req("SEC-6")
@pytest.mark.parametrize("kind", sorted(VALUES_TOLD))
def test_of_who_sells_the_log_tells_the_values_of_these_fields_only(kind: str) -> None:
    """A legal name in the log could not be erased when its bearer asks to be forgotten."""
    assert kinds()[kind] - UNSAID - WITHHELD.get(kind, set()) == set(VALUES_TOLD[kind].split())


@pytest.mark.req("SEC-6")
def test_a_field_that_sounds_like_a_person_s_is_withheld_wherever_it_is() -> None:
    told = {(kind, name) for kind in TOLD for name in kinds()[kind] - UNSAID - WITHHELD.get(kind, set())}
    known = {(kind, name) for kind, names in NOT_OF_A_PERSON.items() for name in names.split()}
    assert {one for one in told if _OF_A_PERSON.search(one[1])} == known


def test_what_is_withheld_exists() -> None:
    assert [name for kind, names in WITHHELD.items() for name in names - kinds()[kind]] == []


def test_a_row_is_called_by_an_attribute_that_it_has() -> None:
    for kind, name in TOLD.items():
        assert not name or name in kinds()[kind], kind


@pytest.mark.req("SEC-6")
def test_no_route_changes_the_log() -> None:
    assert application.app.routes
    found = {f"{route.method} {route.path}" for route in ROUTES if route.path.startswith("/audit")}
    assert found == {
        "GET /audit",
        "GET /audit/check",
        "POST /audit/exports",
        "GET /audit/exports/{export_id}",
    }


def denied(function: Function) -> set[tuple[str, str]]:
    """(action, key) of what a function may not do, whatever else it may."""
    return {
        (action, key)
        for statement in policy(function, NAMES)["Statement"]
        if statement["Effect"] == "Deny"
        for action in statement["Action"]
        for key in statement["Condition"]["ForAnyValue:StringLike"]["dynamodb:LeadingKeys"]
    }


@pytest.mark.req("SEC-6")
@pytest.mark.parametrize("function", WRITERS, ids=lambda function: function.name)
def test_no_function_may_edit_or_delete_a_fact_or_a_link(function: Function) -> None:
    never = {(f"dynamodb:{action}", key) for action in ("UpdateItem", "DeleteItem") for key in ("LOG#*", "AUDIT#*")}
    assert never <= denied(function)


@pytest.mark.req("SEC-6")
def test_only_the_function_that_seals_may_add_a_link() -> None:
    may = [one.name for one in WRITERS if ("dynamodb:PutItem", "AUDIT#*") not in denied(one)]
    assert may == ["seals"]

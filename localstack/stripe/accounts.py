"""Connected accounts (API v2): made, changed, onboarded, restricted, closed.

Dashboards `express`, `full` and `none` onboard through the same link here. What happens to an account is told by
thin events and, [M] for v2 accounts as for v1 ones, by `account.updated`.
"""

from __future__ import annotations

from collections.abc import Callable

from localstack.stripe import accounts_v1_view, events, requirements, thin_events
from localstack.stripe.call import Call, merged_metadata
from localstack.stripe.errors import Json, invalid, no_access
from localstack.stripe.instants import instant, page_v2
from localstack.stripe.shapes import new_object
from localstack.stripe.state import PLATFORM

KIND = "v2.core.account"
# Left out of an answer unless `include` asks for them, as API v2 does.
_ON_REQUEST = ("defaults", "future_requirements", "identity", "requirements")
_PLAIN = ("contact_email", "contact_phone", "dashboard", "display_name", "identity", "defaults")
_VERIFIED_AFTER_SECONDS = 3_600
# Where Stripe opens accounts, https://stripe.com/global. [M] How API v2 refuses any other country.
_SERVED = frozenset(
    """
    ae at au be bg br ca ch ci cy cz de dk ee es fi fr gb gh gi gr hk hr hu id ie in it jp ke li lt lu lv mt mx my ng nl
    no nz pl pt ro se sg si sk th us za
    """.split()
)


def create(call: Call) -> Json:
    return _shown(call, make(call, call.params))


def make(call: Call, given: Json) -> Json:
    country = ((given.get("identity") or {}).get("country") or "us").lower()
    if country not in _SERVED:
        raise invalid(f"Country '{country}' is not supported.", code="country_unsupported", param="identity.country")
    account = new_object(KIND, instant(call.state.now()), metadata=given.get("metadata") or {}, closed=False)
    account["configuration"] = {
        name: requirements.configuration(wanted) for name, wanted in (given.get("configuration") or {}).items()
    }
    account["applied_configurations"] = sorted(account["configuration"])
    account |= {name: given[name] for name in _PLAIN if name in given}
    account["requirements"] = requirements.open_for(account)
    call.state.put(PLATFORM, account)
    thin_events.record(call, "v2.core.account.created", account["id"])
    return account


def find(call: Call, account_id: str, param: str = "id") -> Json:
    if account_id in call.state.revoked:
        raise no_access(account_id)
    return call.state.get(PLATFORM, KIND, account_id, param)


def retrieve(call: Call) -> Json:
    return _shown(call, find(call, call.path["id"]))


def update(call: Call) -> Json:
    account = find(call, call.path["id"])
    given = call.params
    if account["closed"]:
        raise invalid("This account is closed and cannot be changed.", param="id")
    for name, wanted in (given.get("configuration") or {}).items():
        held = account["configuration"].get(name)
        account["configuration"][name] = requirements.configuration(wanted, held)
        thin_events.record(call, f"v2.core.account[configuration.{name}].updated", account["id"])
    account["applied_configurations"] = sorted(account["configuration"])
    account |= {name: given[name] for name in _PLAIN if name in given}
    account["metadata"] = merged_metadata(account["metadata"], given.get("metadata"))
    if "identity" in given:
        thin_events.record(call, "v2.core.account[identity].updated", account["id"])
    _tell(call, account, "v2.core.account.updated")
    return _shown(call, account)


def close(call: Call) -> Json:
    account = find(call, call.path["id"])
    account |= {"closed": True, "applied_configurations": []}
    _set_capabilities(call, account, lambda _: requirements.restricted("restricted_other", "no_resolution"))
    _tell(call, account, "v2.core.account.closed")
    return _shown(call, account)


def list_accounts(call: Call) -> Json:
    wanted = set(call.params.get("applied_configurations") or ())
    closed = call.params.get("closed", False)
    rows = [
        _shown(call, account)
        for account in call.state.all(PLATFORM, KIND)
        if bool(account["closed"]) == closed and wanted <= set(account["applied_configurations"])
    ]
    return page_v2(call, rows, "/v2/core/accounts")


def _shown(call: Call, account: Json) -> Json:
    include = call.params.get("include") or []
    hidden: Json = {name: None for name in _ON_REQUEST if name not in include}
    wanted = [name.partition(".")[2] for name in include if name.startswith("configuration.")]
    configuration = {name: account["configuration"].get(name) for name in wanted} or None
    return account | hidden | {"configuration": configuration}


def complete(call: Call, account: Json) -> None:
    """The organizer gave everything Stripe asks for: every requested capability is active."""
    _change(call, account, requirements.none(), requirements.active)


def hand_in(call: Call, account: Json) -> None:
    """Everything was given and is being checked: capabilities wait, for an hour."""
    _change(call, account, requirements.none(), requirements.pending)
    call.state.later(_VERIFIED_AFTER_SECONDS, "verify_account", PLATFORM, account["id"])


def verify(call: Call, account: Json) -> None:
    """The end of the checks. [M] They take minutes to days; here they always succeed."""
    statuses = {each["status"] for each in requirements.capabilities(account).values()}
    if "pending" in statuses and not account["closed"]:
        complete(call, account)


def restrict(call: Call, account: Json) -> None:
    """Stripe asks for more, too late: what was active is not any more."""
    due = requirements.open_for(account, "past_due")
    _change(call, account, due, requirements.waiting)


def _change(call: Call, account: Json, due: Json, capability: Callable[[], Json]) -> None:
    account["requirements"] = due
    thin_events.record(call, "v2.core.account[requirements].updated", account["id"])
    _set_capabilities(call, account, lambda _: capability())
    _tell(call, account, "v2.core.account.updated")


def set_capability(call: Call, account: Json, name: str, status: str) -> None:
    """Put one capability into a state, as Stripe does of its own accord."""
    if name not in requirements.capabilities(account):
        raise invalid(f"This account has not requested {name}.", param="capability")
    changed = requirements.in_status(status)
    _set_capabilities(call, account, lambda each: changed if each == name else None)
    _tell(call, account, "v2.core.account.updated")


def _set_capabilities(call: Call, account: Json, new: Callable[[str], Json | None]) -> None:
    for configuration, held in account["configuration"].items():
        for name, capability in held["capabilities"].items():
            now = new(name)
            if now is None or now["status"] == capability["status"]:
                continue
            capability |= now
            event = f"v2.core.account[configuration.{configuration}].capability_status_updated"
            thin_events.record(call, event, account["id"], {"updated_capability": name})


def _tell(call: Call, account: Json, event_type: str) -> None:
    thin_events.record(call, event_type, account["id"])
    events.record(call, "account.updated", accounts_v1_view.of(account), account=account["id"])

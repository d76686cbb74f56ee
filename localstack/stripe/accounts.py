"""Connected accounts (API v2) and the links that lead an organizer through onboarding."""

from __future__ import annotations

from datetime import UTC, datetime

from localstack.stripe.call import Call
from localstack.stripe.errors import Json, invalid
from localstack.stripe.shapes import new_object, token
from localstack.stripe.state import PLATFORM, State

KIND = "v2.core.account"
_LINK_LIVES_SECONDS = 600
# Left out of an answer unless `include` asks for them, as API v2 does.
_ON_REQUEST = ("defaults", "future_requirements", "identity", "requirements")


def create(call: Call) -> Json:
    given = call.params
    account = new_object(KIND, 0)
    configuration = {name: _configuration(wanted) for name, wanted in (given.get("configuration") or {}).items()}
    account |= {
        "created": _instant(call.state.now()),
        "applied_configurations": sorted(configuration),
        "configuration": configuration,
        "requirements": _requirements("currently_due"),
        "metadata": given.get("metadata") or {},
    }
    plain = ("contact_email", "contact_phone", "dashboard", "display_name", "identity", "defaults")
    account |= {name: given[name] for name in plain if name in given}
    call.state.put(PLATFORM, account)
    return _shown(call, account)


def _instant(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _configuration(wanted: Json) -> Json:
    """What was asked for, with each requested capability waiting for the organizer's details."""
    waiting = {
        "status": "restricted",
        "status_details": [{"code": "requirements_past_due", "resolution": "provide_info"}],
    }
    capabilities = {
        name: dict(waiting) for name, each in (wanted.get("capabilities") or {}).items() if each["requested"]
    }
    return wanted | {"applied": True, "capabilities": capabilities}


def _requirements(status: str | None) -> Json:
    deadline = {"status": status, "time": None} if status else None
    return {"alternatives": [], "entries": [], "summary": {"minimum_deadline": deadline}}


def retrieve(call: Call) -> Json:
    return _shown(call, call.state.get(PLATFORM, KIND, call.path["id"]))


def _shown(call: Call, account: Json) -> Json:
    include = call.params.get("include") or []
    hidden: Json = {name: None for name in _ON_REQUEST if name not in include}
    wanted = [name.partition(".")[2] for name in include if name.startswith("configuration.")]
    configuration = {name: account["configuration"].get(name) for name in wanted} or None
    return account | hidden | {"configuration": configuration}


def create_link(call: Call) -> Json:
    account = call.state.get(PLATFORM, KIND, call.params["account"], "account")
    use_case = call.params["use_case"]
    details = use_case.get(use_case["type"])
    if details is None:
        param = f"use_case[{use_case['type']}]"
        raise invalid(f"Missing required param: {param}.", code="parameter_missing", param=param)
    key = token(24)
    call.state.private[account["id"]] = {"onboarding": key, "return_url": details.get("return_url")}
    now = call.state.now()
    return {
        "object": "v2.core.account_link",
        "account": account["id"],
        "created": _instant(now),
        "expires_at": _instant(now + _LINK_LIVES_SECONDS),
        "livemode": False,
        "url": f"{call.base_url}/onboarding/{account['id']}/{key}",
        "use_case": use_case,
    }


def find_by_link(state: State, account_id: str, key: str) -> Json | None:
    account = state.find(PLATFORM, account_id)
    return account if state.private.get(account_id, {}).get("onboarding") == key else None


def complete(account: Json) -> None:
    """The organizer gave everything Stripe asks for: every requested capability is active."""
    account["requirements"] = _requirements(None)
    for configuration in account["configuration"].values():
        for capability in configuration["capabilities"].values():
            capability |= {"status": "active", "status_details": []}

"""What Stripe still wants to know of an account, and what its capabilities are worth meanwhile."""

from __future__ import annotations

from localstack.stripe.errors import Json

# A few of the many that Stripe asks a new account for, in the words of API v2.
_ASKED = (
    "configuration.merchant.mcc",
    "defaults.profile.business_url",
    "identity.attestations.terms_of_service.account",
    "identity.business_details.address",
    "external_account",
)
STATUSES = ("active", "pending", "restricted", "rejected", "unsupported")


def _capability(status: str, code: str = "", resolution: str = "") -> Json:
    return {"status": status, "status_details": [{"code": code, "resolution": resolution}] if code else []}


def active() -> Json:
    return _capability("active")


def pending() -> Json:
    return _capability("pending", "requirements_pending_verification", "no_resolution")


def waiting() -> Json:
    return _capability("restricted", "requirements_past_due", "provide_info")


def restricted(code: str, resolution: str) -> Json:
    return _capability("restricted", code, resolution)


def in_status(status: str) -> Json:
    known = {
        "active": active(),
        "pending": pending(),
        "restricted": waiting(),
        "rejected": _capability("rejected", "rejected_other", "contact_stripe"),
        "unsupported": _capability("unsupported", "unsupported_country", "no_resolution"),
    }
    return known[status]


def configuration(wanted: Json, held: Json | None = None) -> Json:
    """What was asked for, with each newly requested capability waiting for the organizer's details."""
    known = (held or {}).get("capabilities") or {}
    asked = {name: each for name, each in (wanted.get("capabilities") or {}).items() if each}
    kept = {name: each for name, each in known.items() if asked.get(name, {}).get("requested", True)}
    # Who is active already has told what Stripe wants to know.
    told = any(each["status"] == "active" for each in known.values())
    fresh = {
        name: active() if told else waiting()
        for name, each in asked.items()
        if each.get("requested") and name not in known
    }
    return (held or {}) | wanted | {"applied": True, "capabilities": kept | fresh}


def capabilities(account: Json) -> Json:
    return {name: each for held in account["configuration"].values() for name, each in held["capabilities"].items()}


def none() -> Json:
    return {"alternatives": [], "entries": [], "summary": None}


def open_for(account: Json, status: str = "currently_due") -> Json:
    """Everything that is asked for, by entry and in sum."""
    restricts = [
        {"capability": name, "configuration": configuration, "deadline": {"status": status}}
        for configuration, held in account["configuration"].items()
        for name in held["capabilities"]
    ]
    entries = [
        {
            "awaiting_action_from": "user",
            "description": description,
            "errors": [],
            "impact": {"restricts_capabilities": restricts},
            "minimum_deadline": {"status": status},
            "reference": None,
            "requested_reasons": [{"code": "routine_onboarding"}],
        }
        for description in _ASKED
    ]
    deadline = {"status": status, "time": None}
    return {"alternatives": [], "entries": entries, "summary": {"minimum_deadline": deadline}}

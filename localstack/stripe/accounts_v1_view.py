"""An account as API v1 shows it: the same account, in the older words."""

from __future__ import annotations

from datetime import datetime

import stripe

from localstack.stripe import requirements
from localstack.stripe.errors import Json
from localstack.stripe.shapes import blank_of

_STATUSES = {"active": "active", "pending": "pending"}
# API v2 says `ach_debit_payments` where API v1 says this.
_RENAMED = {"ach_debit_payments": "us_bank_account_ach_payments"}


def capability_name(name: str) -> str:
    return _RENAMED.get(name, name)


def of(account: Json) -> Json:
    capabilities = {
        capability_name(name): _STATUSES.get(each["status"], "inactive")
        for name, each in requirements.capabilities(account).items()
    }
    able = capabilities.get("card_payments") == "active" and not account["closed"]
    identity = account["identity"] or {}
    shown = blank_of(stripe.Account) | {
        "id": account["id"],
        "object": "account",
        "business_type": identity.get("entity_type"),
        "capabilities": capabilities,
        "charges_enabled": able,
        "controller": _controller(account["dashboard"]),
        "country": (identity.get("country") or "us").upper(),
        "created": int(datetime.fromisoformat(account["created"]).timestamp()),
        "default_currency": ((account["defaults"] or {}).get("currency") or "eur"),
        "details_submitted": not _due(account),
        "email": account["contact_email"],
        "external_accounts": {
            "object": "list",
            "data": [],
            "has_more": False,
            "url": f"/v1/accounts/{account['id']}/external_accounts",
        },
        "metadata": account["metadata"],
        "payouts_enabled": able,
        "requirements": _requirements(account),
        "type": {"express": "express", "full": "standard"}.get(account["dashboard"] or "none", "none"),
    }
    shown.pop("deleted", None)
    return shown


def _controller(dashboard: str | None) -> Json:
    return {
        "type": "application",
        "fees": {"payer": "account"},
        "is_controller": True,
        "losses": {"payments": "stripe"},
        "requirement_collection": "application" if dashboard == "none" else "stripe",
        "stripe_dashboard": {"type": dashboard or "none"},
    }


def _due(account: Json) -> list[str]:
    return [entry["description"] for entry in (account["requirements"] or {}).get("entries", [])]


def _requirements(account: Json) -> Json:
    due = _due(account)
    summary = (account["requirements"] or {}).get("summary") or {}
    past = due if (summary.get("minimum_deadline") or {}).get("status") == "past_due" else []
    return {
        "alternatives": [],
        "current_deadline": None,
        "currently_due": due,
        "disabled_reason": "requirements.past_due" if due else None,
        "errors": [],
        "eventually_due": due,
        "past_due": past,
        "pending_verification": [],
    }

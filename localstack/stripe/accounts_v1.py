"""Connected accounts through API v1, behind the setting `v1_accounts`, and the end of a platform's access.

https://docs.stripe.com/connect/oauth-standard-accounts#revoked-access
"""

from __future__ import annotations

from localstack.stripe import account_links, accounts, accounts_v1_view, events, lists
from localstack.stripe.call import Call
from localstack.stripe.errors import Json, forbidden, invalid
from localstack.stripe.state import PLATFORM

_DASHBOARDS = {"express": "express", "standard": "full", "custom": "none"}
_V2_NAMES = {"us_bank_account_ach_payments": "ach_debit_payments"}


def _require_open(call: Call) -> None:
    if not call.state.settings["v1_accounts"]:
        raise forbidden("Accounts are made through /v2/core/accounts here; the setting v1_accounts opens this address.")


def create(call: Call) -> Json:
    _require_open(call)
    given = call.params
    controller = (given.get("controller") or {}).get("stripe_dashboard") or {}
    asked = {
        _V2_NAMES.get(name, name): wanted
        for name, wanted in (given.get("capabilities") or {"card_payments": {"requested": True}}).items()
    }
    account = accounts.make(
        call,
        {
            "contact_email": given.get("email"),
            "dashboard": _DASHBOARDS.get(given.get("type", ""), controller.get("type") or "full"),
            "identity": {"country": given.get("country", "us").lower(), "entity_type": given.get("business_type")},
            "configuration": {"merchant": {"capabilities": asked}},
            "metadata": given.get("metadata") or {},
        },
    )
    return accounts_v1_view.of(account)


def retrieve(call: Call) -> Json:
    return accounts_v1_view.of(accounts.find(call, call.path["id"]))


def retrieve_own(call: Call) -> Json:
    """The account that the key, or `Stripe-Account`, names."""
    return accounts_v1_view.of(accounts.find(call, call.account))


def list_accounts(call: Call) -> Json:
    rows = [accounts_v1_view.of(row) for row in call.state.all(PLATFORM, accounts.KIND)]
    return lists.page(call, [row for row in rows if row["id"] not in call.state.revoked], "/v1/accounts")


def create_link(call: Call) -> Json:
    _require_open(call)
    account = accounts.find(call, call.params["account"], "account")
    link = account_links.make(call, account, call.params.get("return_url"), call.params["type"])
    now = call.state.now()
    expires = now + account_links.LIVES_SECONDS
    return {"object": "account_link", "created": now, "expires_at": expires, "url": link}


def deauthorize(call: Call) -> Json:
    """The platform lets go of the account: https://docs.stripe.com/connect/oauth-reference#post-deauthorize"""
    account_id = call.params["stripe_user_id"]
    if account_id in call.state.revoked:
        message = f"This application is not connected to stripe account {account_id}, or that account does not exist."
        raise invalid(message, code="invalid_client")
    revoke(call, account_id)
    return {"stripe_user_id": account_id}


def revoke(call: Call, account_id: str) -> None:
    """From now on calls for this account answer 403 `account_invalid`; the webhook is the last word of it."""
    application = {"id": "ca_LocalPlatform", "object": "application", "name": "The box office"}
    events.record(call, "account.application.deauthorized", application, account=account_id)
    call.state.revoked.append(account_id)


def restore(call: Call, account_id: str) -> None:
    if account_id in call.state.revoked:
        call.state.revoked.remove(account_id)
        application = {"id": "ca_LocalPlatform", "object": "application", "name": "The box office"}
        events.record(call, "account.application.authorized", application, account=account_id)

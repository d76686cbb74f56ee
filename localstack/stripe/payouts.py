"""Payouts to the seller's bank: by schedule or by hand, paid or failed days later.

https://docs.stripe.com/payouts and https://docs.stripe.com/connect/manage-payout-schedule
[M] The hours between the steps, and that a failed payout leaves the bank account usable.
"""

from __future__ import annotations

from datetime import UTC, datetime

from localstack.stripe import balance, events, lists
from localstack.stripe.call import Call, merged_metadata
from localstack.stripe.errors import Json, invalid
from localstack.stripe.shapes import new_object

_SENT_AFTER_SECONDS = 6 * 3_600
_ARRIVES_AFTER_SECONDS = 2 * balance.DAY
_FAILURES = {
    "account_closed": "The bank account has been closed.",
    "no_account": "The bank account details on file are probably incorrect.",
    "insufficient_funds": "Your Stripe account has insufficient funds to cover the payout.",
    "could_not_process": "The bank could not process this payout.",
}
FAILURE_CODES = tuple(_FAILURES)
_SETTINGS: Json = {
    "debit_negative_balances": True,
    # Its two maps by currency are left out while they are empty: the SDK cannot read them as null.
    "payouts": {
        "schedule": {"interval": "daily", "monthly_payout_days": None, "weekly_payout_days": None},
        "statement_descriptor": None,
        "status": "enabled",
    },
    "settlement_timing": {"delay_days": 2, "delay_days_override": None, "start_of_day": None},
}


def _settings(call: Call) -> Json:
    held = call.state.private.setdefault(f"balance_settings/{call.account}", {})
    return _SETTINGS | held | {"payouts": _SETTINGS["payouts"] | held.get("payouts", {})}


def retrieve_settings(call: Call) -> Json:
    return {"object": "balance_settings", "payments": _settings(call)}


def update_settings(call: Call) -> Json:
    given = call.params.get("payments") or {}
    now = _settings(call)
    wanted = given.get("payouts") or {}
    schedule = _SETTINGS["payouts"]["schedule"] | wanted["schedule"] if "schedule" in wanted else {}
    payouts = now["payouts"] | wanted | ({"schedule": schedule} if schedule else {})
    changed = now | {name: value for name, value in given.items() if name != "settlement_timing"}
    call.state.private[f"balance_settings/{call.account}"] = changed | {"payouts": payouts}
    answer = retrieve_settings(call)
    events.record(call, "balance_settings.updated", {"id": None, **answer})
    return answer


def create(call: Call) -> Json:
    """A payout by hand, of what is available."""
    amount, currency = call.params["amount"], call.params["currency"].lower()
    if amount < 1:
        message = "This value must be greater than or equal to 1."
        raise invalid(message, code="parameter_invalid_integer", param="amount")
    if amount > balance.sums(call.state, call.account, "available").get(currency, 0):
        raise invalid(
            "You have insufficient funds in your Stripe account for this transfer. Your card balance is too low. You "
            "can use the /v1/balance endpoint to view your Stripe balance (for more details, see stripe.com/docs/"
            "api#balance).",
            code="balance_insufficient",
        )
    payout = _start(call, amount, currency, automatic=False)
    payout["metadata"] = merged_metadata({}, call.params.get("metadata"))
    payout["statement_descriptor"] = call.params.get("statement_descriptor")
    payout["description"] = call.params.get("description")
    return payout


def pay_out(call: Call) -> None:
    """The day's automatic payout: everything that is available and in none yet, by currency."""
    if not _is_payday(call):
        return
    paid = {each for row in call.state.private.values() if "transactions" in row for each in row["transactions"]}
    by_currency: dict[str, list[Json]] = {}
    for row in balance.transactions(call.state, call.account):
        if row["status"] == "available" and row["type"] != "payout" and row["id"] not in paid:
            by_currency.setdefault(row["currency"], []).append(row)
    for currency, rows in by_currency.items():
        amount = balance.sums(call.state, call.account, "available").get(currency, 0)
        if amount > 0:
            payout = _start(call, amount, currency, automatic=True)
            call.state.private[payout["id"]] = {"transactions": [row["id"] for row in rows]}


def _is_payday(call: Call) -> bool:
    schedule = _settings(call)["payouts"]["schedule"]
    today = datetime.fromtimestamp(call.state.now(), UTC)
    if schedule["interval"] == "manual":
        return False
    if schedule["interval"] == "daily":
        return True
    weekdays, days = schedule["weekly_payout_days"] or [], schedule["monthly_payout_days"] or []
    due = today.strftime("%A").lower() in weekdays if schedule["interval"] == "weekly" else today.day in days
    if not due:
        call.state.later(balance.DAY, "pay_out", call.account, "")
    return due


def _start(call: Call, amount: int, currency: str, automatic: bool) -> Json:
    payout = new_object(
        "payout",
        call.state.now(),
        amount=amount,
        arrival_date=(call.state.now() + _ARRIVES_AFTER_SECONDS) // balance.DAY * balance.DAY,
        automatic=automatic,
        currency=currency,
        description="STRIPE PAYOUT" if automatic else None,
        destination="ba_local",
        metadata={},
        method="standard",
        reconciliation_status="in_progress" if automatic else "not_applicable",
        source_type="card",
        status="pending",
        type="bank_account",
    )
    call.state.put(call.account, payout)
    payout["balance_transaction"] = balance.record(call, payout, "payout", -amount, [])["id"]
    call.state.later(_SENT_AFTER_SECONDS, "send_payout", call.account, payout["id"])
    events.record(call, "payout.created", payout)
    return payout


def send(call: Call, payout: Json) -> None:
    if payout["status"] != "pending":
        return
    payout["status"] = "in_transit"
    call.state.later(_ARRIVES_AFTER_SECONDS, "finish_payout", call.account, payout["id"])
    events.record(call, "payout.updated", payout, {"status": "pending"})


def finish(call: Call, payout: Json) -> None:
    """The bank's answer: paid, unless the control API has said that it fails."""
    failures = call.state.settings.get("payouts", {})
    if code := failures.pop(call.account, None):
        _give_back(call, payout, "payout_failure", {"status": "failed", "failure_code": code})
        payout["failure_message"] = _FAILURES[code]
        events.record(call, "payout.failed", payout)
        return
    payout |= {"status": "paid", "trace_id": {"status": "pending", "value": None}}
    events.record(call, "payout.paid", payout)
    if payout["automatic"]:
        payout["reconciliation_status"] = "completed"
        events.record(call, "payout.reconciliation_completed", payout)


def _give_back(call: Call, payout: Json, kind: str, changes: Json) -> None:
    returned = balance.record(call, payout, kind, payout["amount"], [])
    payout |= changes | {"failure_balance_transaction": returned["id"]}


def cancel(call: Call) -> Json:
    payout = call.get("payout", "payout")
    if payout["status"] != "pending":
        raise invalid("Payouts can only be canceled while they are pending.", param="payout")
    _give_back(call, payout, "payout_cancel", {"status": "canceled"})
    events.record(call, "payout.canceled", payout)
    return payout


def retrieve(call: Call) -> Json:
    return call.get("payout", "payout")


def list_payouts(call: Call) -> Json:
    rows = lists.within(call.state.all(call.account, "payout"), "arrival_date", call.params.get("arrival_date"))
    for name in ("status", "destination"):
        rows = [row for row in rows if call.params.get(name, row[name]) == row[name]]
    return lists.page(call, rows, "/v1/payouts")

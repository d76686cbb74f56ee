"""The money on an account: balance transactions, and what of them is pending or available."""

from __future__ import annotations

from localstack.stripe import lists
from localstack.stripe.call import Call
from localstack.stripe.errors import Json
from localstack.stripe.shapes import new_object
from localstack.stripe.state import State

DAY = 86_400
_AVAILABLE_AFTER_DAYS = 2
# A plausible price list: a share in hundredths of a percent, and a fixed part in minor units.
_PRICES = {"eur": (150, 25), "gbp": (150, 20), "usd": (290, 30)}
_OTHER_PRICE = (290, 0)


def processing_fee(amount: int, currency: str) -> int:
    share, fixed = _PRICES.get(currency, _OTHER_PRICE)
    return min((amount * share + 5_000) // 10_000 + fixed, amount)


def fee_row(kind: str, amount: int, currency: str, text: str, application: str | None = None) -> Json:
    return {"type": kind, "amount": amount, "currency": currency, "description": text, "application": application}


def record(
    call: Call, source: Json, kind: str, amount: int, fees: list[Json], account: str = "", at_once: bool = False
) -> Json:
    """Move `amount` on the account; a payment becomes available on a later day, everything else at once."""
    account = account or call.account
    fee = sum(row["amount"] for row in fees)
    now = call.state.now()
    waits = amount > 0 and kind in ("charge", "payment") and not at_once
    available_on = (now // DAY + _AVAILABLE_AFTER_DAYS) * DAY if waits else now
    transaction = new_object(
        "balance_transaction",
        now,
        amount=amount,
        available_on=available_on,
        balance_type="payments",
        currency=source["currency"],
        description=source.get("description"),
        fee=fee,
        fee_details=fees,
        net=amount - fee,
        reporting_category="payout" if kind == "payout" else kind,
        source=source["id"],
        status="pending" if waits else "available",
        type=kind,
    )
    call.state.put(account, transaction)
    _plan_payout(call.state, account, available_on)
    return transaction


def _plan_payout(state: State, account: str, available_on: int) -> None:
    """An automatic payout is looked for on the day after money has become available."""
    row = {"at": (available_on // DAY + 1) * DAY, "task": "pay_out", "account": account, "id": ""}
    if row not in state.due:
        state.due.append(row)


def transactions(state: State, account: str) -> list[Json]:
    """Newest first, each with its status of now."""
    now = state.now()
    rows = state.all(account, "balance_transaction")
    for row in rows:
        row["status"] = "available" if row["available_on"] <= now else "pending"
    return rows


def sums(state: State, account: str, status: str) -> dict[str, int]:
    """Net amounts by currency."""
    found: dict[str, int] = {}
    for row in transactions(state, account):
        if row["status"] == status:
            found[row["currency"]] = found.get(row["currency"], 0) + row["net"]
    return found


def retrieve_balance(call: Call) -> Json:
    available, pending = (sums(call.state, call.account, status) for status in ("available", "pending"))
    currencies = sorted(available.keys() | pending.keys()) or ["eur"]

    def amounts(held: dict[str, int]) -> list[Json]:
        return [
            {"amount": held.get(each, 0), "currency": each, "source_types": {"card": held.get(each, 0)}}
            for each in currencies
        ]

    return {
        "object": "balance",
        "available": amounts(available),
        "connect_reserved": None,
        "instant_available": None,
        "issuing": None,
        "livemode": False,
        "pending": amounts(pending),
        "refund_and_dispute_prefunding": None,
    }


def retrieve(call: Call) -> Json:
    transactions(call.state, call.account)
    return call.get("balance_transaction")


def list_transactions(call: Call) -> Json:
    rows = transactions(call.state, call.account)
    for name in ("source", "type", "currency"):
        if name in call.params:
            rows = [row for row in rows if row[name] == call.params[name]]
    if "payout" in call.params:
        paid = call.state.get(call.account, "payout", call.params["payout"], "payout")
        inside = {*call.state.private.get(paid["id"], {}).get("transactions", []), paid["balance_transaction"]}
        rows = [row for row in rows if row["id"] in inside]
    return lists.page(call, rows, "/v1/balance_transactions")

"""What tests and demonstrations may ask for, over HTTP, with JSON bodies. An absent member has its default.

POST /_control/faults    {"match": "POST /v1/refunds", "kind": "500_after", "times": 1, "skip": 0, "seconds": 0,
                          "account": ""} or {"clear": true}
    The next matching calls fail. `match` names an operation as operations.py does, or an address in which `*`
    stands for anything (`POST /v1/payment_intents/*/confirm`, `* /v1/refunds`). Kinds: `500_before` and `429` do
    nothing; `500_after` and `timeout_after` do the work and lose the answer; `slow` waits `seconds` first.
    The first `skip` matches pass; `account` narrows to calls with that `Stripe-Account`.
POST /_control/webhooks  {"mode": "lost", "match": "charge.*", "times": 1, "seconds": 1}
    How events are delivered: `normal`, `lost`, `duplicate`, `shuffle` (each after up to `seconds`), `delay` (late
    by `seconds`). With `match` (an event type, `*` for anything) only those, `times` of them or all; without it
    every type, and the narrower rules are forgotten. Thin events of API v2 are named the same way.
POST /_control/redeliver {"event": "evt_…"} or {}: that event once more, or all that were lost (narrowed by
    {"match": "charge.*"}).
POST /_control/clock     {"advance_seconds": 3600}: debits clear, refunds settle, holds expire, disputes fall due,
    payouts are made and arrive, each at its own time.
POST /_control/accounts  {"account": "acct_…", "revoked": true}: `account.application.deauthorized` is sent, and
    calls for it answer 403 `account_invalid`; false restores it.
    {"account": …, "onboard": "finish" | "hand_in" | "restrict"}: what the page of onboarding does, and its reverse.
    {"account": …, "capability": "card_payments", "status": "restricted"}: one capability by itself.
POST /_control/refunds   {"account": "", "mode": "normal" | "wait" | "refuse" | "fail"}: with an empty balance refunds
    stay `pending` (`insufficient_funds`) until `normal` again, or are refused with `balance_insufficient`; with
    `fail` they are `pending` and fail after a minute.
POST /_control/disputes  {"account": "", "charge": "ch_…", "reason": "fraudulent" | "inquiry" | …}: the buyer's bank
    disputes a charge, however long ago it was paid.
POST /_control/payouts   {"account": "", "fail": "account_closed"}: the next payout that arrives fails.
POST /_control/cards     {"account": "", "method": "pm_…", "becomes": "4000000000000069"}: a card that is
    kept does from now on what this one does: it has expired, say.
POST /_control/settings  {"v1_accounts": false, "block_highest_risk": true, "review_elevated_risk": true}
POST /_control/reset     forgets everything.
GET  /_control/requests, /_control/deliveries, /_control/faults, /_control/due: what was asked, what was sent,
    which faults are left, what the clock will bring. An empty `account` is the platform itself.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

from aiohttp import web

from localstack.stripe import (
    accounts,
    accounts_v1,
    cards,
    deliveries,
    disputes,
    faults,
    payouts,
    refunds,
    requirements,
    settlements,
)
from localstack.stripe.api import STATE
from localstack.stripe.call import Call
from localstack.stripe.errors import ApiError, Json
from localstack.stripe.patterns import matches
from localstack.stripe.state import PLATFORM, State


class _Refused(Exception):
    """The control request makes no sense."""


def add_routes(app: web.Application) -> None:
    for name, act in _ACTIONS.items():
        app.router.add_post(f"/_control/{name}", _route(act))
    for name, read in _JOURNALS.items():
        app.router.add_get(f"/_control/{name}", _journal(read))


def _route(act: Callable[[State, Json], Json]) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        state = request.app[STATE]
        text = await request.text()
        try:
            answer = act(state, json.loads(text) if text else {})
        except (_Refused, ApiError, json.JSONDecodeError) as refused:
            return web.json_response({"error": str(refused)}, status=400)
        state.changed()
        return web.json_response(answer)

    return handle


def _journal(read: Callable[[State], list[Json]]) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        return web.json_response({"data": read(request.app[STATE])})

    return handle


def _one_of(given: Json, name: str, known: tuple[str, ...]) -> str:
    if given.get(name) not in known:
        raise _Refused(f"{name} must be one of {', '.join(known)}")
    return str(given[name])


def _faults(state: State, given: Json) -> Json:
    if given.get("clear"):
        state.faults.clear()
        return {"faults": []}
    kind = _one_of(given, "kind", faults.KINDS)
    times, skip = int(given.get("times", 1)), int(given.get("skip", 0))
    seconds = float(given.get("seconds", 0))
    faults.add(state, given.get("match", "*"), kind, times, seconds, skip, given.get("account", ""))
    return {"faults": state.faults}


def _webhooks(state: State, given: Json) -> Json:
    mode = _one_of(given, "mode", deliveries.MODES)
    seconds = float(given["seconds"]) if "seconds" in given else None
    if "match" in given:
        deliveries.add_rule(state, given["match"], mode, seconds, given.get("times"))
    else:
        state.webhooks = {"mode": mode, "seconds": seconds, "rules": []}
    return state.webhooks


def _redeliver(state: State, given: Json) -> Json:
    wanted, pattern = given.get("event"), given.get("match", "*")
    rows = [
        row
        for row in state.deliveries
        if row["event"] == wanted or (not wanted and row["state"] == "lost" and matches(row.get("type", ""), pattern))
    ]
    if wanted and not rows:
        raise _Refused(f"no delivery of {wanted}")
    for row in rows[:1] if wanted else rows:
        if row["state"] == "lost":
            row |= {"state": "pending", "next_at": 0.0}
        elif event := state.find(row["account"], row["event"]):
            deliveries.add(state, event, row["account"], row["endpoint"], 0.0)
    return {"redelivered": len(rows[:1] if wanted else rows)}


def _clock(state: State, given: Json) -> Json:
    settlements.advance(state, float(given.get("advance_seconds", 0)))
    return {"now": state.now()}


def _accounts(state: State, given: Json) -> Json:
    call = Call(state, PLATFORM)
    account_id = given.get("account", "")
    if "revoked" in given:
        revoked = account_id in state.revoked
        if given["revoked"] and not revoked:
            accounts_v1.revoke(call, account_id)
        elif not given["revoked"]:
            accounts_v1.restore(call, account_id)
        return {"revoked": state.revoked}
    account = accounts.find(call, account_id)
    if "onboard" in given:
        answers = {"finish": accounts.complete, "hand_in": accounts.hand_in, "restrict": accounts.restrict}
        answers[_one_of(given, "onboard", tuple(answers))](call, account)
    else:
        status = _one_of(given, "status", requirements.STATUSES)
        accounts.set_capability(call, account, given.get("capability", "card_payments"), status)
    return {"capabilities": requirements.capabilities(account)}


def _refunds(state: State, given: Json) -> Json:
    account = given.get("account") or PLATFORM
    mode = _one_of(given, "mode", ("normal", "wait", "refuse", "fail"))
    state.settings.setdefault("refunds", {})[account] = mode
    if mode == "normal":
        refunds.money_came(Call(state, account))
    return {"account": account, "mode": mode}


def _disputes(state: State, given: Json) -> Json:
    call = Call(state, given.get("account") or PLATFORM)
    charge = state.get(call.account, "charge", given.get("charge", ""))
    if not charge["paid"] or charge["disputed"]:
        raise _Refused("only a paid charge that is not disputed yet can be disputed")
    final = charge["payment_method_details"]["type"] in ("sepa_debit", "us_bank_account")
    return disputes.open_dispute(call, charge, given.get("reason", "fraudulent"), final)


def _payouts(state: State, given: Json) -> Json:
    account = given.get("account") or PLATFORM
    state.settings.setdefault("payouts", {})[account] = _one_of(given, "fail", payouts.FAILURE_CODES)
    return {"account": account, "fail": given["fail"]}


def _cards(state: State, given: Json) -> Json:
    if given.get("becomes") not in cards.BY_NUMBER:
        raise _Refused("becomes must be the number of a test card")
    method = state.get(given.get("account") or PLATFORM, "payment_method", given.get("method", ""))
    state.private[method["id"]]["number"] = given["becomes"]
    return {"method": method["id"]}


def _settings(state: State, given: Json) -> Json:
    unknown = given.keys() - state.settings.keys()
    if unknown:
        raise _Refused(f"no such setting: {', '.join(sorted(unknown))}")
    state.settings |= given
    return state.settings


def _reset(state: State, _: Json) -> Json:
    state.reset()
    return {"reset": True}


_ACTIONS = {
    "faults": _faults,
    "webhooks": _webhooks,
    "redeliver": _redeliver,
    "clock": _clock,
    "accounts": _accounts,
    "refunds": _refunds,
    "disputes": _disputes,
    "payouts": _payouts,
    "cards": _cards,
    "settings": _settings,
    "reset": _reset,
}
_JOURNALS: dict[str, Callable[[State], list[Json]]] = {
    "requests": lambda state: list(state.journal),
    "deliveries": lambda state: state.deliveries,
    "faults": lambda state: state.faults,
    "due": lambda state: sorted(state.due, key=lambda row: row["at"]),
}

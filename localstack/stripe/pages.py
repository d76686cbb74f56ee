"""The pages for people: what was paid, what was delivered, the card form, and the browser script."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
from aiohttp import web

from localstack.stripe import cards
from localstack.stripe.api import STATE
from localstack.stripe.errors import Json
from localstack.stripe.state import PLATFORM, State

_HERE = Path(__file__).parent
_NO_DECIMALS = (
    "bif",
    "clp",
    "djf",
    "gnf",
    "jpy",
    "kmf",
    "krw",
    "mga",
    "pyg",
    "rwf",
    "vnd",
    "vuv",
    "xaf",
    "xof",
    "xpf",
)
_THREE_DECIMALS = ("bhd", "jod", "kwd", "omr", "tnd")
_RECENT = 50
_CSP = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:"


def add_routes(app: web.Application) -> None:
    app.router.add_get("/", _home)
    app.router.add_get("/payments/{id}", _payment)
    app.router.add_static("/static", _HERE / "static")


@lru_cache(maxsize=1)
def _templates() -> jinja2.Environment:
    loader = jinja2.FileSystemLoader(_HERE / "templates")
    templates = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    templates.filters |= {"money": money, "moment": moment, "spaced": spaced}
    return templates


def render(template: str, **values: Any) -> web.Response:
    text = _templates().get_template(template).render(values)
    headers = {"Content-Security-Policy": _CSP, "Cache-Control": "no-store"}
    return web.Response(text=text, content_type="text/html", headers=headers)


def money(amount: int, currency: str) -> str:
    places = 0 if currency in _NO_DECIMALS else 3 if currency in _THREE_DECIMALS else 2
    whole, part = divmod(abs(amount), 10**places)
    number = f"{whole:,}.{part:0{places}d}" if places else f"{whole:,}"
    return f"{'−' if amount < 0 else ''}{number} {currency.upper()}"


def moment(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%d %b %Y, %H:%M:%S UTC")


def spaced(number: str) -> str:
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))


async def _home(request: web.Request) -> web.Response:
    state = request.app[STATE]
    return render(
        "home.html",
        cards=cards.CARDS,
        intents=_newest(state, "payment_intent"),
        events=[(account, event, _delivery(state, event["id"])) for account, event in _newest(state, "event")],
        endpoints=state.endpoints,
        now=state.now(),
        shifted=bool(state.clock_offset),
        mode=state.webhooks["mode"],
        platform=PLATFORM,
    )


def _newest(state: State, kind: str) -> list[tuple[str, Json]]:
    rows = [(account, item) for account in state.objects for item in state.all(account, kind)]
    return sorted(rows, key=lambda row: row[1]["created"], reverse=True)[:_RECENT]


def _delivery(state: State, event_id: str) -> str:
    rows = [row for row in state.deliveries if row["event"] == event_id]
    if not rows:
        return "no endpoint"
    attempts = sum(len(row["attempts"]) for row in rows)
    states = " and ".join(sorted({row["state"] for row in rows}))
    return f"{states}, {attempts} attempts" if attempts > 1 else states


async def _payment(request: web.Request) -> web.Response:
    state = request.app[STATE]
    intent_id = request.match_info["id"]
    for account in state.objects:
        intent = state.find(account, intent_id)
        if intent and intent["object"] == "payment_intent":
            return render("payment.html", intent=intent, **_life_of(state, account, intent_id))
    raise web.HTTPNotFound(text="There is no such payment.")


def _life_of(state: State, account: str, intent_id: str) -> Json:
    """All that belongs to one intent, the oldest first."""

    def of(kind: str) -> list[Json]:
        return [row for row in reversed(state.all(account, kind)) if row["payment_intent"] == intent_id]

    happened = [
        (event, _delivery(state, event["id"]))
        for event in reversed(state.all(account, "event"))
        if intent_id in (event["data"]["object"]["id"], event["data"]["object"].get("payment_intent"))
    ]
    return {
        "account": account,
        "connected": account != PLATFORM,
        "charges": of("charge"),
        "refunds": of("refund"),
        "disputes": of("dispute"),
        "events": happened,
    }

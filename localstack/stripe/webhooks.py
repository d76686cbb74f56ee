"""The sender of signed webhooks: beside the API, never in its way, again after a failure."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time

import aiohttp

from localstack.stripe import deliveries, thin_events
from localstack.stripe.errors import Json
from localstack.stripe.state import State

_PARALLEL = 8
_TIMEOUT = aiohttp.ClientTimeout(total=20)
_LONGEST_NAP_SECONDS = 1.0


def signature(payload: str, secret: str, at: int) -> str:
    """The `Stripe-Signature` header: https://docs.stripe.com/webhooks#verify-manually"""
    mac = hmac.new(secret.encode(), f"{at}.{payload}".encode(), hashlib.sha256)
    return f"t={at},v1={mac.hexdigest()}"


async def run(state: State) -> None:
    """Deliver what is due, for as long as the server lives."""
    # What was under way when the server stopped is sent again: at least once, as Stripe does.
    for delivery in state.deliveries:
        if delivery["state"] == "sending":
            delivery["state"] = "pending"
    slots = asyncio.Semaphore(_PARALLEL)
    async with aiohttp.ClientSession(timeout=_TIMEOUT) as session, asyncio.TaskGroup() as tasks:
        while True:
            state.stirred.clear()
            for delivery in _due(state):
                delivery["state"] = "sending"
                tasks.create_task(_deliver(state, session, slots, delivery))
            await _nap(state)


def _due(state: State) -> list[Json]:
    now = time.time()
    waiting = (delivery for delivery in state.deliveries if delivery["state"] == "pending")
    return sorted((each for each in waiting if each["next_at"] <= now), key=lambda each: each["next_at"])


async def _nap(state: State) -> None:
    now = time.time()
    waits = [each["next_at"] - now for each in state.deliveries if each["state"] == "pending"]
    nap = max(0.01, min([_LONGEST_NAP_SECONDS, *waits]))
    try:
        await asyncio.wait_for(state.stirred.wait(), nap)
    except TimeoutError:
        return


async def _deliver(state: State, session: aiohttp.ClientSession, slots: asyncio.Semaphore, delivery: Json) -> None:
    async with slots:
        event = state.find(delivery["account"], delivery["event"])
        if event is None or delivery["endpoint"] >= len(state.endpoints):
            # The state was reset, or the server started again without this endpoint.
            delivery["state"] = "failed"
            return
        endpoint = state.endpoints[delivery["endpoint"]]
        payload = json.dumps(thin_events.notification(event) if endpoint.scope == "thin" else event, indent=2)
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            # The receiver checks against its own clock, so the signature bears the true time.
            "Stripe-Signature": signature(payload, endpoint.secret, int(time.time())),
            "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        }
        status = await _post(session, endpoint.url, payload, headers)
    deliveries.note_attempt(state, delivery, status)


async def _post(session: aiohttp.ClientSession, url: str, payload: str, headers: dict[str, str]) -> int | None:
    try:
        # A redirect is a failure, as at Stripe.
        async with session.post(url, data=payload.encode(), headers=headers, allow_redirects=False) as answer:
            return answer.status
    except (aiohttp.ClientError, TimeoutError):
        return None

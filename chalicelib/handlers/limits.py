"""Who calls, and whether they call too often: the door of every route.

What is left is told in the header fields of draft-ietf-httpapi-ratelimit-headers-10.
"""

from datetime import datetime

from chalicelib.actions.rates import HERE
from chalicelib.domain.accounts import NOBODY, Caller
from chalicelib.domain.permissions import ORDER_HOLDER
from chalicelib.domain.rates import WINDOW, Quota, Rate, RateLimited, rate_of
from chalicelib.domain.velocity import network_of
from chalicelib.gateways import signing
from chalicelib.handlers.addresses import address_of
from chalicelib.handlers.callers import identify
from chalicelib.handlers.wire import Request, Route
from chalicelib.kernel.errors import Refusal


def admit(declared: Route, request: Request, path_values: dict[str, str], now: datetime) -> Caller:
    """Whoever makes a request, counted. Raises RateLimited, and what `identify` raises.

    Who is not recognised is counted by address, so that nobody tries tokens out for nothing.
    """
    try:
        caller = identify(declared, request, path_values, now)
    except Refusal:
        _count(_by_address(request), request, now)
        raise
    if declared.limited:
        order_id = path_values["order_id"] if declared.allow == ORDER_HOLDER else ""
        known = rate_of(caller, order_id)
        _count(known or _by_address(request), request, now)
    return caller


def _by_address(request: Request) -> Rate | None:
    address = address_of(request)
    return rate_of(NOBODY, network=signing.velocity_key(f"address:{network_of(address)}")) if address else None


def _count(rate: Rate | None, request: Request, now: datetime) -> None:
    if not rate:
        return
    quota = HERE.count(rate, now)
    request.answer_headers.update(_fields(quota, now))
    if quota.is_used_up:
        refusal = RateLimited()
        refusal.retry_after_seconds = quota.seconds_left(now)
        raise refusal


def _fields(quota: Quota, now: datetime) -> dict[str, str]:
    policy = f'"{quota.rate.policy}"'
    return {
        "RateLimit-Policy": f"{policy};q={quota.rate.limit};w={int(WINDOW.total_seconds())}",
        "RateLimit": f"{policy};r={quota.left};t={quota.seconds_left(now)}",
    }

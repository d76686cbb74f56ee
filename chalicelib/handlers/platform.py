"""What the platform takes, for its operators."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import connecting, platform
from chalicelib.domain.accounts import AccountNotFound, Caller
from chalicelib.domain.events import StaleEdit
from chalicelib.domain.merchants import Merchant
from chalicelib.domain.permissions import OPERATOR
from chalicelib.domain.platform_fees import CrossedBounds, FeePlan
from chalicelib.handlers.models.common import Empty
from chalicelib.handlers.models.platform import AccountFeesIn, AccountFeesOut, FeePlanIn, PlatformFeesOut, WalletsOut
from chalicelib.handlers.route import route
from chalicelib.handlers.versions import read_version, versioned
from chalicelib.handlers.wire import Answer, Request
from chalicelib.kernel.errors import Busy, StaleCheck, Unreachable

routes = Blueprint(__name__)


def _fees(plan: FeePlan, version: int) -> Answer[PlatformFeesOut]:
    return versioned(PlatformFeesOut.at(version, plan), version)


@route(routes, "GET", "/platform/fees", allow=OPERATOR)
def get_platform_fees(caller: Caller) -> Answer[PlatformFeesOut]:
    """What is taken of every account without a plan of its own."""
    return _fees(*platform.get_fees())


@route(routes, "PUT", "/platform/fees", allow=OPERATOR, refusals=(CrossedBounds, StaleEdit, StaleCheck))
def set_platform_fees(caller: Caller, body: FeePlanIn, request: Request, now: datetime) -> Answer[PlatformFeesOut]:
    """Set what is taken from now on; orders that are paid keep what they were charged.

    If-Match says which version you read.
    """
    return _fees(*platform.set_fees(body.plan(), read_version(request), caller, now))


def _account_fees(merchant: Merchant) -> Answer[AccountFeesOut]:
    shown = AccountFeesOut.of(merchant)
    return versioned(shown, shown.version)


@route(routes, "GET", "/platform/accounts/{account_id}/fees", allow=OPERATOR, refusals=(AccountNotFound,))
def get_account_fees(account_id: str, caller: Caller) -> Answer[AccountFeesOut]:
    """An account's plan of its own, and whether it owes nothing."""
    return _account_fees(platform.get_account_fees(account_id))


@route(
    routes,
    "PUT",
    "/platform/accounts/{account_id}/fees",
    allow=OPERATOR,
    refusals=(AccountNotFound, CrossedBounds, StaleEdit, StaleCheck, Busy),
)
def set_account_fees(
    account_id: str, caller: Caller, body: AccountFeesIn, request: Request, now: datetime
) -> Answer[AccountFeesOut]:
    """Give an account a plan of its own, the platform's again, or none at all; If-Match says which version you read."""
    plan, version = body.plan.plan() if body.plan else None, read_version(request)
    return _account_fees(platform.set_account_fees(account_id, plan, body.is_exempt, version, caller, now))


@route(routes, "POST", "/platform/wallets", allow=OPERATOR, refusals=(Unreachable,))
def register_wallets(caller: Caller, body: Empty) -> WalletsOut:
    """Have Apple Pay and Google Pay shown on this box office's address, on the deployment's own Stripe account."""
    return WalletsOut(domain=connecting.own_domain(), status=platform.register_domain())

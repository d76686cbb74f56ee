"""What the platform takes, set by its operators: for every account, and for single ones."""

from dataclasses import replace
from datetime import datetime

from chalicelib.actions import merchants
from chalicelib.actions.connecting import own_domain
from chalicelib.domain.accounts import Caller
from chalicelib.domain.events import check_version
from chalicelib.domain.merchants import Merchant, WalletStatus, fees_version
from chalicelib.domain.platform_fees import FeePlan, check_plan
from chalicelib.gateways import stripe_accounts
from chalicelib.kernel.config import config
from chalicelib.kernel.facts import PlatformFeesChanged
from chalicelib.tables import accounts
from chalicelib.tables.commit import commit
from chalicelib.tables.merchants import get_merchant, get_platform_fees, platform_fees

# What the facts about every account are filed under.
PLATFORM = "platform"


def is_operator(caller: Caller) -> bool:
    """Whether the deployment's settings name this member's e-mail address, and it is known to be theirs."""
    named = {address.strip().lower() for address in config().operators.split(",")} - {""}
    user = accounts.find_user(caller.user_id) if named and caller.user_id else None
    return user is not None and user.confirmed_at is not None and user.email.lower() in named


def get_fees() -> tuple[FeePlan, int]:
    """(what is taken of every account without a plan of its own, its version)."""
    return get_platform_fees()


def set_fees(plan: FeePlan, version: int, caller: Caller, now: datetime) -> tuple[FeePlan, int]:
    """Orders from then on; those that are paid keep the fee that they were charged. Raises CrossedBounds, StaleEdit."""
    check_plan(plan)
    fact = PlatformFeesChanged(PLATFORM, caller.account_id, data={"percent": plan.percent, "fixed": plan.fixed})
    commit([platform_fees(plan, version)], [fact], now=now, by=caller.user_id)
    return plan, version + 1


def get_account_fees(account_id: str) -> Merchant:
    """An account's settings of money. Raises AccountNotFound."""
    accounts.get_account(account_id)
    return get_merchant(account_id)


def set_account_fees(
    account_id: str, plan: FeePlan | None, is_exempt: bool, version: int, caller: Caller, now: datetime
) -> Merchant:
    """A plan of its own, or None for the platform's. Raises AccountNotFound, CrossedBounds, StaleEdit."""
    if plan:
        check_plan(plan)
    accounts.get_account(account_id)

    def agreed(merchant: Merchant) -> Merchant:
        check_version(version, fees_version(merchant))
        return replace(merchant, plan=plan, is_exempt=is_exempt)

    data = {"is_exempt": is_exempt, "percent": plan.percent if plan else None}
    fact = PlatformFeesChanged(account_id, account_id, data=data)
    return merchants.edit(account_id, agreed, fact, caller.user_id, now)


def register_domain() -> WalletStatus:
    """Have Apple Pay and Google Pay shown where the deployment's own Stripe account charges. Raises Unreachable."""
    return stripe_accounts.register_domain("", own_domain())

"""Accounts that ask their members for a second factor.

Whether they do stands in each member's row too, which every request reads: so it counts at the next one, and costs
none of them a read more.
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.actions import second_factors
from chalicelib.domain.accounts import Account, Caller
from chalicelib.domain.events import StaleEdit, check_version
from chalicelib.domain.factors import MfaRequirementMoved, OwnFactorFirst
from chalicelib.kernel.errors import Busy
from chalicelib.kernel.factor_facts import MfaRequirementChanged
from chalicelib.tables import accounts, factors, team
from chalicelib.tables.commit import commit

_RACES = 5
_MEMBERS_A_COMMIT = 50


@dataclass(frozen=True)
class Requirement:
    """An account that asks for a second factor, or does not, and how many of its members have none."""

    account: Account
    members_without: int


def get_requirement(caller: Caller) -> Requirement:
    """As it is now."""
    user_ids = {member.user_id for member in team.list_members(caller.account_id)}
    without = user_ids - factors.list_with_factors(user_ids)
    return Requirement(accounts.get_account(caller.account_id), len(without))


def require(is_required: bool, version: int, caller: Caller, now: datetime) -> Requirement:
    """Ask for a second factor, or do so no longer; saying what is so already changes nothing.

    Doing so no longer takes a proof of a moment ago, which no API key has.
    Raises OwnFactorFirst, ProofNeeded, StaleEdit, Busy.
    """
    if is_required and not caller.has_mfa:
        raise OwnFactorFirst()
    if not is_required:
        second_factors.check_fresh(caller, now)
    account = accounts.get_account(caller.account_id)
    check_version(version, account.mfa_version)
    if account.requires_mfa != is_required:
        fact = MfaRequirementChanged(account.account_id, account.account_id, data={"is_required": is_required})
        change = accounts.account_requiring_mfa(account, is_required)
        commit([change], [fact], now=now, by=caller.user_id)
    spread(account.account_id, caller.user_id, now)
    return get_requirement(caller)


def spread(account_id: str, by: str, now: datetime) -> None:
    """Every member's row says what the account says. Raises Busy.

    Whoever joins meanwhile reads the account in the commit that makes their row.
    """
    for _ in range(_RACES):
        account = accounts.get_account(account_id)
        untold = [one for one in team.list_members(account_id) if one.needs_mfa != account.requires_mfa]
        with suppress(StaleEdit, MfaRequirementMoved):
            for start in range(0, len(untold), _MEMBERS_A_COMMIT):
                part = untold[start : start + _MEMBERS_A_COMMIT]
                told = [team.told_of_mfa(replace(one, needs_mfa=account.requires_mfa)) for one in part]
                commit([accounts.still_requiring(account), *told], [], now=now, by=by)
            return
    raise Busy()

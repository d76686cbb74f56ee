"""Stripe's payouts to an organizer's bank, and what lies on the balance until then."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from chalicelib.domain.payouts import Amount, Balance, Movement, Payout, PayoutNotFound, Schedule, WrongPlace
from chalicelib.gateways.stripe_amounts import from_stripe
from chalicelib.gateways.stripe_client import asking, for_account, stripe_client

if TYPE_CHECKING:
    from stripe.params import BalanceTransactionListParams, PayoutListParams, PayoutRetrieveParams

_MOST_IN_TRANSIT = 100


def list_payouts(stripe_account: str, after: str, limit: int) -> tuple[list[Payout], str]:
    """Newest first, beyond the payout `after`; the last one's id if there are more.

    Raises WrongPlace, Unreachable, MerchantLost.
    """
    import stripe

    asked: PayoutListParams = {"limit": limit, "expand": ["data.destination"]}
    if after:
        asked["starting_after"] = after
    try:
        with asking():
            found = stripe_client().v1.payouts.list(asked, for_account(stripe_account))
    except stripe.InvalidRequestError as error:
        raise WrongPlace(cursor="belongs to another list") from error
    return [_payout(one) for one in found.data], found.data[-1].id if found.has_more else ""


def list_under_way(stripe_account: str) -> list[Payout]:
    """Payouts that have left the balance and not reached the bank. Raises Unreachable, MerchantLost."""
    payouts: list[Payout] = []
    for status in ("pending", "in_transit"):
        with asking():
            asked: PayoutListParams = {"status": status, "limit": _MOST_IN_TRANSIT}
            payouts += [
                _payout(one) for one in stripe_client().v1.payouts.list(asked, for_account(stripe_account)).data
            ]
    return payouts


def get_payout(stripe_account: str, payout_id: str) -> Payout:
    """One of the account's own. Raises PayoutNotFound, Unreachable, MerchantLost."""
    import stripe

    try:
        with asking():
            asked: PayoutRetrieveParams = {"expand": ["destination"]}
            return _payout(stripe_client().v1.payouts.retrieve(payout_id, asked, for_account(stripe_account)))
    except stripe.InvalidRequestError as error:
        raise PayoutNotFound() from error


def list_movements(stripe_account: str, payout_id: str, after: str, limit: int) -> tuple[list[Movement], str]:
    """What a payout consists of, beyond the transaction `after`; the last one's id if there is more.

    Raises PayoutNotFound, WrongPlace, Unreachable, MerchantLost.
    """
    import stripe

    asked: BalanceTransactionListParams = {"payout": payout_id, "limit": limit, "expand": ["data.source"]}
    if after:
        asked["starting_after"] = after
    try:
        with asking():
            found = stripe_client().v1.balance_transactions.list(asked, for_account(stripe_account))
    except stripe.InvalidRequestError as error:
        raise (WrongPlace(cursor="belongs to another list") if after else PayoutNotFound()) from error
    # The payout itself is one of them; it is not what it consists of.
    movements = [_movement(one) for one in found.data if one.type != "payout"]
    return movements, found.data[-1].id if found.has_more else ""


def get_balance(stripe_account: str) -> Balance:
    """Raises Unreachable, MerchantLost."""
    with asking():
        found = stripe_client().v1.balance.retrieve({}, for_account(stripe_account))
    return Balance(_amounts(found.available), _amounts(found.pending))


def get_schedule(stripe_account: str) -> Schedule | None:
    """When Stripe pays out; None where it does not say. Raises Unreachable, MerchantLost."""
    import stripe

    found: Any = None
    with suppress(stripe.InvalidRequestError), asking():
        found = stripe_client().v1.balance_settings.retrieve({}, for_account(stripe_account))
    payouts: Any = getattr(getattr(found, "payments", None), "payouts", None)
    schedule: Any = getattr(payouts, "schedule", None)
    if not schedule or not schedule.interval:
        return None
    days = schedule.weekly_payout_days if schedule.interval == "weekly" else schedule.monthly_payout_days
    return Schedule(
        interval=schedule.interval,
        days=[str(day) for day in days or []] if schedule.interval in ("weekly", "monthly") else [],
        delay_days=found.payments.settlement_timing.delay_days or 0,
        is_enabled=payouts.status != "disabled",
    )


def _amounts(found: Any) -> list[Amount]:
    return [Amount(one.currency.upper(), from_stripe(one.amount, one.currency)) for one in found]


def _at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _payout(answer: Any) -> Payout:
    return Payout(
        payout_id=answer.id,
        amount_minor=from_stripe(answer.amount, answer.currency),
        currency=answer.currency.upper(),
        status=answer.status,
        created_at=_at(answer.created),
        arrives_at=_at(answer.arrival_date or answer.created),
        is_automatic=bool(answer.automatic),
        method=answer.method or "standard",
        destination=_destination(answer.destination),
        failure_code=answer.failure_code or "",
        failure_message=answer.failure_message or "",
    )


def _destination(found: Any) -> str:
    """A bank account or card as people know theirs; "" where Stripe shows only an id."""
    last = getattr(found, "last4", None)
    if not last:
        return ""
    name = getattr(found, "bank_name", None) or getattr(found, "brand", None) or "Account"
    return f"{name} ···· {last}"


def _movement(answer: Any) -> Movement:
    source = answer.source
    metadata = None if source is None or isinstance(source, str) else getattr(source, "metadata", None)
    return Movement(
        transaction_id=answer.id,
        kind=answer.reporting_category or answer.type,
        amount_minor=from_stripe(answer.amount, answer.currency),
        fee_minor=from_stripe(answer.fee, answer.currency),
        net_minor=from_stripe(answer.net, answer.currency),
        currency=answer.currency.upper(),
        created_at=_at(answer.created),
        order_id=str(metadata.to_dict().get("order_id", "")) if metadata else "",
    )

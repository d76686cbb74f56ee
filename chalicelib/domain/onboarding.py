"""The life of a connected Stripe account: asked for, seen as Stripe sees it, lost or taken off, connected again."""

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.merchants import (
    AlreadyConnected,
    Dashboard,
    LostBecause,
    Merchant,
    MerchantStatus,
    NoMerchant,
)
from chalicelib.domain.requirements import in_words


@dataclass(frozen=True)
class Connected:
    """What Stripe says of a connected account right now. `requirements` are what its owner still has to tell."""

    stripe_account: str
    capabilities: dict[str, str]
    requirements: list[str]
    is_closed: bool = False


def new_attempt(merchant: Merchant, dashboard: Dashboard, country: str) -> Merchant:
    """Before Stripe is asked for an account. One that was asked for and whose answer was lost is asked for again.

    One that was disconnected here is taken up again; one that Stripe has taken from us is followed by another.
    Not to name a country is no other wish. Raises AlreadyConnected.
    """
    is_same = merchant.dashboard == dashboard and country in ("", merchant.country)
    if merchant.lost_because == "disconnected" and merchant.stripe_account and is_same:
        return replace(merchant, status="restricted", lost_because="")
    if merchant.status == "onboarding" and not merchant.stripe_account and is_same:
        return merchant
    if merchant.stripe_account and merchant.status != "lost":
        if merchant.status == "ready" or not is_same:
            raise AlreadyConnected()
        return merchant
    return replace(
        forgotten(merchant), status="onboarding", attempt=merchant.attempt + 1, dashboard=dashboard, country=country
    )


def forgotten(merchant: Merchant) -> Merchant:
    """Without any Stripe account, but with all that was decided here."""
    return replace(
        merchant,
        stripe_account="",
        dashboard="",
        status="none",
        requirements=[],
        capabilities={},
        ready_at=None,
        lost_because="",
        wallets="",
    )


def seen(merchant: Merchant, connected: Connected, now: datetime) -> Merchant:
    """The settings after a look at Stripe. What a member has disconnected stays so, whatever Stripe says.

    An organizer's account takes over the moment that it can charge: until then the account's is charged.
    """
    if merchant.lost_because == "disconnected" or merchant.stripe_account != connected.stripe_account:
        return merchant
    if connected.is_closed:
        return lost(merchant, "closed")
    is_ready = connected.capabilities.get("card_payments") == "active"
    ready_at = merchant.ready_at or (now if is_ready else None)
    status: MerchantStatus = "ready" if is_ready else "restricted" if ready_at else "onboarding"
    return replace(
        merchant,
        status=status,
        capabilities=connected.capabilities,
        requirements=connected.requirements,
        ready_at=ready_at,
        lost_because="",
        is_payee=merchant.is_payee or (is_ready and bool(merchant.organizer_id)),
    )


def lost(merchant: Merchant, because: LostBecause) -> Merchant:
    """Nothing can be charged any more. The account's id stays, for refunds and for a look at what was paid out."""
    return replace(merchant, status="lost", lost_because=merchant.lost_because or because, requirements=[])


def disconnected(merchant: Merchant, *, falls_back: bool = False) -> Merchant:
    """A member takes the Stripe account off. One that never charged anything is forgotten. Raises NoMerchant.

    Cards pause, since nobody's money may go to somebody else unasked; an organizer `falls_back` on the account's.
    """
    if merchant.status == "none" and not merchant.is_payee:
        raise NoMerchant()
    if falls_back:
        merchant = replace(merchant, is_payee=False)
    if merchant.ready_at is None and not merchant.is_payee:
        return forgotten(merchant)
    return replace(lost(merchant, "disconnected"), lost_because="disconnected")


def why_no_cards(merchant: Merchant) -> str:
    """In words for the account's members: why no card can be charged now, and what to do."""
    if merchant.status == "none":
        return "Connect a Stripe account under Payments to be paid by card."
    if merchant.status == "lost" and merchant.lost_because == "disconnected":
        return "The Stripe account was disconnected here. Connect one under Payments to be paid by card again."
    if merchant.status == "lost":
        return "Stripe does not let us charge for this account any more. Connect one again under Payments."
    missing = [in_words(name) for name in merchant.requirements]
    if missing:
        return f"Stripe still needs: {', '.join(dict.fromkeys(missing))}."
    if merchant.capabilities.get("card_payments") == "pending":
        return "Stripe is checking the details. That takes minutes, sometimes days."
    if merchant.status == "restricted":
        return "Stripe has paused card payments of this account and checks its details."
    return "Stripe has not said yet that cards can be charged. Finish the set-up under Payments."

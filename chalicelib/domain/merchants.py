"""Merchants: who is paid by card, by which other ways, and what the platform takes of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from chalicelib.domain.catalogue import Catalogue
from chalicelib.domain.orders import PaymentMethod
from chalicelib.domain.platform_fees import FeePlan
from chalicelib.domain.redirects import METHOD_OF, MethodNotConnected, NotConnected, RedirectProvider
from chalicelib.kernel import ids
from chalicelib.kernel.errors import Conflict, Forbidden, Invalid, NotFound

# How much of Stripe an organizer sees: Stripe's own words for the dashboard that goes with an account.
Dashboard = Literal["express", "full", "none"]
# "lost": Stripe refuses to act for the account any more, because it was closed or has disconnected us.
MerchantStatus = Literal["none", "onboarding", "ready", "restricted", "lost"]
# Why it was lost: a member took it off here, its owner took our access away, or Stripe has closed it.
LostBecause = Literal["", "disconnected", "no_access", "closed"]
DisconnectReason = Literal["another_account", "no_paid_events", "leaving", "mistake", "other"]
WalletStatus = Literal["", "active", "inactive"]


class NoMerchant(NotFound):
    """Nothing is connected to Stripe here."""


class CardsNotReady(Conflict):
    """Card payments are not set up for this event's organizer, or are paused."""


class AlreadyConnected(Conflict):
    """This account is connected to Stripe already. Disconnect it first to connect another one."""


class AccountRefused(Invalid):
    """Stripe opens no account of this kind in this country."""


class DashboardNotOffered(Forbidden):
    """This box office does not offer Stripe accounts without a dashboard of their own."""


class MethodNotAllowed(Invalid):
    """The account's settings do not allow this way to pay."""


@dataclass(frozen=True)
class Payee:
    """Who has a Stripe account of their own: an account, or one of its organizers."""

    account_id: str
    organizer_id: str = ""


@dataclass(frozen=True)
class Merchant:
    """An account's settings of money. Without `stripe_account` it is the deployment's own Stripe account that charges.

    One of an organizer says nothing but how far a Stripe account of theirs is: all else is the account's to decide.
    `is_payee` says that it is charged in place of the account's.

    `requirements` are Stripe's names of what it still wants to know. `methods` are the ways to pay that the account's
    events may offer, the usual one first. `plan` overrides the platform's own; `is_exempt` owes no fee at all.
    Card countries are ISO 3166 codes; an empty `allowed_countries` allows all but the denied.
    `checkouts_per_…`: how many card payments may be begun in an hour from one IP address and for one e-mail address;
    `orders_per_card`: how many orders a card may pay in a day before people look at the next; 0 is without a limit.
    `voids_on_dispute`: tickets admit nobody any more once a bank asks for their money back.
    `attempt` counts the Stripe accounts that were asked for; `ready_at` is when it could charge for the first time.
    `wallets` says whether Apple Pay and Google Pay are set up for this box office's address. `connections` names the
    account's own app or server at other providers, by provider.
    """

    account_id: str
    stripe_account: str = ""
    dashboard: Dashboard | Literal[""] = ""
    status: MerchantStatus = "none"
    requirements: list[str] = field(default_factory=list)
    methods: list[PaymentMethod] = field(default_factory=lambda: ["card", "bank", "cash", "invoice"])
    plan: FeePlan | None = None
    is_exempt: bool = False
    allowed_countries: list[str] = field(default_factory=list)
    denied_countries: list[str] = field(default_factory=list)
    reviews_elevated_risk: bool = True
    checkouts_per_address: int = 600
    checkouts_per_email: int = 10
    orders_per_card: int = 10
    voids_on_dispute: bool = False
    attempt: int = 0
    country: str = ""
    capabilities: dict[str, str] = field(default_factory=dict)
    ready_at: datetime | None = None
    lost_because: LostBecause = ""
    wallets: WalletStatus = ""
    connections: dict[str, str] = field(default_factory=dict)
    organizer_id: str = ""
    is_payee: bool = False
    version: int | None = None

    @property
    def payee(self) -> Payee:
        """Whose it is."""
        return Payee(self.account_id, self.organizer_id)

    @property
    def is_charged(self) -> bool:
        """Whether new payments go there: an organizer's has to have taken over from the account's."""
        return self.is_payee or not self.organizer_id

    def takes_cards(self, *, must_connect: bool) -> bool:
        """Whether a card can be charged: on the own account once it is ready, else on the deployment's, if it may."""
        if self.stripe_account or self.is_payee:
            return self.status == "ready"
        return self.status == "none" and not must_connect

    @property
    def idempotency_key(self) -> str:
        """What makes asking Stripe for the account of this attempt twice the same as asking once."""
        return f"connect:{self.organizer_id or self.account_id}:{self.attempt}"


# One row holds what Stripe says and what several forms say: each form has a version of its own part.


def methods_version(merchant: Merchant) -> int:
    """Of the ways to pay."""
    return ids.version(merchant.methods)


def fees_version(merchant: Merchant) -> int:
    """Of what the platform takes of this account in particular."""
    return ids.version(merchant.plan, merchant.is_exempt)


# What a merchant says of a Stripe account; everything else of it is an account's decision.
_OF_STRIPE = (
    "stripe_account", "dashboard", "status", "requirements", "attempt", "country", "capabilities", "ready_at",
    "lost_because", "wallets", "is_payee",
)  # fmt: skip


def paid_on(account: Merchant, own: Merchant) -> Merchant:
    """Who is charged for an organizer's events: by the account's settings, on the organizer's Stripe account if it has
    taken over, else on the account's. To be read, never to be saved."""
    if not own.is_payee:
        return account
    return replace(account, organizer_id=own.organizer_id, **{name: getattr(own, name) for name in _OF_STRIPE})


def check_methods(wanted: Sequence[PaymentMethod], before: Sequence[PaymentMethod], merchant: Merchant) -> None:
    """Whether an event may offer these; what it offers already it may keep. Raises MethodNotAllowed."""
    for method in wanted:
        if method not in merchant.methods and method not in before:
            raise MethodNotAllowed(payment_methods=f"{method} is not allowed by the account's payment settings")


def offered(event_methods: Sequence[PaymentMethod], merchant: Merchant) -> list[PaymentMethod]:
    """What of an event's ways to pay is offered at checkout now, the account's usual one first."""
    return [method for method in merchant.methods if method in event_methods]


def connected(merchant: Merchant, provider: RedirectProvider, connection_id: str) -> Merchant:
    """With its own app or server there; the way to pay is offered from now on, after the usual ones."""
    method = METHOD_OF[provider]
    methods = merchant.methods if method in merchant.methods else [*merchant.methods, method]
    return replace(merchant, methods=methods, connections=merchant.connections | {provider: connection_id})


def unconnected(merchant: Merchant, provider: RedirectProvider) -> Merchant:
    """Without it: nothing is paid there any more. Raises NotConnected."""
    if provider not in merchant.connections:
        raise NotConnected()
    left = {name: one for name, one in merchant.connections.items() if name != provider}
    methods = [method for method in merchant.methods if method != METHOD_OF[provider]]
    return replace(merchant, methods=methods or ["card"], connections=left)


def check_connected(methods: Sequence[PaymentMethod], merchant: Merchant) -> None:
    """Whether the account has what these ways to pay need. Raises MethodNotConnected."""
    for provider, method in METHOD_OF.items():
        if method in methods and provider not in merchant.connections:
            raise MethodNotConnected(methods=f"{method} needs a connection: see Payments")


def needs_cards(catalogue: Catalogue, merchant: Merchant) -> bool:
    """Whether somebody would have to pay by card: something costs money and no other way is offered."""
    prices = [one.prices for product in catalogue.products for one in product.tiers]
    prices += [product.prices for product in catalogue.products if not product.tiers]
    costs = any(price for by_currency in prices for price in by_currency.values())
    return costs and offered(catalogue.event.payment_methods, merchant) == ["card"]

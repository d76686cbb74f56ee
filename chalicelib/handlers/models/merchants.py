"""Settings of money on the wire: Stripe accounts, ways to pay, what the platform takes."""

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints

from chalicelib.actions import connecting, merchants, redirecting
from chalicelib.domain.merchants import (
    Dashboard,
    DisconnectReason,
    LostBecause,
    Merchant,
    MerchantStatus,
    WalletStatus,
    methods_version,
)
from chalicelib.domain.onboarding import (
    why_no_cards,
)
from chalicelib.domain.orders import PaymentMethod
from chalicelib.domain.platform_fees import FeePlan, fee_of
from chalicelib.domain.requirements import in_words
from chalicelib.gateways.stripe_accounts import dashboard_url, tax_forms_url
from chalicelib.handlers.models.common import Input, Instant, Output
from chalicelib.handlers.models.connections import ConnectionOut
from chalicelib.handlers.models.events import PaymentMethods
from chalicelib.handlers.models.platform import FeePlanOut
from chalicelib.kernel import money

Whose = Literal["own", "account", "platform"]

_EXAMPLE_UNITS = 50


def _upper(code: str) -> str:
    return code.upper()


Country = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z]{2}$"),
    AfterValidator(_upper),
    Field(description="ISO 3166: where the business is. Left out, Stripe asks.", examples=["DE"]),
]


class Connection(Input):
    """Which kind of Stripe account."""

    dashboard: Dashboard = Field(
        description="How much of Stripe you see: express, full (an account like any other), or none."
    )
    country: Country | None = None


class Disconnection(Input):
    """Why the Stripe account is taken off."""

    reason: DisconnectReason


class OrganizerDisconnection(Disconnection):
    """Why an organizer's own Stripe account is taken off, and what follows."""

    falls_back: bool = Field(
        default=False,
        description="Whether the account's Stripe account is charged from now on; if not, cards pause for its events.",
    )


class MethodsIn(Input):
    """The ways to pay that events may offer, the usual one first."""

    methods: PaymentMethods


class OnboardingOut(Output):
    """Stripe's page that asks for what is missing; good for one visit."""

    url: str


class RequirementOut(Output):
    """Something that Stripe still wants to know."""

    name: str = Field(description="As Stripe names it.", examples=["identity.individual.date_of_birth"])
    words: str = Field(examples=["a date of birth"])


class ExampleOut(Output):
    """What becomes of a ticket's price."""

    currency: str
    exponent: int
    price_minor: int
    fee_minor: int
    buyer_pays_minor: int
    organizer_gets_minor: int = Field(description="Before what Stripe itself takes.", examples=[4850])


class PlatformShare(Output):
    """What the platform takes of each paid order."""

    plan: FeePlanOut
    is_exempt: bool
    is_own: bool = Field(description="Whether the account has a plan of its own.")
    example: ExampleOut


class StripeOut(Output):
    """How far a Stripe account is set up."""

    status: MerchantStatus
    lost_because: LostBecause
    must_connect: bool = Field(description="Whether cards are taken only on a Stripe account of one's own.")
    dashboards: list[Dashboard] = Field(description="The kinds of Stripe account to choose from.")
    dashboard: Dashboard | Literal[""]
    country: str
    stripe_account: str
    ready_at: Instant | None
    requirements: list[RequirementOut]
    capabilities: dict[str, str] = Field(examples=[{"card_payments": "active"}])
    takes_cards: bool
    why_no_cards: str
    wallets: WalletStatus = Field(description="Apple Pay and Google Pay on `wallet_domain`.")
    wallet_domain: str
    dashboard_url: str
    tax_forms_url: str


def _told(own: Merchant, charged: Merchant) -> dict[str, Any]:
    """What is said of a Stripe account; whether cards are on sale depends on the one that is charged."""
    takes = merchants.takes_cards(charged)
    return {name: getattr(own, name) for name in StripeOut.model_fields if hasattr(own, name)} | {
        "requirements": [RequirementOut(name=name, words=in_words(name)) for name in own.requirements],
        "must_connect": merchants.must_connect(),
        "dashboards": connecting.dashboards(),
        "takes_cards": takes,
        "why_no_cards": "" if takes else why_no_cards(charged),
        "wallet_domain": connecting.own_domain(),
        "dashboard_url": dashboard_url(own.dashboard),
        "tax_forms_url": tax_forms_url(own.dashboard),
    }


class MerchantOut(StripeOut):
    """How an account is paid, and whether it can be."""

    methods: list[PaymentMethod]
    connections: list[ConnectionOut] = Field(description="The account's own PayPal app and BTCPay Server.")
    offers_crypto: bool = Field(description="Whether this box office lets organizers be paid in Bitcoin.")
    platform: PlatformShare
    version: int = Field(description="For `If-Match`: of `methods`.")

    @classmethod
    def of(cls, merchant: Merchant, plan: FeePlan) -> Self:
        """Out of the settings and the plan that holds for them."""
        return cls(
            **_told(merchant, merchant),
            methods=merchant.methods,
            connections=[ConnectionOut.of(one) for one in redirecting.connections_of(merchant)],
            offers_crypto=redirecting.offers_crypto(),
            platform=_share(merchant, plan),
            version=methods_version(merchant),
        )


class OrganizerMerchantOut(StripeOut):
    """Which Stripe account an organizer is paid on, and how far one of its own is set up."""

    paid_on: Whose = Field(
        description="Whose Stripe account new card payments go to: the organizer's, the account's, or the box office's."
    )

    @classmethod
    def of(cls, own: Merchant, charged: Merchant) -> Self:
        """Out of the organizer's own and the one that is charged for its events."""
        whose: Whose = "own" if own.is_payee else "account" if charged.stripe_account else "platform"
        return cls(**_told(own, charged), paid_on=whose)


def _share(merchant: Merchant, plan: FeePlan) -> PlatformShare:
    is_own = bool(merchant.plan or merchant.is_exempt)
    return PlatformShare(plan=FeePlanOut.of(plan), is_exempt=merchant.is_exempt, is_own=is_own, example=_example(plan))


def _example(plan: FeePlan) -> ExampleOut:
    """A ticket at fifty, in a currency that the plan names."""
    currency = next(iter({**plan.fixed, **plan.least, **plan.most}), "EUR")
    price = _EXAMPLE_UNITS * 10 ** money.exponent(currency)
    fee = fee_of(plan, price, currency)
    return ExampleOut(
        currency=currency,
        exponent=money.exponent(currency),
        price_minor=price,
        fee_minor=fee,
        buyer_pays_minor=price + fee if plan.is_passed_on else price,
        organizer_gets_minor=price if plan.is_passed_on else price - fee,
    )

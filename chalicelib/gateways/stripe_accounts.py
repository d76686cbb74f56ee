"""Stripe Connect: organizers' own Stripe accounts (API v2), the page that sets them up, and their wallets' domain."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from chalicelib.domain.merchants import (
    AccountRefused,
    Merchant,
    WalletStatus,
)
from chalicelib.domain.onboarding import (
    Connected,
)
from chalicelib.gateways.secrets import secret
from chalicelib.gateways.stripe_client import MerchantLost, asking, for_account, stripe_client
from chalicelib.gateways.stripe_notices import WrongSignature

if TYPE_CHECKING:
    from stripe.params.v2.core import AccountCreateParams
    from stripe.v2.core import Account

# Who collects Stripe's fees and who bears losses, by the dashboard that the organizer sees. A standard account is
# between its owner and Stripe; for the others the platform answers.
# https://docs.stripe.com/connect/accounts-v2/connected-account-configuration
_RESPONSIBLE: dict[str, Literal["application", "stripe"]] = {
    "express": "application",
    "full": "stripe",
    "none": "application",
}
_DASHBOARDS = {"express": "https://connect.stripe.com/express_login", "full": "https://dashboard.stripe.com/"}
_TAX_FORMS = {"express": "https://connect.stripe.com/express_login", "full": "https://dashboard.stripe.com/tax-forms"}


@dataclass(frozen=True)
class AccountNotice:
    """Something about a connected account has changed at Stripe."""

    notice_id: str
    stripe_account: str


def create_account(merchant: Merchant, name: str, email: str) -> str:
    """The id of the Stripe account of this attempt; the same attempt always gives the same one.

    Raises Unreachable, AccountRefused.
    """
    import stripe

    responsible = _RESPONSIBLE[merchant.dashboard]
    asked: AccountCreateParams = {
        "dashboard": merchant.dashboard,  # type: ignore[typeddict-item]  # "" is none of an attempt's
        "display_name": name,
        "contact_email": email,
        "configuration": {"merchant": {"capabilities": {"card_payments": {"requested": True}}}},
        "defaults": {"responsibilities": {"fees_collector": responsible, "losses_collector": responsible}},
        "metadata": {"account_id": merchant.account_id},
    }
    if merchant.country:
        asked["identity"] = {"country": merchant.country.lower()}
    try:
        with asking():
            return stripe_client().v2.core.accounts.create(asked, for_account("", merchant.idempotency_key)).id
    except stripe.InvalidRequestError as error:
        raise AccountRefused(country="is not served by Stripe, or not with this kind of account") from error


def onboarding_url(stripe_account: str, return_url: str, refresh_url: str) -> str:
    """A page of Stripe's, good for minutes and for one visit, that asks for what is missing.

    Raises Unreachable, MerchantLost.
    """
    with asking():
        link = stripe_client().v2.core.account_links.create(
            {
                "account": stripe_account,
                "use_case": {
                    "type": "account_onboarding",
                    "account_onboarding": {"refresh_url": refresh_url, "return_url": return_url},
                },
            }
        )
        return link.url


def get_account(stripe_account: str) -> Connected:
    """What Stripe says of the account now. Raises Unreachable, MerchantLost.

    The account itself belongs to the platform's key and could be read after it has thrown us out: a call in its own
    name shows that we may still act for it.
    """
    import stripe

    try:
        with asking():
            account = stripe_client().v2.core.accounts.retrieve(
                stripe_account, {"include": ["configuration.merchant", "requirements"]}
            )
            stripe_client().v1.balance.retrieve({}, for_account(stripe_account))
    except stripe.InvalidRequestError as error:
        raise MerchantLost() from error  # Stripe knows no such account
    return _connected(account)


def _connected(account: "Account") -> Connected:
    merchant = account.configuration.merchant if account.configuration else None
    given = merchant.capabilities.to_dict() if merchant and merchant.capabilities else {}
    entries = (account.requirements.entries if account.requirements else None) or []
    return Connected(
        stripe_account=account.id,
        capabilities={name: each["status"] for name, each in given.items() if each and "status" in each},
        requirements=[entry.description for entry in entries if entry.awaiting_action_from == "user"],
        is_closed=bool(account.closed),
    )


def register_domain(stripe_account: str, domain: str) -> WalletStatus:
    """Have Apple Pay and Google Pay shown on this domain; "inactive" if Stripe does not accept it.

    Safe to repeat. Raises Unreachable, MerchantLost.
    """
    import stripe

    domains, options = stripe_client().v1.payment_method_domains, for_account(stripe_account)
    try:
        with asking():
            known = domains.list({"domain_name": domain, "limit": 1}, options).data
            found = known[0] if known else domains.create({"domain_name": domain}, options)
            if found.apple_pay.status != "active":
                found = domains.validate(found.id, {}, options)
    except stripe.InvalidRequestError:
        return "inactive"
    return "active" if found.enabled and found.apple_pay.status == "active" else "inactive"


def dashboard_url(dashboard: str) -> str:
    """Where the organizer looks at their money at Stripe, "" for an account without a dashboard."""
    return _DASHBOARDS.get(dashboard, "")


def tax_forms_url(dashboard: str) -> str:
    """Where Stripe keeps the yearly tax forms (1099-K), "" for an account without a dashboard."""
    return _TAX_FORMS.get(dashboard, "")


def read_account_notice(body: bytes, signature: str) -> AccountNotice:
    """A thin notice of API v2. Raises WrongSignature for one that no secret of ours has signed."""
    import stripe

    for key in filter(None, secret("stripe_thin_webhook_secrets").split(",")):
        try:
            notice: Any = stripe_client().parse_event_notification(body, signature, key)
        except (stripe.SignatureVerificationError, ValueError):
            continue
        subject = getattr(notice, "related_object", None)
        named = str(subject.id) if subject else ""
        return AccountNotice(notice.id, named if named.startswith("acct_") else _account_in(notice))
    raise WrongSignature()


def _account_in(notice: Any) -> str:
    """A link, a person and the like name their account in the context."""
    context = getattr(notice, "context", None)
    found = str(context) if context else ""
    return found if found.startswith("acct_") else ""

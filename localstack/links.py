"""Where everything of the local cloud is; the launcher prints it and the page at /_local/ shows it."""

import json
from dataclasses import dataclass

from localstack.settings import Settings


@dataclass(frozen=True)
class Link:
    """One line of the page."""

    name: str
    url: str
    purpose: str
    health: str | None = None
    up: bool | None = None


def product_links(settings: Settings) -> list[Link]:
    """What people use."""
    demo = json.loads(settings.demo_path.read_text()) if settings.demo_path.exists() else {}
    sign_in = f"sign in as {demo['email']}, password {demo['password']}" if demo else "events, orders, attendees"
    return [
        Link("Event page", demo.get("event_page", f"{settings.url}/"), "what buyers see"),
        Link("Dashboard", f"{settings.url}/dashboard/", sign_in),
        Link("Check-in", f"{settings.url}/checkin/", "scans tickets at the door"),
        Link("API reference", f"{settings.url}/docs/", "every route, from openapi.json"),
    ]


def neighbour_links(settings: Settings) -> list[Link]:
    """What stands in for the outside world."""
    engine_health = f"{settings.engine_url}/_ministack/health"
    return [
        Link(
            "Mailbox",
            settings.mail_url,
            "every mail that was sent",
            f"{settings.mail_url}/api/mails",
        ),
        Link(
            "Local Stripe",
            settings.stripe_url,
            "payments, refunds, disputes",
            settings.stripe_url,
        ),
        Link("Local PayPal", settings.paypal_url, "orders and refunds", settings.paypal_url),
        Link("Local BTCPay", settings.btcpay_url, "invoices and refunds in Bitcoin", settings.btcpay_url),
        Link("Engine", engine_health, "the AWS services", engine_health),
    ]

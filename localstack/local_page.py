"""The page at /_local/: where everything of the local cloud is and whether it runs."""

import asyncio
from dataclasses import dataclass

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from localstack.pages import render
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
    return [
        Link("Event pages", f"{settings.url}/", "what buyers see"),
        Link("Dashboard", f"{settings.url}/dashboard/", "events, orders, settings"),
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
        Link("Engine", engine_health, "the AWS services", engine_health),
    ]


async def _checked(link: Link, session: ClientSession) -> Link:
    try:
        async with session.get(link.health or link.url, timeout=ClientTimeout(total=2)) as answer:
            up = answer.status < 500
    except (ClientError, TimeoutError):
        up = False
    return Link(link.name, link.url, link.purpose, link.health, up)


async def local_page(settings: Settings, session: ClientSession) -> web.Response:
    """Show the links and the present health of the neighbours."""
    neighbours = await asyncio.gather(*(_checked(link, session) for link in neighbour_links(settings)))
    html = render(
        "local.html",
        product=product_links(settings),
        neighbours=neighbours,
        settings=settings,
    )
    # Its own policy, because the product's forbids the inline style of this page.
    policy = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:"}
    return web.Response(text=html, content_type="text/html", headers=policy)

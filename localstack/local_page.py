"""The page at /_local/: where everything of the local cloud is and whether it runs."""

import asyncio
import dataclasses

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from localstack.links import Link, neighbour_links, product_links
from localstack.pages import render
from localstack.settings import Settings


async def _checked(link: Link, session: ClientSession) -> Link:
    try:
        async with session.get(link.health or link.url, timeout=ClientTimeout(total=2)) as answer:
            up = answer.status < 500
    except (ClientError, TimeoutError):
        up = False
    return dataclasses.replace(link, up=up)


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

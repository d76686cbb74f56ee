"""Pages of other sites call the API from Chromium: of a site that is allowed, and of one that is not.

A front door of its own stands before the shared cloud, as it would with these settings; the sites are on other ports of
this computer, which makes them neighbours: other origins, but of the same site, whose cookies a browser does send.
"""

import asyncio
import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import requests
from aiohttp import web
from playwright.sync_api import Browser, Page

from localstack.front import build_app, open_front_door
from localstack.launcher import Running
from tests.api.test_keys import made
from tests.shop import Shop

pytestmark = pytest.mark.req("SEC-17")
# What a page may see of an answer, or that its browser has refused.
FETCH = """async ([url, options]) => {
  try {
    const answer = await fetch(url, options);
    const names = ["ETag", "RateLimit", "X-Request-Id", "Retry-After"].filter((name) => answer.headers.get(name));
    return {status: answer.status, names, body: (await answer.text()).slice(0, 2000)};
  } catch (error) {
    return {refused: error.name};
  }
}"""
REFUSED = {"refused": "TypeError"}


@dataclass(frozen=True)
class Neighbours:
    """A front door, and two sites beside it."""

    door: str
    allowed: str
    foreign: str


@contextmanager
def site() -> Iterator[str]:
    """An empty page on a port of its own."""

    class Empty(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<title>Elsewhere</title>")

        def log_message(self, format: str, *args: object) -> None:
            """It says nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Empty)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


@contextmanager
def front_door(cloud: Running, allowed: str) -> Iterator[str]:
    """A front door that opens the API to one site, in a thread: the browser has this one's event loop."""
    loop = asyncio.new_event_loop()
    app = build_app(cloud.settings.stripe_url, allowed=[allowed])
    runner = web.AppRunner(app, access_log=None)

    async def begin() -> int:
        await open_front_door(app, cloud.settings)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return int(runner.addresses[0][1])

    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    port = asyncio.run_coroutine_threadsafe(begin(), loop).result()
    yield f"http://localhost:{port}"
    asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


@pytest.fixture(scope="module")
def neighbours(cloud: Running) -> Iterator[Neighbours]:
    """All three of them."""
    with site() as allowed, site() as foreign, front_door(cloud, allowed) as door:
        yield Neighbours(door, allowed, foreign)


@pytest.fixture
def page_at(chromium: Browser) -> Iterator[Callable[[str], Page]]:
    """Opens a page, in a browser of nobody's."""
    context = chromium.new_context()

    def opened(address: str) -> Page:
        page = context.new_page()
        page.goto(address)
        return page

    yield opened
    context.close()


def call(page: Page, url: str, method: str = "GET", **options: Any) -> Any:
    return page.evaluate(FETCH, [url, {"method": method} | options])


JSON = {"Content-Type": "application/json"}


def test_a_page_of_an_allowed_site_sells_tickets(
    neighbours: Neighbours, shop: Shop, page_at: Callable[[str], Page]
) -> None:
    event, product = shop.on_sale()
    body = f'{{"lines": [{{"product_id": "{product}", "quantity": 1}}]}}'
    sending = {"headers": JSON | {"Idempotency-Key": "a-page-of-another-site"}, "body": body}
    url = f"{neighbours.door}/api/public/events/{event}/orders"
    made_there = call(page_at(neighbours.allowed), url, "POST", **sending)
    assert made_there["status"] == 201
    assert "X-Request-Id" in made_there["names"]
    assert call(page_at(neighbours.foreign), url, "POST", **sending) == REFUSED


def test_a_page_of_an_allowed_site_edits_with_a_key_and_reads_versions_and_refusals(
    neighbours: Neighbours, shop: Shop, page_at: Callable[[str], Page]
) -> None:
    key, _ = made(shop, "events.read", "events.edit")
    event = shop.new_event()
    url = f"{neighbours.door}/api/events/{event['id']}"
    bearer = {"Authorization": f"Bearer {key['key']}"}
    page, foreign = page_at(neighbours.allowed), page_at(neighbours.foreign)
    assert {"ETag", "RateLimit", "X-Request-Id"} <= set(call(page, url, headers=bearer)["names"])
    stale = call(page, url, "PATCH", headers=bearer | JSON | {"If-Match": '"99"'}, body='{"age_limit": 18}')
    assert "stale_edit" in stale["body"], "a refusal can be read, too"
    assert call(foreign, url, headers=bearer) == REFUSED
    assert call(foreign, url, "PATCH", headers=bearer | JSON | {"If-Match": '"1"'}, body="{}") == REFUSED


def test_what_api_gateway_answers_by_itself_can_be_read(neighbours: Neighbours, page_at: Callable[[str], Page]) -> None:
    page = page_at(neighbours.allowed)
    missing = call(page, f"{neighbours.door}/api/nothing/here")
    assert (missing["status"], "not_found" in missing["body"]) == (404, True)
    assert call(page, f"{neighbours.door}/openapi.json")["body"].startswith('{"components":')
    assert call(page_at(neighbours.foreign), f"{neighbours.door}/openapi.json") == REFUSED
    assert call(page, f"{neighbours.door}/dashboard/") == REFUSED, "pages are not for others"


@pytest.mark.parametrize("who", ["allowed", "foreign"])
def test_a_session_in_a_cookie_is_of_no_use_to_a_page_of_another_site(
    neighbours: Neighbours, shop: Shop, page_at: Callable[[str], Page], who: str
) -> None:
    event = shop.new_event()
    page = page_at(getattr(neighbours, who))
    cookies = [{"name": one.name, "value": str(one.value), "url": neighbours.door} for one in shop.session.cookies]
    page.context.add_cookies([one | {"sameSite": "Strict"} for one in cookies])  # type: ignore[misc]
    assert call(page, f"{neighbours.door}/api/me", credentials="include") == REFUSED
    publish = f"{neighbours.door}/api/events/{event['id']}/publish"
    with_key = {"Idempotency-Key": "by-a-neighbour"}
    assert call(page, publish, "POST", credentials="include", headers=with_key) == REFUSED
    # Without a header of its own no question is asked before: the request comes through, with its cookie.
    assert call(page, publish, "POST", credentials="include") == REFUSED
    assert call(page, f"{neighbours.door}/api/sessions/end-others", "POST", credentials="include") == REFUSED
    assert shop.get(f"/events/{event['id']}")["status"] == "DRAFT"


def test_a_cookie_counts_only_with_the_box_office_s_own_origin_or_none(shop: Shop) -> None:
    own = shop.cloud.settings.url
    said = {
        origin: shop.send("GET", "/me", Origin=origin).status_code for origin in (own, "http://localhost:1", "null")
    }
    assert said == {own: 200, "http://localhost:1": 401, "null": 401}
    assert shop.send("POST", "/sessions/refresh", Origin="http://localhost:1").status_code == 401
    assert shop.send("GET", "/me").status_code == 200


def test_a_question_about_an_unlisted_site_hears_what_it_always_heard(neighbours: Neighbours, shop: Shop) -> None:
    asking = {"Origin": neighbours.foreign, "Access-Control-Request-Method": "POST"}
    heard = requests.options(f"{neighbours.door}/api/me", headers=asking, timeout=30)
    assert (heard.status_code, [name for name in heard.headers if name.startswith("Access-Control")]) == (404, [])
    ours = requests.options(f"{shop.cloud.settings.url}/api/me", headers=asking, timeout=30)
    assert (ours.status_code, ours.headers.get("Access-Control-Allow-Origin")) == (404, None)


def test_the_document_varies_by_who_asks_and_by_how_it_is_packed(neighbours: Neighbours) -> None:
    answer = requests.get(f"{neighbours.door}/openapi.json", headers={"Origin": neighbours.allowed}, timeout=30)
    assert answer.headers["Access-Control-Allow-Origin"] == neighbours.allowed
    assert {one.strip() for one in answer.headers["Vary"].split(",")} == {"Accept-Encoding", "Origin"}
    assert "Access-Control-Allow-Credentials" not in answer.headers

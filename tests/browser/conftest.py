"""A real Chromium in front of the real local cloud. Any error in its console fails the test."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from tests.conftest import SCREENSHOTS

_AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# What the browser says of answers that the pages expect: a 4xx is no fault of theirs.
_EXPECTED = re.compile(r"the server responded with a status of 4\d\d")


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """The machine's own Chromium."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    browser = playwright.chromium.launch(executable_path=path, args=_FLAGS)
    yield browser
    browser.close()


def close(context: BrowserContext) -> None:
    """Close its pages, of which one that looks in the background may be asking what a test answers just now."""
    for page in context.pages:
        page.unroute_all(behavior="ignoreErrors")
    context.close()


@pytest.fixture
def open_page(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """New pages, each in a context (and so with cookies and storage) of its own; on a phone unless told otherwise."""
    contexts = []
    complaints: list[str] = []

    def opened(url: str, *, width: int = 390, height: int = 844, scheme: str = "light") -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, locale="en-GB", reduced_motion="reduce"
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.goto(url)
        return page

    yield opened
    for context in contexts:
        close(context)
    assert [text for text in complaints if not _EXPECTED.search(text)] == []


@pytest.fixture
def look(request: pytest.FixtureRequest) -> Callable[[Page, str], None]:
    """Check a screen as a person with other needs would: axe finds nothing serious, nothing runs off the side.

    Keeps a picture of each.
    """

    def looked(page: Page, name: str) -> None:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{name} is {overflow} px wider than the screen"
        page.evaluate(_AXE.read_text())
        found = page.evaluate("axe.run(document, {resultTypes: ['violations'], iframes: false})")
        serious = [
            f"{broken['id']}: {broken['nodes'][0]['html']}"
            for broken in found["violations"]
            if broken["impact"] in ("serious", "critical")
        ]
        assert serious == [], f"{name}: {serious}"

    return looked

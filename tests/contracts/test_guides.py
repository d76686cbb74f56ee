"""The guides under /docs/ are the repository's texts, and lead only to what the site shows."""

import re
from html import unescape

import pytest

from infra import guides
from tests.contracts.reading import PROJECT

WEB_PAGES = PROJECT / "web" / "pages"

pytestmark = pytest.mark.req("API-7")


def test_the_guides_are_current() -> None:
    assert {path: path.read_text() for path in guides.pages()} == guides.pages(), "run `make docs`"


def test_all_links_lead_to_pages_that_exist() -> None:
    links = {link for text in guides.pages().values() for link in re.findall(r'href="(/docs/[^"]*)"', text)}
    shown = {f"/{path.relative_to(WEB_PAGES).with_suffix('')}/" for path in WEB_PAGES.rglob("*.html")}
    assert "/docs/python/" in links
    assert links <= shown


def test_the_reference_links_to_each_guide() -> None:
    page = (WEB_PAGES / "docs.html").read_text()
    for name in ("api", "python", "typescript", "webhooks"):
        assert f'href="/docs/{name}/"' in page


def test_every_example_of_the_guide_stands_there_as_it_is_tested() -> None:
    source = (PROJECT / "docs" / "api.md").read_text()
    shown = re.findall(
        r"<pre[^>]*><code>(.*?)</code></pre>", guides.pages()[WEB_PAGES / "docs" / "api.html"], re.DOTALL
    )
    assert [unescape(code) for code in shown] == re.findall(r"^```\w+\n(.*?)^```", source, re.MULTILINE | re.DOTALL)

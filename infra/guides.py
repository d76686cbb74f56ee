"""The guides for programmers, which a box office shows under /docs/: the Markdown of the repository as pages."""

import posixpath
from collections.abc import Sequence
from html import escape
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from infra.docs_frame import framed
from infra.packaging import PROJECT

# Page below /docs/ → what it is made of.
GUIDES = {
    "api": "docs/api.md",
    "python": "clients/python/README.md",
    "typescript": "clients/typescript/README.md",
    "webhooks": "docs/webhooks.md",
    "webhook-types": "docs/reference/webhook-types.md",
}
_ELSEWHERE = {"docs/reference/routes.md": "/docs/", "docs/reference/errors.md": "/docs/errors/"}
_ADDRESSES = {source: f"/docs/{name}/" for name, source in GUIDES.items()} | _ELSEWHERE
_LANGUAGES = {"sh": "Shell", "python": "Python", "ts": "TypeScript", "http": "HTTP", "json": "JSON"}


class _Renderer(RendererHTML):
    """Wide things scroll by themselves, by keyboard as well; code says which language it is."""

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        code, language = tokens[idx].content, _LANGUAGES[tokens[idx].info]
        return (
            f'<figure><figcaption>{language}</figcaption><pre tabindex="0"><code>{escape(code)}</code></pre></figure>\n'
        )

    def table_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return '<div class="wide" tabindex="0"><table>\n'

    def table_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return "</table></div>\n"


def _leads_to(link: str, source: str) -> str:
    """Where a link of the repository leads on the site. KeyError for what the site does not show."""
    if link.startswith("https://"):
        return link
    return _ADDRESSES[posixpath.normpath(posixpath.join(posixpath.dirname(source), link))]


def _page(source: str) -> str:
    markdown = MarkdownIt("commonmark", renderer_cls=_Renderer).enable("table")
    text = (PROJECT / source).read_text()
    tokens = markdown.parse(text)
    for link in (child for token in tokens for child in token.children or [] if child.type == "link_open"):
        link.attrSet("href", _leads_to(str(link.attrGet("href")), source))
    heading = next(after for token, after in pairwise(tokens) if token.type == "heading_open")
    body = markdown.renderer.render(tokens, markdown.options, {})
    return framed(escape(heading.content), body, source=source, style="guides.css")


def pages() -> dict[Path, str]:
    """Every guide's page as the web build reads it."""
    folder = PROJECT / "web" / "pages" / "docs"
    return {folder / f"{name}.html": _page(source) for name, source in GUIDES.items()}


def write() -> None:
    """Write them all; the reference, which one of them is made of, has to be current."""
    for path, text in pages().items():
        path.write_text(text)

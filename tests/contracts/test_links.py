"""Addresses that leave the house, in mails and answers: each opens a page, a screen or a route that exists."""

import ast
import re
from pathlib import Path

import pytest

import app  # noqa: F401 - registers the routes
from chalicelib.handlers.route import ROUTES
from tests.contracts.reading import PROJECT, modules, name_of, tree

PAGES = {path.stem for path in (PROJECT / "web" / "pages").glob("*.html")} | {"e", "o"}  # /e/… and /o/… are published
_SCREENS = (PROJECT / "web/src/dashboard/Screens.tsx").read_text()
SCREENS = re.findall(r'^  \["(/[^"]*)"', _SCREENS, re.MULTILINE) + re.findall(r'match\("(/[^"]*)"', _SCREENS)


def _constants(path: Path) -> dict[str, str]:
    return {
        target.id: node.value.value
        for node in tree(path).body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _text(part: ast.expr, constants: dict[str, str]) -> str:
    """What stands in this part of an f-string: `x` for what only running it would tell."""
    if isinstance(part, ast.Constant):
        return str(part.value)
    assert isinstance(part, ast.FormattedValue)
    return constants.get(part.value.id, "x") if isinstance(part.value, ast.Name) else "x"


def links() -> dict[str, str]:
    """Where a link is made → its path."""
    found = {}
    for path in modules("chalicelib/actions", "chalicelib/mail", "chalicelib/handlers"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.JoinedStr) and ast.unparse(node.values[0]).find("base_url") >= 0:
                found[f"{name_of(path)}:{node.lineno}"] = "".join(
                    _text(part, _constants(path)) for part in node.values[1:]
                )
    return found


def test_links_and_screens_are_found() -> None:
    assert len(links()) >= 10
    assert len(SCREENS) > 15
    assert "/payments" in SCREENS


@pytest.mark.parametrize("link", [pytest.param(path, id=place) for place, path in links().items()])
def test_a_link_opens_a_page_or_a_screen_that_exists(link: str) -> None:
    page, _, rest = link.removeprefix("/").partition("/")
    if page == "api":  # where a provider shall send its notices
        assert any(re.fullmatch(re.sub(r"{\w+}", "[^/]+", route.path), f"/{rest}") for route in ROUTES)
        return
    assert page in PAGES
    if page == "dashboard":
        assert rest.startswith("#"), "the dashboard is one page: its screens stand behind a #"
        patterns = [re.sub(r":\w+", "[^/]+", screen) for screen in SCREENS]
        assert any(re.fullmatch(pattern, rest.removeprefix("#")) for pattern in patterns)

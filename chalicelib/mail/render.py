"""Renders a mail's text and HTML from its pair of templates."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chalicelib.kernel import money
from chalicelib.kernel.text import direction

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def _environment() -> Environment:
    # Imported here: only the worker that sends mail pays for it.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(["html.jinja"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"amount": _amount, "direction": direction}
    return environment


def render(name: str, values: dict[str, Any]) -> tuple[str, str]:
    """The plain text and the HTML of the mail `name`."""
    text = _environment().get_template(f"{name}.txt.jinja").render(values)
    return text.strip() + "\n", _environment().get_template(f"{name}.html.jinja").render(values)


def _amount(minor: int, currency: str) -> str:
    return money.to_text(minor, currency) if minor else "Free"

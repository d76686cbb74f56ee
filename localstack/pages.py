"""Renders the local cloud's own pages from localstack/templates."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined


@cache
def _environment() -> Environment:
    loader = FileSystemLoader(Path(__file__).parent / "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)


def render(template: str, **values: object) -> str:
    """Return a page's HTML; every value is escaped."""
    return _environment().get_template(template).render(**values)

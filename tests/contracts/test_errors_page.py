"""The page of errors: the `type` of every problem leads to where its code is explained."""

import json
import re

import pytest

import app  # noqa: F401 - imports all that refuses
from chalicelib.handlers import problems
from chalicelib.kernel.errors import Refusal
from infra import errors_page, gateway_problems
from infra.reference import texts
from tests.contracts.reading import PROJECT

PAGES = PROJECT / "web" / "pages"
TYPE = re.compile(r"/(?P<page>[a-z/]+)/#(?P<code>[a-z_]+)")


def _bare(kind: type[Refusal]) -> Refusal:
    """One of this kind, whatever else it is usually made of."""
    made = kind.__new__(kind)
    Refusal.__init__(made)
    return made


def _types() -> list[str]:
    ours = [json.loads(problems.answer(_bare(kind), "req_1").body)["type"] for kind in errors_page.refusals()]
    return ours + [gateway_problems.problem(kind, "req_1")["type"] for kind in gateway_problems.PROBLEMS]


@pytest.mark.req("API-6")
def test_the_type_of_every_problem_leads_to_its_text() -> None:
    types = _types()
    assert len(types) > 150
    for leads_to in types:
        found = TYPE.fullmatch(leads_to)
        assert found, leads_to
        page = (PAGES / f"{found['page']}.html").read_text()
        assert page.count(f'<dt id="{found["code"]}">') == 1, leads_to


def test_the_page_is_current() -> None:
    """It is made from the code: `make docs` writes it again."""
    page = PAGES / "docs" / "errors.html"
    assert page.read_text() == texts()[page]

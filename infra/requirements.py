"""What is proven, by which tests: docs/requirements.md, made from the marks on the tests.

A test says `@pytest.mark.req("API-3")`; a class or a module may say it for all of its tests. What each id asks for
stands in tests/requirements.tsv: id, how soon it is wanted (0 first), when it works.
"""

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from infra.packaging import PROJECT

TESTS = PROJECT / "tests"
PAGE = PROJECT / "docs" / "requirements.md"
_HEAD = "<!-- Made by `make docs` from the marks on the tests: do not edit. -->\n\n# What is proven\n\n"


@dataclass(frozen=True)
class Requirement:
    """One line of the wish."""

    area: str
    id: str
    priority: int
    works_when: str


def known() -> list[Requirement]:
    """Every requirement, in the order of the wish."""
    found, area = [], ""
    for line in (TESTS / "requirements.tsv").read_text().splitlines():
        if line.startswith("#"):
            area = line.removeprefix("# ")
        else:
            name, priority, works_when = line.split("\t")
            found.append(Requirement(area, name, int(priority), works_when))
    return found


def proofs() -> dict[str, Counter[str]]:
    """Id → file below tests/ → how many of its tests prove it."""
    found: dict[str, Counter[str]] = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        for name in _proven(path):
            found.setdefault(name, Counter())[str(path.relative_to(PROJECT))] += 1
    return found


def _proven(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text())
    given = [mark for node in tree.body if _is_for_all(node) for mark in _ids(node)]
    yield from _below(tree, given)


def _below(node: ast.Module | ast.ClassDef, given: list[str]) -> Iterator[str]:
    for part in node.body:
        if isinstance(part, ast.ClassDef | ast.FunctionDef):
            marks = given + [mark for decorator in part.decorator_list for mark in _ids(decorator)]
            if isinstance(part, ast.ClassDef):
                yield from _below(part, marks)
            elif part.name.startswith("test"):
                yield from dict.fromkeys(marks)


def _is_for_all(node: ast.AST) -> bool:
    return isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark"


def _ids(node: ast.AST) -> Iterator[str]:
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "pytest.mark.req":
            yield from (str(ast.literal_eval(argument)) for argument in call.args)


def page() -> str:
    """The whole page."""
    by_id, areas = proofs(), dict.fromkeys(one.area for one in known())
    proven = sum(one.id in by_id for one in known())
    first = [one for one in known() if one.priority == 0]
    said = (
        f"{proven} of {len(known())} requirements have tests that prove them, "
        f"{sum(one.id in by_id for one in first)} of the {len(first)} that are wanted first.\n"
    )
    return _HEAD + said + "".join(_section(area, by_id) for area in areas)


def _section(area: str, by_id: dict[str, Counter[str]]) -> str:
    rows = [
        f"| {one.id} | {one.works_when.replace('|', '&#124;')} | {_links(by_id.get(one.id, Counter()))} |"
        for one in known()
        if one.area == area
    ]
    return "\n".join([f"\n## {area}\n", "| id | it works when | proven by |", "| --- | --- | --- |", *rows, ""])


def _links(files: Counter[str]) -> str:
    return ", ".join(f"[{Path(path).stem}](../{path}) ({count})" for path, count in sorted(files.items())) or "–"


def write() -> None:
    """Write docs/requirements.md again."""
    PAGE.write_text(page())

"""Does every condition in `chalicelib/tables` matter? Take each out, and see whether a test of tests/tables falls.

    python -m tests.tables.mutants          (with the environment of a running cloud)

A mutant is a copy of one module without one condition: that of an `update(…)`, a `Change(…)` or a plain update as a
whole, each half of an `&` or a `|`, the "does not exist" of a `put_new(…)`, the version of an edited row. Each is run
in a forked child, so that the imports are paid for once. The condition of a fact's own put is left alone: it guards
against two random 80-bit numbers of one millisecond being equal, which no test can bring about.
"""

import ast
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
TABLES = Path("chalicelib") / "tables"
HAND_ON = {"changes", "commit"}  # the conditions of others
_PLAIN_NUMBER = '__import__("pynamodb.attributes").attributes.NumberAttribute(null=True)'


@dataclass(frozen=True)
class Mutant:
    """A module's source with one condition taken out."""

    module: str
    line: int
    was: str
    source: str

    @property
    def tests(self) -> str:
        """The tests that ought to notice: the file named after the module."""
        return f"tests/tables/test_{self.module}.py"


def mutants() -> Iterator[Mutant]:
    """Every condition, one at a time."""
    for path in sorted((PROJECT / TABLES).glob("*.py")):
        if path.stem in HAND_ON:
            continue
        source = path.read_text()
        # PynamoDB lets a row with a version be new only once, too: a put of it is guarded twice.
        unversioned = source.replace("VersionAttribute()", _PLAIN_NUMBER)
        if unversioned != source:
            yield Mutant(path.stem, 1, "the rows' versions", unversioned)
        for node, replacement in _replacements(unversioned):
            yield Mutant(path.stem, node.lineno, ast.unparse(node), _replaced(unversioned, node, replacement))


def _replacements(source: str) -> Iterator[tuple[ast.expr, str]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd | ast.BitOr) and _is_condition(node):
            yield node, ast.unparse(node.left)
            yield node, ast.unparse(node.right)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield from ((word.value, "None") for word in node.keywords if word.arg == "condition")
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id == "update":
                yield node.args[2], "None"
            elif node.func.id == "Change" and len(node.args) > 3:
                yield node.args[3], "None"
            elif node.func.id == "put_new":
                row, refusal = (ast.unparse(argument) for argument in node.args)
                yield node, f'Change("put", {row}, {refusal})'


def _is_condition(node: ast.BinOp) -> bool:
    """Rather than a union of types, sets or dictionaries: something in it is compared, or exists."""
    return any(
        isinstance(part, ast.Compare) or (isinstance(part, ast.Attribute) and part.attr.endswith("exist"))
        for part in ast.walk(node)
    )


def _replaced(source: str, node: ast.expr, replacement: str) -> str:
    lines = source.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line.encode()))
    raw = source.encode()
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    begin = starts[node.lineno - 1] + node.col_offset
    end = starts[node.end_lineno - 1] + node.end_col_offset
    return (raw[:begin] + replacement.encode() + raw[end:]).decode()


def survives(mutant: Mutant) -> bool:
    """Whether the tests pass without the condition."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "chalicelib"
        shutil.copytree(PROJECT / "chalicelib", copy, ignore=shutil.ignore_patterns("__pycache__", "fonts"))
        (Path(folder) / TABLES / f"{mutant.module}.py").write_text(mutant.source)
        child = os.fork()
        if not child:
            os._exit(_run_tests(mutant, folder))
        ended = pytest.ExitCode(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    if ended not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        raise RuntimeError(f"the tests of {mutant.module} could not be run: {ended.name}")
    return ended == pytest.ExitCode.OK


def _run_tests(mutant: Mutant, folder: str) -> int:
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    sys.path.insert(0, folder)
    import chalicelib  # the copy: its modules are loaded from beside it from now on

    assert chalicelib.__file__
    assert chalicelib.__file__.startswith(folder)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # a second a child, and nothing here needs them
    return int(pytest.main([mutant.tests, "-x", "-q", "-p", "no:cacheprovider"]))


def main() -> int:
    """Print each condition that no test would miss; the exit status is whether there is one."""
    import boto3  # noqa: F401 - paid for once, before the forks
    import pynamodb.models  # noqa: F401

    import tests.shop  # noqa: F401

    count, left = 0, []
    for mutant in mutants():
        count += 1
        if survives(mutant):
            left.append(f"{TABLES}/{mutant.module}.py:{mutant.line}: nothing fails without {mutant.was}")
    print(f"{count} conditions", *left, sep="\n")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())

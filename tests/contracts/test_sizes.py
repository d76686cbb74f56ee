"""Sizes: a module that can be read at a sitting, a function that fits on a screen."""

import ast

from tests.contracts.reading import PROJECT, functions, length, modules, name_of, tree

OURS = modules("chalicelib", "infra", "localstack")


def test_no_module_is_longer_than_250_lines() -> None:
    """Where one file was allowed to grow it grew to thousands, and its tests faster."""
    every = modules("chalicelib", "infra", "localstack", "tests", "bench")
    assert [name_of(path) for path in every if len(path.read_text().splitlines()) > 250] == []


def test_no_function_is_longer_than_40_lines() -> None:
    """What does not fit on a screen is changed by people who have not read it."""
    long = [
        f"{name_of(path)}:{found.lineno} {found.name} has {length(found)} lines"
        for path in modules("chalicelib", "infra")
        for found in functions(path)
        if length(found) > 40 and not _is_a_table(found)
    ]
    assert long == []


def _is_a_table(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """One returned literal (a CloudFormation resource) is data: it has no path through it."""
    statements = [node for node in function.body if not isinstance(node, ast.Expr)]
    return (
        len(statements) <= 5 and isinstance(statements[-1], ast.Return) and isinstance(statements[-1].value, ast.Dict)
    )


def test_init_files_are_empty() -> None:
    """Code there runs on every import of anything beside it, and nobody looks for it there."""
    found = [path for path in modules("chalicelib", "infra", "tests") if path.name == "__init__.py"]
    assert len(found) > 10
    assert [name_of(path) for path in found if path.read_text().strip()] == []


def test_every_module_says_in_a_sentence_what_it_is() -> None:
    silent = [
        name_of(path)
        for path in [PROJECT / "app.py", *modules("chalicelib", "infra", "localstack", "tests")]
        if path.name != "__init__.py" and "sample" not in path.parts and not ast.get_docstring(tree(path))
    ]
    assert silent == []


def test_nothing_is_called_after_what_it_is_not() -> None:
    """A Manager or a Helper is where code goes that nobody has named yet."""
    vague = ("Manager", "Service", "Helper", "Utils", "Impl", "Dto", "DTO")
    found = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for path in OURS
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef) and node.name.endswith(vague)
    ]
    assert found == []
    files = {"utils.py", "util.py", "helpers.py", "common_utils.py", "misc.py"}
    assert [name_of(path) for path in OURS if path.name in files] == []


def test_tests_are_sentences() -> None:
    """A failing test is read before its code is: its name must say what is no longer true."""
    short = [
        f"{name_of(path)}: {found.name}"
        for path in modules("tests")
        if "sample" not in path.parts
        for found in functions(path)
        if found.name.startswith("test_") and found.name.count("_") < 3
    ]
    assert short == []

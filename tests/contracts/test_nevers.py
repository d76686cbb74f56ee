"""What must never be done, each with the incident that it prevents."""

import ast
import re
import sys

import pytest

from tests.contracts.reading import PROJECT, calls, modules, name_of, places, tree

EDGES = {
    "chalicelib/handlers/route.py",
    "chalicelib/handlers/workers/edge.py",
    "chalicelib/handlers/workers/reactions.py",
}
WRITES = {"put_item", "update_item", "delete_item", "batch_write_item", "transact_write_items", "save", "batch_write"}
# commit() itself, and from where a change was asked for: the fact names that row, which tells nothing by itself.
BESIDE_FACTS = ("chalicelib/tables/commit.py", "chalicelib/tables/origins.py")
MONEY = (
    "kernel/money.py",
    "domain/pricing.py",
    "domain/payments.py",
    "domain/refunds.py",
    "domain/ledger.py",
    "domain/platform_fees.py",
    "domain/orders.py",
    "gateways/stripe_payments.py",
    "actions/settling.py",
    "actions/refunding.py",
    "actions/checkout.py",
)
PURE = modules("chalicelib/domain", "chalicelib/kernel")
CHALICELIB = modules("chalicelib")


def test_only_commit_writes_to_the_table() -> None:
    """A row written beside commit() has no fact: no mail, no webhook and no line in the audit log ever tell of it."""
    found = [
        place
        for path in CHALICELIB
        if name_of(path) not in BESIDE_FACTS
        for call, name in calls(path)
        if name.rpartition(".")[2] in WRITES or name == "TransactWrite"
        for place in places(path, call)
    ]
    assert found == []


def test_what_stripe_is_asked_is_typed_by_its_own_words() -> None:
    """A misspelt parameter is refused by Stripe in production, on the one path that no test takes."""
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in CHALICELIB
        if path.name.startswith("stripe_")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.AnnAssign)
        and isinstance(node.value, ast.Dict | ast.BinOp)
        and "Any" in ast.unparse(node.annotation)
    ]
    assert found == []


def test_nothing_scans_the_table() -> None:
    """A Scan reads every order of every tenant: it worked in the demo and cost a day's budget in the first sale."""
    found = [place for path in CHALICELIB for call, name in calls(path) if name.rpartition(".")[2] == "scan"
             and not name.startswith("checkin.") for place in places(path, call)]  # fmt: skip
    assert found == []


def test_no_filter_stands_in_for_a_key() -> None:
    """A FilterExpression pays for what it throws away, and its pages are empty without being the last."""
    assert [name_of(path) for path in CHALICELIB if "FilterExpression" in path.read_text()] == []


@pytest.mark.parametrize(
    ("word", "what"),
    [
        (r"datetime\.(now|utcnow|today)|date\.today|time\.(time|monotonic)", "the clock"),
        (r"\brandom\.\w+\(|\bsecrets\.\w+\(|\buuid\.\w+\(|os\.urandom", "chance"),
        (r"os\.environ|os\.getenv|config\(\)", "the environment"),
        (r"\bopen\(|\bprint\(|\bsocket\b|\brequests\b", "the outside"),
    ],
    ids=["clock", "chance", "environment", "outside"],
)
def test_a_rule_never_looks_outside(word: str, what: str) -> None:
    """A rule that reads the clock is right at noon and wrong at midnight, and its test cannot say so."""
    found = [
        f"{name_of(path)}:{number}: reads {what}"
        for path in modules("chalicelib/domain")
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if re.search(word, line)
    ]
    assert found == []


def test_only_the_clock_reads_the_time() -> None:
    """Two readings in one request disagree: a hold that is over for one rule and not for the next."""
    found = [
        place
        for path in CHALICELIB
        if name_of(path) != "chalicelib/kernel/clock.py"
        for call, name in calls(path)
        if name in {"datetime.now", "datetime.utcnow", "datetime.today", "time.time", "date.today"}
        for place in places(path, call)
    ]
    assert found == []


def test_only_the_edges_catch_everything() -> None:
    """`except Exception` in the middle turned a bug into a wrong answer that nobody was told of."""
    found = [
        place
        for path in CHALICELIB
        if name_of(path) not in EDGES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler) and (node.type is None or _catches_all(node.type))
        for place in places(path, node)
    ]
    assert found == []


def _catches_all(kind: ast.expr) -> bool:
    return bool({"Exception", "BaseException"} & set(re.findall(r"\w+", ast.unparse(kind))))


def test_each_edge_really_catches() -> None:
    for edge in EDGES:
        handlers = [node for node in ast.walk(tree(PROJECT / edge)) if isinstance(node, ast.ExceptHandler)]
        assert any(node.type and _catches_all(node.type) for node in handlers), edge


def test_nothing_is_patched() -> None:
    """A patched test passes on the day that the patched name is moved, and tests nothing from then on."""
    patch = "mock" + ".patch"
    imports = ("unittest" + ".mock", "import " + "mock", "mock" + "er.")
    found = [
        name_of(path)
        for path in modules("chalicelib", "infra", "localstack", "tests")
        if any(word in path.read_text() for word in (patch, *imports))
    ]
    assert found == []


def test_money_is_never_a_float() -> None:
    """0.1 + 0.2: the invoice and the charge differed by a cent in one order of a thousand."""
    paths = [PROJECT / "chalicelib" / name for name in MONEY]
    found = []
    for path in paths:
        floats = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Constant) and type(node.value) is float]
        divisions = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Div)]
        conversions = [call for call, name in calls(path) if name == "float"]
        found += places(path, *floats, *divisions, *conversions)
    assert found == []


def test_the_pure_layers_import_the_standard_library_and_each_other_only() -> None:
    """The day a rule imports a library, the rule is upgraded with it."""
    found = [
        f"{place}: {name}"
        for path in PURE
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
        if name.partition(".")[0] not in sys.stdlib_module_names
        and not name.startswith(("chalicelib.kernel", "chalicelib.domain"))
        for place in places(path, node)
    ]
    assert found == []


def test_nothing_is_left_for_later() -> None:
    words = re.compile(
        "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X\\b", "coming " + "soon", "NotImplemented" + "Error"))
    )
    found = [
        f"{name_of(path)}:{number}"
        for path in modules("chalicelib", "infra")
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if words.search(line)
    ]
    assert found == []


def test_no_default_argument_is_shared() -> None:
    """A list as a default is one list for every request that a warm function serves."""
    found = [
        place
        for path in modules("chalicelib", "infra")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef)
        for default in [*node.args.defaults, *filter(None, node.args.kw_defaults)]
        if isinstance(default, ast.List | ast.Dict | ast.Set)
        for place in places(path, node)
    ]
    assert found == []

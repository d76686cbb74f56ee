"""The reference in docs/reference, made from the code's own lists, and the picture in the README."""

import importlib
import pkgutil
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from infra.functions import FUNCTIONS, QUEUES, WORKFLOWS, tasks_of
from infra.packaging import PROJECT

_HEAD = "<!-- Made by `make docs` from the code: do not edit. -->\n\n"
_PICTURE = re.compile(r"(<!-- picture -->\n).*?(<!-- /picture -->)", re.S)


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"


def _first(text: str | None) -> str:
    return " ".join((text or "").strip().split("\n\n")[0].split())


def _import_all(package: str) -> None:
    folder = importlib.import_module(package).__path__
    for found in pkgutil.iter_modules(folder):
        importlib.import_module(f"{package}.{found.name}")


def routes() -> str:
    """Every route, who may call it, and what it does."""
    from chalicelib.handlers.route import ROUTES

    rows = [[f"`{r.method} {r.path}`", f"`{r.allow}`", str(r.answers), _first(r.function.__doc__)] for r in ROUTES]
    return "# Routes\n\n" + _table(["route", "allowed", "answers", "what it does"], rows)


def facts() -> str:
    """Every fact, what it means, and what follows from it."""
    from chalicelib.handlers.workers.reactions import REACTIONS
    from chalicelib.kernel.facts import all_facts

    def follows(fact: Any) -> str:
        return ", ".join(reaction.text for reaction in REACTIONS.get(fact, []))

    rows = [[f"`{fact.name()}`", str(fact.version), _first(fact.__doc__), follows(fact)] for fact in all_facts()]
    return "# Facts\n\n" + _table(["fact", "version", "what happened", "what follows"], rows)


def errors() -> str:
    """Every refusal: its code, its status, its sentence."""
    from chalicelib.kernel.errors import Refusal, all_refusals

    found = sorted(
        {refusal for refusal in all_refusals() if refusal is not Refusal}, key=lambda r: (r.status, r.code())
    )
    rows = [[f"`{refusal.code()}`", str(refusal.status), refusal.sentence()] for refusal in found]
    return "# Errors\n\n" + _table(["code", "status", "sentence"], rows)


def permissions() -> str:
    """Who may do what."""
    from chalicelib.handlers.permissions import ROLES

    known = sorted({permission for granted in ROLES.values() for permission in granted})
    rows = [[f"`{name}`", *("✓" if name in ROLES[role] else "" for role in ROLES)] for name in known]
    return "# Permissions\n\n" + _table(["permission", *ROLES], rows)


def table() -> str:
    """Every kind of row, and where it lies."""
    from chalicelib.tables.table import Row

    _import_all("chalicelib.tables")
    kinds = sorted(Row.__subclasses__(), key=lambda row: row.KIND)
    rows = [[row.KIND, _first(row.__doc__), ", ".join(_own_attributes(row))] for row in kinds]
    return "# The table\n\n" + _table(["kind", "key and meaning", "attributes"], rows)


def _own_attributes(row: Any) -> list[str]:
    from chalicelib.tables.table import Row

    common = set(Row.get_attributes())
    return [f"`{name}`" for name in sorted(row.get_attributes()) if name not in common]


def picture() -> str:
    """The functions, queues and workflows as a Mermaid flow chart."""
    lines = [
        "flowchart LR",
        "  browser([Browser]) -->|pages| cdn[CloudFront + S3]",
        "  browser -->|/api| api_handler",
        "  stripe([Stripe]) -->|webhooks| api_handler",
        "  api_handler -->|one transaction: rows + facts| table[(DynamoDB)]",
        "  table -->|stream: facts only| reactions",
    ]
    for queue in QUEUES:
        worker = next(function.name for function in FUNCTIONS if function.consumes == queue.name)
        lines.append(f"  q_{queue.name}>queue {queue.name}] --> {worker}")
    for workflow in WORKFLOWS:
        steps = " → ".join(task for task in tasks_of(workflow) if task != "record_failure")
        lines.append(f'  w_{workflow}{{{{"{workflow}<br/>{steps}"}}}}')
    for function in FUNCTIONS:
        if function.every:
            lines.append(f'  clock(["{function.every}"]) --> {function.name}')
        if function.name != "stuck":  # it does what reactions do, a second time
            lines += [f"  {function.name} --> q_{queue}" for queue in function.sends if not function.task_of]
            lines += [f"  {function.name} --> w_{workflow}" for workflow in function.starts]
    lines += ["  w_fulfil_order --> q_mail", "  mail --> buyer([Mailbox])", "  pages --> cdn"]
    return "```mermaid\n" + "\n".join(lines) + "\n```\n"


PAGES: dict[str, Callable[[], str]] = {
    "routes": routes,
    "facts": facts,
    "errors": errors,
    "permissions": permissions,
    "table": table,
}


def texts() -> dict[Path, str]:
    """Every generated text by its file, the README with its picture among them."""
    import app  # noqa: F401 - registers routes and functions

    folder = PROJECT / "docs" / "reference"
    found = {folder / f"{name}.md": _HEAD + page() for name, page in PAGES.items()}
    readme = PROJECT / "README.md"
    found[readme] = _PICTURE.sub(lambda match: match[1] + picture() + match[2], readme.read_text())
    return found


def write() -> None:
    """Write them all."""
    for path, text in texts().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)

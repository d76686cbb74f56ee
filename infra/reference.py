"""The reference in docs/reference, the site's page of errors and the README's picture: made from the code's lists."""

import importlib
import json
import pkgutil
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from infra import errors_page
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
    rows = [[f"`{found.code()}`", str(found.status), found.sentence()] for found in errors_page.refusals()]
    return "# Errors\n\n" + _table(["code", "status", "sentence"], rows)


def permissions() -> str:
    """Who may do what."""
    from chalicelib.domain.permissions import ROLES

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


def webhook_types() -> str:
    """Every type that a webhook may carry, with an envelope that says all that one of it may say."""
    from datetime import UTC, datetime

    from chalicelib.domain.envelopes import Recorded, envelope, type_of
    from chalicelib.kernel.facts import all_facts

    golden = json.loads((PROJECT / "tests" / "golden" / "webhooks.json").read_text())
    parts = []
    for name, fact in sorted((type_of(fact.name()), fact) for fact in all_facts()):
        about = ("fct_…", fact.name(), fact.version, "the id of what it happened to", "acc_…", "evt_…")
        details = golden[name]["data"]["details"] if name in golden else {}
        sample = Recorded(*about, at=datetime(2026, 10, 31, 20, tzinfo=UTC), data=details)
        told = json.dumps(envelope(sample), ensure_ascii=False)
        parts.append(f"## {name}\n\n{_first(fact.__doc__)}\n\n```json\n{told}\n```\n")
    return "# Types of webhooks\n\n" + "\n".join(parts)


PAGES: dict[str, Callable[[], str]] = {
    "routes": routes,
    "facts": facts,
    "errors": errors,
    "permissions": permissions,
    "table": table,
    "webhook-types": webhook_types,
}


def texts() -> dict[Path, str]:
    """Every generated text by its file, the README with its picture among them."""
    import app  # noqa: F401 - registers routes and functions

    folder = PROJECT / "docs" / "reference"
    found = {folder / f"{name}.md": _HEAD + page() for name, page in PAGES.items()}
    found[PROJECT / "web" / "pages" / "docs" / "errors.html"] = errors_page.page()
    readme = PROJECT / "README.md"
    found[readme] = _PICTURE.sub(lambda match: match[1] + picture() + match[2], readme.read_text())
    return found


def write() -> None:
    """Write them all."""
    for path, text in texts().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)

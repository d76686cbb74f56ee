"""The examples of docs/api.md, run as they stand there against the local cloud, with the clients installed."""

import re
from pathlib import Path

import pytest

from localstack.launcher import Running
from tests.api.installing import PYTHON, TYPESCRIPT, check_types, handed_out, installed, run
from tests.contracts.reading import PROJECT
from tests.shop import Shop

PAGE = PROJECT / "docs" / "api.md"
COMPILERS = PROJECT / "web" / "node_modules" / ".bin"
STRICT = "--strict --target es2022 --lib es2022 --module nodenext --types node".split()
PERMISSIONS = [
    *("account.read", "events.read", "events.edit", "orders.read", "orders.edit"),
    *("tickets.scan", "webhooks.read", "webhooks.edit"),
]

pytestmark = pytest.mark.req("API-7")


@pytest.fixture
def shop(cloud: Running) -> Shop:
    """An account in which nobody else has made anything."""
    return Shop.opened(cloud)


@pytest.fixture
def sale(shop: Shop) -> dict[str, str]:
    """What the page says that its examples find in their surroundings: an address, a key, an event with an order."""
    event, product = shop.on_sale()
    order = shop.buyer().buy(event, product, 2)
    return {
        "FOYER_URL": shop.cloud.settings.url,
        "FOYER_KEY": shop.post("/keys", {"name": "Examples", "permissions": PERMISSIONS})["key"],
        "FOYER_EVENT": event,
        "FOYER_CODE": order["tickets"][0]["code"],
    }


def examples(language: str, page: Path = PAGE) -> str:
    """All of one language, in their order: later ones use what earlier ones have made."""
    return "\n".join(re.findall(rf"^```{language}\n(.*?)^```", page.read_text(), re.M | re.S))


def is_done(shop: Shop, sale: dict[str, str], printed: str) -> None:
    """What all languages have made: a published event, somebody let in, money on its way back, an endpoint."""
    [published] = re.findall(r"published (evt_\w+)", printed)
    event = shop.get(f"/events/{published}")
    assert (event["status"], event["hold_minutes"]) == ("LIVE", 20)
    assert "somebody was faster" in printed
    first, second = shop.get(f"/events/{sale['FOYER_EVENT']}/tickets")["items"]
    assert sorted([first["scanned_at"] is None, second["scanned_at"] is None]) == [False, True]
    [order] = shop.get(f"/events/{sale['FOYER_EVENT']}/orders")["items"]
    [refund] = shop.get(f"/orders/{order['id']}/refunds")["items"]
    assert (refund["amount_minor"], refund["tickets"]) == (2500, [2])
    [webhook] = shop.get("/webhooks")["items"]
    assert webhook["types"] == ["order.paid", "refund.succeeded"]


def is_told(lines: list[str]) -> None:
    """What the clients print of it."""
    assert {"1 orders, 5000 in all", "at the door: admitted", "paying back 2500 EUR"} <= set(lines)
    assert "somebody was faster, and chose 20" in lines
    assert "its secret begins with whsec_" in lines
    assert re.fullmatch(r"422 invalid_input price_minor \S{8,}", lines[-1])


def test_the_examples_in_python_fit_their_types_and_do_what_they_say(
    shop: Shop, sale: dict[str, str], tmp_path: Path
) -> None:
    script, first = tmp_path / "examples.py", tmp_path / "readme.py"
    script.write_text(examples("python"))
    first.write_text(examples("python", PYTHON))
    python = installed(tmp_path, sale["FOYER_URL"])
    check_types(python, script, first)
    printed = run(python, script, **sale)
    is_done(shop, sale, printed)
    is_told(printed.splitlines())


def test_the_examples_in_typescript_fit_their_types_and_do_what_they_say(
    shop: Shop, sale: dict[str, str], tmp_path: Path
) -> None:
    script = tmp_path / "examples.ts"
    script.write_text(examples("ts"))
    (tmp_path / "readme.ts").write_text(examples("ts", TYPESCRIPT))
    (tmp_path / "package.json").write_text('{"type": "module"}')
    package = handed_out(sale["FOYER_URL"], TYPESCRIPT)
    run("npm", "install", "--silent", "--no-audit", "--prefix", tmp_path, package)
    run(
        COMPILERS / "tsc",
        *STRICT,
        "--typeRoots",
        PROJECT / "web" / "node_modules" / "@types",
        script,
        tmp_path / "readme.ts",
    )
    printed = run("node", script.with_suffix(".js"), **sale)
    is_done(shop, sale, printed)
    is_told(printed.splitlines())


def test_the_examples_in_the_shell_do_what_they_say(shop: Shop, sale: dict[str, str]) -> None:
    printed = run("bash", "-c", "set -euo pipefail\n" + examples("sh"), **sale)
    is_done(shop, sale, printed)
    assert '"verdict":"admitted"' in printed
    assert '"secret":"whsec_' in printed

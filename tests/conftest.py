"""One local cloud for the whole run: Foyer as it is deployed, on ports of its own."""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from localstack import launcher
from localstack.checks import is_free
from localstack.launcher import Running
from localstack.settings import ACCOUNT, REGION, Ports
from tests.shop import Shop

PURE = ("unit", "properties", "contracts")


def free_ports() -> Ports:
    """Five free ports in a row, beginning at this process's own place: runs go side by side."""
    first = 30000 + os.getpid() % 500 * 10
    for base in range(first, first + 1000, 10):
        if all(is_free(port) for port in range(base, base + 5)):
            return Ports.from_base(base)
    raise RuntimeError("There are no five free ports in a row.")


def layer_of(nodeid: str) -> str:
    """The folder of tests/ that a test belongs to."""
    return nodeid.split("/")[1] if nodeid.startswith("tests/") else nodeid


@pytest.fixture(autouse=True)
def _pure_tests_stay_offline(request: pytest.FixtureRequest) -> None:
    if layer_of(request.node.nodeid) in PURE:
        request.getfixturevalue("socket_disabled")


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The whole box office: engine, deployed stacks, front door, mailbox, local Stripe. No sample data."""
    running = launcher.start(free_ports(), tmp_path_factory.mktemp("foyer"), seed=False, report=lambda _: None)
    yield running
    running.stop()


@pytest.fixture(scope="session")
def aws(cloud: Running) -> Iterator[None]:
    """This process as one of the cloud's own functions: actions and tables can be called directly."""
    from infra.chalice_config import environment
    from infra.names import Names
    from infra.settings import read_stage

    settings = cloud.settings
    stage = read_stage("local", base_url=settings.url, stripe_api=settings.stripe_url)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment(Names("local", ACCOUNT, REGION), stage).items():
            patch.setenv(name, value)
        patch.setenv("AWS_ENDPOINT_URL", settings.engine_url)
        patch.setenv("AWS_DEFAULT_REGION", REGION)
        patch.setenv("AWS_ACCESS_KEY_ID", ACCOUNT)
        patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        yield


@pytest.fixture(scope="session")
def shop(cloud: Running) -> Shop:
    """An organizer, signed in, who can make events and look at what came of them."""
    return Shop.opened(cloud)


@pytest.fixture(scope="session")
def other_shop(cloud: Running) -> Shop:
    """Another tenant of the same deployment."""
    return Shop.opened(cloud)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Each layer with its own count."""
    passed = Counter(layer_of(report.nodeid) for report in terminalreporter.getreports("passed"))
    failed = Counter(
        layer_of(report.nodeid) for kind in ("failed", "error") for report in terminalreporter.getreports(kind)
    )
    terminalreporter.write_sep("-", "layers")
    for layer in sorted(passed | failed):
        failures = f", {failed[layer]} failed" if failed[layer] else ""
        terminalreporter.write_line(f"{layer:12} {passed[layer]:4} passed{failures}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Quick and pure tests first, whatever the order within a layer."""
    order = ["unit", "contracts", "properties", "web", "localstripe", "tables", "api", "workflows"]
    place = {layer: index for index, layer in enumerate(order)}
    items.sort(key=lambda item: place.get(layer_of(item.nodeid), len(order)))


SCREENSHOTS = Path(__file__).parents[1] / ".local" / "screenshots"

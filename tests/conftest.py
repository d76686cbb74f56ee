"""One local cloud for the whole run: Foyer as it is deployed, on ports of its own."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from infra.functions import QUEUES
from localstack import launcher
from localstack.checks import free_ports
from localstack.launcher import Running
from localstack.settings import ACCOUNT, REGION
from tests.golden.written import beyond_the_envelopes
from tests.resilience.aws_side import AwsSide
from tests.resilience.stripe_side import StripeSide
from tests.shop import NEVER_CAME, Shop

# Where work has failed once on a busy machine, it need not rest for as long as in the cloud.
_AGAIN_AFTER_SECONDS = 45
# A busy machine may stop in the middle of an example; how long one takes proves nothing.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")
PURE = ("unit", "properties", "contracts")


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
    side = AwsSide(running)
    for queue in QUEUES:
        side.hurry(queue.name, _AGAIN_AFTER_SECONDS)
    side.unschedule("reconcile")  # the tests say themselves when it looks at what they have left undone
    yield running
    odd = beyond_the_envelopes(side)
    running.stop()
    assert odd == set(), "Programs outside read these details of facts, and no golden envelope has them."


@pytest.fixture(scope="session")
def aws(cloud: Running) -> Iterator[None]:
    """This process as one of the cloud's own functions: actions and tables can be called directly."""
    from infra.chalice_config import environment
    from infra.names import Names
    from infra.sandbox import PAYPAL_API, read_paypal_sandbox, read_sandbox
    from infra.sandbox import settings as sandbox_settings
    from infra.settings import read_stage

    settings = cloud.settings
    own = read_sandbox()
    at_stripe = sandbox_settings(own) if own else {"stripe_api": settings.stripe_url}
    stage = read_stage(
        "local",
        base_url=settings.url,
        paypal_api=PAYPAL_API if read_paypal_sandbox() else settings.paypal_url,
        **at_stripe,
    )
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


@pytest.fixture
def own(shop: Shop) -> Iterator[Shop]:
    """A tenant of its own, for tests that connect it to Stripe or count by account; leaves Stripe as it was."""
    yield Shop.opened(shop.cloud)
    stripe = StripeSide(shop.cloud.settings.stripe_url)
    stripe.tell("webhooks", mode="normal")
    stripe.tell("faults", clear=True)


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
    for report in terminalreporter.getreports("rerun"):
        terminalreporter.write_line(f"a second try: {report.nodeid}")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Quick and pure tests first, whatever the order within a layer; a second try for what waits on a busy machine.

    Chromium shares two cores with a whole cloud, and Playwright's own template gives two more tries. Elsewhere only
    what was waited for and never came is tried again: a wrong amount, an oversold seat or a refused call is not.
    Whatever needed it is named at the end of the run, to be looked into.
    """
    order = ["unit", "contracts", "properties", "web", "localstripe", "tables", "api", "workflows"]
    place = {layer: index for index, layer in enumerate(order)}
    items.sort(key=lambda item: place.get(layer_of(item.nodeid), len(order)))
    if not config.pluginmanager.hasplugin("rerunfailures"):  # as in tests/tables/mutants.py, where to fail is to pass
        return
    for item in items:
        if {"browser", "chromium"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.flaky(reruns=1))
        elif layer_of(item.nodeid) not in PURE:
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=f"{NEVER_CAME} "))


SCREENSHOTS = Path(__file__).parents[1] / ".local" / "screenshots"

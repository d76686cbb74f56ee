"""The neighbours of the shared cloud, and a cloud of its own for tests that stop and deploy it."""

from collections.abc import Iterator

import pytest

from infra.functions import QUEUES
from localstack import launcher
from localstack.launcher import Running
from tests.conftest import free_ports
from tests.resilience.aws_side import AwsSide
from tests.resilience.stripe_side import StripeSide


@pytest.fixture
def stripe(cloud: Running) -> Iterator[StripeSide]:
    """The shared cloud's local Stripe; every failure that a test asks for must have happened."""
    side = StripeSide(cloud.settings.stripe_url)
    yield side
    assert side.unused_faults() == 0


@pytest.fixture(scope="session")
def amazon(cloud: Running) -> AwsSide:
    """The shared cloud's engine."""
    return AwsSide(cloud)


@pytest.fixture
def fresh_queues(amazon: AwsSide) -> Iterator[None]:
    """Queues without what earlier tests have left to be tried again; a message that fails comes back in a second."""
    before = {}
    for queue in QUEUES:
        amazon.empty(queue.name)
        before[queue.name] = amazon.hurry(queue.name, 1)
    yield
    for name, seconds in before.items():
        amazon.hurry(name, seconds)
        amazon.empty(f"{name}-dead")


@pytest.fixture(scope="module")
def own_cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A cloud that a test may stop, start and deploy again."""
    running = launcher.start(free_ports(), tmp_path_factory.mktemp("own"), seed=False, report=lambda _: None)
    yield running
    running.stop()

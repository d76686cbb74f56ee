"""The neighbours of the shared cloud, and a cloud of its own for tests that stop and deploy it."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest

from chalicelib.domain.platform_fees import FeePlan
from chalicelib.gateways.clients import aws as client_of
from infra.functions import QUEUES
from localstack import launcher
from localstack.checks import free_ports
from localstack.launcher import Running
from tests.resilience import parts, till, turns
from tests.resilience.aws_side import AwsSide
from tests.resilience.parts import Parts
from tests.resilience.redirect_side import RedirectSide, at_paypal, connect
from tests.resilience.sellers import FEE, seller_with
from tests.resilience.stripe_side import StripeSide
from tests.resilience.till import Sell
from tests.resilience.turns import Turn
from tests.shop import Shop, wait_for


@pytest.fixture
def stripe(cloud: Running) -> Iterator[StripeSide]:
    """The shared cloud's local Stripe; every failure that a test asks for must have happened."""
    side = StripeSide(cloud.settings.stripe_url)
    yield side
    # A worker may still be on its way to the last of them when a notice has already told all that the test waits for.
    wait_for(lambda: side.unused_faults() == 0, "the last failure that was asked for")


@pytest.fixture(scope="session")
def amazon(cloud: Running) -> AwsSide:
    """The shared cloud's engine."""
    return AwsSide(cloud)


@pytest.fixture
def sell(cloud: Running, stripe: StripeSide, amazon: AwsSide) -> Sell:
    """Begins sales, of an organizer of their own."""
    return partial(till.sale, Shop.opened(cloud), stripe, amazon)


@pytest.fixture
def turn(cloud: Running, stripe: StripeSide, amazon: AwsSide) -> Callable[..., Turn]:
    """Makes somebody wait with a card for what one order holds, of an organizer of their own."""

    def made(card: str = "pm_card_visa") -> Turn:
        return turns.turn(Shop.opened(cloud), stripe, amazon, card)

    return made


@pytest.fixture
def sell_in_parts(cloud: Running, stripe: StripeSide, amazon: AwsSide) -> Parts:
    """Begins sales that are paid in parts, of an organizer of their own."""
    return partial(parts.in_parts, Shop.opened(cloud), stripe, amazon)


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
def only_this_process_delivers(cloud: Running, aws: None) -> Iterator[None]:
    """The cloud's own worker rests: each test says itself when a message comes, and how often."""
    functions = client_of("lambda")
    [trigger] = functions.list_event_source_mappings(FunctionName="foyer-local-deliveries")["EventSourceMappings"]
    functions.update_event_source_mapping(UUID=trigger["UUID"], Enabled=False)
    yield
    functions.update_event_source_mapping(UUID=trigger["UUID"], Enabled=True)


@pytest.fixture(scope="module")
def own_cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A cloud that a test may stop, start and deploy again."""
    running = launcher.start(free_ports(), tmp_path_factory.mktemp("own"), seed=False, report=lambda _: None)
    yield running
    running.stop()


@pytest.fixture
def nobody_else_hears(stripe: StripeSide) -> Iterator[None]:
    """A worker that looks because of a webhook would heal in the killed one's place."""
    with stripe.webhooks("lost"):
        yield


@pytest.fixture(scope="module")
def taxed_seller(cloud: Running, aws: None) -> tuple[Shop, str]:
    """A seller with a Stripe account of its own, of whose orders the platform takes a fee."""
    return seller_with(cloud, FeePlan(fixed={"EUR": FEE}))


@pytest.fixture
def sell_taxed(taxed_seller: tuple[Shop, str], stripe: StripeSide, amazon: AwsSide) -> Sell:
    """Begins sales of which the platform takes its fee."""
    shop, account = taxed_seller
    return partial(till.sale, shop, stripe, amazon, account=account)


@pytest.fixture
def paypal(cloud: Running) -> Iterator[RedirectSide]:
    """An app at the local PayPal; every failure that a test asks for must have happened."""
    side = at_paypal(cloud)
    yield side
    wait_for(lambda: side.unused_faults() == 0, "the last failure that was asked for")


@pytest.fixture
def sell_by_paypal(cloud: Running, stripe: StripeSide, amazon: AwsSide, paypal: RedirectSide) -> Sell:
    """Begins sales by PayPal, of an organizer of their own."""
    shop = Shop.opened(cloud)
    connect(shop, paypal, "paypal")
    return lambda **more: till.sale(shop, stripe, amazon, **{"method": "paypal"} | more)

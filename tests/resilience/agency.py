"""An agency: one account with several organizers, of whom some are paid on a Stripe account of their own."""

import time
from dataclasses import dataclass, replace

from localstack.launcher import Running
from tests.api.connecting import at_organizer, connected
from tests.shop import Shop

# Functions keep settings of money in memory for five seconds.
KEPT_SECONDS = 5.5


@dataclass(frozen=True)
class Agency:
    """Its own organizer on the account's Stripe account, and a client on one of the client's own."""

    house: Shop
    client: Shop
    account: str
    own: str


def organizer(shop: Shop, name: str) -> Shop:
    """Another organizer of the shop's account, seen by the same member."""
    return replace(shop, organizer_id=shop.post("/organizers", {"name": name})["id"])


def agency(cloud: Running) -> Agency:
    """One that sells on both."""
    house = Shop.opened(cloud)
    client = organizer(house, "Harbour Garden")
    return Agency(house, client, connected(house), connected(client, at=at_organizer(client)))


def settle_in() -> None:
    """Wait until no function remembers who was paid before."""
    time.sleep(KEPT_SECONDS)

"""A rush as `bench.onsale` makes it, small: several processes, every kind of buyer, and the whole proof."""

import pytest

from bench import onsale
from bench.rush import Rush
from localstack.launcher import Running


@pytest.mark.req("CAP-1")
@pytest.mark.req("BEY-1")
def test_a_rush_of_every_kind_of_buyer_ends_with_a_proof_that_holds(cloud: Running) -> None:
    result = onsale.race(cloud, Rush(buyers=80, at_once=16), units=36)
    assert [check for check in result.checks if not check.holds] == []
    outcomes = {story.outcome for story in result.stories}
    assert outcomes == {"sold", "sold out", "given up", "held"}

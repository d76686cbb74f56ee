"""Windows of time: who counts as one, and when it is counted anew."""

from datetime import timedelta

import pytest

from chalicelib.domain import velocity
from tests.unit.making import NOW


@pytest.mark.parametrize(
    ("address", "network"),
    [("8.8.4.4", "8.8.4.4"), ("2a00:1450:4001:81b::200e", "2a00:1450:4001:81b::/64")],
)
def test_a_customer_s_whole_network_counts_as_one(address: str, network: str) -> None:
    assert velocity.network_of(address) == network


def test_a_window_says_when_it_is_over() -> None:
    asked = NOW + timedelta(minutes=4)
    window = velocity.window_at(
        asked, scope="platform", kind="sign_in", who="aa", limit=3, length=timedelta(minutes=15)
    )
    assert (window.begins_at, window.ends_at) == (NOW, NOW + timedelta(minutes=15))
    assert window.seconds_left(asked) == 11 * 60 + 1

"""The order of offers, whatever comes back when: nobody is passed over who would have fitted."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.waitlist import Place, next_in_line
from tests.unit.making import NOW

QUEUES = st.lists(st.integers(1, 10), max_size=30)


def places(quantities: list[int]) -> list[Place]:
    return [Place(f"wait_{n}", NOW + timedelta(seconds=n), count) for n, count in enumerate(quantities)]


@given(quantities=QUEUES, left=st.integers(0, 40))
@pytest.mark.req("CAP-14")
def test_nothing_is_given_twice_and_nobody_is_passed_over_who_fitted(quantities: list[int], left: int) -> None:
    queue = places(quantities)
    offered = list(next_in_line(queue, left))
    assert sum(place.quantity for place in offered) <= left
    assert [place for place in queue if place in offered] == offered
    remaining = left
    for place in queue:
        if place in offered:
            remaining -= place.quantity
        else:
            assert place.quantity > remaining


@given(quantities=QUEUES, returns=st.lists(st.integers(1, 5), max_size=20))
@pytest.mark.req("CAP-14")
def test_whoever_wants_the_same_and_came_first_is_never_served_later(quantities: list[int], returns: list[int]) -> None:
    queue, free = places(quantities), 0
    served: dict[str, int] = {}
    for turn, units in enumerate(returns):
        free += units
        for place in next_in_line(list(queue), free):
            free -= place.quantity
            served[place.entry_id] = turn
            queue.remove(place)
    for first, second in ((a, b) for a in places(quantities) for b in places(quantities)):
        if first.joined_at < second.joined_at and first.quantity <= second.quantity and second.entry_id in served:
            assert served.get(first.entry_id, len(returns)) <= served[second.entry_id]

"""What holds for every search: leapfrogging over lists finds exactly what they have in common."""

import heapq
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain import search
from chalicelib.domain.search import Query, Seek
from tests.unit.making import order

POSITIONS = st.sets(st.integers(0, 60).map(lambda number: f"2031-01-01T00:00:{number:02d}#ord_{number:03d}"))
LISTS = st.lists(POSITIONS, min_size=1, max_size=4)
NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def seek_in(positions: set[str], looks: list[str] | None = None) -> Seek:
    """The rule's view of a list that lies in memory."""

    def seek(bound: str) -> str | None:
        if looks is not None:
            looks.append(bound)
        return max((position for position in positions if position < bound), default=None)

    return seek


@pytest.mark.req("ORD-11")
@given(LISTS)
def test_the_common_part_of_lists_is_the_intersection_of_sets(lists: list[set[str]]) -> None:
    found = list(search.common([seek_in(positions) for positions in lists], "~"))
    assert found == sorted(set.intersection(*lists), reverse=True)


@given(st.lists(LISTS.filter(lambda lists: len(lists) == 2), min_size=1, max_size=4), st.integers(1, 7))
def test_page_after_page_is_the_whole_list(shards: list[list[set[str]]], limit: int) -> None:
    found: list[str] = []
    bound = "~"
    while True:
        streams = [search.common([seek_in(positions) for positions in lists], bound) for lists in shards]
        page = list(islice(heapq.merge(*streams, reverse=True), limit))
        found += page
        if len(page) < limit:
            break
        bound = page[-1]
    wanted = [position for lists in shards for position in set.intersection(*lists)]
    assert sorted(set(found), reverse=True) == sorted(set(wanted), reverse=True)
    assert found == sorted(found, reverse=True)


@given(POSITIONS)
def test_a_rare_list_is_not_walked_past(rare: set[str]) -> None:
    everything = {f"2031-01-01T00:00:{number:02d}#ord_{number:03d}" for number in range(61)}
    looks: list[str] = []
    list(search.common([seek_in(rare), seek_in(everything, looks)], "~"))
    assert len(looks) <= len(rare) + 1


@given(NAMES, NAMES)
def test_whoever_types_a_part_of_the_name_finds_the_order(name: str, other: str) -> None:
    entry = search.entry_of(order(buyer_name=f"{name} {other}"), [], [])
    folded = search.fold(f"{name} {other}").split()
    for word in folded[:5]:
        assert Query(word[: max(1, len(word) // 2)]).fits(entry) or not Query(word[: max(1, len(word) // 2)]).words


@given(NAMES)
def test_no_name_makes_a_key_that_dynamodb_refuses(name: str) -> None:
    entry = search.entry_of(order(buyer_name=name), [], [])
    assert all(len(f"{token}#2031-01-01T00:00:00.000Z#ord_".encode()) < 1000 for token in entry.tokens)
    assert len(entry.tokens) < 40

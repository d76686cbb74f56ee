"""Ids: what they look like, and which of them come again."""

from datetime import timedelta

import pytest

from chalicelib.kernel import ids
from tests.unit.making import NOW


def test_an_id_says_its_kind() -> None:
    assert ids.is_id(ids.random("ord"), "ord")
    assert not ids.is_id(ids.random("ord"), "evt")


@pytest.mark.parametrize("text", ["", "ord", "ord_", "ord_" + "0" * 25, "ord_" + "0" * 27, "ord_" + "u" * 26])
def test_other_texts_are_no_ids(text: str) -> None:
    assert not ids.is_id(text, "ord")


def test_random_ids_do_not_repeat() -> None:
    assert len({ids.random("ord") for _ in range(1000)}) == 1000


def test_the_same_parts_derive_the_same_id() -> None:
    assert ids.derived("ord", "a", "b") == ids.derived("ord", "a", "b")


def test_parts_do_not_run_into_each_other() -> None:
    assert ids.derived("ord", "ab", "c") != ids.derived("ord", "a", "bc")


def test_derived_ids_stay_what_they_were_in_earlier_releases() -> None:
    assert ids.derived("ord", "scope", "key") == "ord_7a3p4fe76ws95wq0cj8sppst1p"


def test_sortable_ids_sort_by_time() -> None:
    later = [ids.sortable("fct", NOW + timedelta(milliseconds=step)) for step in range(50)]
    assert sorted(later) == later


def test_a_sortable_id_begins_with_its_milliseconds_as_a_ulid_does() -> None:
    number = ids.decode(ids.sortable("fct", NOW).partition("_")[2])
    assert number >> 80 == int(NOW.timestamp() * 1000)


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0" * 26), (1, "0" * 25 + "1"), (32, "0" * 24 + "10"), (2**128 - 1, "7" + "z" * 25)]
)
def test_numbers_are_written_in_crockfords_base32(number: int, text: str) -> None:
    assert ids.encode(number) == text
    assert ids.decode(text) == number


def test_two_sortable_ids_of_one_instant_differ() -> None:
    assert ids.sortable("fct", NOW) != ids.sortable("fct", NOW)


@pytest.mark.parametrize("text", ["u", "U", "il", "-1", " 1"])
def test_text_that_no_id_holds_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no digit"):
        ids.decode(text)


def test_an_id_always_lies_on_the_same_shard() -> None:
    assert [ids.spread("ord_x", 4) for _ in range(3)] == [ids.spread("ord_x", 4)] * 3


def test_ids_spread_evenly() -> None:
    counts = [0] * 4
    for number in range(4000):
        counts[ids.spread(ids.derived("ord", str(number)), 4)] += 1
    assert min(counts) > 900

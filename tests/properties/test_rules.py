"""What holds for every input: units, money and ids."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain import inventory
from chalicelib.domain import tickets as ticket_rules
from chalicelib.domain.inventory import SoldOut
from chalicelib.handlers.models.common import ListQuery
from chalicelib.kernel import clock, ids, money
from chalicelib.tables.lists import WrongCursor, make_cursor, read_cursor
from tests.unit.making import NOW, order
from tests.unit.test_tickets import PEN

FREE = st.lists(st.integers(0, 30), min_size=1, max_size=64)
INSTANTS = st.datetimes(datetime(1970, 1, 1), datetime(9998, 12, 31), timezones=st.just(UTC))


@given(FREE, st.integers(1, 100), st.randoms(use_true_random=False))
def test_a_plan_takes_what_is_wanted_and_never_more_than_is_free(free: list[int], units: int, chance: object) -> None:
    pick = chance.randrange  # type: ignore[attr-defined]
    if sum(free) < units:
        with pytest.raises(SoldOut):
            inventory.plan("p", free, units, pick)
        return
    takes = inventory.plan("p", free, units, pick)
    assert sum(take.units for take in takes) == units
    assert len({take.shard for take in takes}) == len(takes)
    assert all(0 < take.units <= free[take.shard] for take in takes)


@given(FREE, st.integers(1, 100))
def test_a_plan_uses_as_few_shards_as_there_can_be(free: list[int], units: int) -> None:
    if sum(free) < units:
        return
    fullest, least = sorted(free, reverse=True), 0
    while sum(fullest[:least]) < units:
        least += 1
    assert len(inventory.plan("p", free, units, lambda _: 0)) == least


@given(st.integers(1, 1_000_000))
def test_a_split_pool_is_whole_and_even(capacity: int) -> None:
    shards = inventory.shard_count(capacity)
    free = inventory.split_evenly(capacity, shards)
    assert 1 <= shards <= inventory.MOST_SHARDS
    assert sum(free) == capacity
    assert max(free) - min(free) <= 1


@given(st.integers(0, 2**128 - 1))
def test_a_number_survives_being_an_id(number: int) -> None:
    text = ids.encode(number)
    assert ids.decode(text) == number
    assert ids.is_id(f"ord_{text}", "ord")


@given(st.integers(0, 2**128 - 1), st.integers(0, 2**128 - 1))
def test_ids_sort_as_their_numbers_do(one: int, other: int) -> None:
    assert (ids.encode(one) < ids.encode(other)) == (one < other)


@given(INSTANTS, INSTANTS)
def test_instants_sort_as_their_texts_do(one: datetime, other: datetime) -> None:
    first, second = clock.to_text(one), clock.to_text(other)
    assert first <= second if one <= other else first >= second


@given(INSTANTS)
def test_an_instant_survives_being_text(instant: datetime) -> None:
    cut = instant.replace(microsecond=instant.microsecond // 1000 * 1000)
    assert clock.from_text(clock.to_text(instant)) == cut


@given(st.text(), st.integers(1, 64))
def test_every_id_lies_on_some_shard(text: str, width: int) -> None:
    assert 0 <= ids.spread(text.encode("utf-8", "replace").decode(), width) < width


@given(st.integers(0, 10**12), st.sampled_from(sorted(money.CURRENCIES)))
def test_an_amount_can_be_read_back_from_its_text(minor: int, currency: str) -> None:
    amount = money.to_text(minor, currency).removesuffix(f" {currency}")
    assert int(amount.replace(",", "").replace(".", "")) == minor
    assert money.to_major(minor, currency).scaleb(money.exponent(currency)) == minor


@given(st.integers(0, 2**128 - 1), st.integers(1, 2**16 - 1), st.integers(1, 2**16 - 1))
def test_every_ticket_is_found_by_its_code(number: int, ticket_number: int, renewals: int) -> None:
    order_id = f"ord_{ids.encode(number)}"
    [made, *_] = ticket_rules.issue(order(order_id=order_id), "A", NOW)
    code = ticket_rules.code_of(replace(made, number=ticket_number, issue=renewals), PEN)
    assert ticket_rules.read_code(code, PEN) == ticket_rules.Named(order_id, "", ticket_number, renewals)


@given(st.text(max_size=200))
def test_no_text_at_the_door_is_an_error(text: str) -> None:
    found = ticket_rules.read_code(text, PEN)
    assert found is None or found.reference


@given(st.from_regex(r"F1-[A-Za-z0-9]{0,3}-[A-Za-z2-7]{0,40}-[A-Za-z2-7]{0,110}", fullmatch=True))
def test_no_code_is_guessed(text: str) -> None:
    assert ticket_rules.read_code(text, PEN) is None


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300), st.text("abcdef#0123", min_size=1))
def test_a_cursor_goes_on_where_it_was_made(after: str, list_name: str) -> None:
    assert read_cursor(make_cursor(list_name, after), list_name) == after


@given(st.text(max_size=100).filter(bool))
def test_no_cursor_is_an_error(text: str) -> None:
    with pytest.raises(WrongCursor):
        read_cursor(text, "EVENT#e#ORDERS#0")


@given(st.integers(1, 100))
def test_a_list_can_be_asked_for_in_any_part_up_to_a_hundred(limit: int) -> None:
    assert ListQuery.model_validate({"limit": str(limit)}).limit == limit

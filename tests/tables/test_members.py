"""Who may buy what is for members only: addresses and whole domains."""

import pytest

from chalicelib.tables import members
from chalicelib.tables.lists import WrongCursor
from chalicelib.tables.table import batch_items
from tests.tables.writing import write
from tests.unit.making import new_id


@pytest.fixture
def product_id() -> str:
    """A product that three addresses and a domain may buy."""
    made = new_id("prd")
    addresses = ["ada@example.com", "bea@example.com", "zoe@example.com", "@club.example"]
    write(members.allowed(made, addresses))
    return made


def opened_by(email: str, *product_ids: str) -> set[str]:
    return members.memberships_in(batch_items(members.member_keys(product_ids, email)))


@pytest.mark.parametrize("email", ["ada@example.com", "anybody@club.example"])
def test_an_address_or_its_domain_opens_a_product(product_id: str, email: str) -> None:
    other = new_id("prd")
    assert opened_by(email, product_id, other) == {product_id}


@pytest.mark.parametrize("email", ["eve@example.com", "ada@club.example.com", "x@sub.club.example"])
def test_another_address_opens_nothing(product_id: str, email: str) -> None:
    assert opened_by(email, product_id) == set()


def test_who_is_taken_off_the_list_may_not_buy_any_more(product_id: str) -> None:
    write(members.no_longer_allowed(product_id, ["ada@example.com", "never@example.com"]))
    assert opened_by("ada@example.com", product_id) == set()
    assert opened_by("bea@example.com", product_id) == {product_id}


def test_saying_it_twice_is_fine(product_id: str) -> None:
    write(members.allowed(product_id, ["ada@example.com"]))
    assert len(members.list_allowed(product_id, None, 10).items) == 4


def test_the_list_is_read_in_parts(product_id: str) -> None:
    first = members.list_allowed(product_id, None, 3)
    assert first.items == ["@club.example", "ada@example.com", "bea@example.com"]
    second = members.list_allowed(product_id, first.next, 3)
    assert (second.items, second.next) == (["zoe@example.com"], None)


def test_a_cursor_of_another_list_is_refused(product_id: str) -> None:
    cursor = members.list_allowed(product_id, None, 1).next
    with pytest.raises(WrongCursor):
        members.list_allowed(new_id("prd"), cursor, 1)

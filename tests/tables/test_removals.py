"""What is removed from a catalogue while somebody else names it, buys of it, or has bought of it on another date."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.actions import checkout, pools, products
from chalicelib.actions.checking import check_event
from chalicelib.domain.accounts import Caller, on_behalf_of
from chalicelib.domain.catalogue import Catalogue, Pool, Product, ProductNotFound, StillUsed
from chalicelib.domain.orders import Order
from chalicelib.domain.series import Occurrence, occurrence_id_of
from chalicelib.kernel import ids
from chalicelib.tables import occurrences
from chalicelib.tables.catalogue import get_catalogue
from tests.tables.rushing import limit, on_sale, product, reserve
from tests.tables.writing import just_before, write
from tests.unit.making import NOW, new_id


def owner_of(catalogue: Catalogue) -> Caller:
    return on_behalf_of(catalogue.event.account_id, "usr_1")


@pytest.fixture
def series() -> tuple[Catalogue, Product, Pool, str]:
    """(catalogue, product, the whole event's limit, id of a later date) of a series that sells one product."""
    event_id = new_id("evt")
    mine, house = limit(event_id, 9), limit(event_id, 5, kind="event")
    ticket = product(event_id, mine)
    catalogue = on_sale([ticket], [mine, house], is_series=True)
    starts_at = NOW + timedelta(days=40)
    day = Occurrence(occurrence_id_of(event_id, starts_at), event_id, starts_at, starts_at + timedelta(hours=2))
    write(occurrences.new_occurrences([day]))
    return catalogue, ticket, house, day.occurrence_id


@pytest.mark.req("CAP-5", "EVT-17")
def test_a_limit_that_a_date_has_sold_of_stays_and_the_proof_goes_on_counting_it(
    series: tuple[Catalogue, Product, Pool, str],
) -> None:
    catalogue, ticket, house, day = series
    reserve(ticket, 2, day=day)
    with pytest.raises(StillUsed, match="sold or held"):
        pools.remove_pool(ticket.event_id, house.pool_id, owner_of(catalogue), NOW)
    proof = check_event(ticket.event_id)
    assert proof.holds
    assert (5, 2) in [(pool.capacity, pool.held) for pool in proof.pools]


@pytest.mark.req("CAP-5", "BEY-1")
@pytest.mark.parametrize("removed", ["the limit", "the product"])
def test_after_a_limit_was_removed_whose_counter_a_date_had_opened_the_proof_still_comes_out(
    series: tuple[Catalogue, Product, Pool, str], removed: str
) -> None:
    catalogue, ticket, house, day = series
    checkout.give_up(reserve(ticket, 2, day=day).order_id, NOW)
    if removed == "the limit":
        pools.remove_pool(ticket.event_id, house.pool_id, owner_of(catalogue), NOW)
    else:
        products.remove_product(ticket.event_id, ticket.product_id, owner_of(catalogue), NOW)
    proof = check_event(ticket.event_id)
    assert proof.holds
    assert proof.orders == 1


@pytest.mark.req("CAP-7")
def test_a_limit_that_a_product_names_while_it_is_being_removed_stays() -> None:
    event_id = new_id("evt")
    ticket, hall = product(event_id), limit(event_id, 5, kind="shared")
    mine = replace(limit(event_id, 9), pool_id=ids.derived("pool", ticket.product_id))
    ticket = replace(ticket, pool_ids=[mine.pool_id])
    catalogue = on_sale([ticket], [mine, hall])
    owner = owner_of(catalogue)
    version = catalogue.product(ticket.product_id).version or 0

    def name_it() -> None:
        products.edit_product(event_id, ticket.product_id, version, {"pool_ids": [hall.pool_id]}, owner, NOW)

    with just_before("TransactWriteItems", name_it), pytest.raises(StillUsed, match="It limits Standard"):
        pools.remove_pool(event_id, hall.pool_id, owner, NOW)
    reserve(ticket, 5)
    assert check_event(event_id).holds


@pytest.mark.req("CAP-7")
def test_what_was_bought_of_a_product_while_it_was_removed_can_still_go_back() -> None:
    event_id = new_id("evt")
    mine = limit(event_id, 9)
    ticket = product(event_id, mine)
    catalogue = on_sale([ticket], [mine])
    bought: list[Order] = []
    with just_before("TransactWriteItems", lambda: bought.append(reserve(ticket, 2))):
        products.remove_product(event_id, ticket.product_id, owner_of(catalogue), NOW)
    with pytest.raises(ProductNotFound):
        get_catalogue(event_id).product(ticket.product_id)
    assert check_event(event_id).holds
    checkout.give_up(bought[0].order_id, NOW)
    [left] = check_event(event_id).pools
    assert (left.free, left.held) == (9, 0)

"""A rush through HTTP, and the checker's proof that nothing was oversold, lost or sold twice."""

import threading
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.shop import Buyer, Shop


def _race(shop: Shop, event: str, product: str, buyers: int, threads: int) -> list[tuple[int, dict]]:
    local = threading.local()

    def ask(number: int) -> tuple[int, dict]:
        if not hasattr(local, "buyer"):
            local.buyer = shop.buyer()
        buyer: Buyer = local.buyer
        key = str(uuid.uuid4())
        answer = buyer.try_reserve(event, product, 1, key)
        while answer.status_code == 503:  # busy: what the page does, too
            answer = buyer.try_reserve(event, product, 1, key)
        if number % 5 == 0:  # a double click
            again = buyer.try_reserve(event, product, 1, key)
            assert again.status_code in (answer.status_code, 503)
        return answer.status_code, answer.json()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(ask, range(buyers)))


@pytest.mark.req("CAP-1")
@pytest.mark.usefixtures("aws")
def test_300_buyers_at_32_threads_get_exactly_the_50_tickets_there_are(shop: Shop) -> None:
    from chalicelib.actions.checking import check_event

    event, product = shop.on_sale(capacity=50)
    answers = _race(shop, event, product, buyers=300, threads=32)
    assert Counter(status for status, _ in answers) == {201: 50, 409: 250}
    assert {body["code"] for status, body in answers if status == 409} == {"sold_out"}
    assert len({body["id"] for status, body in answers if status == 201}) == 50
    proof = check_event(event)
    assert proof.holds, proof
    assert [(pool.capacity, pool.free, pool.held) for pool in proof.pools] == [(50, 0, 50)]


@pytest.mark.usefixtures("aws")
def test_the_checker_notices_a_unit_that_vanished(shop: Shop) -> None:
    from chalicelib.actions.checking import check_event
    from chalicelib.domain.inventory import Take
    from chalicelib.kernel import clock
    from chalicelib.tables import pools
    from chalicelib.tables.catalogue import get_catalogue
    from chalicelib.tables.commit import commit

    event, product = shop.on_sale(capacity=20, price_minor=0)
    shop.buyer().reserve(event, product, 2)
    assert check_event(event).holds
    pool = next(iter(get_catalogue(event).pools))
    commit(pools.take([Take(pool, 0, 1)]), [], now=clock.now(), by="test")
    assert not check_event(event).holds

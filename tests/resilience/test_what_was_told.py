"""What is told of a sale is what the golden envelopes say; conftest.py looks at the whole run's facts in the end."""

import pytest

from tests.golden.written import beyond_the_envelopes, facts
from tests.resilience.aws_side import AwsSide
from tests.shop import Shop


@pytest.mark.req("API-13")
def test_the_facts_of_a_sale_say_what_their_golden_envelopes_say_and_nothing_else(shop: Shop, amazon: AwsSide) -> None:
    event, product = shop.on_sale(price_minor=0)
    shop.buyer().buy(event, product)
    assert beyond_the_envelopes(amazon) == set()
    assert {name for name, _ in facts(amazon)} >= {"EventPublished", "OrderReserved", "OrderPaid"}

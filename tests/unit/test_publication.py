"""What the public sees of an event."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain import pricing
from chalicelib.domain.baskets import Visitor
from chalicelib.domain.catalogue import Catalogue
from chalicelib.domain.charges import Fee, Tax
from chalicelib.domain.pricing import Choice
from chalicelib.domain.questions import Question
from chalicelib.domain.showcase import Showcase, show
from chalicelib.handlers.publication import public_event
from tests.unit.making import EVENT_ID, NOW, POOL_ID, catalogue, event, product


def showcase(found: Catalogue, free: int) -> Showcase:
    day = found.occurrence(found.event.occurrence_id)
    return show(found, day, Visitor(), found.event.currency, {POOL_ID: free}, NOW)


def seen(free: int, **fields: Any) -> Any:
    return public_event(showcase(catalogue(product(**fields)), free)).products[0]


@pytest.mark.parametrize(("free", "left"), [(21, None), (20, 20), (1, 1), (0, 0)])
def test_only_the_last_twenty_are_counted_in_public(free: int, left: int | None) -> None:
    assert seen(free).left == left


@pytest.mark.parametrize(
    ("free", "fields", "state"),
    [
        (1, {}, "on_sale"),
        (0, {}, "sold_out"),
        (1, {"min_per_order": 2}, "sold_out"),
        (0, {"sale_starts_at": NOW + timedelta(hours=1)}, "not_yet"),
        (0, {"sale_ends_at": NOW}, "ended"),
        (9, {"is_paused": True}, "ended"),
    ],
)
def test_a_product_says_why_it_cannot_be_bought(free: int, fields: dict[str, Any], state: str) -> None:
    assert seen(free, **fields).state == state


def test_the_tenant_is_nobodys_business() -> None:
    shown = public_event(showcase(catalogue(), 50)).model_dump_json()
    assert "acc_1" not in shown
    assert "capacity" not in shown


def test_a_price_comes_with_its_currencys_decimal_places() -> None:
    assert public_event(showcase(catalogue(product(prices={"JPY": 900}), currency="JPY"), 1)).exponent == 0


@pytest.mark.req("PRD-13")
@pytest.mark.parametrize("shown_to", ["code", "members", "nobody"])
def test_what_is_hidden_is_left_out(shown_to: str) -> None:
    assert (
        public_event(showcase(catalogue(product(shown_to=shown_to), product(product_id="prd_2")), 9)).products[0].id
        == "prd_2"
    )
    assert event().is_listed


@pytest.mark.req("PRD-13")
def test_nothing_tells_of_what_is_hidden() -> None:
    hidden = product(product_id="prd_secret", shown_to="code")
    found = replace(
        catalogue(product(requires=["prd_secret"]), hidden),
        questions=[Question("que_1", EVENT_ID, "text", "order", {"en": "Shoe size"}, 0, product_ids=["prd_secret"])],
        fees=[Fee("fee_1", EVENT_ID, {"en": "Cloakroom"}, "order", "0", {"EUR": 100}, 0, product_ids=["prd_secret"])],
    )
    shown = public_event(showcase(found, 9)).model_dump_json()
    assert "prd_secret" not in shown
    assert "Shoe size" not in shown
    assert "Cloakroom" not in shown


FEES = [
    {"percent": "0", "amounts": {"EUR": 150}},
    {"percent": "2.5", "amounts": {}},
    {"percent": "0", "amounts": {"EUR": 33}, "tax_ids": ["tax_1"]},
]


@pytest.mark.parametrize("fee", FEES)
@pytest.mark.parametrize("is_inclusive", [True, False])
@pytest.mark.parametrize("price", [333, 2500])
def test_many_units_cost_a_multiple_unless_the_listing_says_otherwise(
    fee: dict[str, Any], is_inclusive: bool, price: int
) -> None:
    taxes = [Tax("tax_1", EVENT_ID, {"en": "VAT"}, "7.7", is_inclusive, 0)]
    fees = [Fee("fee_1", EVENT_ID, {"en": "Booking"}, "ticket", position=0, **fee)]
    sold = product(price_minor=price, tax_ids=["tax_1"])
    found = replace(catalogue(sold), taxes=taxes, fees=fees)
    shown = public_event(showcase(found, 50)).products[0].prices[0]
    for count in range(1, sold.max_per_order + 1):
        exact = pricing.quote([Choice(sold, None, "occ_1", count, price)], taxes, fees, "EUR").total_minor
        assert (shown.totals_minor[count - 1] if shown.totals_minor else shown.total_minor * count) == exact

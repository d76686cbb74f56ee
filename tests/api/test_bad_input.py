"""What buyers' browsers should never send: each is refused clearly, names the field, and changes nothing."""

import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from tests.api.baskets import add, ask, check_out, go_live, line, live, product, quote, refusal
from tests.shop import Shop

_SHOPS: dict[str, tuple[str, str]] = {}


@pytest.fixture
def sale(shop: Shop) -> Iterator[tuple[str, str]]:
    """(event, product) with 50 units, which each test leaves as it found them."""
    if shop.email not in _SHOPS:
        _SHOPS[shop.email] = shop.on_sale()
    event, ticket = _SHOPS[shop.email]
    yield event, ticket
    assert shop.free(event) == 50


@pytest.mark.parametrize(
    ("change", "status", "code", "field"),
    [
        ({"quantity": 0}, 422, "invalid_input", "lines.0.quantity"),
        ({"quantity": -1}, 422, "invalid_input", "lines.0.quantity"),
        ({"quantity": 10**9}, 422, "invalid_input", "lines.0.quantity"),
        ({"quantity": 10**40}, 422, "invalid_input", "lines.0.quantity"),
        ({"quantity": 1.0001}, 422, "invalid_input", "lines.0.quantity"),
        ({"quantity": True}, 422, "invalid_input", "lines.0.quantity"),
        ({"quantity": "1"}, 422, "invalid_input", "lines.0.quantity"),
        ({"quantity": None}, 422, "invalid_input", "lines.0.quantity"),
        ({"quantity": [1]}, 422, "invalid_input", "lines.0.quantity"),
        ({"price_minor": 1}, 422, "invalid_input", "lines.0.price_minor"),
        ({"unit_price_minor": 0}, 422, "invalid_input", "lines.0.unit_price_minor"),
        ({"discount_minor": 2500}, 422, "invalid_input", "lines.0.discount_minor"),
        ({"amount_minor": -1}, 422, "invalid_input", "lines.0.amount_minor"),
        ({"amount_minor": 1}, 422, "wrong_amount", "lines.0.amount_minor"),
        ({"product_id": ""}, 422, "invalid_input", "lines.0.product_id"),
        ({"product_id": "prd_unknown"}, 404, "product_not_found", "lines.0.product_id"),
        ({"product_id": "../../EVENT#1"}, 404, "product_not_found", "lines.0.product_id"),
        ({"product_id": "عرض 🎟️"}, 404, "product_not_found", "lines.0.product_id"),
        ({"product_id": {"$ne": ""}}, 422, "invalid_input", "lines.0.product_id"),
        ({"tier_id": "tier_x"}, 422, "wrong_tier", "lines.0.tier_id"),
        ({"occurrence_id": "occ_x"}, 404, "occurrence_not_found", "lines.0.occurrence_id"),
        ({"occurrence_id": "x" * 101}, 422, "invalid_input", "lines.0.occurrence_id"),
    ],
)
def test_a_line_that_makes_no_sense_is_refused_by_its_field(
    shop: Shop, sale: tuple[str, str], change: dict[str, Any], status: int, code: str, field: str
) -> None:
    event, ticket = sale
    for route in ("orders", "quote"):
        assert refusal(ask(shop.buyer(), event, line(ticket) | change, route=route)) == (status, code, [field])


@pytest.mark.parametrize(
    ("change", "status", "code", "field"),
    [
        ({"total_minor": 1}, 422, "invalid_input", "total_minor"),
        ({"code": "x" * 201}, 422, "invalid_input", "code"),
        ({"code": "no such code!"}, 422, "not_a_code", "code"),
        ({"code": "🎟️🎟️"}, 422, "not_a_code", "code"),
        ({"code": "NOTHING"}, 404, "code_not_found", "code"),
        ({"currency": "eur"}, 422, "invalid_input", "currency"),
        ({"currency": "USD"}, 422, "wrong_currency", "currency"),
        ({"language": "../en"}, 422, "invalid_input", "language"),
        ({"email": "nobody"}, 422, "invalid_input", "email"),
        ({"lines": {}}, 422, "invalid_input", "lines"),
        ({"lines": None}, 422, "invalid_input", "lines"),
        ({"lines": []}, 422, "invalid_input", "lines"),
        ({"lines": [{"product_id": "prd_x", "quantity": 1}] * 21}, 422, "invalid_input", "lines"),
        ({"lines": [None]}, 422, "invalid_input", "lines.0"),
    ],
)
def test_a_basket_that_makes_no_sense_is_refused_by_its_field(
    shop: Shop, sale: tuple[str, str], change: dict[str, Any], status: int, code: str, field: str
) -> None:
    event, ticket = sale
    assert refusal(ask(shop.buyer(), event, **{"lines": [line(ticket)]} | change)) == (status, code, [field])


def test_what_belongs_to_another_event_is_not_known_here(shop: Shop, other_shop: Shop, sale: tuple[str, str]) -> None:
    event, ticket = sale
    other = live(other_shop)
    foreign = product(other_shop, other)
    tiered = product(other_shop, other, tiers=[{"name": {"en": "A"}, "price_minor": 1}])
    tier = other_shop.get(f"/events/{other}/products")["items"][1]["tiers"][0]["id"]
    add(other_shop, other, "codes", code="THEIRS", discount="percent", percent="100")
    go_live(other_shop, other)
    day = other_shop.get(f"/events/{other}/occurrences")["items"][0]["id"]
    buyer = shop.buyer()
    assert refusal(ask(buyer, event, line(foreign))) == (404, "product_not_found", ["lines.0.product_id"])
    assert refusal(ask(buyer, event, line(tiered))) == (404, "product_not_found", ["lines.0.product_id"])
    assert refusal(ask(buyer, event, line(ticket, tier_id=tier))) == (422, "wrong_tier", ["lines.0.tier_id"])
    assert refusal(ask(buyer, event, line(ticket, occurrence_id=day)))[:2] == (404, "occurrence_not_found")
    assert refusal(ask(buyer, event, line(ticket), code="THEIRS")) == (404, "code_not_found", ["code"])
    assert refusal(ask(buyer, other, line(ticket))) == (404, "product_not_found", ["lines.0.product_id"])


@pytest.mark.parametrize("event", ["evt_nothing", "evt_" + "0" * 26, "x" * 99, "%00", "..%2f..", "عرض"])
def test_an_event_that_does_not_exist_sells_nothing(shop: Shop, event: str) -> None:
    assert ask(shop.buyer(), event, line("prd_x")).status_code == 404


def test_the_whole_price_is_the_server_s_whatever_keys_come_twice(shop: Shop, sale: tuple[str, str]) -> None:
    """Of two keys of one name the last counts, here as in every browser; none of them can bring a price along."""
    event, ticket = sale
    twice = f'{{"lines": [{{"product_id": "{ticket}", "quantity": 1, "quantity": 2}}]}}'
    headers = {"Content-Type": "application/json"}
    path = f"{shop.api}/public/events/{event}/quote"
    found = requests.post(path, data=twice, headers=headers, timeout=10)
    assert (found.status_code, found.json()["total_minor"]) == (200, 5000)
    sneaky = twice.replace('"quantity": 2', '"total_minor": 1')
    refused = requests.post(path, data=sneaky, headers=headers, timeout=10)
    assert refusal(refused) == (422, "invalid_input", ["lines.0.total_minor"])


@pytest.mark.parametrize("token", ["", "x", "null", "☃", "' OR 1=1", "x" * 5000])
def test_no_token_and_a_wrong_one_open_no_order(shop: Shop, token: str) -> None:
    event, ticket = shop.on_sale()
    buyer = shop.buyer()
    order = buyer.reserve(event, ticket)
    headers = {"Authorization": f"Bearer {token}".encode().decode("latin-1")} if token else {}
    for method, path in (("GET", ""), ("POST", "/checkout"), ("POST", "/cancel"), ("GET", "/documents")):
        answer = buyer.send(method, f"/public/orders/{order['id']}{path}", {} if method == "POST" else None, **headers)
        assert refusal(answer)[:2] in ((401, "unauthenticated"), (404, "order_not_found"))
    assert shop.order(order["id"])["state"] == "RESERVED"


def test_one_order_s_token_does_not_open_another(shop: Shop) -> None:
    event, ticket = shop.on_sale()
    mine, theirs = shop.buyer().reserve(event, ticket), shop.buyer().reserve(event, ticket)
    assert refusal(check_out(shop.buyer(), theirs | {"token": mine["token"]}))[:2] == (404, "order_not_found")


def test_a_basket_with_one_bad_line_holds_nothing_of_the_others(shop: Shop, sale: tuple[str, str]) -> None:
    event, ticket = sale
    assert refusal(ask(shop.buyer(), event, line(ticket, 5), line("prd_x"))) == (
        404, "product_not_found", ["lines.1.product_id"],
    )  # fmt: skip


@pytest.mark.parametrize("key", ["short", "x" * 129])
def test_an_idempotency_key_has_16_to_128_characters(shop: Shop, sale: tuple[str, str], key: str) -> None:
    event, ticket = sale
    assert shop.buyer().try_reserve(event, ticket, key=key).status_code == 422


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"price_minor": -1}, "price_minor"),
        ({"price_minor": 25.0}, "price_minor"),
        ({"price_minor": 10**12}, "price_minor"),
        ({"capacity": -1}, "capacity"),
        ({"name": {}}, "name"),
        ({"name": {"en": ""}}, "name.en"),
        ({"max_per_order": 0}, "max_per_order"),
        ({"kind": "gift"}, "kind"),
        ({"other_prices_minor": {"XYZ": 1}}, "other_prices_minor"),
        ({"product_id": "prd_1"}, "product_id"),
        ({"pool_ids": ["pool_of_others"]}, "pool_ids"),
        ({"tax_ids": ["tax_of_others"]}, "tax_ids"),
        ({"category_id": "cat_of_others"}, "category_id"),
        ({"requires": ["prd_of_others"]}, "requires"),
    ],
)
def test_an_organizer_s_slip_is_named_too(
    shop: Shop, sale: tuple[str, str], change: dict[str, Any], field: str
) -> None:
    body = {"name": {"en": "Standard"}, "price_minor": 2500, "capacity": 1} | change
    key = {"Idempotency-Key": str(uuid.uuid4())}
    status, code, [named, *_] = refusal(shop.send("POST", f"/events/{sale[0]}/products", body, **key))
    assert (status, code in ("invalid_input", "unknown_reference"), named.startswith(field)) == (422, True, True)


@pytest.mark.parametrize("rate", ["101", "-1", "19%", "1e1", "", "7,7", "0.1234567", "NaN", "١٩"])
def test_a_rate_is_a_decimal_number_up_to_a_hundred(shop: Shop, sale: tuple[str, str], rate: str) -> None:
    body = {"name": {"en": "VAT"}, "rate": rate}
    key = {"Idempotency-Key": str(uuid.uuid4())}
    assert refusal(shop.send("POST", f"/events/{sale[0]}/taxes", body, **key)) == (422, "invalid_input", ["rate"])


def test_quotes_of_every_size_are_json_that_a_browser_reads_exactly(shop: Shop) -> None:
    event, ticket = shop.on_sale(price_minor=100_000_000, max_per_order=100, capacity=100)
    found = quote(shop.buyer(), event, line(ticket, 100))
    assert found["total_minor"] == 10**10
    assert json.loads(json.dumps(found["total_minor"])) < 2**53

"""An account's books over HTTP: every movement, a month's sums, and nobody else's."""

from typing import Any

import pytest

from chalicelib.kernel import clock
from tests.api.baskets import refusal
from tests.shop import Shop, wait_for

pytestmark = pytest.mark.req("REP-11")


def month() -> str:
    return clock.to_text(clock.now())[:7]


def sums(shop: Shop) -> dict[str, Any]:
    """The month's sums in euros."""
    found = {one["currency"]: one for one in shop.get(f"/finance/summary?month={month()}")["currencies"]}
    return found.get("EUR", {})


@pytest.fixture
def taxed(shop: Shop) -> tuple[str, str]:
    """(event, product) of a ticket at 25.00 with 19 % included."""
    event = shop.new_event()["id"]
    tax = {"name": {"en": "VAT"}, "rate": "19", "is_inclusive": True}
    tax_id = shop.post(f"/events/{event}/taxes", tax)["id"]
    product = shop.new_product(event, tax_ids=[tax_id])["id"]
    shop.post(f"/events/{event}/publish", {})
    return event, product


def test_a_sale_and_its_refund_are_in_the_books_with_their_tax(shop: Shop, taxed: tuple[str, str]) -> None:
    before = sums(shop)
    order = shop.buyer().buy(*taxed, quantity=2)
    after = sums(shop)
    assert after["payments"] - before.get("payments", 0) == 1
    assert after["gross_minor"] - before.get("gross_minor", 0) == 5000
    fee = before.get("processing_fees_minor", 0) - after["processing_fees_minor"]
    assert fee > 0
    tax = {(one["name"], one["rate"]): one for one in after["taxes"]}["VAT", "19"]
    known = {(one["name"], one["rate"]): one for one in before.get("taxes", [])}.get(("VAT", "19"), {})
    assert tax["collected_minor"] - known.get("collected_minor", 0) == 798
    shop.post(f"/orders/{order['id']}/cancel", {"refund": "full", "reason": "buyer_asked"})
    wait_for(lambda: shop.order(order["id"])["refunded_minor"] == 5000, "the refund")
    ended = sums(shop)
    assert ended["refunds_minor"] - after["refunds_minor"] == -5000
    assert ended["net_minor"] == before.get("net_minor", 0) - fee
    back = {(one["name"], one["rate"]): one for one in ended["taxes"]}["VAT", "19"]
    assert back["returned_minor"] - known.get("returned_minor", 0) == 798
    listed = shop.get(f"/finance/entries?month={month()}&limit=100")["items"]
    mine = [(one["kind"], one["amount_minor"]) for one in listed if one["order_id"] == order["id"]]
    assert sorted(mine) == [("payment", 5000), ("processing_fee", -fee), ("refund", -5000)]


def test_entries_come_page_by_page(shop: Shop, taxed: tuple[str, str]) -> None:
    shop.buyer().buy(*taxed)
    whole = shop.get(f"/finance/entries?month={month()}&limit=100")["items"]
    first = shop.get(f"/finance/entries?month={month()}&limit=1")
    second = shop.get(f"/finance/entries?month={month()}&limit=1&cursor={first['next']}")
    assert [one["id"] for one in [*first["items"], *second["items"]]] == [one["id"] for one in whole[:2]]


@pytest.mark.req("PAY-20")
def test_the_gross_amount_of_a_year_is_before_fees_and_refunds(shop: Shop, taxed: tuple[str, str]) -> None:
    year = int(month()[:4])

    def gross() -> dict[str, Any]:
        found = {one["currency"]: one for one in shop.get(f"/finance/gross?year={year}")["currencies"]}
        return found.get("EUR", {"gross_minor": 0, "payments": 0})

    before = gross()
    order = shop.buyer().buy(*taxed)
    shop.post(f"/orders/{order['id']}/cancel", {"refund": "full", "reason": "buyer_asked"})
    wait_for(lambda: shop.order(order["id"])["refunded_minor"] == 2500, "the refund")
    after = gross()
    assert after["gross_minor"] - before["gross_minor"] == 2500
    assert after["payments"] - before["payments"] == 1
    assert sum(after["months"]) == after["gross_minor"]
    assert after["months"][int(month()[5:]) - 1] >= 2500
    assert shop.get("/finance/gross?year=2021") == {"year": 2021, "currencies": []}
    for wrong in ("1999", "2100", "two thousand", "2026.5", ""):
        assert refusal(shop.send("GET", f"/finance/gross?year={wrong}"))[::2] == (422, ["year"])


def test_nobody_sees_the_books_of_another_account(shop: Shop, other_shop: Shop, taxed: tuple[str, str]) -> None:
    order = shop.buyer().buy(*taxed)
    theirs = other_shop.get(f"/finance/entries?month={month()}&limit=100")["items"]
    assert order["id"] not in {one["order_id"] for one in theirs}
    cursor = shop.get(f"/finance/entries?month={month()}&limit=1")["next"]
    stolen = other_shop.send("GET", f"/finance/entries?month={month()}&cursor={cursor}")
    assert refusal(stolen)[:2] == (422, "wrong_cursor")
    assert shop.get("/finance/unmatched")["items"] == []


@pytest.mark.parametrize("text", ["", "2026-13", "november", "1999-01", "2026-1", "2026-11-01", "٢٠٢٦-11"])
def test_a_month_that_is_none_is_refused_by_name(shop: Shop, text: str) -> None:
    for path in ("summary", "entries"):
        answer = shop.send("GET", f"/finance/{path}?month={text}")
        assert refusal(answer)[::2] == (422, ["month"])

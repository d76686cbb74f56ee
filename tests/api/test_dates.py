"""The dates of a series: chosen and sold each for itself, with prices and limits of their own."""

from typing import Any
from urllib.parse import urlencode

import pytest

from tests import versions
from tests.api.baskets import ask, go_live, line, live, product, refusal, reserve, seen, shown
from tests.shop import Buyer, Shop, wait_for

WEEKLY = {"starts_at": "2031-06-01T18:00:00Z", "minutes": 240, "frequency": "weekly", "count": 3}


@pytest.fixture
def series(shop: Shop) -> tuple[str, str, list[str]]:
    """(event, product, ids of its three dates) of a weekly series, two seats on each."""
    event = live(shop)
    ticket = product(shop, event, price_minor=1000, capacity=2)
    shop.post(f"/events/{event}/occurrences", WEEKLY)
    go_live(shop, event)
    return event, ticket, [one["id"] for one in shop.get(f"/events/{event}/occurrences")["items"]]


def change(shop: Shop, event: str, day: str, **fields: Any) -> None:
    version = next(one for one in shop.get(f"/events/{event}/occurrences")["items"] if one["id"] == day)["version"]
    path = f"/events/{event}/occurrences/{day}"
    answer = shop.send("PATCH", path, fields, **{"If-Match": f'"{version}"'})
    assert answer.ok, answer.text


def dates(buyer: Buyer, event: str, **query: Any) -> list[tuple[str, str, bool]]:
    """(id, status, whether it is sold out) of each date, as the public reads them."""
    answer = buyer.send("GET", f"/public/events/{event}/occurrences?{urlencode(query)}")
    assert answer.headers["Cache-Control"] == "public, max-age=1"
    return [(one["id"], one["status"], one["sold_out"]) for one in answer.json()["items"]]


@pytest.mark.req("ORD-3")
@pytest.mark.req("EVT-17")
def test_each_date_of_a_series_is_chosen_and_sold_for_itself(shop: Shop, series: tuple[str, str, list[str]]) -> None:
    event, ticket, [first, second, third] = series
    buyer = shop.buyer()
    order = reserve(buyer, event, line(ticket, 2, occurrence_id=second), line(ticket, 1, occurrence_id=third))
    assert [(one["occurrence_id"], one["quantity"]) for one in order["lines"]] == [(second, 2), (third, 1)]
    assert refusal(ask(buyer, event, line(ticket, occurrence_id=second)))[:2] == (409, "sold_out")
    assert ask(buyer, event, line(ticket, 2, occurrence_id=first)).status_code == 201
    left = {one["id"]: one["pools"][0]["free"] for one in shop.get(f"/events/{event}/occurrences")["items"]}
    assert left == {first: 0, second: 0, third: 1}
    assert shown(buyer, event, ticket, occurrence_id=second)["state"] == "sold_out"  # type: ignore[index]
    assert refusal(ask(buyer, event, line(ticket))) == (422, "wrong_occurrence", ["lines.0.occurrence_id"])
    unknown = ask(buyer, event, line(ticket, occurrence_id="occ_nothing"))
    assert refusal(unknown) == (404, "occurrence_not_found", ["lines.0.occurrence_id"])


@pytest.mark.req("EVT-17")
def test_a_date_has_its_own_price_and_limit_and_may_be_cancelled(
    shop: Shop, series: tuple[str, str, list[str]]
) -> None:
    event, ticket, [first, second, third] = series
    change(shop, event, second, prices={ticket: {"EUR": 1500}})
    change(shop, event, third, status="CANCELLED")
    pool = shop.get(f"/events/{event}/catalogue")["pools"][0]["id"]
    bigger = {"capacity": 5, "occurrence_id": second}
    seen = versions.limit(shop, event, pool, second)
    assert shop.patch(f"/events/{event}/pools/{pool}", bigger, **seen)["free"] == 5
    buyer = shop.buyer()
    assert reserve(buyer, event, line(ticket, 5, occurrence_id=second))["total_minor"] == 7500
    assert reserve(buyer, event, line(ticket, 2, occurrence_id=first))["total_minor"] == 2000
    gone = ask(buyer, event, line(ticket, occurrence_id=third))
    assert refusal(gone) == (409, "occurrence_cancelled", ["lines.0.occurrence_id"])


@pytest.mark.req("EVT-17", "CAP-4")
def test_the_list_of_dates_says_which_are_sold_out_or_cancelled(shop: Shop, series: tuple[str, str, list[str]]) -> None:
    event, ticket, [first, second, third] = series
    buyer = shop.buyer()
    assert dates(buyer, event) == [(one, "SCHEDULED", False) for one in (first, second, third)]
    order = reserve(buyer, event, line(ticket, 2, occurrence_id=second), line(ticket, 1, occurrence_id=first))
    change(shop, event, third, status="CANCELLED")
    wanted = [(first, "SCHEDULED", False), (second, "SCHEDULED", True), (third, "CANCELLED", False)]
    wait_for(lambda: dates(buyer, event) == wanted, "the sell-out", 3)
    assert dates(buyer, event, limit=1) == wanted[:1]
    assert seen(buyer, event, occurrence_id=second)["occurrence"]["sold_out"]
    buyer.on(order, "cancel")
    wait_for(lambda: not dates(buyer, event)[1][2], "what came back", 3)


@pytest.mark.req("EVT-17")
def test_a_date_that_sold_nothing_is_sold_out_only_if_it_has_no_place(shop: Shop) -> None:
    event = live(shop)
    ticket = product(shop, event, capacity=0)
    shop.post(f"/events/{event}/occurrences", WEEKLY)
    go_live(shop, event)
    buyer = shop.buyer()
    assert [sold_out for _, _, sold_out in dates(buyer, event)] == [True, True, True]
    product(shop, event, capacity=1)
    assert [sold_out for _, _, sold_out in dates(buyer, event)] == [False, False, False]
    assert shown(buyer, event, ticket, occurrence_id=dates(buyer, event)[2][0])["state"] == "sold_out"  # type: ignore[index]


@pytest.mark.req("EVT-5")
def test_the_dates_of_a_private_event_are_kept_by_no_cache(shop: Shop) -> None:
    event = live(shop, visibility="private", password="open sesame")
    product(shop, event)
    go_live(shop, event)
    buyer = shop.buyer()
    path = f"/public/events/{event}"
    assert buyer.send("GET", f"{path}/occurrences").status_code == 401
    token = buyer.send("POST", f"{path}/access", {"password": "open sesame"}).json()["token"]
    answer = buyer.send("GET", f"{path}/occurrences", Authorization=f"Bearer {token}")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")


@pytest.mark.req("EVT-17")
def test_an_event_says_whether_it_is_a_series(shop: Shop) -> None:
    event = live(shop)
    assert not shop.get(f"/events/{event}")["is_series"]
    shop.post(f"/events/{event}/occurrences", WEEKLY)
    assert shop.get(f"/events/{event}")["is_series"]
    assert [one["is_series"] for one in shop.get("/events")["items"] if one["id"] == event] == [True]


@pytest.mark.req("EVT-15", "EVT-17")
def test_a_copy_of_a_series_has_its_dates_and_sells_them(shop: Shop, series: tuple[str, str, list[str]]) -> None:
    event, ticket, [_, second, _] = series
    change(shop, event, second, prices={ticket: {"EUR": 1500}})
    pool = shop.get(f"/events/{event}/catalogue")["pools"][0]["id"]
    bigger = {"capacity": 5, "occurrence_id": second}
    shop.patch(f"/events/{event}/pools/{pool}", bigger, **versions.limit(shop, event, pool, second))
    reserve(shop.buyer(), event, line(ticket, 3, occurrence_id=second))
    made = shop.post(f"/events/{event}/template", {})["id"]
    copy = shop.post(f"/templates/{made}/events", {"starts_at": "2032-06-06T18:00:00Z"})
    assert copy["is_series"]
    days = shop.get(f"/events/{copy['id']}/occurrences")["items"]
    assert [day["starts_at"][:16] for day in days] == ["2032-06-06T18:00", "2032-06-13T18:00", "2032-06-20T18:00"]
    assert [day["pools"][0]["free"] for day in days] == [2, 5, 2]
    go_live(shop, copy["id"])
    buyer = shop.buyer()
    [found] = seen(buyer, copy["id"])["products"]
    order = reserve(buyer, copy["id"], line(found["id"], 5, occurrence_id=days[1]["id"]))
    assert order["total_minor"] == 7500
    assert reserve(buyer, copy["id"], line(found["id"], 2, occurrence_id=days[0]["id"]))["total_minor"] == 2000

"""What an account's new events begin with."""

from typing import Any

import pytest
import requests

from tests.shop import Shop, wait_for

TOKYO = {"currency": "JPY", "timezone": "Asia/Tokyo", "language": "ja", "date_format": "iso"}
NEW_YORK = {"currency": "USD", "timezone": "America/New_York", "language": "en", "date_format": "month_first"}


def save(shop: Shop, values: dict[str, Any], version: int = 0) -> requests.Response:
    return shop.send("PUT", "/account/preferences", values, **{"If-Match": f'"{version}"'})


def drafted(shop: Shop, **fields: Any) -> dict[str, Any]:
    """An event that says no more than it must."""
    times = {"starts_at": "2031-06-01T23:00:00Z", "ends_at": "2031-06-02T02:00:00Z"}
    event = {"organizer_id": shop.organizer_id, "title": {"en": "Summer Night"}, **times}
    return shop.post("/events", event | fields)  # type: ignore[no-any-return]


def shown(event: dict[str, Any]) -> tuple[Any, ...]:
    return event["currency"], event["timezone"], event["languages"], event["date_format"]


@pytest.mark.req("TEN-12")
def test_an_event_begins_as_its_own_account_has_said(shop: Shop) -> None:
    tokyo, new_york, new = (Shop.opened(shop.cloud) for _ in range(3))
    assert save(tokyo, TOKYO).ok
    assert save(new_york, NEW_YORK).ok
    assert shown(drafted(tokyo)) == ("JPY", "Asia/Tokyo", ["ja"], "iso")
    assert shown(drafted(new_york)) == ("USD", "America/New_York", ["en"], "month_first")
    assert shown(drafted(new)) == ("EUR", "UTC", ["en"], "day_first")


@pytest.mark.req("TEN-12")
def test_what_the_event_says_itself_counts(shop: Shop) -> None:
    own = Shop.opened(shop.cloud)
    save(own, TOKYO)
    event = drafted(own, currency="EUR", timezone="Europe/Berlin", languages=["de", "en"])
    assert shown(event) == ("EUR", "Europe/Berlin", ["de", "en"], "iso")


@pytest.mark.req("TEN-12")
def test_events_that_exist_keep_theirs(shop: Shop) -> None:
    own = Shop.opened(shop.cloud)
    before = drafted(own)
    save(own, TOKYO)
    assert shown(own.get(f"/events/{before['id']}")) == shown(before)


@pytest.mark.req("TEN-12")
def test_buyers_read_dates_as_the_account_writes_them(shop: Shop) -> None:
    own = Shop.opened(shop.cloud)
    save(own, NEW_YORK)
    event = drafted(own)
    own.new_product(event["id"])
    page = own.post(f"/events/{event['id']}/publish", {})["page_url"]
    html = wait_for(lambda: answer.text if (answer := requests.get(page, timeout=10)).ok else "", "the page")
    assert "Sunday, June 1, 2031" in html
    assert "7:00 PM – 10:00 PM" in html


@pytest.mark.req("TEN-12")
def test_two_who_save_at_once_do_not_overwrite_each_other(shop: Shop) -> None:
    own = Shop.opened(shop.cloud)
    assert own.send("PUT", "/account/preferences", TOKYO).status_code == 428
    first = save(own, TOKYO)
    assert (first.json()["version"], first.headers["ETag"]) == (1, '"1"')
    assert (save(own, NEW_YORK).status_code, save(own, NEW_YORK, 1).status_code) == (409, 200)
    assert own.get("/account/preferences") == NEW_YORK | {"version": 2}


@pytest.mark.req("TEN-12")
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("currency", "XXX"),
        ("timezone", "Mars/Base"),
        ("timezone", "localtime"),
        ("language", "English"),
        ("date_format", "stardate"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(shop: Shop, field: str, value: str) -> None:
    refused = save(shop, TOKYO | {field: value})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)

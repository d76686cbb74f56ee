"""Bodies that nobody should send: each gets a clear answer, none a 500."""

import pytest
import requests

from tests.shop import Shop


def _post(shop: Shop, path: str, body: bytes, content_type: str = "application/json") -> requests.Response:
    headers = {"Content-Type": content_type}
    return shop.session.post(shop.api + path, data=body, headers=headers, timeout=30)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 422, "invalid_input"),
        (b"{", 400, "not_json"),
        (b"\xff\xfe", 400, "not_json"),
        (b'"text"', 422, "invalid_input"),
        (b"[]", 422, "invalid_input"),
        (b"null", 422, "invalid_input"),
        (b'{"lines": NaN}', 422, "invalid_input"),
        (b"[" * 100_000, 400, "not_json"),
        (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, 400, "not_json"),
        (b'{"lines": "\\ud800"}', 400, "not_json"),
        (b'{"lines": [], "language": "' + b"x" * 200_000 + b'"}', 422, "invalid_input"),
        (b'{"lines": "' + b"x" * 300_000 + b'"}', 413, "too_large"),
    ],
)
def test_a_bad_body_is_refused(shop: Shop, body: bytes, status: int, code: str) -> None:
    answer = _post(shop, "/public/events/evt_x/orders", body)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text[:300]


def test_ten_megabytes_are_refused(shop: Shop) -> None:
    answer = _post(shop, "/public/events/evt_x/orders", b'{"lines": "' + b"x" * 10_500_000 + b'"}')
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_what_a_form_on_another_site_could_send_is_refused(shop: Shop, content_type: str) -> None:
    answer = _post(shop, "/events", b"{}", content_type)
    assert answer.status_code == 415


def test_a_forged_notice_of_payment_is_refused(shop: Shop) -> None:
    headers = {"Stripe-Signature": "t=1,v1=abc", "Content-Type": "application/json"}
    answer = requests.post(f"{shop.api}/stripe/webhook", data=b"{}", headers=headers, timeout=10)
    assert (answer.status_code, answer.json()["code"]) == (400, "wrong_signature")


def test_every_field_that_is_wrong_is_named(shop: Shop) -> None:
    answer = shop.send(
        "POST", "/events", {"title": {}, "starts_at": "soon", "timezone": "Mars/Base", "currency": "XXX"}
    )
    fields = {error["field"] for error in answer.json()["errors"]}
    assert {"organizer_id", "title", "starts_at", "ends_at", "timezone", "currency"} <= fields


def test_a_route_that_does_not_exist_is_told_like_every_other_refusal(shop: Shop) -> None:
    answer = shop.send("GET", "/nothing/here")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert answer.headers["Content-Type"] == "application/problem+json"

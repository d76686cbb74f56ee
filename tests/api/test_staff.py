"""What members of an account do, and what they may not."""

import uuid

import pytest

from chalicelib.domain.permissions import PUBLIC
from tests.shop import PASSWORD, Shop, wait_for


def test_an_order_arrives_and_its_ticket_admits_once(shop: Shop) -> None:
    event, product = shop.on_sale()
    order = shop.buyer().buy(event, product, 2)
    listed = shop.get(f"/events/{event}/orders")["items"]
    assert [found["id"] for found in listed] == [order["id"]]
    code = order["tickets"][0]["code"]
    assert shop.scan(event, code)["verdict"] == "admitted"
    again = shop.scan(event, code)
    assert again["verdict"] == "already_used"
    attendees = shop.get(f"/events/{event}/tickets")["items"]
    assert [found["scanned_at"] for found in attendees] == [again["first_scanned_at"], None]


def test_the_same_scan_sent_twice_admits_once_and_answers_twice(shop: Shop) -> None:
    event, product = shop.on_sale(price_minor=0)
    code = shop.buyer().buy(event, product)["tickets"][0]["code"]
    key = str(uuid.uuid4())
    assert [shop.scan(event, code, key)["verdict"] for _ in range(3)] == ["admitted"] * 3


def test_a_typed_reference_admits(shop: Shop) -> None:
    event, product = shop.on_sale(price_minor=0)
    order = shop.buyer().buy(event, product)
    wait_for(lambda: shop.scan(event, f"{order['reference'].lower()}-1")["verdict"] != "unknown", "the reference")


def test_a_ticket_of_another_event_or_account_does_not_admit(shop: Shop, other_shop: Shop) -> None:
    event, product = shop.on_sale(price_minor=0)
    elsewhere, _ = shop.on_sale(price_minor=0)
    foreign, _ = other_shop.on_sale(price_minor=0)
    code = shop.buyer().buy(event, product)["tickets"][0]["code"]
    assert shop.scan(elsewhere, code)["verdict"] == "wrong_event"
    assert other_shop.scan(foreign, code)["verdict"] == "unknown"
    assert shop.scan(event, code[:-4] + "AAAA")["verdict"] == "unknown"
    assert shop.scan(event, "💥" * 20)["verdict"] == "unknown"


def test_an_edit_needs_the_version_that_was_read(shop: Shop) -> None:
    event = shop.new_event()
    path = f"/events/{event['id']}"
    etag = shop.send("GET", path).headers["ETag"]
    assert shop.send("PATCH", path, {"title": {"en": "Two"}}).status_code == 428
    edited = shop.send("PATCH", path, {"title": {"en": "Two"}}, **{"If-Match": etag})
    assert edited.json()["title"] == {"en": "Two"}
    stale = shop.send("PATCH", path, {"title": {"en": "Three"}}, **{"If-Match": etag})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_edit")
    assert shop.get(path)["title"] == {"en": "Two"}


def test_an_event_without_products_cannot_be_published(shop: Shop) -> None:
    event = shop.new_event()
    refused = shop.send("POST", f"/events/{event['id']}/publish", {})
    assert (refused.status_code, refused.json()["code"]) == (409, "nothing_to_sell")


def test_publishing_twice_is_publishing_once(shop: Shop) -> None:
    event, _ = shop.on_sale()
    assert shop.post(f"/events/{event}/publish", {})["status"] == "LIVE"


def test_the_published_page_appears_and_follows_an_edit(shop: Shop) -> None:
    event, _ = shop.on_sale()
    url = shop.get(f"/events/{event}")["page_url"]
    wait_for(lambda: "Summer Night" in shop.session.get(url, timeout=10).text, "the page")
    etag = shop.send("GET", f"/events/{event}").headers["ETag"]
    shop.send("PATCH", f"/events/{event}", {"title": {"en": "Winter <b>Day</b>"}}, **{"If-Match": etag})
    text = wait_for(lambda: _with(shop.session.get(url, timeout=10).text, "Winter"), "the new page")
    assert "Winter <b>" not in text


def _with(text: str, word: str) -> str | None:
    return text if word in text else None


def test_a_repeated_create_makes_one_event(shop: Shop) -> None:
    key = str(uuid.uuid4())
    event = {
        "organizer_id": shop.organizer_id,
        "title": {"en": "Once"},
        "starts_at": "2031-06-01T18:00:00Z",
        "ends_at": "2031-06-01T22:00:00Z",
        "timezone": "UTC",
        "currency": "JPY",
    }
    assert shop.post("/events", event, key)["id"] == shop.post("/events", event, key)["id"]
    other = shop.send("POST", "/events", event | {"title": {"en": "Other"}}, **{"Idempotency-Key": key})
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")


def test_lists_go_on_where_they_stopped(shop: Shop) -> None:
    event, product = shop.on_sale(price_minor=0, capacity=100)
    made = [shop.buyer().reserve(event, product)["id"] for _ in range(7)]
    seen, cursor = [], ""
    for _ in range(4):
        page = shop.get(f"/events/{event}/orders?limit=2{cursor}")
        seen += [order["id"] for order in page["items"]]
        cursor = f"&cursor={page['next']}"
    assert page["next"] is None
    assert seen == made[::-1]
    assert shop.send("GET", f"/events/{event}/orders?cursor=nonsense").status_code == 422
    assert shop.send("GET", f"/events/{event}/orders?limit=0").status_code == 422


def test_a_second_account_with_the_same_address_is_refused(shop: Shop) -> None:
    new = {"name": "Copy", "your_name": "Eve", "email": shop.email.upper(), "password": PASSWORD}
    refused = shop.buyer().send("POST", "/accounts", new)
    assert (refused.status_code, refused.json()["code"]) == (409, "email_taken")


def test_a_wrong_password_and_an_unknown_address_are_told_the_same(shop: Shop) -> None:
    wrong = shop.buyer().send("POST", "/sessions", {"email": shop.email, "password": "wrong password"})
    unknown = shop.buyer().send("POST", "/sessions", {"email": "nobody@example.com", "password": "wrong password"})
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() | {"request_id": ""} == unknown.json() | {"request_id": ""}


def test_whoever_signed_out_is_out(shop: Shop) -> None:
    guest = Shop.opened(shop.cloud)
    token = guest.session.cookies["foyer_session"]
    assert guest.send("DELETE", "/sessions/current").status_code == 204
    assert guest.send("GET", "/me", **{"Authorization": f"Bearer {token}"}).status_code == 401


@pytest.mark.req("TEN-5")
def test_nothing_of_another_account_is_found(shop: Shop, other_shop: Shop) -> None:
    event, product = shop.on_sale(price_minor=0)
    order = shop.buyer().buy(event, product)
    for method, path, body in [
        ("GET", f"/events/{event}", None),
        ("PATCH", f"/events/{event}", {}),
        ("POST", f"/events/{event}/publish", {}),
        ("GET", f"/events/{event}/products", None),
        ("POST", f"/events/{event}/products", {"name": {"en": "x"}, "price_minor": 1, "capacity": 1}),
        ("GET", f"/events/{event}/orders", None),
        ("GET", f"/events/{event}/tickets", None),
        ("POST", f"/events/{event}/scans", {"code": order["tickets"][0]["code"]}),
        ("GET", f"/orders/{order['id']}", None),
    ]:
        refused = other_shop.send(method, path, body, **{"If-Match": '"1"'})
        assert refused.status_code == 404, f"{method} {path} answered {refused.status_code}"
    stolen = other_shop.send("POST", "/events", _event_of(shop.organizer_id))
    assert (stolen.status_code, stolen.json()["code"]) == (404, "organizer_not_found")


def _event_of(organizer_id: str) -> dict:
    return {
        "organizer_id": organizer_id,
        "title": {"en": "Stolen"},
        "starts_at": "2031-06-01T18:00:00Z",
        "ends_at": "2031-06-01T22:00:00Z",
        "timezone": "UTC",
        "currency": "EUR",
    }


@pytest.mark.req("API-5")
def test_every_member_s_route_refuses_whoever_is_not_signed_in(shop: Shop) -> None:
    import app  # noqa: F401 - registers the routes
    from chalicelib.handlers.route import ROUTES

    stranger = shop.buyer()
    for route in ROUTES:
        if route.allow == PUBLIC:
            continue
        path = route.path.replace("{event_id}", "evt_x").replace("{order_id}", "ord_x")
        answer = stranger.send(route.method, path, {} if route.method in ("POST", "PATCH") else None)
        assert answer.status_code == 401, f"{route.method} {path} answered {answer.status_code}"


@pytest.mark.req("EVT-1")
def test_scripts_in_a_description_are_inert(shop: Shop) -> None:
    hostile = '<p onclick="x()">Hi<script>alert(1)</script><img src=x onerror=y><a href="javascript:z()">a</a></p>'
    event = shop.new_event(description={"en": hostile})
    assert event["description"] == {"en": '<p>Hi<a rel="noopener noreferrer">a</a></p>'}


def test_a_live_event_stands_in_the_public_list(shop: Shop) -> None:
    event = shop.soonest()
    slug = shop.get(f"/events/{event}")["slug"]
    url = f"{shop.cloud.settings.url}/events.json"
    wait_for(lambda: f"/e/{slug}/" in shop.session.get(url, timeout=10).text, "the list")

"""An event's life over the wire: its moves, who sees it, what it tells whom, and two editors at once."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.shop import Shop, wait_for

PASSWORD = "sesame-seeds"


def move(shop: Shop, event_id: str, how: str) -> tuple[int, str]:
    answer = shop.send("POST", f"/events/{event_id}/{how}", {})
    return answer.status_code, answer.json().get("status" if answer.ok else "code")


def edit(shop: Shop, event_id: str, **fields: Any) -> dict[str, Any]:
    etag = shop.send("GET", f"/events/{event_id}").headers["ETag"]
    answer = shop.send("PATCH", f"/events/{event_id}", fields, **{"If-Match": etag})
    assert answer.ok, answer.text
    return answer.json()  # type: ignore[no-any-return]


def public(shop: Shop, event_id: str, token: str = "") -> Any:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return shop.buyer().send("GET", f"/public/events/{event_id}", **headers)


def page_with(shop: Shop, event_id: str, is_right: Callable[[str], bool]) -> str:
    url = shop.get(f"/events/{event_id}")["page_url"]

    def look() -> str | None:
        answer = shop.session.get(url, timeout=10)
        answer.encoding = "utf-8"
        return answer.text if answer.ok and is_right(answer.text) else None

    return wait_for(look, "the page")


@pytest.mark.req("EVT-6")
def test_an_event_lives_postponed_resumed_cancelled_and_archived(shop: Shop) -> None:
    event, product = shop.on_sale(price_minor=0)
    assert move(shop, event, "resume") == (200, "LIVE")
    assert move(shop, event, "postpone") == (200, "POSTPONED")
    assert move(shop, event, "postpone") == (200, "POSTPONED")
    assert shop.buyer().try_reserve(event, product).status_code == 409
    assert public(shop, event).json()["products"][0]["state"] == "ended"
    page = page_with(shop, event, lambda text: "Postponed." in text)
    assert "https://schema.org/EventPostponed" in page
    assert move(shop, event, "resume") == (200, "LIVE")
    assert shop.buyer().try_reserve(event, product).status_code == 201
    assert move(shop, event, "cancel") == (200, "CANCELLED")
    assert move(shop, event, "publish") == (409, "move_not_allowed")
    assert move(shop, event, "resume") == (409, "move_not_allowed")
    page = page_with(shop, event, lambda text: "Cancelled." in text)
    assert "https://schema.org/EventCancelled" in page
    assert move(shop, event, "archive") == (200, "ARCHIVED")
    assert move(shop, event, "cancel") == (409, "move_not_allowed")


@pytest.mark.req("EVT-13")
def test_an_archived_event_is_read_but_not_changed(shop: Shop) -> None:
    event, _ = shop.on_sale(price_minor=0)
    move(shop, event, "archive")
    answer = shop.send("GET", f"/events/{event}")
    refused = shop.send("PATCH", f"/events/{event}", {"hold_minutes": 5}, **{"If-Match": answer.headers["ETag"]})
    assert (refused.status_code, refused.json()["code"]) == (409, "read_only")
    assert shop.get(f"/events/{event}/orders")["items"] == []


@pytest.mark.req("EVT-4")
def test_lists_are_filtered_by_status_and_category_and_follow_changes(shop: Shop) -> None:
    owner = Shop.opened(shop.cloud)
    jazz, _ = owner.on_sale(price_minor=0)
    edit(owner, jazz, category="music")
    draft = owner.new_event(category="music")["id"]
    talk = owner.new_event(category="conference")["id"]

    def ids(query: str) -> list[str]:
        return [found["id"] for found in owner.get(f"/events?{query}")["items"]]

    assert ids("") == [talk, draft, jazz]
    assert ids("category=music") == [draft, jazz]
    assert ids("status=DRAFT") == [talk, draft]
    assert ids("status=LIVE&category=music") == [jazz]
    assert ids("status=LIVE&category=other") == []
    move(owner, jazz, "cancel")
    edit(owner, draft, category="film")
    assert ids("category=music") == [jazz]
    assert ids("status=CANCELLED") == [jazz]
    first = owner.get("/events?status=DRAFT&limit=1")
    rest = owner.get(f"/events?status=DRAFT&limit=1&cursor={first['next']}")
    assert [found["id"] for found in first["items"] + rest["items"]] == [talk, draft]
    assert shop.send("GET", "/events?category=nonsense").status_code == 422


@pytest.mark.req("EVT-5")
def test_an_unlisted_event_has_a_page_that_stands_in_no_list(shop: Shop) -> None:
    hidden, product = shop.on_sale(price_minor=0)
    edit(shop, hidden, visibility="unlisted")
    page_with(shop, hidden, lambda text: '<meta name="robots" content="noindex">' in text)
    shown = shop.soonest(price_minor=0)
    slugs = [shop.get(f"/events/{event}")["slug"] for event in (hidden, shown)]
    url = f"{shop.cloud.settings.url}/events.json"
    listed = wait_for(lambda: _if(shop.session.get(url, timeout=10).text, slugs[1]), "the list")
    assert slugs[0] not in listed
    assert shop.buyer().try_reserve(hidden, product).status_code == 201


def _if(text: str, word: str) -> str | None:
    return text if word in text else None


@pytest.mark.req("EVT-5")
def test_a_private_event_tells_its_title_and_nothing_else(shop: Shop) -> None:
    event = shop.new_event(
        title={"en": "Secret Supper"},
        description={"en": "<p>Bring oysters.</p>"},
        visibility="private",
        password=PASSWORD,
    )["id"]
    shop.new_product(event, price_minor=0, name={"en": "Seat at the table"})
    move(shop, event, "publish")
    page = page_with(shop, event, lambda text: "Secret Supper" in text)
    assert "noindex" in page
    for secret in ("oysters", "Seat at the table", "Hamburg", "2031"):
        assert secret not in page
    refused = public(shop, event)
    assert (refused.status_code, refused.json()["code"]) == (401, "access_needed")
    assert "Secret" not in refused.text
    assert public(shop, event, "pas_ffffffff.nonsense").status_code == 401
    assert shop.get(f"/events/{event}")["has_password"] is True
    assert PASSWORD not in shop.send("GET", f"/events/{event}").text


@pytest.mark.req("EVT-5")
def test_a_password_opens_a_private_event_until_it_is_changed(shop: Shop) -> None:
    event, _ = shop.on_sale(price_minor=0)
    edit(shop, event, visibility="private", password=PASSWORD)
    path = f"/public/events/{event}/access"
    wrong = shop.buyer().send("POST", path, {"password": "guess"})
    assert (wrong.status_code, wrong.json()["code"]) == (403, "wrong_password")
    token = shop.buyer().send("POST", path, {"password": PASSWORD}).json()["token"]
    opened = public(shop, event, token)
    assert opened.json()["products"]
    assert opened.headers["Cache-Control"] == "no-store"
    other, _ = shop.on_sale(price_minor=0)
    edit(shop, other, visibility="private")
    assert public(shop, other, token).status_code == 401
    edit(shop, event, password="another-one")
    assert public(shop, event, token).status_code == 401


@pytest.mark.req("EVT-5")
def test_an_invitation_opens_a_private_event_without_its_password(shop: Shop) -> None:
    event, _ = shop.on_sale(price_minor=0)
    edit(shop, event, visibility="private")
    link = shop.post(f"/events/{event}/invitations", {})["url"]
    address, _, token = link.partition("#access=")
    assert address == shop.get(f"/events/{event}")["page_url"]
    assert public(shop, event, token).status_code == 200
    refused = shop.buyer().send("POST", f"/public/events/{event}/access", {"password": ""})
    assert refused.status_code == 403


@pytest.mark.req("EVT-10")
def test_a_draft_is_not_there_for_the_public(shop: Shop) -> None:
    event = shop.new_event()["id"]
    assert public(shop, event).status_code == 404
    assert shop.buyer().send("POST", f"/public/events/{event}/access", {"password": "x"}).status_code == 404


@pytest.mark.req("EVT-11")
def test_a_preview_shows_a_draft_and_sells_nothing(shop: Shop) -> None:
    event = shop.new_event(title={"en": "Not Yet Public"})["id"]
    product = shop.new_product(event)["id"]
    link = shop.post(f"/events/{event}/previews", {})
    token = link["url"].partition("#t=")[2]
    assert link["url"].startswith(f"{shop.cloud.settings.url}/preview/?e={event}#t=")
    path = f"/public/previews/{event}"
    seen = shop.buyer().send("GET", path, **{"Authorization": f"Bearer {token}"})
    assert seen.json()["title"] == {"en": "Not Yet Public"}
    for wrong in ("", "pas_0.x", token[:-1] + ("A" if token[-1] != "A" else "B")):
        refused = shop.buyer().send("GET", path, **{"Authorization": f"Bearer {wrong}"})
        assert (refused.status_code, refused.json()["code"]) == (401, "preview_ended")
    other = shop.new_event()["id"]
    stolen = shop.buyer().send("GET", f"/public/previews/{other}", **{"Authorization": f"Bearer {token}"})
    assert stolen.status_code == 401
    assert public(shop, event, token).status_code == 404
    assert shop.buyer().try_reserve(event, product).status_code in (404, 409)


@pytest.mark.req("EVT-12")
def test_the_second_of_two_editors_learns_who_was_quicker_and_where(shop: Shop) -> None:
    event = shop.new_event()["id"]
    stale = shop.send("GET", f"/events/{event}").headers["ETag"]
    edit(shop, event, title={"en": "First"}, hold_minutes=20)
    refused = shop.send("PATCH", f"/events/{event}", {"title": {"en": "Second"}}, **{"If-Match": stale})
    assert refused.status_code == 409
    assert refused.json()["code"] == "stale_edit"
    assert refused.json()["detail"].startswith("Ada Lovelace has saved this")
    assert [error["field"] for error in refused.json()["errors"]] == ["hold_minutes", "title"]
    assert shop.get(f"/events/{event}")["title"] == {"en": "First"}


@pytest.mark.req("EVT-3")
def test_where_to_watch_is_told_after_buying_only(shop: Shop) -> None:
    place = {"kind": "online", "online_url": "https://stream.example/room", "online_instructions": "Code 4711"}
    event = shop.new_event(location=place)["id"]
    product = shop.new_product(event, price_minor=0)["id"]
    move(shop, event, "publish")
    assert "stream.example" not in public(shop, event).text
    assert "stream.example" not in page_with(shop, event, lambda text: "Your order shows where" in text)
    buyer = shop.buyer()
    held = buyer.reserve(event, product)
    assert held["event"]["location"]["online_url"] == ""
    bought = buyer.buy(event, product)
    assert bought["event"]["location"]["online_url"] == "https://stream.example/room"
    [mail] = wait_for(buyer.mails, "the mail")
    url = f"{shop.cloud.settings.mail_url}/api/mails/{mail['id']}"
    assert "https://stream.example/room" in shop.session.get(url, timeout=10).text


@pytest.mark.req("EVT-7")
def test_nothing_is_on_sale_after_the_registration_deadline(shop: Shop) -> None:
    event, product = shop.on_sale(price_minor=0)
    edit(shop, event, orders_close_at="2020-01-01T00:00:00Z")
    assert public(shop, event).json()["products"][0]["state"] == "ended"
    assert shop.buyer().try_reserve(event, product).status_code == 409


@pytest.mark.req("EVT-8")
@pytest.mark.req("EVT-9")
def test_entry_and_terms_are_public_before_anybody_pays(shop: Shop) -> None:
    event, _ = shop.on_sale(price_minor=0)
    fields = {
        "age_limit": 18,
        "entry_requirements": {"en": "Bring a passport."},
        "must_confirm_entry": True,
        "terms": {"en": "<p>No <b>flash</b>.<script>alert(1)</script></p>"},
    }
    edit(shop, event, **fields)
    seen = public(shop, event).json()
    assert (seen["age_limit"], seen["must_confirm_entry"]) == (18, True)
    assert seen["terms"] == {"en": "<p>No <b>flash</b>.</p>"}
    assert len(seen["terms_hash"]) == 64
    page = page_with(shop, event, lambda text: "From 18 years" in text)
    assert "Bring a passport." in page
    assert "<summary>Terms</summary>" in page


@pytest.mark.req("EVT-15")
def test_a_duplicate_has_everything_at_another_date(shop: Shop) -> None:
    event = shop.new_event(age_limit=16, orders_close_at="2031-05-31T18:00:00Z")["id"]
    shop.new_product(event, capacity=80, sale_ends_at="2031-05-30T10:00:00Z")
    move_to = {"starts_at": "2031-12-01T19:00:00Z", "title": {"en": "Winter Night"}}
    copy = shop.post(f"/events/{event}/duplicate", move_to)
    assert (copy["status"], copy["title"], copy["age_limit"]) == ("DRAFT", {"en": "Winter Night"}, 16)
    assert copy["ends_at"] == "2031-12-01T23:00:00.000Z"
    assert copy["orders_close_at"] == "2031-11-30T19:00:00.000Z"
    [product] = shop.get(f"/events/{copy['id']}/products")["items"]
    [original] = shop.get(f"/events/{event}/products")["items"]
    assert product["id"] != original["id"]
    assert (product["capacity"], product["free"]) == (80, 80)
    assert product["sale_ends_at"] == "2031-11-29T11:00:00.000Z"
    move(shop, copy["id"], "publish")
    assert shop.buyer().try_reserve(copy["id"], product["id"]).status_code == 201
    assert shop.free(event) == 80


@pytest.mark.req("EVT-15")
def test_a_duplicate_takes_only_the_parts_that_were_chosen(shop: Shop) -> None:
    event, _ = shop.on_sale()
    edit(shop, event, age_limit=16, visibility="unlisted")
    bare = shop.post(f"/events/{event}/duplicate", {"starts_at": "2031-12-01T19:00:00Z", "parts": []})
    assert (bare["age_limit"], bare["visibility"], bare["title"]) == (None, "public", {"en": "Summer Night"})
    assert shop.get(f"/events/{bare['id']}/products")["items"] == []


@pytest.mark.req("EVT-15")
def test_the_same_duplicate_asked_for_twice_is_made_once(shop: Shop) -> None:
    event, _ = shop.on_sale()
    body, key = {"starts_at": "2031-12-01T19:00:00Z"}, f"duplicate-{time.time_ns()}"
    copies = [shop.post(f"/events/{event}/duplicate", body, key) for _ in range(2)]
    assert copies[0] == copies[1]
    assert len(shop.get(f"/events/{copies[0]['id']}/products")["items"]) == 1


@pytest.mark.req("EVT-15")
def test_a_template_is_never_live_and_makes_events(shop: Shop) -> None:
    owner = Shop.opened(shop.cloud)
    event, _ = owner.on_sale(capacity=30)
    template = owner.post(f"/events/{event}/template", {"title": {"en": "Our usual night"}})
    assert template["status"] == "TEMPLATE"
    assert [found["id"] for found in owner.get("/templates")["items"]] == [template["id"]]
    assert [found["id"] for found in owner.get("/events")["items"]] == [event]
    assert move(owner, template["id"], "publish") == (409, "move_not_allowed")
    assert public(owner, template["id"]).status_code == 404
    made = owner.post(f"/templates/{template['id']}/events", {"starts_at": "2032-06-01T18:00:00Z"})
    assert (made["status"], made["title"]) == ("DRAFT", {"en": "Our usual night"})
    assert owner.free(made["id"]) == 30
    refused = owner.send("POST", f"/templates/{event}/events", {"starts_at": "2032-06-01T18:00:00Z"})
    assert refused.status_code == 404


@pytest.mark.req("TEN-5")
def test_another_account_moves_copies_and_previews_nothing(shop: Shop, other_shop: Shop) -> None:
    event, _ = shop.on_sale()
    copy = {"starts_at": "2031-12-01T19:00:00Z"}
    steps = [("postpone", {}), ("cancel", {}), ("archive", {}), ("previews", {}), ("invitations", {}), ("template", {})]
    for step, body in [*steps, ("duplicate", copy)]:
        refused = other_shop.send("POST", f"/events/{event}/{step}", body)
        assert refused.status_code == 404, step

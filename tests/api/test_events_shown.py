"""What is seen of events: drafts, previews, places, copies and templates."""

import time

import pytest

from tests.api.living import edit, move, page_with, public
from tests.shop import Shop, wait_for


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

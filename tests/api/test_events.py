"""An event's life over the wire: its moves, who sees it, what it tells whom, and two editors at once."""

import pytest

from tests.api.living import edit, move, page_with, public
from tests.shop import Shop, wait_for

PASSWORD = "sesame-seeds"


def _if(text: str, word: str) -> str | None:
    return text if word in text else None


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

"""Events as their members move and edit them, and as the public reads them."""

from collections.abc import Callable
from typing import Any

from tests.shop import Shop, wait_for


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

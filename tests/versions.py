"""The versions that edits are of: If-Match as a form sends it that has just been opened."""

from tests.shop import Shop


def of(version: int) -> dict[str, str]:
    """The header for this version."""
    return {"If-Match": f'"{version}"'}


def holder(shop: Shop, order_id: str, number: int) -> dict[str, str]:
    """The header for a ticket's holder."""
    return of(next(one["version"] for one in shop.order(order_id)["holders"] if one["number"] == number))


def part(shop: Shop, order_id: str, number: int) -> dict[str, str]:
    """The header for one part of an order that is paid in parts; any other for a part that it has not."""
    parts = shop.order(order_id)["instalments"]["parts"]
    return of(next((one["version"] for one in parts if one["number"] == number), 1))


def limit(shop: Shop, event: str, pool_id: str, date: str = "") -> dict[str, str]:
    """The header for a limit, of one date of a series if it is named; any other for a limit that it has not."""
    dates = shop.get(f"/events/{event}/occurrences")["items"] if date else []
    of_date = [one["pools"] for one in dates if one["id"] == date]
    pools = of_date[0] if date else shop.get(f"/events/{event}/catalogue")["pools"]
    return of(next((one["version"] for one in pools if one["id"] == pool_id), 1))

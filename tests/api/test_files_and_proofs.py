"""Files as answers, and the proof that an organizer can download."""

import uuid

import pytest
import requests

from tests.shop import Shop, wait_for


@pytest.mark.req("ORD-6")
def test_a_file_can_be_an_answer(shop: Shop, other_shop: Shop) -> None:
    event = shop.new_event()["id"]
    product = shop.new_product(event, price_minor=0)["id"]
    question = {"kind": "file", "scope": "order", "label": {"en": "Your CV"}, "is_required": True}
    question_id = shop.post(f"/events/{event}/questions", question)["id"]
    shop.post(f"/events/{event}/publish", {})
    buyer = shop.buyer()
    order = buyer.reserve(event, product)
    details = {"buyer": {"name": buyer.name, "email": buyer.email}}
    missing = buyer.on(order, "checkout", details).json()
    assert missing["errors"] == [{"field": f"answers.{question_id}", "message": "is required"}]
    forged = buyer.on(order, "checkout", details | {"answers": {question_id: f"file_{'0' * 26}"}}).json()
    assert forged["errors"][0]["message"] == "was not uploaded for this order"
    headers = {
        "Authorization": f"Bearer {order['token']}",
        "Content-Type": "application/octet-stream",
        "Idempotency-Key": str(uuid.uuid4()),
    }
    path = f"/public/orders/{order['id']}/files"
    content = bytes(range(256)) * 8_000  # two megabytes that are no text
    sent = requests.post(shop.api + path, data=content, headers=headers, timeout=30)
    assert sent.status_code == 201, sent.text
    file_id = sent.json()["id"]
    assert requests.post(shop.api + path, data=content, headers=headers, timeout=30).json()["id"] == file_id
    assert buyer.on(order, "checkout", details | {"answers": {question_id: file_id}}).json()["state"] == "COMPLETED"
    url = shop.get(f"/orders/{order['id']}/files/{file_id}")["url"]
    assert requests.get(url, timeout=30).content == content
    assert other_shop.send("GET", f"/orders/{order['id']}/files/{file_id}").status_code == 404


def test_a_file_that_is_too_large_is_refused(shop: Shop) -> None:
    event, product = shop.on_sale()
    buyer = shop.buyer()
    order = buyer.reserve(event, product)
    headers = {"Authorization": f"Bearer {order['token']}", "Content-Type": "application/octet-stream"}
    url = f"{shop.api}/public/orders/{order['id']}/files"
    assert requests.post(url, data=b"x" * 4_000_001, headers=headers, timeout=30).status_code == 413


@pytest.mark.req("BEY-1")
def test_the_organizer_can_download_the_proof(shop: Shop, other_shop: Shop) -> None:
    event, product = shop.on_sale(capacity=9, price_minor=0)
    shop.buyer().reserve(event, product, 4)
    proof = shop.post(f"/events/{event}/proofs", {})
    url = wait_for(lambda: shop.get(f"/events/{event}/proofs/{proof['id']}")["url"], "the proof")
    found = requests.get(url, timeout=30).json()
    assert found["holds"]
    assert [(pool["capacity"], pool["free"], pool["held"]) for pool in found["pools"]] == [(9, 5, 4)]
    assert other_shop.send("GET", f"/events/{event}/proofs/{proof['id']}").status_code == 404


@pytest.mark.req("BEY-1")
@pytest.mark.usefixtures("aws")
def test_the_proof_counts_dates_and_the_uses_of_codes(shop: Shop) -> None:
    from chalicelib.actions.checking import check_event

    event, product = shop.on_sale(capacity=9, price_minor=0)
    rule = {"starts_at": "2031-06-08T18:00:00Z", "minutes": 60, "frequency": "weekly", "count": 2}
    shop.post(f"/events/{event}/occurrences", rule)
    shop.post(f"/events/{event}/codes", {"code": "FRIEND", "max_uses": 3})
    date = shop.get(f"/events/{event}/occurrences")["items"][1]["id"]
    line = {"product_id": product, "quantity": 2, "occurrence_id": date}
    held = shop.buyer().send("POST", f"/public/events/{event}/orders", {"lines": [line], "code": "friend"})
    assert held.status_code == 201
    proof = check_event(event)
    assert proof.holds
    assert sorted((pool.capacity, pool.held) for pool in proof.pools) == [(3, 1), (9, 0), (9, 2)]


@pytest.mark.req("PRD-1")
def test_a_product_goes_with_the_pools_of_its_tiers(shop: Shop) -> None:
    event = shop.new_event()["id"]
    tiers = [{"name": {"en": "Early"}, "price_minor": 100, "capacity": 5}]
    product = shop.new_product(event, tiers=tiers)["id"]
    assert len(shop.get(f"/events/{event}/catalogue")["pools"]) == 2
    assert shop.send("DELETE", f"/events/{event}/products/{product}").status_code == 204
    assert shop.get(f"/events/{event}/catalogue")["pools"] == []


@pytest.mark.req("PRC-1")
def test_a_new_tier_never_gets_the_pool_of_one_that_was_removed(shop: Shop, other_shop: Shop) -> None:
    def tier(name: str, **more: object) -> dict[str, object]:
        return {"name": {"en": name}, "price_minor": 100, "capacity": 5, **more}

    def edit(tiers: list[dict[str, object]]) -> requests.Response:
        version = shop.get(f"/events/{event}/products")["items"][0]["version"]
        return shop.send("PATCH", path, {"tiers": tiers}, **{"If-Match": f'"{version}"'})

    event = shop.new_event()["id"]
    product = shop.new_product(event, tiers=[tier("Early")])
    path = f"/events/{event}/products/{product['id']}"
    first = product["tiers"][0]["id"]
    keeps_first = tier("Early", id=first)
    seen = {edit([keeps_first, tier(name)]).json()["tiers"][1]["pool_id"] for name in ("B", "C", "D")}
    assert len(seen) == 3
    theirs = other_shop.new_product(other_shop.new_event()["id"], tiers=[tier("Theirs")])["tiers"][0]
    refused = edit([tier("Stolen", id=theirs["id"])])
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "tiers.0.id")
    shared = shop.send("POST", f"/events/{event}/products", {
        "name": {"en": "Copycat"}, "price_minor": 0, "pool_ids": product["pool_ids"],
    })  # fmt: skip
    assert (shared.status_code, shared.json()["errors"][0]["field"]) == (422, "pool_ids")

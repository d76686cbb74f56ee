"""A buyer's own orders by a link in their mailbox."""

import re

import pytest

from tests.shop import Buyer, Shop, wait_for


def ask(buyer: Buyer, email: str = "") -> int:
    """Ask for the link."""
    return buyer.send("POST", "/public/my-orders", {"email": email or buyer.email}).status_code


def link_of(buyer: Buyer) -> str:
    """The token that arrives by mail."""
    mail = wait_for(
        lambda: next((mail for mail in buyer.mails() if mail["subject"] == "Your orders"), None), "the link"
    )
    text = str(mail) + buyer.session.get(f"{buyer.cloud.settings.mail_url}/api/mails/{mail['id']}", timeout=10).text
    found = re.search(r"/my/#t=([\w.-]+)", text)
    assert found, text[:2000]
    return found[1]


@pytest.mark.req("ORD-17")
def test_a_link_shows_all_orders_of_an_address_and_opens_each(shop: Shop, other_shop: Shop) -> None:
    buyer, stranger = shop.buyer(), shop.buyer()
    made = []
    for office in (shop, other_shop):
        event, product = office.on_sale(price_minor=0)
        made.append(buyer.buy(event, product)["id"])
        stranger.buy(event, product)
    assert ask(buyer, buyer.email.upper()) == 202
    headers = {"Authorization": f"Bearer {link_of(buyer)}"}
    items = buyer.send("GET", "/public/my-orders", **headers).json()["items"]
    assert [order["id"] for order in items] == made[::-1]
    token = items[0]["url"].partition("#t=")[2]
    assert buyer.see({"id": made[1], "token": token})["id"] == made[1]


def test_nobody_learns_whether_an_address_is_known(shop: Shop) -> None:
    buyer = shop.buyer()
    assert ask(buyer) == 202
    assert ask(buyer) == 202
    assert buyer.send("POST", "/public/my-orders", {"email": "nonsense"}).status_code == 422
    assert buyer.mails() == []


def test_asking_again_at_once_sends_no_second_mail(shop: Shop) -> None:
    event, product = shop.on_sale(price_minor=0)
    buyer = shop.buyer()
    buyer.buy(event, product)
    assert [ask(buyer) for _ in range(3)] == [202] * 3
    link_of(buyer)
    assert [mail["subject"] for mail in buyer.mails()].count("Your orders") == 1


def test_a_forged_link_shows_nothing(shop: Shop) -> None:
    for token in ("", "per_x", "per_abc.99999999999.AAAA", "tok_1"):
        refused = shop.buyer().send("GET", "/public/my-orders", Authorization=f"Bearer {token}")
        assert (refused.status_code, refused.json()["code"]) == (401, "link_expired")

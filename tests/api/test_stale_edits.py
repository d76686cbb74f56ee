"""Edits name the version that they are of: of two at once one wins, and nothing is overwritten unseen."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest

from tests import versions
from tests.api.connecting import operator
from tests.api.paying_in_parts import in_parts
from tests.api.signing_in import app_of
from tests.shop import Shop, wait_for


@dataclass(frozen=True)
class Form:
    """What two people have opened at once, and what each of them is about to send."""

    shop: Shop
    method: str
    path: str
    seen: dict[str, str]
    bodies: tuple[Any, Any]
    read: Callable[[], Any]

    def send(self, body: Any) -> Any:
        """As one of them sends it."""
        return self.shop.send(self.method, self.path, body, **self.seen)


def _whole(shop: Shop, method: str, path: str, bodies: tuple[Any, Any], read_at: str = "") -> Form:
    """Of something that is read at the path where it is edited, or at another one."""
    read_at = read_at or path
    return Form(shop, method, path, shop.seen(read_at), bodies, lambda: shop.get(read_at))


def taxes(shop: Shop) -> Form:
    tax = {"name": {"en": "VAT"}, "rate": "7.7"}
    return _whole(shop, "PUT", "/account/taxes", ({"taxes": [tax]}, {"taxes": [tax | {"rate": "19"}]}))


def protection(shop: Shop) -> Form:
    before = shop.get("/account/payments/protection")
    del before["version"]
    bodies = (before | {"denied_countries": ["AQ"]}, before | {"allowed_countries": ["DE"]})
    return _whole(shop, "PUT", "/account/payments/protection", bodies)


def methods(shop: Shop) -> Form:
    bodies = ({"methods": ["card", "bank"]}, {"methods": ["cash"]})
    return _whole(shop, "PUT", "/account/payments/methods", bodies, "/account/payments")


def account_fees(shop: Shop) -> Form:
    path = f"/platform/accounts/{shop.get('/me')['account']['id']}/fees"
    return _whole(operator(shop.cloud), "PUT", path, ({"plan": {"percent": "1"}}, {"is_exempt": True}))


def webhook(shop: Shop) -> Form:
    path = f"/webhooks/{shop.post('/webhooks', {'url': 'http://127.0.0.1:9/hook'})['id']}"
    return _whole(shop, "PATCH", path, ({"description": "Books"}, {"is_enabled": False}))


def requirement(shop: Shop) -> Form:
    app_of(shop)
    return _whole(shop, "PUT", "/account/mfa", ({"is_required": True}, {"is_required": True}))


def _sold(shop: Shop) -> tuple[str, str]:
    event, product = shop.on_sale(price_minor=0)
    order_id = shop.buyer().buy(event, product)["id"]
    wait_for(lambda: "MailSent" in shop.facts(order_id), "the last that becomes of the order by itself")
    return event, order_id


def buyer(shop: Shop) -> Form:
    return _whole(shop, "PATCH", f"/orders/{_sold(shop)[1]}", ({"name": "Bea"}, {"email": "bea@example.com"}))


def holder(shop: Shop) -> Form:
    order = _sold(shop)[1]
    seen, bodies = versions.holder(shop, order, 1), ({"name": "Bea"}, {"email": "bea@example.com"})
    return Form(shop, "PATCH", f"/orders/{order}/tickets/1", seen, bodies, lambda: shop.order(order)["holders"])


def part(shop: Shop) -> Form:
    order = in_parts(shop)[1]["id"]
    bodies = ({"due_at": "2031-03-20T12:00:00Z"}, {"due_at": "2031-03-21T12:00:00Z"})
    seen, path = versions.part(shop, order, 2), f"/orders/{order}/instalments/2"
    return Form(shop, "PATCH", path, seen, bodies, lambda: shop.order(order)["instalments"]["parts"])


def limit(shop: Shop) -> Form:
    event = shop.on_sale()[0]
    pool = shop.get(f"/events/{event}/catalogue")["pools"][0]["id"]
    seen, path = versions.limit(shop, event, pool), f"/events/{event}/pools/{pool}"
    bodies = ({"capacity": 60}, {"capacity": 40})
    return Form(shop, "PATCH", path, seen, bodies, lambda: shop.get(f"/events/{event}/catalogue")["pools"])


FORMS = [taxes, protection, methods, account_fees, webhook, requirement, buyer, holder, part, limit]


@pytest.mark.req("API-1")
@pytest.mark.parametrize("opened", FORMS, ids=lambda opened: opened.__name__)
def test_of_two_who_edit_the_same_at_once_one_wins_and_the_other_overwrites_nothing(
    shop: Shop, opened: Callable[[Shop], Form]
) -> None:
    form = opened(Shop.opened(shop.cloud))
    unsaid = form.shop.send(form.method, form.path, form.bodies[0])
    assert (unsaid.status_code, unsaid.json()["code"]) == (428, "stale_check")
    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(form.send, form.bodies))
    assert sorted(answer.status_code for answer in answers) == [200, 409], [answer.text for answer in answers]
    [won] = [answer for answer in answers if answer.ok]
    left = form.read()
    for body in form.bodies:
        late = form.send(body)
        assert (late.status_code, late.json()["code"]) == (409, "stale_edit")
    assert form.read() == left
    assert won.headers["ETag"]


@pytest.mark.req("API-1")
@pytest.mark.parametrize("nonsense", ["*", '"one"', '""', "9" * 100, '"' + "9" * 5000 + '"', '"-1"', '"1", "2"'])
def test_a_version_that_nobody_was_given_is_refused(shop: Shop, nonsense: str) -> None:
    answer = shop.send("PUT", "/account/taxes", {"taxes": []}, **{"If-Match": nonsense})
    assert (answer.status_code, answer.json()["code"]) == (428, "stale_check")


@pytest.mark.req("API-1", "CAP-8")
def test_what_is_sold_meanwhile_makes_no_edit_of_a_limit_stale(shop: Shop) -> None:
    """Not even when a level is reached that somebody is told of, which is noted beside the limit."""
    event, product = shop.on_sale(capacity=4, price_minor=0)
    pool = shop.get(f"/events/{event}/catalogue")["pools"][0]["id"]
    seen = versions.limit(shop, event, pool)
    shop.buyer().buy(event, product, 4)
    edited = shop.send("PATCH", f"/events/{event}/pools/{pool}", {"capacity": 6}, **seen)
    assert (edited.status_code, edited.json()["free"]) == (200, 2)
    lower = shop.send("PATCH", f"/events/{event}/pools/{pool}", {"capacity": 3}, **versions.limit(shop, event, pool))
    assert (lower.status_code, lower.json()["code"]) == (409, "below_sold")
    assert "4" in lower.json()["errors"][0]["message"]

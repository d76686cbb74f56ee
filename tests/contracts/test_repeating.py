"""What every client may rely on: POSTs can be repeated, edits say what they edit, lists come in parts.

A route that is an exception stands here with its reason.
"""

from collections.abc import Iterable

import app as application  # noqa: F401  (registers the routes)
from chalicelib.handlers.route import ROUTES
from chalicelib.handlers.wire import Route
from chalicelib.kernel.errors import StaleCheck

READS = "it writes nothing"
STATE = "the order's own state decides: sent again it changes nothing and answers how things stand"
COOKIES = "it hands out cookies, which are not kept for a second time"
NOTICE = "the sender's own id of the notice makes it safe"
LINK = "the link is good for this one thing"
ANOTHER = "asked again it makes another one, and the one before is forgotten within minutes"
NEEDS_NO_KEY = {
    "POST /sessions": COOKIES,
    "POST /sessions/refresh": COOKIES,
    "POST /sessions/current/account": COOKIES,
    "POST /sessions/current/invitation": COOKIES,
    "POST /sessions/end-others": "whoever is signed out stays so",
    "POST /sessions/second-factor": COOKIES,
    "POST /sessions/passkey": COOKIES,
    "POST /sessions/passkey-challenge": ANOTHER,
    "POST /sessions/current/challenge": ANOTHER,
    "POST /sessions/current/proof": "what was proven is proven, and each code is good once",
    "POST /me/authenticator": ANOTHER,
    "POST /me/passkeys/challenge": ANOTHER,
    "POST /me/passkeys": "the challenge that it answers is good once",
    "POST /me/recovery-codes": "they are shown once: whoever missed the answer makes new ones",
    "POST /public/invitation": READS,
    "POST /public/invitation/members": COOKIES,
    "POST /public/email-links": READS,
    "POST /me/email-confirmation": LINK,
    "POST /public/email-links/password": LINK,
    "POST /public/email-links/session": LINK,
    "POST /public/email-links/undo": LINK,
    "POST /me/email": LINK,
    "POST /public/my-orders": "the answer is the same for everybody, and mails are counted by address",
    "POST /public/events/{event_id}/view": READS,
    "POST /public/events/{event_id}/quote": READS,
    "POST /public/events/{event_id}/access": READS,
    "POST /public/orders/{order_id}/checkout": STATE,
    "POST /public/orders/{order_id}/refresh": STATE,
    "POST /public/orders/{order_id}/cancel": STATE,
    "POST /public/orders/{order_id}/instalments": STATE,
    "POST /public/orders/{order_id}/refunds/preview": READS,
    "POST /public/waitlist/{entry_id}/card/refresh": "the card's own state at the provider decides",
    "POST /stripe/webhook": NOTICE,
    "POST /stripe/thin-webhook": NOTICE,
    "POST /connections/{connection_id}/webhook": NOTICE,
}
GONE = "what is gone stays gone; nothing of it could have been edited meanwhile that is worth keeping"
NEEDS_NO_VERSION = {
    "DELETE /events/{event_id}/pools/{pool_id}/releases/{release_id}": GONE,
    "DELETE /events/{event_id}/pools/{pool_id}": GONE,
    "DELETE /events/{event_id}/categories/{category_id}": GONE,
    "DELETE /events/{event_id}/taxes/{tax_id}": GONE,
    "DELETE /events/{event_id}/fees/{fee_id}": GONE,
    "DELETE /events/{event_id}/questions/{question_id}": GONE,
    "DELETE /events/{event_id}/codes/{code}": GONE,
    "DELETE /events/{event_id}/products/{product_id}": GONE,
    "DELETE /webhooks/{webhook_id}": GONE,
    "DELETE /keys/{key_id}": GONE,
    "DELETE /members/{user_id}": GONE,
    "DELETE /roles/{role_id}": GONE,
    "DELETE /invitations/{invitation_id}": GONE,
    "DELETE /sessions/current": GONE,
    "DELETE /sessions/{session_id}": GONE,
    "DELETE /public/waitlist/{entry_id}": GONE,
    "DELETE /public/waitlist/{entry_id}/card": GONE,
    "DELETE /me/authenticator": GONE,
    "DELETE /me/passkeys/{passkey_id}": GONE,
    "PUT /me/authenticator": "an app takes the place of the one before, whichever that was",
    "PUT /me/passkeys/{passkey_id}": "its name is all that can be changed, by the one whose it is",
    "DELETE /public/orders/{order_id}/instalments/card": GONE,
    "PUT /me/password": "the old password is the check",
    "PUT /account/payments/paypal": "keys are replaced, never edited: nobody can read the old ones",
    "PUT /account/payments/btcpay": "keys are replaced, never edited: nobody can read the old ones",
}
CAPPED = "an account has few of them: one part holds them all"
SHORT_LISTS = {
    "GET /organizers": CAPPED,
    "GET /webhooks": CAPPED,
    "GET /webhook-types": "the code's own list",
    "GET /permissions": "the code's own list",
    "GET /finance/unmatched": "the last hundred days, of which there should be nothing",
    "GET /keys": CAPPED,
    "GET /public/my-orders": "one person's orders",
    "GET /events/{event_id}/products": "one event's catalogue, read with one query",
    "GET /sessions": CAPPED,
    "GET /members": CAPPED,
    "GET /roles": CAPPED,
    "GET /invitations": CAPPED,
    "GET /facts": "it has `after` and `limit`: a feed that never ends",
}


def test_every_post_is_safe_to_repeat() -> None:
    """A client that got no answer must be able to ask again: a mark, a kept answer, or a reason to need neither."""
    repeatable = {f"{route.method} {route.path}" for route in ROUTES if "once" in route.hints or route.keeps_answers}
    posts = {f"{route.method} {route.path}" for route in ROUTES if route.method == "POST"}
    assert repeatable <= posts
    assert posts - repeatable == set(NEEDS_NO_KEY)


def test_every_edit_says_which_version_it_is_of() -> None:
    """Two people edit one thing, and the second wipes out what the first has done without having seen it."""
    checked = {f"{route.method} {route.path}" for route in ROUTES if StaleCheck in route.refusals}
    edits = {f"{route.method} {route.path}" for route in ROUTES if route.method in ("PUT", "PATCH", "DELETE")}
    assert checked <= edits
    assert edits - checked == set(NEEDS_NO_VERSION)


def test_every_list_is_read_page_by_page() -> None:
    """The account that has too many of something is the one that pays."""
    lists = [route for route in ROUTES if route.body_model and route.body_model.__name__.endswith("List")]
    whole = {f"{r.method} {r.path}" for r in lists if not {"cursor", "limit"} <= set(_query_of(r))}
    assert whole == set(SHORT_LISTS)


def test_heavy_lists_can_be_read_sparsely() -> None:
    """A sync that wants to know which events exist should not have to read their descriptions."""
    sparse = {f"{route.method} {route.path}" for route in ROUTES if "fields" in _query_of(route)}
    assert sparse >= {"GET /events", "GET /events/{event_id}/orders", "GET /events/{event_id}/tickets", "GET /facts"}


def _query_of(route: Route) -> Iterable[str]:
    return route.hints["query"].model_fields if "query" in route.hints else ()

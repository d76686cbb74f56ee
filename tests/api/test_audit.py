"""The audit log over the wire: every change, who made it, from where, and what was different before."""

import csv
import io
import json
from contextlib import suppress
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import boto3
import pytest
import requests

import app as application  # noqa: F401  (registers the routes)
from chalicelib.domain.permissions import OPERATOR, ORDER_HOLDER, PUBLIC
from chalicelib.handlers.route import ROUTES
from chalicelib.handlers.wire import Route
from infra.names import Names
from localstack.settings import ACCOUNT, REGION
from tests.api.estate import Estate, built
from tests.api.test_every_route import _NEVER_MADE, send
from tests.api.test_keys import made
from tests.shop import PASSWORD, Shop, wait_for


def log(shop: Shop, **query: str) -> list[dict[str, Any]]:
    """All entries that a search finds, newest first."""
    items, cursor = [], ""
    while True:
        page = shop.get(f"/audit?{urlencode(query | ({'cursor': cursor} if cursor else {}))}")
        items += page["items"]
        cursor = page["next"]
        if not cursor:
            return items


@pytest.fixture
def own(shop: Shop) -> Shop:
    """An account whose log nobody else writes into."""
    return Shop.opened(shop.cloud)


@pytest.mark.req("SEC-6")
def test_a_change_says_who_what_when_from_where_and_before_and_after(own: Shop) -> None:
    event = own.new_event()
    headers = {"User-Agent": "Firefox on a ferry", "If-Match": '"1"'}
    answer = own.send("PATCH", f"/events/{event['id']}", {"title": {"en": "Winter Night"}}, **headers)
    assert answer.ok, answer.text
    [entry] = wait_for(lambda: log(own, type="event.changed"), "the entry")
    me = own.get("/me")["member"]
    assert (entry["who"], entry["by"], entry["name"]) == ("member", me["user_id"], "Ada Lovelace")
    assert (entry["subject"], entry["operation"]) == (event["id"], "edit_event")
    assert entry["session_id"] == own.get("/sessions")["items"][0]["id"]
    assert entry["agent"] == "Firefox on a ferry"
    title = {"field": "title", "before": {"en": "Summer Night"}, "after": {"en": "Winter Night"}, "is_withheld": False}
    assert title | {"row": f"Event {event['id']}"} in entry["changes"]


@pytest.mark.req("SEC-6")
def test_the_log_is_searched_by_who_type_and_noun(own: Shop) -> None:
    key, program = made(own, "events.read", "events.edit")
    event = own.new_event()["id"]
    program.headers["If-Match"] = '"1"'
    answer = program.send("PATCH", f"/events/{event}", {"age_limit": 18})
    assert answer.ok, answer.text
    by_key = wait_for(lambda: log(own, by=key["id"]), "what the key did")
    assert [(one["type"], one["who"], one["name"]) for one in by_key] == [("event.changed", "key", "Sync")]
    assert [one["type"] for one in log(own, type="key")] == ["key.made"]
    about = {one["type"] for one in log(own, subject=event)}
    assert about == {"event.created", "event.changed"}
    assert log(own, by="buyer") == []


@pytest.mark.req("SEC-6")
@pytest.mark.req("TEN-5")
def test_nobody_sees_another_accounts_log(own: Shop, other_shop: Shop) -> None:
    event = own.new_event()["id"]
    wait_for(lambda: log(own, subject=event), "the entry")
    assert log(other_shop, subject=event) == []
    export = own.post("/audit/exports", {"format": "csv"})["id"]
    assert other_shop.send("GET", f"/audit/exports/{export}").status_code == 404


def exported(shop: Shop, **wanted: str) -> bytes:
    """The file of an export."""
    export = shop.post("/audit/exports", wanted)
    ready = wait_for(
        lambda: found if (found := shop.get(f"/audit/exports/{export['id']}"))["state"] == "READY" else None, "the file"
    )
    content = requests.get(ready["url"], timeout=10).content
    assert ready["entries"] == (content.count(b"\n") - (wanted["format"] == "csv"))
    return content


@pytest.mark.req("SEC-6")
def test_the_log_is_exported_for_spreadsheets_and_for_programs(own: Shop) -> None:
    event = own.new_event()["id"]
    wait_for(lambda: log(own, subject=event), "the entry")
    rows = list(csv.DictReader(io.StringIO(exported(own, format="csv", type="event").decode())))
    assert [(row["type"], row["who"], row["subject"]) for row in rows] == [("event.created", "Ada Lovelace", event)]
    lines = [json.loads(line) for line in exported(own, format="jsonl").splitlines()]
    assert {"event.created", "account.created"} <= {line["type"] for line in lines}


@pytest.mark.req("SEC-6")
@pytest.mark.parametrize(
    "query", [{"since": "soon"}, {"limit": "0"}, {"cursor": "x"}, {"nonsense": "1"}, {"by": "x" * 101}]
)
def test_a_search_that_makes_no_sense_is_refused_by_name(shop: Shop, query: dict[str, str]) -> None:
    answer = shop.send("GET", f"/audit?{urlencode(query)}")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == next(iter(query))


@pytest.mark.req("SEC-6")
def test_the_log_says_that_it_is_whole(own: Shop) -> None:
    assert own.get("/audit/check") == {"flaws": [], "links": 0, "facts": 0, "next": None}
    assert own.send("GET", "/audit/check?after=x").status_code == 422


@pytest.mark.req("SEC-6")
def test_the_worker_that_seals_may_do_what_it_does(own: Shop) -> None:
    """As deployed, with its own rights; what has just happened is sealed some minutes later."""
    account_id = own.get("/me")["account"]["id"]
    message = {"messageId": "1", "body": json.dumps({"account_id": account_id})}
    engine = boto3.client(
        "lambda", endpoint_url=own.cloud.settings.engine_url, region_name=REGION,
        aws_access_key_id=ACCOUNT, aws_secret_access_key="test",
    )  # fmt: skip
    name = Names("local", ACCOUNT, REGION).function("seals")
    answer = engine.invoke(FunctionName=name, Payload=json.dumps({"Records": [message]}))
    assert json.loads(answer["Payload"].read()) == {"batchItemFailures": []}


CHANGES = [one for one in ROUTES if one.method != "GET" and one.allow not in (PUBLIC, ORDER_HOLDER, OPERATOR)]

# What looks like a change and is none: questions, links that are signed and not stored, work handed to a worker, a
# second factor that is not proven yet; and what a passkey is called, which only its owner sees.
ASKS = {
    "ask_for_new_passkey",
    "ask_for_passkey_proof",
    "name_passkey",
    "set_up_authenticator",
    "ask_for_proof",
    "invite_to_event",
    "issue_invoices",
    "preview_cancellation",
    "preview_event",
    "preview_refund",
    "replay_stretch",
    "test_webhook",
}
# What finds nothing left to do in this estate: `test_the_rest_leaves_an_entry_too` gives it something.
IDLE = {
    "cancel_order",
    "change_product_members",
    "complete_order",
    "put_in_order",
    "refresh_organizer_stripe",
    "refresh_stripe",
    "scan",
    "sign_out_elsewhere",
}


@pytest.mark.req("SEC-6")
def test_whatever_changes_something_leaves_an_entry(own: Shop) -> None:
    """Each route that may change something is called with what the account owns; those that succeed are in the log."""
    estate, reader = built(own), with_key(own)
    estate.ids.update(_NEVER_MADE)
    done = [route for route in sorted(CHANGES, key=_last) if _is_done(own, estate, route)]
    wanted = {route.function.__name__ for route in done} - ASKS - IDLE
    assert len(wanted) > 50
    check_left(reader, wanted)


def with_key(shop: Shop) -> Shop:
    """Who reads on when the owner is signed out, or has another password."""
    session = requests.Session()
    session.headers["Authorization"] = (
        "Bearer " + shop.post("/keys", {"name": "Log", "permissions": ["audit.read"]})["key"]
    )
    return replace(shop, session=session)


def check_left(shop: Shop, wanted: set[str]) -> None:
    """Each of these operations has left an entry; the list follows the table in a moment."""

    def missing() -> set[str]:
        return wanted - {entry["operation"] for entry in log(shop)}

    with suppress(AssertionError):
        wait_for(lambda: not missing(), "the last entry", seconds=5)
    assert not missing(), " ".join(sorted(missing()))


@pytest.mark.req("SEC-6")
def test_the_rest_leaves_an_entry_too(own: Shop) -> None:
    event, product = own.on_sale()
    other = own.new_product(event)["id"]
    bought, waiting = own.buyer().buy(event, product), own.buyer().reserve(event, product)
    own.post(f"/events/{event}/order", {"of": "products", "ids": [other, product]})
    own.post(f"/events/{event}/products/{product}/members", {"add": ["ada@example.com"]})
    own.post(f"/events/{event}/scans", {"code": bought["tickets"][0]["code"]})
    own.post(f"/orders/{waiting['id']}/cancel", {"reason": "buyer_asked", "refund": "none"})
    elsewhere = requests.Session()
    elsewhere.post(f"{own.api}/sessions", json={"email": own.email, "password": PASSWORD}, timeout=30)
    own.post("/sessions/end-others", {})
    check_left(own, IDLE - {"complete_order", "refresh_organizer_stripe", "refresh_stripe"})


def _last(route: Route) -> tuple[bool, bool, int, str]:
    """What takes something away comes after what changes it, and what lies deep before what it lies in."""
    takes_away = route.method == "DELETE" or "cancel" in route.path or "archive" in route.path
    return "/sessions" in route.path, takes_away, -len(route.path), route.path


def _is_done(shop: Shop, estate: Estate, route: Route) -> bool:
    return send(shop.session, shop, route, estate.path(route.path)).ok

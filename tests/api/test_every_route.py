"""Every route of the document, as somebody of another account, as nobody, and as each role: made from the routes."""

import uuid
from typing import Any

import pytest
import requests

import app as application  # noqa: F401  (registers the routes)
from chalicelib.domain.access import Grant
from chalicelib.domain.permissions import MEANINGS, OPERATOR, ROLES, SIGNED_IN, may
from chalicelib.handlers.route import ROUTES
from chalicelib.handlers.wire import Route
from localstack.launcher import Running
from tests.api.connecting import at_organizer, connected
from tests.api.estate import Estate, built, names_in, whole
from tests.api.samples import body_of
from tests.resilience.agency import organizer
from tests.shop import Shop

# Ids of what only a buyer's upload or a bank's transfer makes: any text stands for another tenant's.
_NEVER_MADE = {"file_id": "file_0", "payout_id": "po_0"}
MEMBERS = [route for route in ROUTES if route.allow not in ("public", "order_holder", OPERATOR)]
OWNED = [pytest.param(route, id=f"{route.method} {route.path}") for route in MEMBERS if names_in(route.path)]
# A ticket's number counts within its order, so it names nothing of another's; all other ids are the whole world's.
BELOW = [one for one in OWNED if set(names_in(one.values[0].path)[1:]) - {"number"}]  # type: ignore[union-attr]
ALL = [pytest.param(route, id=f"{route.method} {route.path}") for route in MEMBERS]


@pytest.fixture(scope="module")
def estate(cloud: Running) -> Estate:
    """What one account owns. It is no other test's: its owner has a passkey, and is asked for it."""
    made = built(Shop.opened(cloud))
    made.ids.update(_NEVER_MADE)
    return made


@pytest.fixture(scope="module")
def parents(other_shop: Shop) -> dict[str, str]:
    """What the other account owns of all that something lies below."""
    event, product = other_shop.on_sale()
    hook = {"url": "http://127.0.0.1:9/hook", "types": ["order.paid"]}
    client = organizer(other_shop, "Harbour Garden")
    connected(client, at=at_organizer(client))
    return {
        "event_id": other_shop.new_event()["id"],
        "order_id": other_shop.buyer().buy(event, product)["id"],
        "webhook_id": other_shop.post("/webhooks", hook)["id"],
        "organizer_id": client.organizer_id,
    }


def send(session: requests.Session, shop: Shop, route: Route, path: str) -> requests.Response:
    """A request that this route would take, if it were the sender's business."""
    headers = {"Idempotency-Key": str(uuid.uuid4()), "If-Match": '"1"'}
    body: Any = body_of(route.method, route.path)
    asked = {"product_id": "prd_0"} if route.path.endswith("/waitlist") else None
    return session.request(route.method, shop.api + path, json=body, params=asked, headers=headers, timeout=30)


@pytest.mark.req("TEN-5")
@pytest.mark.parametrize("route", OWNED)
def test_what_belongs_to_another_account_does_not_exist(other_shop: Shop, estate: Estate, route: Route) -> None:
    answer = send(other_shop.session, other_shop, route, estate.path(route.path))
    status, code = whole(answer)
    assert status == 404, answer.text
    assert code.endswith("not_found") or code == "no_merchant", code


@pytest.mark.req("TEN-5")
@pytest.mark.parametrize("route", BELOW)
def test_what_belongs_to_another_account_cannot_be_reached_through_what_is_one_s_own(
    other_shop: Shop, parents: dict[str, str], estate: Estate, route: Route
) -> None:
    parent = names_in(route.path)[0]
    answer = send(other_shop.session, other_shop, route, estate.path(route.path, **{parent: parents[parent]}))
    status, code = whole(answer)
    assert status == 404, answer.text
    assert code.endswith("not_found"), code
    assert code != f"{parent.removesuffix('_id')}_not_found", "the parent is the sender's own, and was found"


@pytest.mark.req("API-5")
@pytest.mark.parametrize("route", ALL)
def test_nobody_in_particular_is_asked_to_sign_in(estate: Estate, route: Route) -> None:
    answer = send(requests.Session(), estate.shop, route, estate.path(route.path))
    assert whole(answer)[0] == 401, answer.text


def member_with(estate: Estate, grant: Grant) -> requests.Session:
    """A member of the account with this one grant, signed in."""
    from chalicelib.actions import accounts as signing_up
    from chalicelib.domain.accounts import Member, User
    from chalicelib.kernel import clock, ids
    from chalicelib.tables import accounts, team
    from chalicelib.tables.commit import commit

    now, user_id, email = clock.now(), ids.random("usr"), f"{grant.role}-{uuid.uuid4().hex[:8]}@example.com"
    user = User(user_id, grant.role, email, signing_up.passwords.hash_password("correct horse battery"), now)
    account_id = estate.ids["account_id"]
    member = team.new_member(Member(account_id, user_id, [grant], now))
    commit([*accounts.new_user(user, account_id), *member], [], now=now, by="test")
    session = requests.Session()
    answer = session.post(
        f"{estate.shop.api}/sessions", json={"email": email, "password": "correct horse battery"}, timeout=30,
        headers={"Idempotency-Key": str(uuid.uuid4())},
    )  # fmt: skip
    assert answer.ok, answer.text
    return session


@pytest.mark.usefixtures("aws")
@pytest.mark.req("TEN-7")
@pytest.mark.parametrize("role", sorted(ROLES))
def test_each_role_may_do_what_the_matrix_says_and_nothing_else(estate: Estate, role: str) -> None:
    """What is forbidden is refused before anything is looked up; the rest is not refused for the role."""
    session, wrong = member_with(estate, Grant(role)), []
    for route in MEMBERS:
        if route.allow == SIGNED_IN or may(role, route.allow):
            continue
        answer = send(session, estate.shop, route, estate.path(route.path))
        if whole(answer) != (403, "forbidden"):
            wrong.append((route.method, route.path, *whole(answer)))
    assert wrong == []
    allowed = [one for one in MEMBERS if one.method == "GET" and (one.allow == SIGNED_IN or may(role, one.allow))]
    refused = [
        (route.path, *whole(answer))
        for route in allowed
        if (answer := send(session, estate.shop, route, estate.path(route.path))).status_code in (401, 403)
    ]
    assert refused == []


@pytest.mark.usefixtures("aws")
@pytest.mark.req("TEN-8")
def test_who_may_do_everything_at_one_event_may_do_nothing_elsewhere(estate: Estate) -> None:
    """Neither to another event of the same account and what is below it, nor to the account as a whole."""
    session = member_with(estate, Grant("admin", estate.shop.new_event()["id"]))
    routes = [one for one in MEMBERS if one.allow != SIGNED_IN and not one.within]
    done = [
        (route.method, route.path, *whole(answer))
        for route in routes
        if whole(answer := send(session, estate.shop, route, estate.path(route.path))) != (403, "forbidden")
    ]
    assert done == []


@pytest.mark.usefixtures("aws")
@pytest.mark.req("TEN-8")
def test_who_may_do_everything_at_one_event_makes_no_other_of_it(estate: Estate) -> None:
    session = member_with(estate, Grant("admin", estate.ids["event_id"]))
    making = [route for route in MEMBERS if route.makes_events]
    answers = {one.path: whole(send(session, estate.shop, one, estate.path(one.path))) for one in making}
    assert answers == dict.fromkeys(answers, (403, "forbidden"))
    assert {"/events", "/events/{event_id}/duplicate", "/events/{event_id}/template"} < answers.keys()


@pytest.mark.usefixtures("aws")
@pytest.mark.req("TEN-8")
def test_who_may_do_everything_at_an_organizer_makes_events_there(estate: Estate) -> None:
    session = member_with(estate, Grant("admin", estate.shop.organizer_id))
    making = [route for route in MEMBERS if route.makes_events and route.path.startswith("/events/")]
    answers = {one.path: send(session, estate.shop, one, estate.path(one.path)).status_code for one in making}
    assert answers == dict.fromkeys(answers, 201)


@pytest.mark.req("API-3")
@pytest.mark.parametrize("route", [one for one in ALL if one.values[0].allow == SIGNED_IN])  # type: ignore[union-attr]
def test_a_program_is_nobody_and_has_nothing_of_its_own(estate: Estate, route: Route) -> None:
    key = estate.shop.post("/keys", {"name": "All", "permissions": sorted(MEANINGS)})["key"]
    program = requests.Session()
    program.headers["Authorization"] = f"Bearer {key}"
    assert whole(send(program, estate.shop, route, estate.path(route.path))) == (403, "forbidden")

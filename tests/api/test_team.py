"""The team: who is asked to join, what each may do and where, and that a change counts at the next request."""

import re
import uuid
from typing import Any

import pytest
import requests

from tests.shop import PASSWORD, Shop, mails_to, text_of, wait_for


@pytest.fixture(scope="module")
def own(shop: Shop) -> Shop:
    """An account of its own, whose team is looked at as a whole."""
    return Shop.opened(shop.cloud)


def somebody() -> str:
    return f"member-{uuid.uuid4().hex[:12]}@example.com"


_SEEN: set[str] = set()


def link(shop: Shop, email: str) -> str:
    """The token of an invitation that was not looked at before."""

    def found() -> set[str]:
        texts = " ".join(text_of(shop.cloud, mail) for mail in mails_to(shop.cloud, email))
        return set(re.findall(r"/join/([\w.-]+)", texts)) - known

    known = set(_SEEN)
    [token] = wait_for(found, "the invitation")
    _SEEN.add(token)
    return token


def invited(shop: Shop, *grants: dict[str, str]) -> tuple[str, dict[str, Any]]:
    """(address, invitation) of somebody who is asked to join."""
    email = somebody()
    return email, shop.post("/invitations", {"email": email, "grants": list(grants)})


def joined(shop: Shop, *grants: dict[str, str]) -> Shop:
    """A member with these grants, signed in."""
    email, _ = invited(shop, *grants)
    member = Shop(shop.cloud, requests.Session(), email, shop.organizer_id)
    member.post("/public/invitation/members", {"token": link(shop, email), "name": "Grace", "password": PASSWORD})
    return member


def version_of(shop: Shop, user_id: str) -> str:
    members = shop.get("/members")["items"]
    return f'"{next(one["version"] for one in members if one["user_id"] == user_id)}"'


@pytest.mark.req("TEN-9")
def test_an_invitation_is_a_mail_with_a_link_that_is_good_once(own: Shop) -> None:
    email, invitation = invited(own, {"role": "check_in"})
    assert invitation["email"] == email
    token = link(own, email)
    opened = own.buyer().send("POST", "/public/invitation", {"token": token}).json()
    assert (opened["account_name"], opened["email"], opened["has_login"]) == ("Harbour Hall", email, False)
    member = Shop(own.cloud, requests.Session(), email)
    new = {"token": token, "name": "Grace Hopper", "password": PASSWORD}
    assert member.post("/public/invitation/members", new)["member"]["role"] == "check_in"
    assert member.get("/events")["items"] == own.get("/events")["items"]
    again = member.send("POST", "/public/invitation/members", new)
    assert (again.status_code, again.json()["code"]) == (404, "invitation_not_found")
    names = {one["name"] for one in own.get("/members")["items"]}
    assert names >= {"Ada Lovelace", "Grace Hopper"}


@pytest.mark.req("TEN-9")
def test_an_invitation_that_is_sent_again_has_a_new_link(own: Shop) -> None:
    email, invitation = invited(own, {"role": "check_in"})
    first = link(own, email)
    own.post(f"/invitations/{invitation['id']}/resend", {})
    second = link(own, email)
    assert own.send("POST", "/public/invitation", {"token": first}).status_code == 404
    assert own.send("POST", "/public/invitation", {"token": second}).status_code == 200


@pytest.mark.req("TEN-9")
def test_an_invitation_that_was_revoked_opens_nothing(own: Shop) -> None:
    email, invitation = invited(own, {"role": "check_in"})
    token = link(own, email)
    assert own.send("DELETE", f"/invitations/{invitation['id']}").status_code == 204
    assert own.send("POST", "/public/invitation", {"token": token}).status_code == 404
    assert own.send("DELETE", f"/invitations/{invitation['id']}").status_code == 404


@pytest.mark.req("TEN-9")
@pytest.mark.parametrize("token", ["x", "..", "acc_1.inv_1.secret", "é.é.é", "a" * 300])
def test_a_made_up_link_opens_nothing(own: Shop, token: str) -> None:
    assert own.send("POST", "/public/invitation", {"token": token}).status_code == 404


@pytest.mark.req("TEN-9")
def test_one_address_is_asked_once_and_members_are_not_asked(own: Shop) -> None:
    email, _ = invited(own, {"role": "check_in"})
    body = {"email": email, "grants": [{"role": "check_in"}]}
    assert own.send("POST", "/invitations", body).json()["code"] == "already_invited"
    body["email"] = own.email
    assert own.send("POST", "/invitations", body).json()["code"] == "already_member"


@pytest.mark.req("TEN-9")
def test_who_can_sign_in_already_joins_with_that(own: Shop) -> None:
    other = Shop.opened(own.cloud)
    own.post("/invitations", {"email": other.email, "grants": [{"role": "finance"}]})
    token = link(own, other.email)
    anew = {"token": token, "name": "Somebody", "password": PASSWORD}
    assert own.buyer().send("POST", "/public/invitation/members", anew).json()["code"] == "sign_in_to_accept"
    stranger = Shop.opened(own.cloud)
    refused = stranger.send("POST", "/sessions/current/invitation", {"token": token})
    assert refused.json()["code"] == "for_somebody_else"
    first = other.get("/me")["account"]["id"]
    here = other.post("/sessions/current/invitation", {"token": token})
    assert here["account"]["id"] == own.get("/me")["account"]["id"]
    assert {one["id"] for one in here["accounts"]} == {first, here["account"]["id"]}
    assert "events.edit" not in other.get("/me")["member"]["permissions"]
    assert other.post("/sessions/current/account", {"account_id": first})["account"]["id"] == first
    assert "events.edit" in other.get("/me")["member"]["permissions"]
    nowhere = other.send("POST", "/sessions/current/account", {"account_id": stranger.get("/me")["account"]["id"]})
    assert nowhere.status_code == 404


@pytest.mark.req("TEN-10")
def test_a_changed_role_counts_at_the_next_request(own: Shop) -> None:
    member = joined(own, {"role": "read_only"})
    user_id = member.get("/me")["member"]["user_id"]
    assert member.send("GET", "/finance/unmatched").status_code == 200
    grants = {"grants": [{"role": "check_in"}]}
    changed = own.send("PATCH", f"/members/{user_id}", grants, **{"If-Match": version_of(own, user_id)})
    assert changed.status_code == 200
    assert member.send("GET", "/finance/unmatched").status_code == 403
    stale = own.send("PATCH", f"/members/{user_id}", grants, **{"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_edit")


@pytest.mark.req("TEN-10")
def test_a_member_who_was_removed_is_out_at_once_and_does_not_come_back(own: Shop) -> None:
    member = joined(own, {"role": "admin"})
    user_id = member.get("/me")["member"]["user_id"]
    assert own.send("DELETE", f"/members/{user_id}").status_code == 204
    assert member.send("GET", "/me").status_code == 401
    signed = member.send("POST", "/sessions", {"email": member.email, "password": PASSWORD})
    assert signed.status_code == 401
    assert own.send("DELETE", f"/members/{user_id}").status_code == 404


@pytest.mark.req("TEN-10")
def test_an_account_keeps_an_owner(own: Shop) -> None:
    me = own.get("/me")["member"]["user_id"]
    assert own.send("DELETE", f"/members/{me}").json()["code"] == "last_owner"
    demoted = own.send("PATCH", f"/members/{me}", {"grants": [{"role": "admin"}]}, **{"If-Match": version_of(own, me)})
    assert demoted.json()["code"] == "last_owner"


@pytest.mark.req("TEN-8")
def test_nobody_gives_more_than_they_have(own: Shop) -> None:
    inviting = own.post("/roles", {"name": "Inviting", "permissions": ["members.edit", "members.read", "tickets.scan"]})
    lead = joined(own, {"role": inviting["id"]})
    body = {"email": somebody(), "grants": [{"role": "admin"}]}
    assert lead.send("POST", "/invitations", body).json()["code"] == "beyond_own_rights"
    role = {"name": "More", "permissions": ["payments.edit"]}
    assert lead.send("POST", "/roles", role).json()["code"] == "beyond_own_rights"
    owner = own.get("/me")["member"]["user_id"]
    assert lead.send("DELETE", f"/members/{owner}").json()["code"] == "beyond_own_rights"
    admin = joined(own, {"role": "admin"})
    body = {"email": somebody(), "grants": [{"role": "owner"}]}
    assert admin.send("POST", "/invitations", body).json()["code"] == "beyond_own_rights"
    assert admin.send("DELETE", f"/members/{owner}").json()["code"] == "beyond_own_rights"


@pytest.mark.req("TEN-8")
def test_a_role_of_one_s_own_means_what_it_says_and_may_change(own: Shop) -> None:
    made = own.send("POST", "/roles", {"name": "Guest list", "permissions": ["events.read"]})
    role = made.json()
    member = joined(own, {"role": role["id"]})
    event = own.new_event()["id"]
    assert member.send("GET", f"/events/{event}").status_code == 200
    assert member.send("GET", f"/events/{event}/orders").status_code == 403
    more = {"name": "Guest list", "permissions": ["events.read", "orders.read"]}
    assert own.send("PUT", f"/roles/{role['id']}", more, **{"If-Match": made.headers["ETag"]}).status_code == 200
    assert member.send("GET", f"/events/{event}/orders").status_code == 200
    assert own.send("DELETE", f"/roles/{role['id']}").json()["code"] == "role_in_use"
    user_id = member.get("/me")["member"]["user_id"]
    assert own.send("DELETE", f"/members/{user_id}").status_code == 204
    assert own.send("DELETE", f"/roles/{role['id']}").status_code == 204
    assert role["id"] not in {one["id"] for one in own.get("/roles")["items"]}


@pytest.mark.req("TEN-8")
def test_a_member_of_one_event_sees_and_does_nothing_elsewhere(own: Shop) -> None:
    here, there = own.new_event()["id"], own.new_event()["id"]
    member = joined(own, {"role": "organizer", "place": here})
    assert [one["id"] for one in member.get("/events")["items"]] == [here]
    assert member.send("PATCH", f"/events/{here}", {"title": {"en": "Mine"}}, **{"If-Match": '"1"'}).status_code == 200
    for refused in (
        member.send("GET", f"/events/{there}"),
        member.send("GET", f"/events/{there}/orders"),
        member.send("PATCH", f"/events/{there}", {"title": {"en": "Not mine"}}, **{"If-Match": '"1"'}),
        member.send("GET", "/templates"),
        member.send("GET", "/finance/entries"),
    ):
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden"), refused.text


@pytest.mark.req("TEN-8")
def test_a_member_of_an_organizer_has_all_of_its_events(own: Shop) -> None:
    event, product = own.on_sale()
    order = own.buyer().buy(event, product)
    member = joined(own, {"role": "organizer", "place": own.organizer_id})
    assert event in {one["id"] for one in member.get("/events")["items"]}
    assert member.send("GET", f"/orders/{order['id']}").status_code == 200
    assert member.new_event()["organizer_id"] == own.organizer_id


@pytest.mark.req("TEN-5")
def test_places_of_other_accounts_cannot_be_given(own: Shop, other_shop: Shop) -> None:
    event = other_shop.new_event()["id"]
    for place in (event, other_shop.organizer_id, "evt_none", "x"):
        body = {"email": somebody(), "grants": [{"role": "check_in", "place": place}]}
        refused = own.send("POST", "/invitations", body)
        assert (refused.status_code, refused.json()["code"]) == (422, "place_not_found")
        assert refused.json()["errors"][0]["field"] == "grants"


@pytest.mark.parametrize(
    "grants",
    [[], [{"role": ""}], [{"role": "check_in", "place": None}], [{"role": "check_in", "where": "x"}], "owner", None],
)
def test_grants_that_make_no_sense_are_refused_by_name(own: Shop, grants: object) -> None:
    refused = own.send("POST", "/invitations", {"email": somebody(), "grants": grants})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"].startswith("grants")


def test_a_role_that_is_not_there_cannot_be_given(own: Shop) -> None:
    body = {"email": somebody(), "grants": [{"role": "emperor"}]}
    assert own.send("POST", "/invitations", body).json()["code"] == "role_not_found"

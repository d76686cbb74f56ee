"""Thin events of API v2: notified with a secret of their own, and fetched."""

from __future__ import annotations

import pytest
import stripe

CAPABILITIES = {"card_payments": {"requested": True}, "sepa_debit_payments": {"requested": True}}
WANTED = {
    "dashboard": "full",
    "identity": {"country": "de"},
    "configuration": {"merchant": {"capabilities": CAPABILITIES}},
}
CHANGED = "v2.core.account[configuration.merchant].capability_status_updated"


@pytest.fixture
def account(client) -> str:
    return client.v2.core.accounts.create(WANTED).id


def test_what_happens_to_an_account_is_notified_in_brief(local, account, eventually):
    local.control("accounts", account=account, onboard="finish")
    eventually(lambda: len(local.receiver.thin) == 5)
    assert sorted(event.type for event in local.thin_events()) == sorted(
        [
            "v2.core.account.created",
            "v2.core.account[requirements].updated",
            CHANGED,
            CHANGED,
            "v2.core.account.updated",
        ]
    )
    assert '"data"' not in local.receiver.thin[0][0]
    assert {event.related_object.id for event in local.thin_events()} == {account}


def test_a_notification_leads_to_its_event_and_its_account(local, account, eventually):
    local.control("accounts", account=account, onboard="finish")
    eventually(lambda: len(local.receiver.thin) == 5)
    changes = [event for event in local.thin_events() if event.type == CHANGED]
    assert {event.fetch_event().data.updated_capability for event in changes} == set(CAPABILITIES)
    assert changes[0].fetch_related_object().id == account


def test_the_snapshot_events_of_v1_keep_to_their_own_endpoint(local, account, eventually):
    local.control("accounts", account=account, onboard="finish")
    eventually(lambda: "account.updated" in local.receiver.types())
    told = next(event for event in local.receiver.events() if event.type == "account.updated")
    assert (told.account, told.data.object.charges_enabled) == (account, True)


def test_thin_events_are_lost_by_their_type_as_well(local, client, eventually):
    local.control("webhooks", mode="lost", match="v2.core.account.created")
    account = client.v2.core.accounts.create(WANTED).id
    local.control("accounts", account=account, onboard="finish")
    eventually(lambda: len(local.receiver.thin) == 4)
    assert local.control("redeliver")["redelivered"] == 1
    eventually(lambda: len(local.receiver.thin) == 5)


def test_events_are_listed_by_account_and_type_over_pages(local, client, account):
    other = client.v2.core.accounts.create(WANTED).id
    local.control("accounts", account=account, onboard="finish")
    rows = client.v2.core.events.list({"object_id": account, "limit": 2})
    assert [event.related_object.id for event in rows.auto_paging_iter()] == [account] * 5
    created = client.v2.core.events.list({"types": ["v2.core.account.created"]}).data
    assert [event.related_object.id for event in created] == [other, account]


def test_a_wrong_secret_is_noticed(local, client, account, eventually):
    eventually(lambda: bool(local.receiver.thin))
    body, signature = local.receiver.thin[0]
    with pytest.raises(stripe.SignatureVerificationError):
        client.parse_event_notification(body, signature, "whsec_other")

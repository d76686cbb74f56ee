"""Deliveries when something goes wrong: workers that die, endpoints that fail, messages that come twice."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import timedelta

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from chalicelib.actions import deliveries as replaying
from chalicelib.actions import delivering, endpoints, listening, telling_outside
from chalicelib.actions.delivering import Asked
from chalicelib.domain.deliveries import BACKOFF, CLAIM, LISTED
from chalicelib.domain.endpoints import WebhookDisabled
from chalicelib.gateways import webhook_secrets
from chalicelib.handlers.workers import telling
from chalicelib.kernel import clock
from chalicelib.kernel.once import Once
from chalicelib.tables import deliveries, facts
from chalicelib.tables import endpoints as rows
from tests.receiver import receiving
from tests.resilience.told import Told, due_in, dying_after, sent_by
from tests.tables.writing import wire
from tests.unit.making import new_id

pytestmark = [pytest.mark.req("API-11"), pytest.mark.usefixtures("only_this_process_delivers")]


@pytest.mark.req("API-12")
@pytest.mark.req("API-13")
def test_what_arrives_is_verified_by_standard_webhooks_own_library() -> None:
    with receiving() as receiver:
        told = Told(receiver)
        delivery = told.deliver()
    [got] = receiver.received
    verified = Webhook(told.secret).verify(got.body, got.headers)
    assert (delivery.state, delivery.status) == ("DELIVERED", 204)
    assert (verified["id"], verified["type"], got.id) == (told.fact_id, "order.paid", told.fact_id)
    assert verified["data"]["details"] == {"amount_minor": 1}
    with pytest.raises(WebhookVerificationError):
        Webhook(told.secret).verify(got.body.replace(b"order.paid", b"order.free"), got.headers)


@pytest.mark.req("API-12")
def test_while_a_secret_is_changed_both_verify_and_later_the_new_one_alone() -> None:
    with receiving() as receiver:
        told = Told(receiver)
        once = Once("test", new_id("key"), "")
        _, second = endpoints.rotate_secret(told.webhook_id, timedelta(hours=24), told.caller, once, told.now)
        again = endpoints.rotate_secret(told.webhook_id, timedelta(hours=24), told.caller, once, told.now)[1]
        told.deliver()
        got = receiver.received[0]
    assert second == again != told.secret
    for secret in (told.secret, second):
        assert Webhook(secret).verify(got.body, got.headers)
    assert len(got.headers["webhook-signature"].split()) == 2
    endpoint = rows.get_endpoint(told.caller.account_id, told.webhook_id)
    assert endpoint.secret_numbers(told.now + timedelta(hours=25)) == [2]
    later = webhook_secrets.headers(told.webhook_id, [2], "fct_1", b"{}", clock.now())
    with pytest.raises(WebhookVerificationError):
        Webhook(told.secret).verify(b"{}", later)


@pytest.mark.req("API-12")
def test_a_secret_verifies_until_its_promised_end_however_often_it_is_changed() -> None:
    with receiving() as receiver:
        told = Told(receiver)
        day = timedelta(hours=24)
        changes = [Once("test", new_id("key"), "") for _ in range(4)]
        secrets = [endpoints.rotate_secret(told.webhook_id, day, told.caller, once, told.now)[1] for once in changes]
        again = endpoints.rotate_secret(told.webhook_id, day, told.caller, changes[-1], told.now)[1]
        told.deliver()
        got = receiver.received[0]
    assert again == secrets[-1], "a repeat is no fifth change"
    for secret in (told.secret, *secrets):
        assert Webhook(secret).verify(got.body, got.headers)


def test_a_message_that_comes_twice_is_delivered_once() -> None:
    with receiving() as receiver:
        told = Told(receiver)
        with ThreadPoolExecutor(8) as threads:
            list(threads.map(lambda _: told.deliver(), range(8)))
        told.deliver()
    assert receiver.ids() == [told.fact_id]


def test_a_worker_that_dies_between_sending_and_marking_delivers_again_with_the_same_id() -> None:
    """Rather twice than never: the receiver knows it by its id."""
    with receiving() as receiver:
        told = Told(receiver)
        claimed_only = 1
        with pytest.raises(KeyboardInterrupt), dying_after(claimed_only):
            told.deliver()
        assert told.stored().state == "SENDING"
        assert told.deliver(told.now + CLAIM / 2).state == "SENDING", "the claim still holds"
        delivery = told.deliver(told.now + CLAIM)
    assert (delivery.state, delivery.attempts) == ("DELIVERED", 2)
    assert receiver.ids() == [told.fact_id] * 2
    assert receiver.received[0].body == receiver.received[1].body


def test_what_failed_waits_is_swept_up_and_arrives_when_the_endpoint_is_well() -> None:
    with receiving(status=500, content=b"oh no") as receiver:
        told = Told(receiver)
        delivery = told.deliver()
        assert (delivery.state, delivery.status, delivery.excerpt) == ("WAITING", 500, "oh no")
        assert delivery.next_at
        assert deliveries.due_name(delivery) in due_in(delivery.next_at + timedelta(minutes=2))
        assert told.deliver(told.now + timedelta(seconds=2)).attempts == 1, "too early"
        receiver.status = 200
        delivery = told.deliver(delivery.next_at)
    assert (delivery.state, delivery.attempts) == ("DELIVERED", 2)
    assert deliveries.due_name(delivery) not in due_in(told.now + timedelta(minutes=2))
    sent = [got.headers["webhook-timestamp"] for got in receiver.received]
    assert sent[0] != sent[1], "the time of each attempt is its own"


def test_what_fails_for_days_is_dead_and_can_be_replayed() -> None:
    with receiving(status=503) as receiver:
        told = Told(receiver)
        now = told.now
        for _ in range(40):
            delivery = told.deliver(now)
            if delivery.state == "DEAD":
                break
            now = delivery.next_at or now
        assert (delivery.state, delivery.attempts) == ("DEAD", len(BACKOFF) + 1)
        assert now - told.now > timedelta(hours=60)
        assert [one.fact_id for one in deliveries.list_deliveries(told.webhook_id, ["DEAD"], None, 9).items]
        receiver.status = 204
        replaying.replay_one(told.webhook_id, told.fact_id, told.caller, Once("t", new_id("key"), ""), now)
        assert told.deliver(now, replay="rpl_1").state == "DELIVERED"
        count = len(receiver.received)
        told.deliver(now, replay="rpl_1")
    assert len(receiver.received) == count, "a replay's message that comes twice delivers once"


def test_an_endpoint_that_says_gone_is_disabled_and_told_nothing_more() -> None:
    with receiving(status=410) as receiver:
        told = Told(receiver)
        assert told.deliver().state == "DEAD"
        endpoint = rows.get_endpoint(told.caller.account_id, told.webhook_id)
        assert endpoint.disabled_because == "gone"
        told.fact_id, told.asked = told.happens()
        assert told.deliver().error == "The endpoint is disabled."
        with pytest.raises(WebhookDisabled):
            replaying.replay_one(told.webhook_id, told.fact_id, told.caller, Once("t", new_id("k"), ""), told.now)
        assert {fact["name"] for fact in facts.list_of(told.webhook_id)} == {"WebhookAdded", "WebhookGone"}
        assert not endpoint.hears("order.paid", "")
        watched = endpoints.edit_endpoint(
            told.webhook_id, {"is_enabled": True}, endpoint.version, told.caller, told.now
        )
    assert len(receiver.received) == 1
    assert watched.endpoint.is_enabled


@pytest.mark.req("BEY-5")
def test_an_endpoint_that_keeps_failing_is_left_in_peace_and_found_well_again() -> None:
    with receiving(status=500, content=b"database down") as receiver:
        told = Told(receiver)
        for _ in range(5):
            told.fact_id, told.asked = told.happens()
            told.deliver()
        health = endpoints.get_endpoint(told.webhook_id, told.caller).health
        assert (health.failures, health.status, health.excerpt) == (5, 500, "database down")
        assert health.rests_until
        told.fact_id, told.asked = told.happens()
        delivery = told.deliver()
        assert (delivery.state, delivery.attempts, len(receiver.received)) == ("WAITING", 0, 5)
        receiver.status = 200
        assert delivery.next_at
        assert told.deliver(delivery.next_at).state == "DELIVERED"
        assert endpoints.get_endpoint(told.webhook_id, told.caller).health.failures == 0


def test_a_removed_endpoint_is_told_nothing_not_even_what_waits() -> None:
    with receiving(status=500) as receiver:
        told = Told(receiver)
        told.deliver()
        endpoints.remove_endpoint(told.webhook_id, told.caller, told.now)
        told.deliver(told.now + timedelta(hours=1))
    assert len(receiver.received) == 1


@pytest.mark.parametrize(("which", "again"), [("missed", 1), ("all", 3)])
def test_a_stretch_of_time_is_replayed_the_missed_or_all(which: str, again: int) -> None:
    with receiving() as receiver:
        told = Told(receiver, types=["order.paid"])
        stretch = [told.happens() for _ in range(3)]
        for fact_id, asked in stretch[:2]:
            told.fact_id, told.asked = fact_id, asked
            told.deliver()
        stretch_of_time = telling_outside.Stretch(
            told.caller.account_id,
            told.webhook_id,
            facts.list_of(stretch[0][1].subject)[0]["at"],
            clock.now() + timedelta(seconds=1),
            "rpl_9",
            which == "missed",
        )
        sent = sent_by(lambda: telling_outside.go_on_replaying(stretch_of_time))
        for message in sent:
            delivering.deliver(Asked(**message), clock.now())
    listed = deliveries.list_deliveries(told.webhook_id, LISTED, None, 9).items
    assert len(sent) == again
    assert {one.state for one in listed} == {"DELIVERED"}
    assert {one.fact_id for one in listed} == {fact_id for fact_id, _ in stretch}


def test_a_delivery_costs_one_read_and_two_writes() -> None:
    with receiving() as receiver:
        told = Told(receiver)
        with wire("BatchGetItem") as reads, wire("TransactWriteItems") as writes:
            delivering.deliver(told.asked, told.now)
    assert (len(reads.sent), len(writes.sent)) == (1, 2)


def test_of_a_batch_that_holds_one_that_hangs_the_others_are_delivered_at_once() -> None:
    with receiving(hangs=60) as hanging, receiving() as well:
        slow, told = Told(hanging), Told(well)
        records = [{"messageId": one.webhook_id, "body": json.dumps(asdict(one.asked))} for one in (slow, told)]
        begun = time.time()
        records.append({"messageId": "unreadable", "body": "{}"})
        answer = telling.deliveries({"Records": records}, None)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "unreadable"}]}
    assert well.received[0].at - begun < 5
    assert time.time() - begun > 9
    assert (slow.stored().state, slow.stored().error) == ("WAITING", "No answer came in time.")


def test_whether_anybody_listens_is_asked_once_in_ten_seconds_not_for_each_fact() -> None:
    account_id, now = new_id("acc"), clock.now()
    fact = {"id": "fct_1", "name": "OrderPaid", "subject": "ord_1", "account_id": account_id, "event_id": ""}
    with wire("Query") as reads:
        for _ in range(20):
            listening.hand_over(fact, now)
        assert len(reads.sent) == 1
        listening.hand_over(fact, now + listening.REMEMBERED)
        assert len(reads.sent) == 2

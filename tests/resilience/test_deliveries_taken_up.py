"""Deliveries that nobody would see again: of workers that died, of disabled endpoints, of long ago, of lost answers."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from chalicelib.actions import deliveries as replaying
from chalicelib.actions import delivering, endpoints
from chalicelib.actions.delivering import CLAIM_TAKEN_UP, Asked
from chalicelib.domain.deliveries import BACKOFF
from chalicelib.handlers.workers import telling
from chalicelib.kernel import clock
from chalicelib.kernel.once import Once
from chalicelib.tables import deliveries, sweeps
from chalicelib.tables import endpoints as rows
from chalicelib.tables.sweeps import Place
from tests.receiver import receiving
from tests.resilience.told import Told, due_in, dying_after, dying_behind, sent_by
from tests.tables.writing import write
from tests.unit.making import new_id

pytestmark = [pytest.mark.req("API-11"), pytest.mark.usefixtures("only_this_process_delivers")]


@pytest.fixture
def sweeps_place() -> Iterator[None]:
    """The cloud's own sweep goes on where it was."""
    yield
    write(sweeps.reached(Place(clock.now() - timedelta(minutes=2))))


@pytest.mark.usefixtures("sweeps_place")
def test_a_delivery_whose_worker_died_each_time_its_message_came_is_asked_for_by_the_sweep() -> None:
    with receiving() as receiver:
        told = Told(receiver)
        with pytest.raises(KeyboardInterrupt), dying_after(writes=1):
            told.deliver()
        assert told.stored().state == "SENDING"
        later = told.now + CLAIM_TAKEN_UP
        name = deliveries.due_name(told.stored())
        assert name in due_in(later)
        write(sweeps.reached(Place(later)))
        asked = sent_by(lambda: delivering.ask_again(later + timedelta(minutes=2)))
        assert told.asked in [Asked(**message) for message in asked]
        assert told.deliver(later).state == "DELIVERED"
        assert name not in due_in(later)
    assert receiver.ids() == [told.fact_id] * 2


def test_a_delivery_that_no_worker_survives_is_given_up_and_seen() -> None:
    with receiving() as receiver:
        told = Told(receiver)
        now = told.now
        for _ in range(len(BACKOFF) + 1):
            with pytest.raises(KeyboardInterrupt), dying_after(writes=1):
                told.deliver(now)
            now += CLAIM_TAKEN_UP
        delivery = told.deliver(now)
        assert (delivery.state, delivery.attempts) == ("DEAD", len(BACKOFF) + 1)
        assert "never came to an end" in delivery.error
        assert deliveries.list_deliveries(told.webhook_id, ["DEAD"], None, 9).items == [delivery]
        assert told.deliver(now, replay="rpl_1").state == "DELIVERED"


def test_what_was_delivered_stays_so_when_its_replay_finds_the_endpoint_disabled() -> None:
    with receiving() as receiver:
        told = Told(receiver)
        told.deliver()
        version = rows.get_endpoint(told.caller.account_id, told.webhook_id).version
        endpoints.edit_endpoint(told.webhook_id, {"is_enabled": False}, version, told.caller, told.now)
        assert told.deliver(replay="rpl_1").state == "DELIVERED"
        told.fact_id, told.asked = told.happens()
        assert told.deliver(replay="rpl_1").state == "DEAD", "what nobody has taken is seen"
    assert len(receiver.received) == 1


@pytest.mark.parametrize(("which", "told_again"), [("missed", 0), ("all", 1)])
def test_of_what_is_older_than_deliveries_are_kept_nothing_counts_as_missed(which: str, told_again: int) -> None:
    """The row that says that it was taken is gone by then."""
    with receiving() as receiver:
        told = Told(receiver, types=["order.paid"])
        month_later = told.now + deliveries.KEPT + timedelta(days=1)
        once = Once("test", new_id("key"), "")
        stretch = (told.now - timedelta(days=1), month_later)

        def replay() -> None:
            is_missed = which == "missed"
            replaying.replay_stretch(
                told.webhook_id, *stretch, told.caller, once, month_later, is_only_missed=is_missed
            )

        [part] = sent_by(replay, "webhooks")
        records = [{"messageId": "part", "body": json.dumps(part)}]
        assert len(sent_by(lambda: telling.webhooks({"Records": records}, None))) == told_again


def test_an_endpoint_whose_request_died_behind_its_commit_is_caught_up_with_all_the_same() -> None:
    with receiving() as receiver:
        told = Told(receiver)
        key, now = Once("test", new_id("key"), ""), clock.now()
        new = {"url": receiver.url, "description": "", "types": [], "event_ids": []}

        def add() -> None:
            endpoints.add_endpoint(new, told.caller, key, now)

        def die() -> None:
            with pytest.raises(KeyboardInterrupt), dying_behind(writes=1):
                add()

        for act in (die, add):
            [message] = sent_by(act, "webhooks")
            assert message["webhook_id"] == key.id("whk")
            assert clock.from_text(message["since"]) <= now
        assert rows.get_endpoint(told.caller.account_id, key.id("whk")).created_at == now

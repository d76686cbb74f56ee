"""What an event's time and place were, and asking for the mails about it, page by page."""

import json

import pytest
from botocore.exceptions import ClientError

from chalicelib.actions import rescheduling
from chalicelib.domain.reschedulings import Rescheduling, ReschedulingNotFound
from chalicelib.gateways.clients import aws
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables import events, orders, reschedulings
from tests.tables.writing import wire, write
from tests.unit import making
from tests.unit.making import NOW, new_id

DOWN = (400, {"__type": "com.amazonaws.sqs#InvalidMessageContents", "message": "down"})
SENT = (200, {"MessageId": "seen and kept here"})
TAKEN = (200, {"Successful": [], "Failed": []})


def sold(event_id: str, **fields: object) -> str:
    """The id of a new order that is complete."""
    whose = {"order_id": new_id("ord"), "event_id": event_id, "buyer_email": "ada@example.org"}
    order = making.order(**{"state": "COMPLETED", "takes": [], **whose, **fields})
    write(orders.new_order(order))
    return order.order_id


def test_a_change_is_written_once_and_read_as_it_was() -> None:
    place = {"kind": "venue", "name": "Harbour Hall"}
    made = Rescheduling(new_id("rsc"), new_id("evt"), NOW, NOW, NOW, "Europe/Berlin", place, "occ_1")
    write(reschedulings.new_rescheduling(made))
    with pytest.raises(AlreadyDone):
        write(reschedulings.new_rescheduling(made))
    assert reschedulings.get_rescheduling(made.rescheduling_id) == made


def test_a_change_that_never_was_is_not_found() -> None:
    with pytest.raises(ReschedulingNotFound):
        reschedulings.get_rescheduling(new_id("rsc"))


def test_a_worker_that_dies_before_the_next_page_begins_its_own_again() -> None:
    event_id = new_id("evt")
    write(events.new_event(making.event(event_id=event_id, slug=event_id)))
    bought = [sold(event_id) for _ in range(130)]
    mail = f"postponed:{new_id('fct')}"
    with (
        wire("SendMessageBatch", [TAKEN] * 20, aws("sqs")),
        wire("SendMessage", [DOWN], aws("sqs")),
        pytest.raises(ClientError),
    ):
        rescheduling.ask_for_mails(event_id, mail, "")
    cursor, asked = "", []
    for _ in range(2):
        with wire("SendMessageBatch", [TAKEN] * 20, aws("sqs")) as mails, wire("SendMessage", [SENT], aws("sqs")) as on:
            rescheduling.ask_for_mails(event_id, mail, cursor)
        asked += [json.loads(one["MessageBody"]) for batch in mails.sent for one in batch["Entries"]]
        cursor = json.loads(on.sent[0]["MessageBody"])["cursor"] if on.sent else ""
    assert cursor == ""
    assert sorted(one["order_id"] for one in asked) == sorted(bought)
    assert {one["mail"] for one in asked} == {mail}


def test_only_orders_for_the_date_that_has_moved_are_asked_for_mails() -> None:
    event_id = new_id("evt")
    write(events.new_event(making.event(event_id=event_id, slug=event_id, is_series=True)))
    made = Rescheduling(new_id("rsc"), event_id, NOW, NOW, NOW, "Europe/Berlin", None, "occ_2")
    write(reschedulings.new_rescheduling(made))
    of_day = {day: sold(event_id, lines=[making.line(occurrence_id=day)]) for day in ("occ_1", "occ_2")}
    with wire("SendMessageBatch", [TAKEN], aws("sqs")) as mails:
        rescheduling.ask_for_mails(event_id, f"rescheduled:{made.rescheduling_id}", "")
    [asked] = [json.loads(one["MessageBody"]) for batch in mails.sent for one in batch["Entries"]]
    assert asked["order_id"] == of_day["occ_2"]

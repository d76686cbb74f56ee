"""What outlives a person's wish to be forgotten holds ids and nothing else, each with the incident that it prevents."""

import ast
import re
from dataclasses import fields

from chalicelib.actions.delivering import Asked
from chalicelib.kernel.facts import all_facts
from tests.contracts.reading import calls, modules, places

CHALICELIB = modules("chalicelib")


def test_workflows_are_given_ids_and_nothing_else() -> None:
    """An execution's history is kept for ninety days and cannot be edited: a name in it cannot be erased."""
    payloads = [
        ast.unparse(call.args[2]) for path in CHALICELIB for call, name in calls(path) if name == "workflows.start"
    ]
    assert len(payloads) >= 2
    assert set(payloads) <= {
        "{'order_id': fact['subject']} | told",
        "{'order_id': fact['subject']}",
        "{'order_id': order.order_id}",
        "{'event_id': fact['subject'], 'cursor': ''}",
        "{'order_id': order_id, 'expires_at': clock.to_text(order.expires_at)}",
    }
    told = {
        ast.unparse(name) for path in CHALICELIB for call, of in calls(path) if of == "start" for name in call.args[1:]
    }
    assert told == {"'expires_at'"}


def test_messages_hold_ids_and_nothing_else() -> None:
    """A dead letter lies for two weeks where everybody with the console can read it."""
    allowed = {
        "order_id",
        "part",
        "event_id",
        "organizer_id",
        "refund_id",
        "dispute_id",
        "proof_id",
        "mail",
        "notice",
        "person",
        "waitlist_id",
        "card_id",
        "pool_id",
        "release_id",
        "percent",
        "type",
        "draw",
        "date",
        "dates",
        "account_id",
        "user_id",
        "invitation_id",
        "link_id",
        "session_id",
        "stripe_account",
        "webhook_id",
        "fact_id",
        "subject",
        "export_id",
        "replay",
        "since",
        "until",
        "is_only_missed",
        "cursor",
    }  # a person is a keyed hash
    sent = [call.args[1] for path in CHALICELIB for call, name in calls(path) if name == "queues.send"]
    keys = {ast.literal_eval(key) for message in sent if isinstance(message, ast.Dict) for key in message.keys if key}
    assert len(sent) >= 5
    assert keys | {field.name for field in fields(Asked)} <= allowed
    others = {ast.unparse(message) for message in sent if not isinstance(message, ast.Dict)}
    assert others <= {"fact", "asdict(asked)"}


def test_facts_hold_no_personal_data() -> None:
    """A fact is never changed: what it says of a person stays when the person has asked to be forgotten."""
    names = {fact.__name__ for fact in all_facts()}
    personal = {"name", "email", "buyer_name", "buyer_email", "holder_name", "holder_email", "phone", "address"}
    found = []
    for path in modules("chalicelib/actions"):
        for call, name in calls(path):
            if name in names | {"fact", "happened"}:
                words = set(re.findall(r"\w+", ast.unparse(call)))
                found += [f"{place}: {words & personal}" for place in places(path, call) if words & personal]
    assert found == []

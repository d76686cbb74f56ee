"""What follows from each fact: the one dictionary to read first.

Facts arrive by the table's stream, each at least once, those of one subject in order. A reaction only hands
over (to a queue or a workflow) and may be repeated: messages carry ids, executions are named after their order.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from chalice.app import Blueprint

from chalicelib.gateways import queues, workflows
from chalicelib.handlers.logs import count, logger
from chalicelib.kernel import facts

functions = Blueprint(__name__)

Seen = dict[str, Any]  # a fact as the stream shows it: id, name, subject, event_id, data
Done = set[tuple[str, str]]  # (a reaction's text, what it was done for)


@dataclass(frozen=True)
class Reaction:
    """One thing to do about a fact; `text` is what the reference of facts says of it.

    Facts of one batch that agree in the field `per` are all answered by doing it once.
    """

    text: str
    do: Callable[[Seen], None]
    per: str = "id"


def start(workflow: str, *given: str) -> Reaction:
    """Start a workflow named after the fact's subject; `given` names what it is told of the fact's data."""

    def do(fact: Seen) -> None:
        told = {name: fact["data"][name] for name in given}
        workflows.start(workflow, fact["subject"], {"order_id": fact["subject"]} | told)

    return Reaction(f"start {workflow}", do)


def mail(name: str) -> Reaction:
    """Send one of the order's mails."""
    return Reaction(f"mail: {name}", lambda fact: queues.send("mail", {"order_id": fact["subject"], "mail": name}))


def _refund(fact: Seen) -> None:
    queues.send("refunds", {"order_id": fact["subject"], "refund_id": fact["data"]["refund_id"]})


def _redraw(fact: Seen) -> None:
    workflows.start("fulfil_order", f"{fact['subject']}-{fact['id']}", {"order_id": fact["subject"]})


def _tell_owners(fact: Seen) -> None:
    data, mail = fact["data"], "capacity_reached"
    queues.send(
        "mail",
        {"event_id": fact["event_id"], "pool_id": data["pool_id"], "percent": data["percent"], "mail": mail},
    )


def _confirm_place(fact: Seen) -> None:
    queues.send("mail", {"waitlist_id": fact["subject"], "mail": "waitlist_joined"})


def _tell_offer(fact: Seen) -> None:
    queues.send("mail", {"order_id": fact["data"]["order_id"], "mail": "offered"})


publish = Reaction("publish the event's page", lambda fact: queues.send("pages", {"event_id": fact["event_id"]}))
index = Reaction("index the order", lambda fact: queues.send("search", {"order_id": fact["subject"]}))
restock = Reaction(
    "look at the event's stock", lambda fact: queues.send("stock", {"event_id": fact["event_id"]}), per="event_id"
)
tell_owners = Reaction("mail: capacity_reached", _tell_owners)
confirm_place = Reaction("mail: waitlist_joined", _confirm_place)
tell_offer = Reaction("mail: offered", _tell_offer)
redraw = Reaction("start fulfil_order again: the papers show the new names, the mail is not repeated", _redraw)
pay_back = Reaction("ask the provider for the refund", _refund)

REACTIONS: dict[type[facts.Fact], list[Reaction]] = {
    facts.EventPublished: [publish],
    facts.EventChanged: [publish, restock],
    facts.EventPostponed: [publish],
    facts.EventResumed: [publish, restock],
    facts.EventCancelled: [publish],
    facts.EventArchived: [publish],
    facts.ProductAdded: [publish],
    facts.CatalogueChanged: [publish, restock],
    facts.PoolResized: [publish, restock],
    facts.CapacityReached: [tell_owners],
    facts.BlockMade: [restock],
    facts.BlockReleased: [restock],
    facts.WaitlistJoined: [confirm_place, restock],
    facts.WaitlistOffered: [tell_offer],
    facts.WaitlistLeft: [restock],
    facts.OccurrencesAdded: [publish],
    facts.OccurrenceChanged: [publish, restock],
    facts.OrderReserved: [start("expire_reservation", "expires_at"), index, restock],
    facts.PaymentProcessing: [index],
    facts.OrderNeedsReview: [index],
    facts.OrderPaid: [start("fulfil_order"), index],
    facts.TicketsIssued: [index],
    facts.OrderExpired: [index, restock],
    facts.OrderCancelled: [index, restock],
    facts.OrderEdited: [index, redraw],
    facts.OrderAwaitsApproval: [index, mail("awaits_approval")],
    facts.OrderApproved: [index, mail("approved")],
    facts.OrderAwaitsPayment: [index, mail("awaits_payment")],
    facts.RefundRequested: [pay_back],
    facts.RefundSucceeded: [mail("refunded")],
}
_BY_NAME = {fact.name(): reactions for fact, reactions in REACTIONS.items()}


@functions.lambda_function(name="reactions")
def reactions(event: dict[str, Any], context: object) -> None:
    """React to each new fact of a batch. A fact that cannot be handled waits in a queue of its own.

    One bad record must not hold up the shard behind it, on AWS as on the local engine, so failures are caught
    record by record and handed to the queue `stuck`, whose messages are the facts as the stream shows them.
    """
    done: Done = set()
    for record in event.get("Records", []):
        fact = record["dynamodb"]["NewImage"]
        try:
            react(_read(fact), done)
        except Exception:  # the edge: the fact is kept, an alarm rings
            logger().exception("reaction failed", extra={"fact": fact["sk"]["S"], "log": fact["pk"]["S"]})
            count("ReactionsFailed")
            queues.send("stuck", fact)


@functions.lambda_function(name="stuck")
def stuck(event: dict[str, Any], context: object) -> dict[str, Any]:
    """React once more to facts whose first reaction failed."""
    from chalicelib.handlers.workers.edge import each_message

    return each_message(event, lambda fact: react(_read(fact), set()))


def react(fact: Seen, done: Done) -> None:
    """Do all that follows from one fact, except what was `done` for others of its batch."""
    for reaction in _BY_NAME.get(fact["name"], []):
        key = reaction.text, fact[reaction.per]
        if key not in done:
            reaction.do(fact)
            done.add(key)


def _read(image: dict[str, Any]) -> Seen:
    return {
        "id": image["sk"]["S"],
        "name": image["name"]["S"],
        "subject": image["subject"]["S"],
        "event_id": image.get("event_id", {}).get("S", ""),
        "data": json.loads(image["data"]["S"]) if "data" in image else {},
    }

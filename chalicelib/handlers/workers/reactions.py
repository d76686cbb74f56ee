"""What follows from each fact: the one dictionary to read first.

Facts arrive by the table's stream, each at least once, those of one subject in order. A reaction only hands
over (to a queue or a workflow) and may be repeated: messages carry ids, executions are named after their order.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from chalice.app import Blueprint

from chalicelib.actions import listening, sealing
from chalicelib.gateways import queues, workflows
from chalicelib.handlers.logs import count, logger
from chalicelib.handlers.workers import messages
from chalicelib.handlers.workers.messages import Seen
from chalicelib.kernel import clock, factor_facts, facts, organizer_facts, payment_facts, sign_in_facts, team_facts

functions = Blueprint(__name__)

Done = set[tuple[str, object]]  # (a reaction's text, what it was done for)


@dataclass(frozen=True)
class Reaction:
    """One thing to do about a fact; `text` is what the reference of facts says of it.

    Facts of one batch that agree in the field `per` are all answered by doing it once.
    """

    text: str
    do: Callable[[Seen], None]
    per: str = "id"


def start(workflow: str, *given: str, again: bool = False) -> Reaction:
    """Start a workflow named after the fact's subject, and after the fact itself if it may have run before.

    `given` names what it is told of the fact's data.
    """

    def do(fact: Seen) -> None:
        told = {name: fact["data"][name] for name in given}
        name = f"{fact['subject']}-{fact['id']}" if again else fact["subject"]
        workflows.start(workflow, name, {"order_id": fact["subject"]} | told)

    return Reaction(f"start {workflow}{' again' if again else ''}", do)


def mail(name: str) -> Reaction:
    """Send one of the order's mails."""
    return Reaction(f"mail: {name}", lambda fact: queues.send("mail", {"order_id": fact["subject"], "mail": name}))


def mail_instalment(name: str) -> Reaction:
    """Tell an order's buyer of one of its parts."""
    return Reaction(f"mail: {name}, with the part's number", messages.mail_instalment(name))


def tell_buyers(name: str) -> Reaction:
    """Tell all who have bought."""
    return Reaction(f"mail: {name}, to every order that it concerns", messages.tell_buyers(name))


def _redraw(fact: Seen) -> None:
    workflows.start("fulfil_order", f"{fact['subject']}-{fact['id']}", {"order_id": fact["subject"]})


def _seal(fact: Seen) -> None:
    sealing.ask(fact["account_id"], clock.now())


def _cancel_orders(fact: Seen) -> None:
    name = f"{fact['subject']}-{fact['data']['run']}"
    workflows.start("cancel_event", name, {"event_id": fact["subject"], "cursor": ""})


void_tickets = Reaction("make the tickets void, if the account wants that", messages.void_tickets)
tell_of_dispute = Reaction("mail: dispute_opened", messages.tell_of_dispute)
invite = Reaction("mail: invited, with a link that is good once", messages.invite)
tell_of_stolen_session = Reaction("mail: session_stolen, to whose session it was", messages.tell_of_stolen_session)
send_email_link = Reaction("mail: email_link, once for each link", messages.send_email_link)
tell_of_new_password = Reaction("mail: password_changed; end their other sessions", messages.tell_of_new_password)
end_sessions_before = Reaction("end their other sessions of before", messages.end_sessions_before)
clear_account = Reaction("end what whoever signed up with it could still come in by", messages.clear_account)
tell_of_factors = Reaction("mail: factors_changed, to whose they are", messages.tell_of_factors)
tell_of_new_factor = Reaction("mail: factor_added, with a link that takes it off", messages.tell_of_new_factor)
tell_of_required_mfa = Reaction("mail: mfa_required, to members without a second factor", messages.tell_of_required_mfa)
tell_outside = Reaction("tell the account's webhooks", lambda fact: listening.hand_over(fact, clock.now()))
seal = Reaction("seal it in the audit log, with others of its minute", _seal, per="account_id")
publish = Reaction("publish the event's page", lambda fact: queues.send("pages", {"event_id": fact["event_id"]}))
publish_organizer = Reaction("publish the organizer's page", messages.publish_organizer)
index = Reaction("index the order", lambda fact: queues.send("search", {"order_id": fact["subject"]}))
restock = Reaction("look at the event's stock", messages.restock, per="stock")
tell_owners = Reaction("mail: capacity_reached", messages.tell_owners)
confirm_place = Reaction("mail: waitlist_joined", messages.confirm_place)
tell_of_lost_merchant = Reaction(
    "mail: merchant_lost, if Stripe has taken the account from us", messages.tell_of_lost_merchant
)
tell_of_failed_release = Reaction("mail: release_failed", messages.tell_of_failed_release)
tell_offer = Reaction("mail: offered, or charge the card that is kept to buy", messages.tell_offer)
confirm_card = Reaction("mail: card_kept", messages.confirm_card)
forget_card = Reaction("take the card off at the provider", messages.forget_card)
redraw = Reaction("start fulfil_order again: the papers show the new names, the mail is not repeated", _redraw)
invoice = Reaction("issue the invoice or credit note", messages.invoice, per="subject")
cancel_orders = Reaction("start cancel_event, once for each run", _cancel_orders)
mail_refund = Reaction("mail: refunded, once for each refund", messages.mail_refund)
mail_cancelled = Reaction("mail: cancelled, unless the buyer gave up what was not paid", messages.mail_cancelled)
mail_returned = Reaction("mail: returned, with the numbers of the tickets", messages.mail_returned)
tell_of_failed_refund = Reaction("mail: refund_failed, to the owners", messages.tell_of_failed_refund)
tell_of_overdue_part = Reaction("mail: part_overdue, to those who decide", messages.tell_of_overdue_part)
pay_back = Reaction("ask the provider for the refund", messages.refund)

REACTIONS: dict[type[facts.Fact], list[Reaction]] = {
    facts.MerchantChanged: [tell_of_lost_merchant],
    organizer_facts.OrganizerAdded: [publish_organizer],
    organizer_facts.OrganizerChanged: [publish_organizer],
    facts.EventPublished: [publish],
    facts.EventChanged: [publish, restock],
    facts.EventRescheduled: [tell_buyers("rescheduled")],
    facts.EventPostponed: [publish, tell_buyers("postponed")],
    facts.EventResumed: [publish, restock, tell_buyers("resumed")],
    facts.EventCancelled: [publish],
    facts.CancellationStarted: [cancel_orders],
    facts.EventArchived: [publish],
    facts.ProductAdded: [publish],
    facts.CatalogueChanged: [publish, restock],
    facts.PoolResized: [publish, restock],
    facts.CapacityReached: [tell_owners],
    facts.ReleaseFailed: [tell_of_failed_release],
    facts.BlockMade: [restock],
    facts.BlockReleased: [restock],
    facts.WaitlistJoined: [confirm_place, restock],
    facts.WaitlistOffered: [tell_offer],
    facts.WaitlistLeft: [restock],
    facts.OccurrencesAdded: [publish],
    facts.OccurrenceChanged: [publish, restock],
    facts.OrderReserved: [start("expire_reservation", "expires_at"), index, restock],
    payment_facts.PaymentProcessing: [index],
    payment_facts.PaymentFailed: [start("expire_reservation", "expires_at", again=True), index, mail("payment_failed")],
    facts.OrderNeedsReview: [index],
    facts.OrderPaid: [start("fulfil_order"), index, invoice],
    facts.TicketsIssued: [index],
    facts.OrderExpired: [index, restock],
    facts.OrderCancelled: [index, restock, mail_cancelled],
    facts.TicketsReturned: [index, restock, redraw, mail_returned],
    facts.OrderEdited: [index, redraw],
    facts.OrderAwaitsApproval: [index, mail("awaits_approval")],
    facts.OrderApproved: [index, mail("approved")],
    facts.OrderAwaitsPayment: [index, mail("awaits_payment")],
    payment_facts.PaymentNoted: [index],
    payment_facts.PaymentCorrected: [index],
    payment_facts.PaymentFallsDue: [mail("payment_due")],
    payment_facts.InstalmentPaid: [index, mail_instalment("instalment_paid")],
    payment_facts.InstalmentFallsDue: [mail_instalment("instalment_due")],
    payment_facts.InstalmentRefused: [mail_instalment("instalment_refused")],
    payment_facts.InstalmentOverdue: [mail_instalment("instalment_overdue"), tell_of_overdue_part],
    facts.RefundRequested: [pay_back],
    facts.RefundPending: [index, mail_refund],
    facts.RefundSucceeded: [index, mail_refund, invoice],
    facts.RefundFailed: [index, tell_of_failed_refund],
    payment_facts.CardKept: [confirm_card],
    payment_facts.CardLetGo: [forget_card],
    payment_facts.DisputeOpened: [index, void_tickets, tell_of_dispute],
    payment_facts.DisputeClosed: [index],
    team_facts.MemberInvited: [invite],
    team_facts.SessionStolen: [tell_of_stolen_session],
    sign_in_facts.EmailConfirmationAsked: [send_email_link],
    sign_in_facts.AccountClaimed: [clear_account],
    sign_in_facts.EmailChangeAsked: [send_email_link],
    sign_in_facts.EmailChanged: [send_email_link, end_sessions_before],
    sign_in_facts.PasswordChanged: [tell_of_new_password],
    factor_facts.AuthenticatorAdded: [tell_of_new_factor],
    factor_facts.AuthenticatorRemoved: [tell_of_factors],
    factor_facts.PasskeyAdded: [tell_of_new_factor],
    factor_facts.PasskeyRemoved: [tell_of_factors],
    factor_facts.RecoveryCodesMade: [tell_of_new_factor],
    factor_facts.RecoveryCodeUsed: [tell_of_factors],
    factor_facts.MfaRequirementChanged: [tell_of_required_mfa],
}
# What follows from every fact, after all that is its own.
ALWAYS = [tell_outside, seal]
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
            react(seen_in(fact), done)
        except Exception:  # the edge: the fact is kept, an alarm rings
            logger().exception("reaction failed", extra={"fact": fact["sk"]["S"], "log": fact["pk"]["S"]})
            count("ReactionsFailed")
            queues.send("stuck", fact)


@functions.lambda_function(name="stuck")
def stuck(event: dict[str, Any], context: object) -> dict[str, Any]:
    """React once more to facts whose first reaction failed."""
    from chalicelib.handlers.workers.edge import each_message

    return each_message(event, lambda fact: react(seen_in(fact), set()))


def react(fact: Seen, done: Done) -> None:
    """Do all that follows from one fact, except what was `done` for others of its batch."""
    for reaction in [*_BY_NAME.get(fact["name"], []), *ALWAYS]:
        key = reaction.text, fact[reaction.per]
        if key not in done:
            reaction.do(fact)
            done.add(key)


def seen_in(image: dict[str, Any]) -> Seen:
    """A fact out of its row as the stream shows it. `dates` in its data are the ids of those whose stock has moved."""
    event_id = image.get("event_id", {}).get("S", "")
    data = json.loads(image["data"]["S"]) if "data" in image else {}
    return {
        "id": image["sk"]["S"],
        "name": image["name"]["S"],
        "subject": image["subject"]["S"],
        "account_id": image["account_id"]["S"],
        "event_id": event_id,
        "at": image["at"]["S"],
        "data": data,
        "stock": (event_id, *data.get("dates", [])),
    }

"""Banks that ask for money back: the account's list, the evidence, the tickets."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import disputes, orders
from chalicelib.domain.accounts import Caller
from chalicelib.domain.disputes import AnsweredElsewhere, DisputeNotFound, DisputeNotOpen, NothingToRevalidate
from chalicelib.domain.orders import OrderNotFound
from chalicelib.gateways.stripe_client import MerchantLost
from chalicelib.handlers import staff_views
from chalicelib.handlers.models.common import Empty, ListQuery
from chalicelib.handlers.models.disputes import DisputeList, EvidenceIn, EvidenceOut, ListedDispute
from chalicelib.handlers.models.staff import StaffOrder
from chalicelib.handlers.route import route
from chalicelib.kernel.errors import Busy, Unreachable

routes = Blueprint(__name__)


@route(routes, "GET", "/disputes", allow="orders.read")
def list_disputes(caller: Caller, query: ListQuery) -> DisputeList:
    """The account's disputes, newest first."""
    page = disputes.list_disputes(caller, query.cursor, query.limit)
    return DisputeList(items=[ListedDispute.listed(found) for found in page.items], next=page.next)


@route(
    routes,
    "GET",
    "/orders/{order_id}/disputes/{dispute_id}/evidence",
    allow="orders.read",
    refusals=(OrderNotFound, DisputeNotFound),
)
def get_evidence(order_id: str, dispute_id: str, caller: Caller) -> EvidenceOut:
    """What the bank would be told now: the order, mails that were sent, scans at the entrance, policy and terms."""
    return EvidenceOut(evidence=disputes.evidence_of(order_id, dispute_id, caller))


@route(
    routes,
    "POST",
    "/orders/{order_id}/disputes/{dispute_id}/evidence",
    allow="orders.edit",
    refusals=(
        OrderNotFound,
        DisputeNotFound,
        DisputeNotOpen,
        AnsweredElsewhere,
        MerchantLost,
        Unreachable,
        Busy,
    ),
)
def hand_in_evidence(order_id: str, dispute_id: str, body: EvidenceIn, caller: Caller, now: datetime) -> StaffOrder:
    """Hand the bank what is known of the order, with your words: as a draft, or as the one answer."""
    disputes.answer(order_id, dispute_id, body.text, caller, now, is_final=body.submit)
    return staff_views.order(orders.get_order(order_id, caller), now)


@route(
    routes,
    "POST",
    "/orders/{order_id}/tickets/revalidate",
    allow="orders.edit",
    refusals=(OrderNotFound, NothingToRevalidate, Busy),
)
def revalidate_tickets(order_id: str, body: Empty, caller: Caller, now: datetime) -> StaffOrder:
    """Let tickets admit again that are void because of a dispute."""
    disputes.revalidate(order_id, caller, now)
    return staff_views.order(orders.get_order(order_id, caller), now)

"""Cancelling an event with all of its orders: what it would do, doing it, how far it is, and what has failed."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import event_cancellation as actions
from chalicelib.actions.event_cancellation import Confirmed, Progress
from chalicelib.domain.accounts import Caller
from chalicelib.domain.event_cancellations import (
    CancellationNotFound,
    CancellationRunning,
    Code,
    NotConfirmed,
    PreviewChanged,
    Result,
)
from chalicelib.domain.events import EventNotFound, MoveNotAllowed, StaleEdit
from chalicelib.domain.orders import Order
from chalicelib.handlers.models.common import Empty
from chalicelib.handlers.models.event_cancellation import (
    CancellationOut,
    CancellationPreview,
    CancellationResult,
    CancellationResultList,
    MoneySum,
    NewCancellation,
    ResultQuery,
)
from chalicelib.handlers.route import route
from chalicelib.kernel import money

routes = Blueprint(__name__)

_TEXTS: dict[Code, str] = {
    "": "Not done yet.",
    "cancelled": "Cancelled. There was no money to give back.",
    "refunded": "Cancelled and refunded.",
    "refund_pending": "Cancelled. The refund is on its way.",
    "refund_failed": "Cancelled, but the refund failed: try again, or hand the money back by other means.",
    "kept": "Cancelled. The money was not given back.",
    "by_hand": "Cancelled. Hand the money back, and note it on the order.",
    "dispute_open": "Cancelled. The buyer's bank has taken the payment back and decides about the money.",
    "payment_under_way": "The bank takes days to pay. If the money arrives, it goes back at once by itself.",
    "try_again": "Somebody did not answer, or was faster. It is tried again.",
    "unexpected": "Something went wrong. Try again; if it fails again, cancel the order by itself.",
}


@route(routes, "POST", "/events/{event_id}/cancellation/preview", allow="orders.read", refusals=(EventNotFound,))
def preview_cancellation(event_id: str, body: Empty, caller: Caller) -> CancellationPreview:
    """What cancelling the event would do to its orders and their money. Nothing is done."""
    event, sums = actions.preview(event_id, caller)
    return CancellationPreview(
        status=event.status,
        orders=dict(sums.orders),
        order_count=sum(sums.orders.values()),
        tickets=sums.tickets,
        token=sums.token,
        money=[
            MoneySum(currency=currency, exponent=money.exponent(currency), way=way, amount_minor=amount)
            for (currency, way), amount in sorted(sums.money.items())
            if amount
        ],
    )


@route(
    routes,
    "POST",
    "/events/{event_id}/cancellation",
    allow="events.edit",
    answers=201,
    refusals=(EventNotFound, NotConfirmed, PreviewChanged, MoveNotAllowed, StaleEdit, CancellationRunning),
)
def start_cancellation(event_id: str, body: NewCancellation, caller: Caller, now: datetime) -> CancellationOut:
    """Call the event off: nothing more is sold, and all of its orders are cancelled, thousands in some minutes."""
    confirmed = Confirmed(body.confirm, body.preview, body.refund, body.note)
    return _shown(actions.start(event_id, confirmed, caller, now))


_BEGUN = (EventNotFound, CancellationNotFound)


@route(routes, "GET", "/events/{event_id}/cancellation", allow="orders.read", refusals=_BEGUN)
def get_cancellation(event_id: str, caller: Caller) -> CancellationOut:
    """How far the cancellation is."""
    return _shown(actions.progress(event_id, caller))


@route(routes, "GET", "/events/{event_id}/cancellation/results", allow="orders.read", refusals=(EventNotFound,))
def list_cancellation_results(event_id: str, query: ResultQuery, caller: Caller) -> CancellationResultList:
    """What became of each order: all, or those of one state."""
    page = actions.list_results(event_id, caller, query.state, query.cursor, query.limit)
    return CancellationResultList(items=[_result(result, order) for result, order in page.items], next=page.next)


@route(routes, "POST", "/events/{event_id}/cancellation/retry", allow="events.edit", refusals=_BEGUN)
def retry_cancellation(event_id: str, body: Empty, caller: Caller, now: datetime) -> CancellationOut:
    """Try what has failed once more, and let what was stopped go on."""
    return _shown(actions.retry(event_id, caller, now))


def _shown(progress: Progress) -> CancellationOut:
    cancellation = progress.cancellation
    own = {name: getattr(cancellation, name) for name in CancellationOut.model_fields if name != "status"}
    return CancellationOut(status=progress.event.status, **own)


def _result(result: Result, order: Order) -> CancellationResult:
    own = {name: getattr(result, name) for name in CancellationResult.model_fields if hasattr(result, name)}
    text, exponent = _TEXTS[result.code], money.exponent(result.currency)
    return CancellationResult(**own, buyer_name=order.buyer_name, text=text, exponent=exponent)

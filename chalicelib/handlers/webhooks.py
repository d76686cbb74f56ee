"""What the payment provider tells us: verified, queued, answered; a worker does the rest."""

from chalice.app import Blueprint

from chalicelib.actions import notices
from chalicelib.gateways.stripe_notices import WrongSignature
from chalicelib.handlers.logs import count
from chalicelib.handlers.models.common import Output
from chalicelib.handlers.route import route
from chalicelib.handlers.wire import Request

routes = Blueprint(__name__)


class Received(Output):
    """Thank you."""

    received: bool


@route(routes, "POST", "/stripe/webhook", allow="public", refusals=(WrongSignature,), limited=False)
def receive_from_stripe(request: Request) -> Received:
    """Take a signed notice from Stripe."""
    notices.take_in(request.body, request.headers.get("stripe-signature", ""))
    count("PaymentNotices")
    return Received(received=True)

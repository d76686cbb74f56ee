"""Files that buyers hand in as answers."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import answers
from chalicelib.domain.accounts import Caller
from chalicelib.domain.orders import OrderExpired, OrderNotFound, OrderNotPayable
from chalicelib.domain.questions import EmptyFile, FileNotFound
from chalicelib.handlers.models.answers import FileId, FileLink
from chalicelib.handlers.route import route
from chalicelib.handlers.wire import Request
from chalicelib.kernel.once import Once

routes = Blueprint(__name__)


@route(
    routes,
    "POST",
    "/public/orders/{order_id}/files",
    allow="order_holder",
    answers=201,
    refusals=(OrderNotFound, OrderExpired, OrderNotPayable, EmptyFile),
    most_bytes=answers.MOST_BYTES,
)
def hand_in_file(order_id: str, request: Request, once: Once, now: datetime) -> FileId:
    """Hand in a file (4 MB at most, as application/octet-stream); its id is the answer to the question for it."""
    return FileId(id=answers.hand_in(order_id, request.body, once, now))


@route(
    routes,
    "GET",
    "/orders/{order_id}/files/{file_id}",
    allow="orders.read",
    refusals=(OrderNotFound, FileNotFound),
)
def get_file_link(order_id: str, file_id: str, caller: Caller) -> FileLink:
    """A link that saves a file that a buyer has handed in."""
    return FileLink(url=answers.link(order_id, file_id, caller))

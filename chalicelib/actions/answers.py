"""Files that buyers hand in as answers: stored beside the order, opened by members through short-lived links."""

from datetime import datetime

from chalicelib.actions.orders import owned_file
from chalicelib.domain import holds
from chalicelib.domain.accounts import Caller
from chalicelib.domain.questions import EmptyFile, FileNotFound, Question, WrongAnswer
from chalicelib.gateways import files
from chalicelib.kernel.once import Once
from chalicelib.tables import orders

MOST_BYTES = 4_000_000  # a function is handed 6 MB at most, of which base64 takes a quarter


def hand_in(order_id: str, content: bytes, once: Once, now: datetime) -> str:
    """Store a file for an order that may still be checked out; returns the id that is its answer. Safe to repeat."""
    order = orders.get_order(order_id)
    holds.check_payable(order, now)
    if not content:
        raise EmptyFile()
    file_id = once.id("file")
    # Whatever the browser called it: a file that is only ever saved, never shown, cannot run in our pages.
    files.put_private(_key(order_id, file_id), content, "application/octet-stream")
    return file_id


def _key(order_id: str, file_id: str) -> str:
    return f"orders/{order_id}/answers/{file_id}"


def check_handed_in(order_id: str, questions: list[Question], answers: dict[str, object], path: str) -> None:
    """Raises WrongAnswer for a file that was never stored for this order."""
    wanted = [one.question_id for one in questions if one.kind == "file" and one.question_id in answers]
    missing = [one for one in wanted if not files.has_private(_key(order_id, str(answers[one])))]
    if missing:
        raise WrongAnswer(**{f"{path}.{one}": "was not uploaded for this order" for one in missing})


def link(order_id: str, file_id: str, caller: Caller) -> str:
    """A link that saves the file, for a quarter of an hour. Raises FileNotFound."""
    order = owned_file(order_id, caller).order
    if not files.has_private(_key(order_id, file_id)):
        raise FileNotFound()
    return files.link_to(_key(order_id, file_id), f"{order.reference}-{file_id[-6:]}", is_saved=True)

"""The functions of a deployment: what each may do, how big it is, what calls it.

One table that Chalice's configuration, the policies, the triggers, the alarms and the tests are all made from.
"""

from dataclasses import dataclass
from typing import Literal

Grant = Literal["read", "write", "secret", "read_files", "files", "uploads", "web", "mail", "stream"]


@dataclass(frozen=True)
class Function:
    """`consumes` names its queue, `sends` the queues and `starts` the workflows that it may use.

    `at_once` is how many of it its queue may run, 0 for as many as the account has: what waits for strangers, or comes
    in thousands, must leave room for those who are buying.
    """

    name: str
    grants: frozenset[Grant]
    memory: int = 512
    timeout: int = 30
    consumes: str = ""
    sends: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    batch: int = 1
    at_once: int = 0
    every: str = ""
    task_of: str = ""


@dataclass(frozen=True)
class Queue:
    """A queue with its dead letters. `visibility` is six times its worker's time-out, as AWS advises."""

    name: str
    receives: int = 5

    @property
    def visibility(self) -> int:
        """Seconds."""
        worker = next(function for function in FUNCTIONS if function.consumes == self.name)
        return 6 * worker.timeout


def _grants(*names: Grant) -> frozenset[Grant]:
    return frozenset(names)


FUNCTIONS = [
    Function(
        "api_handler",
        _grants("read", "write", "secret", "read_files", "uploads"),
        memory=1024,
        timeout=28,
        sends=("payments", "mail", "invoices", "webhooks", "deliveries", "exports"),
    ),
    Function(
        "reactions",
        _grants("stream", "read"),
        sends=("pages", "payments", "refunds", "mail", "search", "stock", "invoices", "webhooks", "seals", "stuck"),
        starts=("expire_reservation", "fulfil_order", "cancel_event"),
        timeout=60,
    ),
    Function(
        "stuck",
        _grants("read"),
        consumes="stuck",
        sends=("pages", "payments", "refunds", "mail", "search", "stock", "invoices", "webhooks", "seals"),
        starts=("expire_reservation", "fulfil_order", "cancel_event"),
    ),
    Function("payments", _grants("read", "write", "secret"), consumes="payments", sends=("mail",)),
    Function("refunds", _grants("read", "write", "secret"), consumes="refunds"),
    Function(
        "mail",
        _grants("read", "write", "secret", "read_files", "mail"),
        consumes="mail",
        sends=("mail",),
        starts=("fulfil_order",),
    ),
    Function("pages", _grants("read", "write", "web"), consumes="pages", sends=("pages",)),
    Function("stock", _grants("read", "write", "secret"), consumes="stock", sends=("pages",), batch=10),
    Function("search", _grants("read", "write"), consumes="search", batch=10),
    Function(
        "invoices",
        _grants("read", "write", "read_files", "files"),
        consumes="invoices",
        memory=1024,
        timeout=60,
        batch=10,
        at_once=10,
    ),
    Function("webhooks", _grants("read"), consumes="webhooks", sends=("webhooks", "deliveries"), batch=10),
    Function(
        "deliveries",
        _grants("read", "write", "secret"),
        consumes="deliveries",
        sends=("deliveries",),
        batch=10,
        at_once=50,
    ),
    Function("seals", _grants("read", "write", "secret"), consumes="seals", sends=("seals",), batch=10, timeout=60),
    Function("exports", _grants("read", "write", "files"), consumes="exports", memory=1024, timeout=900),
    Function(
        "sweep",
        _grants("read", "write"),
        sends=("payments", "refunds", "deliveries"),
        starts=("expire_reservation", "fulfil_order"),
        every="rate(1 minute)",
        timeout=55,
    ),
    Function("reconcile", _grants("read", "write", "secret"), every="rate(10 minutes)", memory=1024, timeout=590),
    Function("begin_expiry", _grants("read", "write"), task_of="expire_reservation"),
    Function("cancel_payment", _grants("read", "write", "secret"), task_of="expire_reservation"),
    Function("release_seats", _grants("read", "write"), task_of="expire_reservation"),
    Function("issue_tickets", _grants("read", "write", "secret"), task_of="fulfil_order"),
    Function("draw_tickets", _grants("read", "secret", "files"), memory=1024, task_of="fulfil_order"),
    Function("send_confirmation", _grants("read", "write"), sends=("mail",), task_of="fulfil_order"),
    Function("list_cancelled_orders", _grants("read", "write"), timeout=60, task_of="cancel_event"),
    Function("cancel_orders", _grants("read", "write", "secret"), timeout=60, task_of="cancel_event"),
    Function("finish_cancellation", _grants("read", "write"), task_of="cancel_event"),
    Function("record_failure", _grants("read", "write"), task_of="expire_reservation fulfil_order cancel_event"),
]
_QUEUES = "payments refunds mail pages search stock invoices webhooks deliveries seals exports stuck"
QUEUES = [Queue(name) for name in _QUEUES.split()]
WORKFLOWS = ("expire_reservation", "fulfil_order", "cancel_event")


def tasks_of(workflow: str) -> list[str]:
    """The functions that a workflow may call."""
    return [function.name for function in FUNCTIONS if workflow in function.task_of.split()]

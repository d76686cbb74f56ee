"""The functions of a deployment: what each may do, how big it is, what calls it.

One table that Chalice's configuration, the policies, the triggers, the alarms and the tests are all made from.
"""

from dataclasses import dataclass
from typing import Literal

Grant = Literal["read", "write", "secret", "read_files", "files", "uploads", "web", "mail", "stream"]


@dataclass(frozen=True)
class Function:
    """`consumes` names its queue, `sends` the queues and `starts` the workflows that it may use."""

    name: str
    grants: frozenset[Grant]
    memory: int = 512
    timeout: int = 30
    consumes: str = ""
    sends: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    batch: int = 1
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
        sends=("payments", "mail", "proofs"),
    ),
    Function(
        "reactions",
        _grants("stream"),
        sends=("pages", "refunds", "mail", "search", "stock", "stuck"),
        starts=("expire_reservation", "fulfil_order"),
        timeout=60,
    ),
    Function(
        "stuck",
        _grants(),
        consumes="stuck",
        sends=("pages", "refunds", "mail", "search", "stock"),
        starts=("expire_reservation", "fulfil_order"),
    ),
    Function("payments", _grants("read", "write", "secret"), consumes="payments"),
    Function("refunds", _grants("read", "write", "secret"), consumes="refunds"),
    Function("mail", _grants("read", "write", "secret", "read_files", "mail"), consumes="mail"),
    Function("pages", _grants("read", "write", "web"), consumes="pages"),
    Function("proofs", _grants("read", "files"), consumes="proofs", memory=1024, timeout=900),
    Function("stock", _grants("read", "write", "secret"), consumes="stock", sends=("pages",), batch=10),
    Function("search", _grants("read", "write"), consumes="search", batch=10),
    Function(
        "sweep",
        _grants("read", "write"),
        starts=("expire_reservation", "fulfil_order"),
        every="rate(1 minute)",
        timeout=55,
    ),
    Function("begin_expiry", _grants("read", "write"), task_of="expire_reservation"),
    Function("cancel_payment", _grants("read", "write", "secret"), task_of="expire_reservation"),
    Function("release_seats", _grants("read", "write"), task_of="expire_reservation"),
    Function("issue_tickets", _grants("read", "write", "secret"), task_of="fulfil_order"),
    Function("draw_tickets", _grants("read", "secret", "files"), memory=1024, task_of="fulfil_order"),
    Function("send_confirmation", _grants("read", "write"), sends=("mail",), task_of="fulfil_order"),
    Function("record_failure", _grants("read", "write"), task_of="expire_reservation fulfil_order"),
]
QUEUES = [Queue(name) for name in ("payments", "refunds", "mail", "pages", "proofs", "search", "stock", "stuck")]
WORKFLOWS = ("expire_reservation", "fulfil_order")


def tasks_of(workflow: str) -> list[str]:
    """The functions that a workflow may call."""
    return [function.name for function in FUNCTIONS if workflow in function.task_of.split()]

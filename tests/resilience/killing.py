"""A process that is killed after a side effect of its choice, and work that is done again and again so.

A side effect is what others can see: a transaction, a message, a file, a mail, a request to Stripe. Killed means that
nothing of the process goes on, not even its clean-up of an error.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from chalicelib.actions import notices
from chalicelib.gateways.clients import aws
from chalicelib.kernel import clock
from chalicelib.tables.table import client
from tests.resilience.till import SOLD, Sale, Sell

Work = Callable[[Sale], object]
EFFECTS = {
    "sqs": "SendMessage",
    "s3": "PutObject",
    "ses": "SendRawEmail",
    "stepfunctions": "StartExecution",
}


class Killed(BaseException):
    """The process is gone: no `except Exception` of ours goes on after it."""


@contextmanager
def killed_after(effects: int) -> Iterator[None]:
    """The process ends right after so many side effects on AWS."""
    done = count(1)

    def kill(**_: Any) -> None:
        if next(done) == effects:
            raise Killed()

    hooked = [(client().meta.events, "after-call.dynamodb.TransactWriteItems")]
    hooked += [(aws(name).meta.events, f"after-call.{name}.{operation}") for name, operation in EFFECTS.items()]
    for emitter, event in hooked:
        emitter.register_first(event, kill)
    try:
        yield
    finally:
        for emitter, event in hooked:
            emitter.unregister(event, kill)


def kill_after_each(make: Callable[[], Sale], work: Work, check: Callable[[Sale], None], most: int = 20) -> int:
    """Do `work` for a new sale, killed after its first effect, for another killed after its second, and so on.

    Returns after how many effects it was killed, `most` at the most; every sale has passed `check` after the work came
    again.
    """
    for effects in range(1, most + 1):
        sale = make()
        try:
            with killed_after(effects):
                work(sale)
        except Killed:
            work(sale)
        else:
            check(sale)
            return effects - 1
        check(sale)
    return most


def paid(sell: Sell, **more: Any) -> Sale:
    """Paid at Stripe, and nobody has looked."""
    sale = sell(**more).check_out()
    assert sale.pay().ok
    return sale


def look(sale: Sale) -> None:
    """What the worker of the payments' queue does."""
    notices.act_on(sale.id, "payment_intent.succeeded", clock.now())


def check_sold(sale: Sale) -> None:
    """Bought once."""
    assert sale.state == "COMPLETED"
    assert sale.books() == SOLD
    assert sale.shop.facts(sale.id).count("OrderPaid") == 1
    sale.check_books()
    sale.check_stock(2)

"""How an order begins to be paid in parts: its plan, and the payment of the first of them."""

from dataclasses import replace
from datetime import datetime

from chalicelib.actions.dates import dated
from chalicelib.domain import instalments as rules
from chalicelib.domain.events import Event
from chalicelib.domain.orders import Order
from chalicelib.domain.payments import Payment
from chalicelib.tables import instalments
from chalicelib.tables.changes import Change
from chalicelib.tables.orders import OrderFile


def agreed(
    file: OrderFile, order: Order, event: Event, whole: Payment, consent: str, now: datetime
) -> tuple[Payment, Change]:
    """The first part's payment in place of the `whole`, and the plan that goes with it.

    A plan that was agreed to before, and of which nothing was paid, makes room for it. Raises InstalmentsNotOffered,
    ConsentChanged.
    """
    plan = rules.chosen(dated(event, order)[0], order, whole, consent, now)
    first = plan.parts[0]
    payment = replace(
        whole,
        amount_minor=first.amount_minor,
        fee_minor=first.fee_minor,
        parts=[first.number],
        keeps_card=True,
        excludes=[],
    )
    return payment, instalments.saved(replace(plan, version=file.plan.version if file.plan else None), now)

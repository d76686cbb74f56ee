"""Foyer: open-source event ticketing. Every function of the deployment is registered here and nothing else is done."""

from chalice import Chalice

from chalicelib.handlers import (
    accounts,
    answers,
    approvals,
    blocks,
    catalogue,
    checkin,
    checkout,
    codes,
    copies,
    defaults,
    events,
    listing,
    my_orders,
    orders,
    products,
    proofs,
    series,
    waitlist,
    webhooks,
)
from chalicelib.handlers.tasks import expire_reservation, fulfil_order, record_failure
from chalicelib.handlers.workers import queues, reactions, schedule

app = Chalice(app_name="foyer")

for noun in (
    accounts,
    events,
    copies,
    products,
    catalogue,
    codes,
    blocks,
    defaults,
    series,
    listing,
    checkout,
    waitlist,
    orders,
    approvals,
    answers,
    proofs,
    my_orders,
    checkin,
    webhooks,
):
    app.register_blueprint(noun.routes)

for worker in (reactions, queues, schedule, expire_reservation, fulfil_order, record_failure):
    app.register_blueprint(worker.functions)

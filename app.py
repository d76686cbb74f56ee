"""Foyer: open-source event ticketing. Every function of the deployment is registered here and nothing else is done."""

from chalicelib.handlers.application import Application

NOUNS = (
    "accounts",
    "answers",
    "approvals",
    "audit",
    "blocks",
    "catalogue",
    "checkin",
    "checkout",
    "codes",
    "connections",
    "copies",
    "defaults",
    "deliveries",
    "disputes",
    "email_links",
    "endpoints",
    "event_cancellation",
    "events",
    "factors",
    "finance",
    "fraud",
    "instalments",
    "invoices",
    "keys",
    "listing",
    "merchants",
    "my_orders",
    "offline",
    "orders",
    "organizers",
    "own_sign_in",
    "payouts",
    "platform",
    "pools",
    "products",
    "proofs",
    "refunds",
    "saved_cards",
    "second_factors",
    "series",
    "sessions",
    "team",
    "team_invitations",
    "waitlist",
    "webhooks",
)
WORKERS = ("reactions", "queues", "invoicing", "telling", "records", "schedule")
TASKS = ("expire_reservation", "fulfil_order", "cancel_event", "record_failure")

app = Application(
    "foyer",
    routes=[f"chalicelib.handlers.{noun}" for noun in NOUNS],
    functions=[
        *(f"chalicelib.handlers.workers.{worker}" for worker in WORKERS),
        *(f"chalicelib.handlers.tasks.{task}" for task in TASKS),
    ],
)

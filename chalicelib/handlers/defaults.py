"""What an account's new events begin with."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import defaults
from chalicelib.domain.accounts import Caller
from chalicelib.domain.events import StaleEdit
from chalicelib.handlers.models.defaults import DefaultTax, DefaultTaxes, DefaultTaxesOut
from chalicelib.handlers.route import route

routes = Blueprint(__name__)


@route(routes, "GET", "/account/taxes", allow="account.read")
def get_default_taxes(caller: Caller) -> DefaultTaxesOut:
    """The taxes that new events begin with."""
    return DefaultTaxesOut(taxes=[DefaultTax(**tax) for tax in defaults.get_taxes(caller)])


@route(routes, "PUT", "/account/taxes", allow="events.edit", refusals=(StaleEdit,))
def set_default_taxes(caller: Caller, body: DefaultTaxes, now: datetime) -> DefaultTaxesOut:
    """Say which taxes new events begin with; events that exist keep theirs."""
    taxes = defaults.set_taxes([tax.model_dump() for tax in body.taxes], caller, now)
    return DefaultTaxesOut(taxes=[DefaultTax(**tax) for tax in taxes])

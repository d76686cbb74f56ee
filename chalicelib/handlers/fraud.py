"""How an account is protected against fraud: limits, countries, what people look at."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import payees, screening
from chalicelib.domain.accounts import Caller
from chalicelib.domain.events import StaleEdit
from chalicelib.domain.merchants import Merchant
from chalicelib.handlers.models.fraud import ProtectionIn, ProtectionOut
from chalicelib.handlers.route import route
from chalicelib.handlers.versions import read_version, versioned
from chalicelib.handlers.wire import Answer, Request
from chalicelib.kernel.errors import Busy, StaleCheck

routes = Blueprint(__name__)


def _shown(merchant: Merchant) -> Answer[ProtectionOut]:
    shown = ProtectionOut.of(merchant)
    return versioned(shown, shown.version)


@route(routes, "GET", "/account/payments/protection", allow="payments.read")
def get_protection(caller: Caller) -> Answer[ProtectionOut]:
    """What is refused, and what people look at before tickets are made."""
    return _shown(payees.get_settings(caller))


@route(routes, "PUT", "/account/payments/protection", allow="payments.edit", refusals=(StaleEdit, StaleCheck, Busy))
def set_protection(caller: Caller, body: ProtectionIn, request: Request, now: datetime) -> Answer[ProtectionOut]:
    """Say what is refused, and what people look at; If-Match says which version you read. It holds within seconds."""
    return _shown(screening.set_protection(body.model_dump(), read_version(request), caller, now))

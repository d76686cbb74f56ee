"""What an account's new events begin with."""

from datetime import datetime
from typing import Any

from chalice.app import Blueprint

from chalicelib.actions import defaults
from chalicelib.domain.accounts import Caller
from chalicelib.domain.events import StaleEdit
from chalicelib.domain.preferences import Preferences
from chalicelib.handlers.models.defaults import (
    DefaultTax,
    DefaultTaxes,
    DefaultTaxesOut,
    PreferencesIn,
    PreferencesOut,
)
from chalicelib.handlers.route import route
from chalicelib.handlers.versions import read_version, versioned
from chalicelib.handlers.wire import Answer, Request
from chalicelib.kernel.errors import StaleCheck

routes = Blueprint(__name__)


def _shown(found: Preferences) -> Answer[PreferencesOut]:
    version = found.version or 0
    names = ("currency", "timezone", "language", "date_format")
    shown = PreferencesOut(**{name: getattr(found, name) for name in names}, version=version)
    return versioned(shown, version)


@route(routes, "GET", "/account/preferences", allow="account.read")
def get_preferences(caller: Caller) -> Answer[PreferencesOut]:
    """The currency, time zone, language and date format that new events begin with."""
    return _shown(defaults.get_preferences(caller))


@route(routes, "PUT", "/account/preferences", allow="account.edit", refusals=(StaleEdit, StaleCheck))
def set_preferences(caller: Caller, body: PreferencesIn, request: Request, now: datetime) -> Answer[PreferencesOut]:
    """Say what new events begin with; If-Match says which version you read. Events that exist keep theirs."""
    return _shown(defaults.set_preferences(body.model_dump(), read_version(request), caller, now))


def _taxes(found: list[dict[str, Any]], version: int) -> Answer[DefaultTaxesOut]:
    return versioned(DefaultTaxesOut(taxes=[DefaultTax(**tax) for tax in found], version=version), version)


@route(routes, "GET", "/account/taxes", allow="account.read")
def get_default_taxes(caller: Caller) -> Answer[DefaultTaxesOut]:
    """The taxes that new events begin with."""
    return _taxes(*defaults.get_taxes(caller))


@route(routes, "PUT", "/account/taxes", allow="events.edit", refusals=(StaleEdit, StaleCheck))
def set_default_taxes(caller: Caller, body: DefaultTaxes, request: Request, now: datetime) -> Answer[DefaultTaxesOut]:
    """Say which taxes new events begin with; If-Match says which version you read. Events that exist keep theirs."""
    taxes = [tax.model_dump() for tax in body.taxes]
    return _taxes(*defaults.set_taxes(taxes, read_version(request), caller, now))

"""Organizers, for the members of an account: who holds events, their page, and whom of the team is told."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import organizers
from chalicelib.actions.organizers import UnknownMember
from chalicelib.domain.accounts import Caller
from chalicelib.domain.events import StaleEdit
from chalicelib.domain.organizers import Organizer, OrganizerNotFound
from chalicelib.handlers.models.organizers import (
    NewOrganizer,
    OrganizerIn,
    OrganizerList,
    OrganizerOut,
    OrganizerSettings,
)
from chalicelib.handlers.route import route
from chalicelib.handlers.versions import read_version, versioned
from chalicelib.handlers.wire import Answer, Request
from chalicelib.kernel.errors import StaleCheck
from chalicelib.kernel.once import Once

routes = Blueprint(__name__)


def _shown(organizer: Organizer) -> Answer[OrganizerSettings]:
    shown = OrganizerSettings.of(organizer)
    return versioned(shown, shown.version)


@route(routes, "GET", "/organizers", allow="events.read", within=True)
def list_organizers(caller: Caller) -> OrganizerList:
    """The organizers of the account that the caller has to do with."""
    found = organizers.list_organizers(caller)
    return OrganizerList(items=[OrganizerOut.of(organizer) for organizer in found], next=None)


@route(routes, "POST", "/organizers", allow="account.edit", answers=201)
def add_organizer(caller: Caller, body: NewOrganizer, once: Once, now: datetime) -> Answer[OrganizerSettings]:
    """Add somebody who holds events of this account."""
    return _shown(organizers.add_organizer(body.name, caller, once, now))


@route(routes, "GET", "/organizers/{organizer_id}", allow="events.read", within=True, refusals=(OrganizerNotFound,))
def get_organizer(organizer_id: str, caller: Caller) -> Answer[OrganizerSettings]:
    """All that is said of an organizer."""
    return _shown(organizers.owned_organizer(organizer_id, caller))


@route(
    routes,
    "PUT",
    "/organizers/{organizer_id}",
    allow="account.edit",
    refusals=(OrganizerNotFound, StaleEdit, StaleCheck, UnknownMember),
)
def edit_organizer(
    organizer_id: str, caller: Caller, body: OrganizerIn, request: Request, now: datetime
) -> Answer[OrganizerSettings]:
    """Change an organizer's settings and page; If-Match says which version you read."""
    version = read_version(request)
    return _shown(organizers.edit_organizer(organizer_id, body.values(), version, caller, now))

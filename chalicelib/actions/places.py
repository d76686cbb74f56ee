"""Places where a grant holds: organizers and events of the account, or the account as a whole."""

from collections.abc import Iterable

from chalicelib.domain.access import EVERYWHERE
from chalicelib.domain.accounts import Caller
from chalicelib.domain.events import EventNotFound
from chalicelib.domain.organizers import OrganizerNotFound
from chalicelib.kernel.errors import Invalid
from chalicelib.tables import events, organizers


class PlaceNotFound(Invalid):
    """A place is an organizer or an event of the account."""


def check(places: Iterable[str], caller: Caller, *, field: str) -> None:
    """Raises PlaceNotFound, at the request's `field`, for whatever does not belong to the caller's account."""
    for place in places:
        if place != EVERYWHERE and not _is_own(place, caller):
            raise PlaceNotFound(**{field: f"{place} is no organizer or event of this account"})


def _is_own(place: str, caller: Caller) -> bool:
    try:
        if place.startswith("org_"):
            return caller.owns(organizers.get_organizer(place).account_id)
        return caller.owns(events.get_event(place).account_id)
    except (OrganizerNotFound, EventNotFound):
        return False

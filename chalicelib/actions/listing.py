"""An event as the public sees it: on its page, behind a password, or in a preview."""

from datetime import datetime, timedelta

from chalicelib.actions.events import ACCESS, access_subject, check_access, owned_event
from chalicelib.actions.products import Stock, stock_of
from chalicelib.domain.accounts import Caller
from chalicelib.domain.events import Event, EventNotFound, PreviewEnded, WrongPassword
from chalicelib.gateways import passes, passwords
from chalicelib.kernel.config import config
from chalicelib.tables import events
from chalicelib.tables.catalogue import get_catalogue

_PREVIEW = "event-preview"
PASS_LENGTH = timedelta(days=7)
_AFTER_THE_END = timedelta(days=30)


def get_public(event_id: str, token: str, now: datetime) -> tuple[Event, list[Stock]]:
    """An event as whoever holds this token may see it. Raises EventNotFound, AccessNeeded.

    Read eventually: half the price, under a second old.
    """
    catalogue = get_catalogue(event_id, consistent=False)
    check_access(catalogue.event, token, now)
    return catalogue.event, stock_of(catalogue, consistent=False)


def get_published(event_id: str) -> tuple[Event, list[Stock]]:
    """An event that has a page, for the worker that writes it. Raises EventNotFound."""
    catalogue = get_catalogue(event_id)
    if not catalogue.event.has_page:
        raise EventNotFound()
    return catalogue.event, stock_of(catalogue)


def open_with_password(event_id: str, password: str, now: datetime) -> tuple[str, datetime]:
    """A pass into a private event, and when it ends. Raises EventNotFound, WrongPassword."""
    event = events.get_event(event_id)
    if not event.has_page:
        raise EventNotFound()
    if not passwords.is_password(event.access_hash, password):
        raise WrongPassword()
    return passes.new_pass(ACCESS, access_subject(event), now + PASS_LENGTH), now + PASS_LENGTH


def invite(event_id: str, caller: Caller, now: datetime) -> tuple[str, datetime]:
    """A link that opens a private event without its password, and when it ends: a month after the event.

    The pass stands in the fragment, which no server logs.
    """
    event = owned_event(event_id, caller)
    until = max(event.ends_at, now) + _AFTER_THE_END
    token = passes.new_pass(ACCESS, access_subject(event), until)
    return f"{config().base_url}/e/{event.slug}/#access={token}", until


def new_preview(event_id: str, caller: Caller, now: datetime) -> tuple[str, datetime]:
    """A link that shows the event, draft or not, to people who cannot sign in, and when it ends."""
    event = owned_event(event_id, caller)
    token = passes.new_pass(_PREVIEW, event.event_id, now + PASS_LENGTH)
    return f"{config().base_url}/preview/?e={event.event_id}#t={token}", now + PASS_LENGTH


def get_preview(event_id: str, token: str, now: datetime) -> tuple[Event, list[Stock]]:
    """The event as its page would show it. Raises PreviewEnded, for an event that does not exist, too."""
    if not passes.is_pass(_PREVIEW, event_id, token, now):
        raise PreviewEnded()
    catalogue = get_catalogue(event_id)
    return catalogue.event, stock_of(catalogue)

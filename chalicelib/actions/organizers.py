"""Organizers: added, changed, shown on a page of their own."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.domain.accounts import Caller, User
from chalicelib.domain.events import Event, StaleEdit
from chalicelib.domain.organizers import Organizer, OrganizerNotFound, Programme, Topic, programme
from chalicelib.gateways import files
from chalicelib.kernel.config import config
from chalicelib.kernel.errors import AlreadyDone, Invalid
from chalicelib.kernel.once import Once
from chalicelib.kernel.organizer_facts import OrganizerAdded, OrganizerChanged
from chalicelib.tables import accounts, events, marks, organizers, team
from chalicelib.tables.commit import commit

# A page names what its organizer has planned last; who has more shows the rest elsewhere.
_MOST_SHOWN = 300
_IN_A_READ = 100


class UnknownMember(Invalid):
    """Only members of the account can be told."""


def owned_organizer(organizer_id: str, caller: Caller) -> Organizer:
    """Raises OrganizerNotFound, also for another account's."""
    organizer = organizers.get_organizer(organizer_id)
    if not caller.owns(organizer.account_id):
        raise OrganizerNotFound()
    caller.check_place(organizer_id)
    return organizer


def list_organizers(caller: Caller) -> list[Organizer]:
    """The organizers of the caller's account that the caller has to do with."""
    found = organizers.list_organizers(caller.account_id)
    return [one for one in found if caller.acts_everywhere or one.organizer_id in caller.places]


def slug_of(name: str, organizer_id: str) -> str:
    """A readable and unique address: `harbour-hall-7k2q9x`."""
    words = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:60].strip("-")
    return f"{words or 'organizer'}-{organizer_id[-6:]}"


def page_url(organizer: Organizer) -> str | None:
    """Where the page is, None while it is off."""
    return f"{config().base_url}/o/{organizer.slug}/" if organizer.privacy != "off" else None


def public_page_url(organizer_id: str) -> str:
    """Where an event's page may lead to: "" unless everybody is to find the organizer's own."""
    organizer = organizers.get_organizer(organizer_id)
    return page_url(organizer) or "" if organizer.privacy == "public" else ""


def add_organizer(name: str, caller: Caller, once: Once, now: datetime) -> Organizer:
    """Somebody else who holds events of this account."""
    organizer_id = once.id("org")
    organizer = Organizer(organizer_id, caller.account_id, name, slug_of(name, organizer_id))
    fact = OrganizerAdded(organizer_id, caller.account_id)
    try:
        commit([marks.new_mark(once, now), organizers.new_organizer(organizer)], [fact], now=now, by=caller.user_id)
    except AlreadyDone:
        marks.check(once)
    return organizers.get_organizer(organizer_id)


def edit_organizer(organizer_id: str, values: dict[str, Any], version: int, caller: Caller, now: datetime) -> Organizer:
    """Raises OrganizerNotFound, StaleEdit, UnknownMember."""
    before = owned_organizer(organizer_id, caller)
    if (before.version or 0) != version:
        raise StaleEdit()
    members = {member.user_id for member in team.list_members(caller.account_id)}
    for topic, user_ids in values["notifications"].items():
        if not members.issuperset(user_ids):
            raise UnknownMember(**{f"notifications.{topic}": "names somebody who is no member"})
    after = replace(before, **values)
    changed = sorted(name for name in values if getattr(before, name) != getattr(after, name))
    fact = OrganizerChanged(organizer_id, caller.account_id, data={"fields": changed})
    commit([organizers.edited_organizer(after)], [fact], now=now, by=caller.user_id)
    return organizers.get_organizer(organizer_id)


def told(event: Event, topic: Topic) -> list[User]:
    """The members who get the mails about a topic of this event."""
    organizer = organizers.get_organizer(event.organizer_id)
    if not organizer.tells_anybody(topic):
        return []
    members = team.list_members(event.account_id)
    chosen = [one for one in members if organizer.is_told(topic, one.user_id, is_owner=one.is_owner)]
    return accounts.list_users(member.user_id for member in chosen)


def get_programme(organizer_id: str, now: datetime) -> tuple[Organizer, Programme]:
    """The organizer and what the page lists. Raises OrganizerNotFound."""
    organizer = organizers.get_organizer(organizer_id)
    return organizer, programme(_newest(organizer), now)


def _newest(organizer: Organizer) -> Iterator[Event]:
    cursor: str | None = None
    for _ in range(_MOST_SHOWN // _IN_A_READ):
        page = events.list_at(organizer.account_id, [organizer.organizer_id], cursor, _IN_A_READ)
        yield from page.items
        cursor = page.next
        if not cursor:
            return


def publish_page(organizer: Organizer, html: str) -> None:
    """Put the page where visitors find it, or take it away; the CDN forgets the old one."""
    path = f"o/{organizer.slug}/index.html"
    if organizer.privacy == "off":
        files.withdraw(path)
    else:
        files.publish(path, html)
    files.forget_cached(path)

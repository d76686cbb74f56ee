"""Organizers: who holds events, what their page says, and whom of the team is told what happens."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, get_args

from chalicelib.domain.events import Event
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.text import Texts

Privacy = Literal["public", "unlisted", "off"]
# What happens, by the mails that tell of it: an order is complete, one waits for a decision (to be approved, or because
# a part of it was not paid), limits and planned changes, refunds that failed, disputes.
Topic = Literal["orders", "approvals", "stock", "refunds", "disputes"]
TOPICS: tuple[Topic, ...] = get_args(Topic)
# Nobody wants a mail for each order unless they say so.
_TOLD_TO_NOBODY: frozenset[Topic] = frozenset({"orders"})
_MOST_PAST = 50


class OrganizerNotFound(NotFound):
    """There is no such organizer."""


@dataclass(frozen=True)
class Organizer:
    """Who holds events; an account may have several.

    `links` are addresses of other pages about them. `notifications` names the members (by id) who are told of a topic;
    of a topic that is not in it the owners are, but of orders nobody.
    """

    organizer_id: str
    account_id: str
    name: str
    slug: str
    bio: Texts = field(default_factory=dict)
    email: str = ""
    phone: str = ""
    website: str = ""
    links: list[str] = field(default_factory=list)
    address: dict[str, str] = field(default_factory=dict)
    privacy: Privacy = "public"
    notifications: dict[str, list[str]] = field(default_factory=dict)
    version: int | None = None

    def tells_anybody(self, topic: Topic) -> bool:
        """Whether the team has to be looked through at all."""
        return bool(self.notifications.get(topic, topic not in _TOLD_TO_NOBODY))

    def is_told(self, topic: Topic, user_id: str, *, is_owner: bool) -> bool:
        """Whether a member gets the mails about a topic."""
        chosen = self.notifications.get(topic)
        if chosen is not None:
            return user_id in chosen
        return is_owner and topic not in _TOLD_TO_NOBODY


@dataclass(frozen=True)
class Programme:
    """What an organizer's page lists."""

    upcoming: list[Event]
    past: list[Event]


def programme(events: Iterable[Event], now: datetime) -> Programme:
    """The public ones: what is to come, soonest first; what is over, newest first. Unlisted and private never."""
    shown = [one for one in events if one.visibility == "public" and one.status in ("LIVE", "POSTPONED", "ARCHIVED")]
    over = [one for one in shown if one.status == "ARCHIVED" or one.ends_at <= now]
    coming = [one for one in shown if one not in over]
    return Programme(
        sorted(coming, key=lambda one: one.starts_at),
        sorted(over, key=lambda one: one.starts_at, reverse=True)[:_MOST_PAST],
    )

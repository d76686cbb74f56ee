"""Facts about organizers."""

from chalicelib.kernel.facts import Fact


class OrganizerAdded(Fact):
    """Somebody else holds events of this account."""


class OrganizerChanged(Fact):
    """An organizer's settings or page were changed; the fact names the fields."""

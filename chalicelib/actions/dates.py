"""The event as it is on the dates that an order is for."""

from collections.abc import Mapping

from chalicelib.domain.events import Event
from chalicelib.domain.orders import Order
from chalicelib.domain.series import Occurrence, on
from chalicelib.tables.occurrences import get_occurrences


def dated(event: Event, order: Order, known: Mapping[str, Occurrence] | None = None) -> list[Event]:
    """The event on each of the order's dates, soonest first; never empty.

    Nothing is read for an event that is no series, nor when all dates are `known`.
    """
    if not event.is_series:
        return [event]
    wanted = {line.occurrence_id for line in order.lines}
    found = dict(known or {})
    if not wanted <= set(found):
        found |= get_occurrences(event.event_id, sorted(wanted))
    days = [found[occurrence_id] for occurrence_id in wanted if occurrence_id in found]
    return [on(event, day) for day in sorted(days, key=lambda day: day.starts_at)] or [event]

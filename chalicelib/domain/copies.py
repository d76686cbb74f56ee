"""Copying an event: new ids, references that stay inside the copy, dates that move with the start."""

import dataclasses
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal, TypeVar, get_args

from chalicelib.domain.catalogue import Catalogue, Pool
from chalicelib.domain.events import Event, EventStatus, shifted
from chalicelib.domain.series import Occurrence, occurrence_id_of
from chalicelib.kernel import ids
from chalicelib.kernel.text import Texts

CopiedPart = Literal["products", "categories", "taxes", "questions", "settings"]
EVERYTHING: tuple[CopiedPart, ...] = get_args(CopiedPart)
# What a copy without settings begins anew with, as a new event does.
_SETTINGS = (
    "visibility access_hash orders_close_at age_limit entry_requirements must_confirm_entry terms payment_methods "
    "offline needs_approval details_per billing extra_currencies "
    "has_auto_buy instalments"
).split()
_SOLD_BY_PRODUCTS = frozenset({"product", "tier", "shared", "event"})
T = TypeVar("T")


def copied_event(
    source: Event,
    *,
    event_id: str,
    slug: str,
    status: EventStatus,
    title: Texts | None,
    starts_at: datetime,
    parts: Collection[CopiedPart],
    now: datetime,
) -> Event:
    """The event itself: its words and place always, its settings if they are among `parts`."""
    move = shift(source, starts_at)
    copy = replace(
        source,
        event_id=event_id,
        slug=slug,
        status=status,
        title=title or source.title,
        starts_at=starts_at,
        ends_at=move(source.ends_at),
        orders_close_at=move(source.orders_close_at) if source.orders_close_at else None,
        occurrence_id=occurrence_id_of(event_id, starts_at),
        created_at=now,
        access_round=0,
        version=None,
    )
    return copy if "settings" in parts else replace(copy, **_defaults())


def _defaults() -> dict[str, Any]:
    """What a new event has where nothing was said."""
    return {field.name: _default(field) for field in dataclasses.fields(Event) if field.name in _SETTINGS}


def _default(field: "dataclasses.Field[Any]") -> Any:
    make = field.default_factory
    return field.default if make is dataclasses.MISSING else make()


def shift(source: Event, starts_at: datetime) -> Callable[[datetime], datetime]:
    """How an instant of the source lies in the copy."""
    return lambda instant: shifted(instant, source.starts_at, starts_at, source.timezone)


def copied_catalogue(
    catalogue: Catalogue, event_id: str, starts_at: datetime, parts: Collection[CopiedPart]
) -> list[Any]:
    """What the copy sells and asks. A reference to something that is not copied is left out."""
    groups = _groups(catalogue)
    names = _names(catalogue, event_id, parts)
    move = shift(catalogue.event, starts_at)
    return [
        _fresh(_copied(member, names, move))
        for group, members in groups.items()
        if group in parts
        for member in members
        if not _is_pointless(member, names)
    ]


def _groups(catalogue: Catalogue) -> dict[CopiedPart, list[Any]]:
    return {
        "products": [*catalogue.products, *_pools(catalogue)],
        "categories": [*catalogue.categories],
        "taxes": [*catalogue.taxes, *catalogue.fees],
        "questions": [*catalogue.questions],
    }


def _names(catalogue: Catalogue, event_id: str, parts: Collection[CopiedPart]) -> dict[str, str]:
    """Each id of the source with that of its copy, "" for what is not copied."""
    names = {catalogue.event.event_id: event_id}
    for group, members in _groups(catalogue).items():
        for old in [name for member in members for name in _own_ids(member)]:
            kind = old.partition("_")[0]
            names[old] = ids.derived(kind, event_id, old) if group in parts else ""
    return names


def copied_dates(
    catalogue: Catalogue,
    days: Iterable[Occurrence],
    event_id: str,
    starts_at: datetime,
    parts: Collection[CopiedPart],
) -> list[Occurrence]:
    """The dates of a series with what differs on them. As nothing is sold of them yet, none has counters, and none
    was called off."""
    names = _names(catalogue, event_id, parts)
    move = shift(catalogue.event, starts_at)
    found = [_copied_date(catalogue, day, event_id, starts_at, names, move) for day in days]
    return list({day.occurrence_id: day for day in found}.values())


def _copied_date(
    catalogue: Catalogue,
    day: Occurrence,
    event_id: str,
    starts_at: datetime,
    names: Mapping[str, str],
    move: Callable[[datetime], datetime],
) -> Occurrence:
    is_own = day.occurrence_id == catalogue.event.occurrence_id
    sizes = {pool.pool_id: day.size_of(pool.pool_id, pool.capacity, pool.shards)[0] for pool in _pools(catalogue)}
    return Occurrence(
        occurrence_id=occurrence_id_of(event_id, starts_at if is_own else move(day.starts_at)),
        event_id=event_id,
        starts_at=move(day.starts_at),
        ends_at=move(day.ends_at),
        prices={names[old]: dict(prices) for old, prices in day.prices.items() if names.get(old)},
        hidden=[names[old] for old in day.hidden if names.get(old)],
        capacities={
            names[old]: size for old, size in sizes.items() if names[old] and size != catalogue.pools[old].capacity
        },
    )


def _is_pointless(part: Any, names: Mapping[str, str]) -> bool:
    """A fee on, or a question about, products that are not copied would otherwise apply to all."""
    limited_to = getattr(part, "product_ids", [])
    return bool(limited_to) and not any(names.get(each) for each in limited_to)


def _pools(catalogue: Catalogue) -> list[Pool]:
    """Those that products sell from; a promo code's or a block's stay with what they were made for."""
    return [pool for pool in catalogue.pools.values() if pool.kind in _SOLD_BY_PRODUCTS]


def _own_ids(part: Any) -> list[str]:
    """Its own id, and those of its tiers."""
    own: str = getattr(part, dataclasses.fields(part)[0].name)  # a noun's first field is its id
    return [own, *(tier.tier_id for tier in getattr(part, "tiers", []))]


def _fresh(part: T) -> T:
    """Never saved, and nobody was warned of its stock yet."""
    changes: dict[str, Any] = {"version": None} | ({"warned_percent": 0} if isinstance(part, Pool) else {})
    return replace(part, **changes)  # type: ignore[type-var]


def _copied(value: Any, names: Mapping[str, str], move: Callable[[datetime], datetime]) -> Any:
    if isinstance(value, datetime):
        return move(value)
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, list):
        return [_copied(each, names, move) for each in value if not _is_left_out(each, names)]
    if isinstance(value, dict):
        return {key: _copied(each, names, move) for key, each in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changed = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        return replace(value, **{name: _copied(each, names, move) for name, each in changed.items()})
    return value


def _is_left_out(value: Any, names: Mapping[str, str]) -> bool:
    return isinstance(value, str) and names.get(value, value) == "" and value != ""

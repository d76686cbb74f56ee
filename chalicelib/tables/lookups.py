"""What a basket needs beside the catalogue, all in one batch read: dates, the code, memberships."""

from collections.abc import Collection
from dataclasses import dataclass, field

from chalicelib.domain.promos import Promo
from chalicelib.domain.series import Occurrence
from chalicelib.tables.members import member_keys, memberships_in
from chalicelib.tables.occurrences import OccurrenceRow, occurrence_key
from chalicelib.tables.promos import PromoRow, promo_key, promo_of
from chalicelib.tables.table import batch_items, noun_of


@dataclass(frozen=True)
class Lookup:
    """What was found. `member_of`: ids of the products that the e-mail address opens."""

    occurrences: dict[str, Occurrence] = field(default_factory=dict)
    promo: Promo | None = None
    member_of: set[str] = field(default_factory=set)


def look_up(
    event_id: str,
    occurrence_ids: Collection[str] = (),
    code: str = "",
    product_ids: Collection[str] = (),
    email: str = "",
) -> Lookup:
    """Nothing is read when nothing is asked for. `product_ids` are those of members-only products."""
    keys = [occurrence_key(event_id, occurrence_id) for occurrence_id in dict.fromkeys(occurrence_ids)]
    if code:
        keys.append(promo_key(event_id, code))
    if email:
        keys += member_keys(product_ids, email)
    if not keys:
        return Lookup()
    items = batch_items(keys, consistent=False)
    days = [noun_of(Occurrence, OccurrenceRow.of(item)) for item in items.get(OccurrenceRow.KIND, [])]
    promos = [promo_of(PromoRow.of(item)) for item in items.get(PromoRow.KIND, [])]
    return Lookup({day.occurrence_id: day for day in days}, promos[0] if promos else None, memberships_in(items))

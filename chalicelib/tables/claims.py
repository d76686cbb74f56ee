"""How many of a product one buyer has over all orders: a counter a person, with the product's own limit."""

from collections.abc import Iterable, Mapping

from chalicelib.domain.orders import Claim, TooManyForOneBuyer
from chalicelib.tables.attributes import IntegerAttribute
from chalicelib.tables.changes import Change, update
from chalicelib.tables.table import Row


class ClaimRow(Row):
    """CLAIM#product / PERSON#hmac: units in orders of this person that hold or have them."""

    KIND = "Claim"
    used = IntegerAttribute()


def _at(claim: Claim) -> ClaimRow:
    return ClaimRow(f"CLAIM#{claim.product_id}#{claim.person}", "META")


def claimed(claims: Iterable[Claim], limits: Mapping[str, int]) -> list[Change]:
    """Count these units against the buyer's limits. Raises TooManyForOneBuyer."""
    found = []
    for claim in claims:
        room = limits[claim.product_id] - claim.units
        if room < 0:
            raise TooManyForOneBuyer()
        fits = ClaimRow.used.does_not_exist() | (ClaimRow.used <= room)
        found.append(
            update(
                _at(claim), TooManyForOneBuyer, fits, ClaimRow.used.add(claim.units), ClaimRow.kind.set(ClaimRow.KIND)
            )
        )
    return found


def given_up(claims: Iterable[Claim]) -> list[Change]:
    """The units count no longer. Exactly once is the order's condition to ensure, in the same commit."""
    return [
        update(_at(claim), RuntimeError, ClaimRow.used >= claim.units, ClaimRow.used.add(-claim.units))
        for claim in claims
    ]

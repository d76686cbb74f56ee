"""Codes that buyers type: discounts, what they unlock, and units that are kept for whoever knows them."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from chalicelib.domain.catalogue import Product
from chalicelib.kernel.errors import Conflict, Invalid, NotFound

DiscountKind = Literal["none", "percent", "fixed"]
DiscountScope = Literal["order", "unit"]

_CODE = re.compile(r"[A-Z0-9][A-Z0-9_-]{1,39}")


class CodeNotFound(NotFound):
    """This code is not known here."""


class CodeNotValidNow(Conflict):
    """This code is not valid at this time."""


class CodeUsedUp(Conflict):
    """This code has been used as often as it can be."""


class CodeTaken(Conflict):
    """This event has this code already."""


class NotACode(Invalid):
    """A code has 2 to 40 letters, digits, hyphens or underscores."""


@dataclass(frozen=True)
class Kept:
    """The units of one product, on one date, that a block keeps apart in a pool of its own."""

    block_id: str
    product_id: str
    occurrence_id: str
    pool_id: str
    shards: int


@dataclass(frozen=True)
class Promo:
    """A code of one event.

    `percent` is a decimal text, `amounts` are minor units by currency; a fixed discount is taken once per order, or
    off each unit. `product_ids` limits the discount (empty: everything but donations); `unlocks` names products and
    categories that only this code shows. `max_uses` (0: any number) is a pool of orders. A code with a `block` sells
    from the units that are kept apart for it.
    """

    code: str
    event_id: str
    promo_id: str
    discount: DiscountKind
    percent: str
    amounts: dict[str, int]
    scope: DiscountScope
    product_ids: list[str]
    unlocks: list[str]
    max_uses: int
    shards: int
    starts_at: datetime | None
    ends_at: datetime | None
    block: Kept | None = None
    is_paused: bool = False
    version: int | None = None
    created_at: datetime | None = None

    @property
    def pool_id(self) -> str:
        """The pool whose units are this code's uses; "" without a limit."""
        return f"pool_{self.promo_id.partition('_')[2]}" if self.max_uses else ""

    def applies_to(self, product: Product) -> bool:
        """Whether the discount is for this product."""
        return product.product_id in self.product_ids if self.product_ids else product.kind != "donation"

    def unlocks_product(self, product: Product) -> bool:
        """Whether the code opens this product, by itself or with its category."""
        return bool({product.product_id, product.category_id} & set(self.unlocks))

    def check_now(self, now: datetime) -> None:
        """Raises CodeNotValidNow."""
        too_early = self.starts_at and now < self.starts_at
        too_late = self.ends_at and now >= self.ends_at
        if too_early or too_late or self.is_paused:
            raise CodeNotValidNow(code="is not valid now")


def normal_code(text: str) -> str:
    """How a code is stored, whatever case it was typed in. Raises NotACode."""
    code = text.strip().upper()
    if not _CODE.fullmatch(code):
        raise NotACode(code="must have 2 to 40 letters, digits, hyphens or underscores")
    return code

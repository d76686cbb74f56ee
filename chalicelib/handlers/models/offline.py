"""Money that members note by hand, on the wire."""

from typing import Annotated

from pydantic import Field, StringConstraints

from chalicelib.domain.offline import OfflineMethod
from chalicelib.handlers.models.common import Input, Instant, LongText


class HandBack(Input):
    """Money goes back that the order does not cost."""

    note: Annotated[LongText, StringConstraints(max_length=500)] = ""


class PaymentIn(Input):
    """Money that has come in by bank, in cash or on account, in the order's currency."""

    amount_minor: int = Field(
        ge=1, le=100_000_000, description="An amount in the currency's minor units.", examples=[2500]
    )
    method: OfflineMethod
    received_at: Instant
    note: Annotated[LongText, StringConstraints(max_length=500)] = Field(
        default="", description="Only members of the account see it."
    )

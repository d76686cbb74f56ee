"""How an account is protected against fraud, on the wire."""

from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field

from chalicelib.domain.fraud import protection_version
from chalicelib.domain.merchants import Merchant
from chalicelib.handlers.models.common import Input, Output
from chalicelib.handlers.models.merchants import Country


def _distinct(codes: list[str]) -> list[str]:
    return sorted(set(codes))


Countries = Annotated[list[Country], Field(max_length=250), AfterValidator(_distinct)]
Limit = Annotated[int, Field(ge=0, le=100_000, description="0: without a limit.")]


class ProtectionIn(Input):
    """What is refused, and what people look at before tickets are made."""

    checkouts_per_address: Limit = Field(description="Card payments that may be begun in an hour from one IP address.")
    checkouts_per_email: Limit = Field(description="Card payments that may be begun in an hour for one e-mail address.")
    orders_per_card: Limit = Field(description="Orders that a card may pay in a day before people look at the next.")
    allowed_countries: Countries = Field(description="Cards of other countries are looked at; empty: all are welcome.")
    denied_countries: Countries = Field(description="Cards of these countries are looked at.")
    reviews_elevated_risk: bool = Field(description="Whether people look at payments that the provider finds risky.")
    voids_on_dispute: bool = Field(description="Whether tickets are void once a bank asks for their money back.")


class ProtectionOut(Output):
    """What is refused, and what people look at before tickets are made."""

    checkouts_per_address: int
    checkouts_per_email: int
    orders_per_card: int
    allowed_countries: list[str]
    denied_countries: list[str]
    reviews_elevated_risk: bool
    voids_on_dispute: bool
    version: int = Field(description="For `If-Match`.")

    @classmethod
    def of(cls, merchant: Merchant) -> Self:
        """Out of the account's settings."""
        own: dict[str, Any] = {name: getattr(merchant, name) for name in ProtectionIn.model_fields}
        return cls(**own | {"version": protection_version(merchant)})

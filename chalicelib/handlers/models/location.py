"""Where an event takes place, on the wire."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from chalicelib.handlers.models.common import Input, LongText, Output, ShortText


def _https(address: str) -> str:
    if address and not address.startswith("https://"):
        raise ValueError("must begin with https://")
    return address


LocationKind = Literal["venue", "online", "hybrid"]
Link = Annotated[
    str,
    StringConstraints(max_length=1000, pattern=r"^[^\s<>\"'`\\]*$"),
    AfterValidator(_https),
    Field(examples=["https://example.com/"]),
]
Country = Annotated[str, StringConstraints(pattern=r"^([A-Z]{2})?$"), Field(description="ISO 3166-1.")]


class Location(Input):
    """Where an event takes place. What begins with `online_` is told to buyers only."""

    kind: LocationKind = "venue"
    name: ShortText = ""
    address: ShortText = ""
    postal_code: ShortText = ""
    city: ShortText = ""
    region: ShortText = ""
    country: Country = ""
    latitude: float | None = Field(default=None, ge=-90, le=90)
    longitude: float | None = Field(default=None, ge=-180, le=180)
    maps_url: Link = ""
    online_url: Link = ""
    online_instructions: Annotated[LongText, StringConstraints(max_length=2000)] = ""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.kind != "online" and not self.name:
            raise ValueError("a venue needs a name")
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("latitude and longitude belong together")
        return self


class LocationOut(Output):
    """Where an event takes place."""

    kind: LocationKind = "venue"
    name: str = ""
    address: str = ""
    postal_code: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None
    maps_url: str = ""
    online_url: str = ""
    online_instructions: str = ""

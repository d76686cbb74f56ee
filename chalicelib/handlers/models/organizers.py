"""Organizers on the wire."""

from dataclasses import asdict
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, StringConstraints

from chalicelib.actions.organizers import page_url
from chalicelib.domain.organizers import Organizer, Privacy, Topic
from chalicelib.handlers.models.common import Email, Input, Line, Output, RichTexts, ShortText, Texts, fits
from chalicelib.handlers.models.location import Country, Link

Bio = Annotated[RichTexts, AfterValidator(fits)]
Links = Annotated[
    list[Annotated[Link, StringConstraints(min_length=9)]],
    Field(max_length=10, examples=[["https://mastodon.social/@harbourhall"]]),
]
Members = Annotated[list[Annotated[str, StringConstraints(max_length=60)]], Field(max_length=50)]
_PRIVACY = "`public`: search engines may find the page; `unlisted`: whoever has the link; `off`: there is none."
_TOLD = "Topic → ids of the members who get its mails. Of a topic left out owners do, but nobody of each order."


class AddressIn(Input):
    """Where the organizer is."""

    street: ShortText = ""
    postal_code: ShortText = ""
    city: ShortText = ""
    region: ShortText = ""
    country: Country = ""


class NewOrganizer(Input):
    """Somebody else who holds events of this account."""

    name: Line = Field(examples=["Harbour Hall"])


class OrganizerIn(Input):
    """All that is said of an organizer; what is left out is empty."""

    name: Line = Field(description="Events that exist keep the name that they were made under.")
    bio: Bio = Field(default_factory=dict)
    email: Email | None = Field(default=None, description="Where visitors of the page can write to.")
    phone: ShortText = ""
    website: Link = ""
    links: Links = Field(default_factory=list, description="Other pages about them.")
    address: AddressIn = Field(default_factory=AddressIn)
    privacy: Privacy = Field(default="public", description=_PRIVACY)
    notifications: dict[Topic, Members] = Field(default_factory=dict, description=_TOLD)

    def values(self) -> dict[str, Any]:
        """The domain's fields."""
        values = self.model_dump() | {"email": self.email or ""}
        return values | {"address": {name: value for name, value in values["address"].items() if value}}


class OrganizerOut(Output):
    """Who holds events."""

    id: str
    name: str
    slug: str
    page_url: str | None = Field(description="null: the page is off.")

    @classmethod
    def of(cls, organizer: Organizer) -> Self:
        """Out of the domain's noun."""
        own = {"id": organizer.organizer_id, "name": organizer.name, "slug": organizer.slug}
        return cls(**own, page_url=page_url(organizer))


class OrganizerList(Output):
    """A part of the list."""

    items: list[OrganizerOut]
    next: str | None


class AddressOut(Output):
    """Where the organizer is."""

    street: str = ""
    postal_code: str = ""
    city: str = ""
    region: str = ""
    country: str = ""


class OrganizerSettings(Output):
    """All that is said of an organizer."""

    id: str
    name: str
    slug: str
    page_url: str | None
    bio: Texts
    email: str
    phone: str
    website: str
    links: list[str]
    address: AddressOut
    privacy: Privacy
    notifications: dict[Topic, list[str]]
    version: int

    @classmethod
    def of(cls, organizer: Organizer) -> Self:
        """Out of the domain's noun."""
        own = {name: value for name, value in asdict(organizer).items() if name in cls.model_fields}
        made = {"id": organizer.organizer_id, "page_url": page_url(organizer), "version": organizer.version or 0}
        return cls(**own | made)

"""Webhook endpoints on the wire."""

from datetime import timedelta
from typing import Annotated, Any, Self

from pydantic import Field, StringConstraints, model_validator

from chalicelib.actions.endpoints import Watched
from chalicelib.domain.deliveries import Answer, Health
from chalicelib.domain.endpoints import LONGEST_OVERLAP, DisabledBecause
from chalicelib.handlers.models.common import Input, Instant, Output, ShortText, check_kept

Url = Annotated[str, StringConstraints(min_length=8, max_length=1000)]
_LONGEST_HOURS = LONGEST_OVERLAP // timedelta(hours=1)
_OVERLAP = "How long the old secrets sign beside it, at least as long as was promised; 0 ends all at once."
_TYPES = "Types of events that it is told; empty: all."
_EVENTS = "Events whose facts it is told; empty: all of the account."
TypeNames = Annotated[list[Annotated[str, StringConstraints(max_length=60)]], Field(max_length=200)]
EventIds = Annotated[list[Annotated[str, StringConstraints(max_length=60)]], Field(max_length=50)]


class NewWebhook(Input):
    """An address that is told what happens."""

    url: Url = Field(description="https, on port 443 or 8443.", examples=["https://example.com/foyer"])
    description: ShortText = ""
    types: TypeNames = Field(default_factory=list, description=_TYPES, examples=[["order.paid"]])
    event_ids: EventIds = Field(default_factory=list, description=_EVENTS)


class WebhookEdits(Input):
    """Change some fields; what is left out stays."""

    url: Url | None = None
    description: ShortText | None = None
    types: TypeNames | None = Field(default=None, description=_TYPES)
    event_ids: EventIds | None = Field(default=None, description=_EVENTS)
    is_enabled: bool | None = None

    @model_validator(mode="after")
    def _kept(self) -> Self:
        check_kept(self)
        return self


class Rotation(Input):
    """A new secret."""

    keep_old_hours: int = Field(default=24, ge=0, le=_LONGEST_HOURS, description=_OVERLAP)


class HealthOut(Output):
    """How it has done of late. `failures` in a row; while it rests, deliveries wait."""

    failures: int
    failing_since: Instant | None
    rests_until: Instant | None
    status: int = Field(description="The last failure's HTTP status; 0 if no answer came.")
    error: str
    excerpt: str = Field(description="What the last failure's answer began with.")
    failed_at: Instant | None

    @classmethod
    def of(cls, health: Health) -> Self:
        """Out of the domain's noun."""
        return cls(**{name: getattr(health, name) for name in cls.model_fields})


class WebhookOut(Output):
    """An endpoint. Its secret was shown when it was made."""

    id: str
    url: str
    description: str
    types: list[str]
    event_ids: list[str]
    is_enabled: bool
    disabled_because: DisabledBecause = Field(description="`gone`: it answered 410.")
    old_secret_ends_at: Instant | None
    created_at: Instant
    health: HealthOut
    version: int = Field(description="For `If-Match`.")

    @classmethod
    def of(cls, watched: Watched) -> Self:
        """Out of what the action found."""
        return cls(**cls.values(watched))

    @classmethod
    def values(cls, watched: Watched) -> dict[str, Any]:
        """The fields, by name."""
        endpoint = watched.endpoint
        own = {name: getattr(endpoint, name) for name in WebhookOut.model_fields if hasattr(endpoint, name)}
        return own | {"id": endpoint.webhook_id, "health": HealthOut.of(watched.health)}


class WebhookWithSecret(WebhookOut):
    """An endpoint and its secret, which is shown this once."""

    secret: str = Field(examples=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])

    @classmethod
    def shown(cls, watched: Watched, secret: str) -> Self:
        """Out of what the action found."""
        return cls(secret=secret, **cls.values(watched))


class WebhookList(Output):
    """All of the account."""

    items: list[WebhookOut]
    next: str | None


class TypeOut(Output):
    """A type of event."""

    type: str
    version: int
    says: str = Field(description="What has happened.", examples=["An order was paid."])


class TypeList(Output):
    """Every type there is."""

    items: list[TypeOut]
    next: str | None


class TestAnswer(Output):
    """What the endpoint answered to a test."""

    is_taken: bool
    status: int = Field(description="0 if no answer came.")
    error: str
    excerpt: str
    milliseconds: int

    @classmethod
    def of(cls, answer: Answer) -> Self:
        """Out of the domain's noun."""
        return cls(**{name: getattr(answer, name) for name in cls.model_fields})

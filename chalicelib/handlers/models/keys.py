"""API keys on the wire."""

from typing import Self

from pydantic import Field

from chalicelib.domain.keys import ApiKey
from chalicelib.handlers.models.common import Input, Instant, Line, Output
from chalicelib.handlers.models.team import PLACE, Permissions, Place


class NewKey(Input):
    """A key for a program."""

    name: Line = Field(examples=["Newsletter sync"])
    permissions: Permissions = Field(examples=[["events.read", "orders.read"]])
    places: list[Place] = Field(default_factory=list, max_length=50, description=f"{PLACE} Several may be named.")
    expires_at: Instant | None = Field(default=None, description="Until when it is good; null: until it is revoked.")
    calls_per_minute: int = Field(default=600, ge=1, le=600, description="How often it may call in a minute.")


class KeyOut(Output):
    """A program's key. `ending` are its last characters."""

    id: str
    name: str
    ending: str
    permissions: list[str]
    places: list[str]
    made_at: Instant
    expires_at: Instant | None
    used_at: Instant | None = Field(description="When it was used last, to ten minutes.")
    calls_per_minute: int

    @classmethod
    def of(cls, key: ApiKey) -> Self:
        """Out of the domain's noun."""
        values = {name: getattr(key, name) for name in cls.model_fields if name not in ("id", "permissions")}
        return cls(id=key.key_id, permissions=key.permissions, **values)


class KeyList(Output):
    """The account's keys."""

    items: list[KeyOut]
    next: str | None


class KeyWithText(KeyOut):
    """A new key with its text, which no other answer shows."""

    key: str = Field(
        description="Send it as `Authorization: Bearer …`. Keep it: it is not shown again.",
        examples=["foyer_7m2k9q4xwz0v5c8n1t6rb3hdfy"],
    )

    @classmethod
    def shown(cls, key: ApiKey, text: str) -> Self:
        """The key and its text."""
        return cls(key=text, **KeyOut.of(key).model_dump())

"""Duplicates and templates on the wire."""

from typing import Annotated

from pydantic import AfterValidator, Field

from chalicelib.domain.copies import EVERYTHING, CopiedPart
from chalicelib.handlers.models.common import Input, Instant, TitleTexts


def _distinct(parts: list[CopiedPart]) -> list[CopiedPart]:
    if len(set(parts)) < len(parts):
        raise ValueError("names something twice")
    return parts


class EventCopy(Input):
    """A copy that starts at another time; sale dates move with it."""

    title: TitleTexts | None = None
    starts_at: Instant
    parts: Annotated[list[CopiedPart], AfterValidator(_distinct)] = Field(default_factory=lambda: [*EVERYTHING])


class NewTemplate(Input):
    """Keep the event as a template."""

    title: TitleTexts | None = None
    parts: Annotated[list[CopiedPart], AfterValidator(_distinct)] = Field(default_factory=lambda: [*EVERYTHING])

"""The audit log on the wire."""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints

from chalicelib.actions.auditing import Doing, told
from chalicelib.actions.sealing import Checked
from chalicelib.domain.audit import Damage, Doer, Wanted, doer_of
from chalicelib.domain.audit_exports import Export, Format
from chalicelib.handlers.models.common import Input, Instant, ListQuery, Output

Word = Annotated[str, StringConstraints(max_length=100)]
_BY = "The id of a member or key, or `member`, `key`, `buyer`, `system`."
_TYPE = "A type such as `order.paid`, or its noun alone: `order`."
_SUBJECT = "The id of what was changed: an event, an order, a member …"


class AuditQuery(ListQuery):
    """Which entries, newest first."""

    by: Word = Field(default="", description=_BY)
    type: Word = Field(default="", description=_TYPE)
    subject: Word = Field(default="", description=_SUBJECT)
    since: Instant | None = None
    until: Instant | None = Field(default=None, description="Before this instant.")

    def wanted(self) -> Wanted:
        """The domain's noun."""
        return Wanted(self.by, self.type, self.subject, self.since, self.until)


class NewAuditExport(Input):
    """Entries to be written into a file."""

    format: Format = Field(description="`csv` for spreadsheets, `jsonl` (JSON Lines) for programs.", examples=["csv"])
    by: Word = Field(default="", description=_BY)
    type: Word = Field(default="", description=_TYPE)
    subject: Word = Field(default="", description=_SUBJECT)
    since: Instant | None = None
    until: Instant | None = Field(default=None, description="Before this instant; now, if left out.")

    def wanted(self) -> Wanted:
        """The domain's noun."""
        return Wanted(self.by, self.type, self.subject, self.since, self.until)


class DifferenceOut(Output):
    """One field of one row. Long texts are cut."""

    row: str = Field(examples=["Event evt_7k2m9qexample"])
    field: str = Field(examples=["starts_at"])
    before: Any = Field(description="null: there was nothing.", examples=["2026-12-31T20:00:00.000Z"])
    after: Any = Field(description="null: there is nothing any more.", examples=["2026-12-31T21:00:00.000Z"])
    is_withheld: bool = Field(
        default=False, description="It was changed, but may be about a person, so that no value is kept of it."
    )


class AuditEntry(Output):
    """One change: who, what, when, from where, and what is different since."""

    id: str
    at: Instant
    type: str = Field(examples=["event.changed"])
    by: str = Field(description="The id of a member or key, `buyer`, or the name of a worker.")
    who: Doer
    name: str = Field(
        description="How the member or key is called; empty for others, and once it is forgotten.",
        examples=["Ada Lovelace"],
    )
    subject: str
    event_id: str
    operation: str = Field(
        description="The operation of this API that was called; empty for what workers do.", examples=["edit_event"]
    )
    session_id: str
    address: str = Field(description="The IP address; kept for a year.", examples=["192.0.2.7"])
    agent: str = Field(
        description="What the browser or program called itself; kept for a year.", examples=["Firefox on Linux"]
    )
    changes: list[DifferenceOut]
    details: dict[str, Any] = Field(description="What webhooks are told of it.")

    @classmethod
    def of(cls, doing: Doing, operations: frozenset[str]) -> Self:
        """Out of the domain's noun; `operations` are those that only operators may call."""
        values = told(doing) | {"at": doing.entry.at, "by": doing.entry.by, "name": doing.doer}
        is_operator = doing.entry.operation in operations
        return cls(**values | {"who": "operator" if is_operator else doer_of(doing.entry.by)})


class AuditList(Output):
    """A part of the log. It may be short, or empty, and still have a `next`: what is rare is looked for in steps."""

    items: list[AuditEntry]
    next: str | None


class AuditExportOut(Output):
    """A file of the log; `url` is null while it is being written."""

    id: str
    format: Format
    state: Literal["WRITING", "READY"]
    entries: int = Field(description="How many stand in it so far.", examples=[1200])
    url: str | None

    @classmethod
    def of(cls, export: Export, url: str | None) -> Self:
        """Out of the domain's noun."""
        state: Literal["WRITING", "READY"] = "READY" if export.is_done else "WRITING"
        return cls(id=export.export_id, format=export.format, state=state, entries=export.entries, url=url)


class FlawOut(Output):
    """One sign that somebody has tampered with the log."""

    damage: Damage
    link: int = Field(description="The number of the link.", examples=[12])
    subject: str
    fact_id: str


class CheckQuery(Input):
    """Where to go on."""

    after: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,10}$")] = Field(
        default="0", description="`next` of the stretch before."
    )


class AuditCheck(Output):
    """What comparing a stretch of the log with its seals has found. Sealed is what is older than some minutes."""

    flaws: list[FlawOut]
    links: int
    facts: int = Field(description="How many facts were compared.", examples=[1200])
    next: int | None = Field(description="Where to go on; null at the end.", examples=[40])

    @classmethod
    def of(cls, found: Checked) -> Self:
        """Out of what the action found."""
        flaws = [FlawOut(**vars(flaw)) for flaw in found.flaws]
        return cls(flaws=flaws, links=found.links, facts=found.facts, next=found.next)

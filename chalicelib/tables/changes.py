"""What one transaction changes: a row each, with the refusal that its failed condition means."""

from dataclasses import dataclass
from typing import Literal

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.tables.table import Row


@dataclass(frozen=True)
class Change:
    """One item of a transaction. `refusal` is raised when `condition` fails."""

    action: Literal["check", "delete", "put", "update"]
    row: Row
    refusal: type[Exception]
    condition: Condition | None = None
    updates: tuple[Action, ...] = ()


def put_new(row: Row, refusal: type[Exception]) -> Change:
    """Write a row that must not exist yet."""
    return Change("put", row, refusal, type(row).pk.does_not_exist())


def put_edited(row: Row, refusal: type[Exception]) -> Change:
    """Write a row that carries a version attribute: PynamoDB adds the condition that nobody was faster."""
    return Change("put", row, refusal)


def update(row: Row, refusal: type[Exception], condition: Condition, *updates: Action) -> Change:
    """Change some attributes of the row at this row's key, if `condition` holds."""
    return Change("update", row, refusal, condition, updates)

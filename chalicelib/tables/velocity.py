"""How often something has happened in a window of time: counters that forget by themselves."""

from datetime import timedelta

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.domain.velocity import Window
from chalicelib.kernel import clock
from chalicelib.tables.attributes import IntegerAttribute
from chalicelib.tables.changes import Change, update
from chalicelib.tables.table import Row, client

# DynamoDB deletes what is past within days; until then it costs nothing but its place.
_KEPT = timedelta(hours=1)


class WindowRow(Row):
    """VELOCITY#scope#kind#who / window: `who` is a keyed hash of an IP address, an e-mail address or a card."""

    KIND = "Window"
    times = IntegerAttribute()


def counted(window: Window, refusal: type[Exception]) -> Change:
    """Once more in this window, together with what is counted. Raises `refusal` when that is more than the limit."""
    return update(_row(window), refusal, _below(window), *_one_more(window))


def count(window: Window, refusal: type[Exception]) -> None:
    """The same by itself, before what is counted: for what thousands share, as the address of a carrier's network.

    In a transaction they would conflict with each other; plain updates of one item wait for their turn.
    """
    client()
    try:
        _row(window).update(_one_more(window), condition=_below(window))
    except UpdateError as error:
        if error.cause_response_code == "ConditionalCheckFailedException":
            raise refusal() from error
        raise


def give_back(window: Window) -> None:
    """What was counted did not have to be."""
    client()
    _row(window).update([WindowRow.times.add(-1)])


def _row(window: Window) -> WindowRow:
    return WindowRow(f"VELOCITY#{window.scope}#{window.kind}#{window.who}", clock.to_text(window.begins_at))


def _below(window: Window) -> Condition:
    below: Condition = WindowRow.times.does_not_exist() | (WindowRow.times < window.limit)
    return below


def _one_more(window: Window) -> list[Action]:
    return [
        WindowRow.times.add(1),
        WindowRow.kind.set(WindowRow.KIND),
        WindowRow.ttl.set(int((window.ends_at + _KEPT).timestamp())),
    ]

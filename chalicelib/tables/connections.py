"""Connections: an account's own app or server at a provider, with its secrets sealed."""

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute

from chalicelib.domain.redirects import Connection, NotConnected
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables.attributes import InstantAttribute
from chalicelib.tables.changes import Change
from chalicelib.tables.table import Row, filled_values_of, find, noun_of


class ConnectionRow(Row):
    """CONNECTION#c / META. It stays when the account takes it off: what was paid by it goes back by it."""

    KIND = "Connection"
    connection_id = UnicodeAttribute()
    account_id = UnicodeAttribute()
    provider = UnicodeAttribute()
    identity = UnicodeAttribute()
    sealed = UnicodeAttribute()
    is_sandbox = BooleanAttribute()
    connected_at = InstantAttribute()


def saved_connection(connection: Connection) -> Change:
    """A new connection, or newer secrets of a known one."""
    values = filled_values_of(connection, ConnectionRow)
    return Change("put", ConnectionRow(f"CONNECTION#{connection.connection_id}", "META", **values), AlreadyDone)


def get_connection(connection_id: str) -> Connection:
    """The connection. Raises NotConnected."""
    row = find(ConnectionRow, f"CONNECTION#{connection_id}", "META")
    if not row:
        raise NotConnected()
    return noun_of(Connection, row)

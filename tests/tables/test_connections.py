"""Connections as rows: newer secrets take the place of older ones, and nothing of them can be read."""

from dataclasses import replace

import pytest

from chalicelib.domain.redirects import Connection, NotConnected, connection_id_of
from chalicelib.tables.connections import get_connection, saved_connection
from tests.tables.writing import write
from tests.unit.making import NOW, new_id


def test_a_connection_is_kept_and_gets_newer_secrets() -> None:
    account = new_id("acc")
    made = Connection(connection_id_of(account, "paypal", "app"), account, "paypal", "app", "sealed-1", True, NOW)
    write(saved_connection(made))
    assert get_connection(made.connection_id) == made
    write(saved_connection(replace(made, sealed="sealed-2")))
    assert get_connection(made.connection_id).sealed == "sealed-2"


def test_another_app_is_another_connection() -> None:
    assert connection_id_of("acc_1", "paypal", "one") != connection_id_of("acc_1", "paypal", "two")
    assert connection_id_of("acc_1", "paypal", "one") != connection_id_of("acc_2", "paypal", "one")


def test_nobody_is_connected_by_an_id_that_nobody_has() -> None:
    with pytest.raises(NotConnected):
        get_connection(new_id("con"))

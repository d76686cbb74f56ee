"""What a basket needs beside the catalogue comes in one read, or in none."""

from chalicelib.tables import members, occurrences, promos
from chalicelib.tables.lookups import Lookup, look_up
from tests.tables.test_occurrences import date
from tests.tables.test_promos import code
from tests.tables.writing import wire, write
from tests.unit.making import new_id


def test_nothing_is_read_when_nothing_is_asked_for() -> None:
    with wire("BatchGetItem") as seen:
        assert look_up("evt_1", (), "", ["prd_1"], "") == Lookup()
    assert seen.sent == []


def test_dates_the_code_and_memberships_come_in_one_read() -> None:
    event_id, product_id = new_id("evt"), new_id("prd")
    days = [date(event_id, number) for number in range(3)]
    write(occurrences.new_occurrences(days), promos.new_promo(code(event_id, "SUMMER")))
    write(members.allowed(product_id, ["@example.com"]))
    wanted = [days[0].occurrence_id, days[2].occurrence_id, days[0].occurrence_id, "occ_nothing"]
    with wire("BatchGetItem") as seen:
        found = look_up(event_id, wanted, "SUMMER", [product_id, new_id("prd")], "ada@example.com")
    assert len(seen.sent) == 1
    assert set(found.occurrences) == {days[0].occurrence_id, days[2].occurrence_id}
    assert found.promo
    assert found.promo.code == "SUMMER"
    assert found.member_of == {product_id}


def test_what_does_not_exist_is_not_found() -> None:
    assert look_up(new_id("evt"), ["occ_1"], "SUMMER", [new_id("prd")], "ada@example.com") == Lookup()

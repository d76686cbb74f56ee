"""What requests may say: everything else is refused with the field's name, and never becomes a 500."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from chalicelib.handlers.models.accounts import NewAccount
from chalicelib.handlers.models.baskets import CheckOut, NewOrder
from chalicelib.handlers.models.common import Email, Input
from chalicelib.handlers.models.events import EventEdits, NewEvent
from chalicelib.handlers.models.products import NewProduct
from chalicelib.handlers.models.scans import NewScan

EVENT: dict[str, Any] = {
    "organizer_id": "org_1",
    "title": {"en": "Summer Night"},
    "starts_at": "2031-06-01T18:00:00Z",
    "ends_at": "2031-06-01T22:00:00Z",
    "timezone": "Europe/Berlin",
    "currency": "EUR",
}
PRODUCT: dict[str, Any] = {"name": {"en": "Standard"}, "price_minor": 2500, "capacity": 50}
ACCOUNT = {"name": "Hall", "your_name": "Ada", "email": "ada@example.com", "password": "correct horse"}


def read(model: type[Input], body: dict[str, Any]) -> Any:
    return model.model_validate_json(to_json(body), strict=True)


def wrong_fields(model: type[Input], body: dict[str, Any]) -> set[str]:
    with pytest.raises(ValidationError) as refused:
        read(model, body)
    return {str(error["loc"][0]) if error["loc"] else "" for error in refused.value.errors()}


def test_an_instant_is_turned_into_utc() -> None:
    found = read(NewEvent, EVENT | {"starts_at": "2031-06-01T20:00:00+02:00"})
    assert found.starts_at == datetime(2031, 6, 1, 18, tzinfo=UTC)
    assert found.starts_at.tzinfo is UTC


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("starts_at", "2031-06-01T18:00:00"),
        ("starts_at", "tomorrow"),
        ("starts_at", 1_900_000_000),
        ("starts_at", "0001-01-01T00:00:00+14:00"),
        ("starts_at", "9999-12-31T23:59:59-12:00"),
        ("starts_at", None),
        ("timezone", "Europe/Atlantis"),
        ("timezone", "../../etc/passwd"),
        ("currency", "eur"),
        ("currency", "XXX"),
        ("title", {}),
        ("title", {"en": ""}),
        ("title", {"en": "   "}),
        ("title", {"English": "Summer"}),
        ("title", {"en": "two\nlines"}),
        ("title", {"en": "bell\u0007"}),
        ("title", {"en": "nul\u0000"}),
        ("title", {"en": "line\u2028separator"}),
        ("title", {"en": "x" * 201}),
        ("title", {f"a{letter}": "x" for letter in "abcdefghijklmnopqrstu"}),
        ("description", {"en": "bell\u0007"}),
        ("description", {"en": "x" * 20_001}),
        ("hold_minutes", 0),
        ("hold_minutes", 61),
        ("hold_minutes", 10**30),
        ("hold_minutes", "10"),
        ("hold_minutes", True),
        ("hold_minutes", 10.5),
        ("location", {"name": "Hall", "country": "de"}),
        ("location", {"city": "Hamburg"}),
        ("location", {"name": "Hall", "latitude": 53.5}),
        ("location", {"kind": "online", "online_url": "http://example.com"}),
        ("location", {"kind": "online", "online_url": "javascript:alert(1)"}),
        ("location", {"name": "Hall", "maps_url": 'https://example.com/"onclick='}),
        ("location", {"kind": "elsewhere"}),
        ("category", "nonsense"),
        ("visibility", "secret"),
        ("languages", []),
        ("languages", ["en", "en"]),
        ("password", "abc"),
        ("age_limit", 0),
        ("payment_methods", []),
        ("payment_methods", ["card", "card"]),
        ("payment_methods", ["cheque"]),
        ("offline", {"bank": {"days": 0}}),
        ("offline", {"bank": {"days": 3, "reminder_days": 3}}),
        ("offline", {"card": {}}),
        ("offline", {"bank": {"grace_hours": 241}}),
        ("extra_currencies", ["USD", "USD"]),
        ("extra_currencies", ["usd"]),
        ("terms", {"en": "bell\u0007"}),
        ("entry_requirements", {"en": "x" * 20_001}),
        ("organizer_id", ""),
        ("status", "LIVE"),
    ],
)
def test_an_event_names_the_field_that_is_wrong(field: str, value: Any) -> None:
    assert wrong_fields(NewEvent, EVENT | {field: value}) == {field}


def test_every_missing_field_of_an_event_is_named() -> None:
    assert wrong_fields(NewEvent, {}) == set(EVENT) - {"timezone", "currency"}


def test_text_is_freed_of_spaces_around_it() -> None:
    assert read(NewEvent, EVENT | {"title": {"en": "  Summer  "}}).title == {"en": "Summer"}


def test_a_description_may_have_several_lines() -> None:
    assert read(NewEvent, EVENT | {"description": {"en": "one\n\ttwo"}}).description == {"en": "one\n\ttwo"}


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<p>Bring <strong>a friend</strong>.</p>", "<p>Bring <strong>a friend</strong>.</p>"),
        ("<script>alert(1)</script>hello", "hello"),
        ('<p onclick="alert(1)" style="color:red">hello</p>', "<p>hello</p>"),
        ('<img src="https://example.com/track.png">hello', "hello"),
        ("1 < 2 & 3", "1 &lt; 2 &amp; 3"),
    ],
)
def test_a_description_keeps_its_structure_and_loses_what_acts_or_loads(written: str, kept: str) -> None:
    assert read(NewEvent, EVENT | {"description": {"en": written}}).description == {"en": kept}


def test_a_description_links_to_pages_only() -> None:
    links = '<a href="https://example.com">page</a><a href="javascript:alert(1)">script</a>'
    cleaned = read(NewEvent, EVENT | {"description": {"en": links}}).description["en"]
    assert 'href="https://example.com"' in cleaned
    assert "javascript" not in cleaned


def test_half_a_letter_is_no_text() -> None:
    with pytest.raises(ValidationError, match="json_invalid"):
        NewEvent.model_validate_json(b'{"organizer_id": "\\ud800"}')


@pytest.mark.parametrize("field", ["title", "description", "starts_at", "ends_at", "timezone", "hold_minutes"])
def test_an_edit_cannot_clear_what_an_event_needs(field: str) -> None:
    assert wrong_fields(EventEdits, {field: None}) == {""}


def test_an_edit_can_clear_the_location() -> None:
    assert read(EventEdits, {"location": None}).model_dump(exclude_unset=True) == {"location": None}


def test_an_edit_changes_only_what_it_names() -> None:
    assert read(EventEdits, {"hold_minutes": 5}).model_dump(exclude_unset=True) == {"hold_minutes": 5}


def test_the_currency_cannot_be_edited() -> None:
    assert wrong_fields(EventEdits, {"currency": "USD"}) == {"currency"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("price_minor", -1),
        ("price_minor", 100_000_001),
        ("price_minor", 25.0),
        ("price_minor", "2500"),
        ("capacity", -1),
        ("capacity", 1_000_001),
        ("min_per_order", 0),
        ("max_per_order", 101),
        ("name", {}),
        ("free", 3),
    ],
)
def test_a_product_names_the_field_that_is_wrong(field: str, value: Any) -> None:
    assert wrong_fields(NewProduct, PRODUCT | {field: value}) == {field}


@pytest.mark.parametrize(
    "fields",
    [
        {"min_per_order": 5, "max_per_order": 4},
        {"sale_starts_at": "2031-01-02T00:00:00Z", "sale_ends_at": "2031-01-01T00:00:00Z"},
        {"sale_starts_at": "2031-01-01T00:00:00Z", "sale_ends_at": "2031-01-01T00:00:00Z"},
    ],
)
def test_a_products_limits_must_fit_each_other(fields: dict[str, Any]) -> None:
    assert wrong_fields(NewProduct, PRODUCT | fields) == {""}


@pytest.mark.parametrize(
    "address", ["Ada@EXAMPLE.com", " ada@example.com ", "ada+foyer@example.co.uk", "ada@bücher.de"]
)
def test_an_email_address_is_taken(address: str) -> None:
    assert "@" in read(NewAccount, ACCOUNT | {"email": address}).email


def test_the_domain_of_an_address_has_no_case() -> None:
    assert TypeAdapter(Email).validate_python("Ada@EXAMPLE.com") == "Ada@example.com"


@pytest.mark.parametrize(
    "address",
    ["", "ada", "ada@", "@example.com", "ada@localhost", "a@b@example.com", "ada@example.com\nBcc: eve@example.com",
     "Ada <ada@example.com>", "ada@" + "x" * 250 + ".com", "ada@example..com", "ä@example.com",
     "ada\u0000@example.com"],
)  # fmt: skip
def test_what_is_no_email_address_is_refused(address: str) -> None:
    assert wrong_fields(NewAccount, ACCOUNT | {"email": address}) == {"email"}


@pytest.mark.parametrize("password", ["", "too short", "x" * 201])
def test_a_password_has_ten_to_two_hundred_characters(password: str) -> None:
    assert wrong_fields(NewAccount, ACCOUNT | {"password": password}) == {"password"}


@pytest.mark.parametrize("name", ["Ada\r\nBcc: eve@example.com", "Ada\u0000", "", "x" * 201])
def test_a_buyers_name_is_one_clean_line(name: str) -> None:
    assert wrong_fields(CheckOut, {"buyer": {"name": name, "email": "ada@example.com"}}) == {"buyer"}


@pytest.mark.parametrize("name", ["X Æ", "Nguyễn Thị Ánh", "עדה לאבלייס", "🎸"])
def test_names_are_written_in_every_script(name: str) -> None:
    assert read(CheckOut, {"buyer": {"name": name, "email": "ada@example.com"}}).buyer.name == name


@pytest.mark.parametrize(
    "lines", [[], [{"product_id": "p", "quantity": 0}], [{"product_id": "p", "quantity": 1001}],
              [{"product_id": "p"}], [{"product_id": "p", "quantity": 1, "price_minor": 1}],
              [{"product_id": "p", "quantity": 1}] * 21],
)  # fmt: skip
def test_a_basket_has_one_to_twenty_lines_of_at_least_one_unit(lines: list[Any]) -> None:
    assert wrong_fields(NewOrder, {"lines": lines}) == {"lines"}


@pytest.mark.parametrize("language", ["", "english", "en_US", "../en"])
def test_a_language_is_a_language_tag(language: str) -> None:
    lines = [{"product_id": "p", "quantity": 1}]
    assert wrong_fields(NewOrder, {"lines": lines, "language": language}) == {"language"}


@pytest.mark.parametrize("code", ["", "x" * 501])
def test_a_scanned_code_has_a_length(code: str) -> None:
    assert wrong_fields(NewScan, {"code": code}) == {"code"}

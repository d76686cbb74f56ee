"""The ticket PDF: what a person reads and what a camera reads."""

import io
import logging
import subprocess
import sys
import unicodedata
from dataclasses import replace

import pypdf
import pypdfium2
import pytest
import zxingcpp

from chalicelib.domain import tickets as rules
from chalicelib.domain.events import Event
from chalicelib.domain.orders import Order
from chalicelib.pdf import tickets as paper
from tests.unit.making import NOW, event, line, order

CODE = "F1-A-" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" + "-" + ("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" * 4)[:103]
# At this scale the code's 68 mm become 236 pixels: what 2 cm are at 300 dpi.
TWO_CENTIMETRES_AT_300_DPI = 236 / (68 / 25.4 * 72)


def draw(at: Event | None = None, **fields: object) -> bytes:
    bought: Order = order(**{"buyer_name": "Jörg Müller", **fields})
    issued = rules.issue(bought, "A", NOW)
    return paper.draw([at or event()], bought, [(ticket, f"{CODE}{ticket.number}") for ticket in issued])


def pages(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def test_a_page_says_what_when_where_who_and_how_much() -> None:
    location = {"name": "Brotfabrik", "address": "Gasse 27", "city": "Wien", "country": "AT"}
    first = pages(draw(event(location=location)))[0]
    reference = order().reference
    said = ("Summer Night", "Harbour Hall", "Saturday 31 May 2031", "14:00 – 18:00 (CEST, Europe/Berlin)")
    for words in (*said, "Brotfabrik", "Gasse 27, Wien, AT", "Standard", "25.00 EUR", "Jörg Müller"):
        assert words in first
    assert f"{reference}-1" in first
    assert "Ticket 1 of 2" in first


def test_a_camera_reads_every_code_at_two_centimetres() -> None:
    for number, page in enumerate(pypdfium2.PdfDocument(draw()), start=1):
        picture = page.render(scale=TWO_CENTIMETRES_AT_300_DPI).to_pil()
        assert [found.text for found in zxingcpp.read_barcodes(picture)] == [f"{CODE}{number}"]


def test_the_document_has_a_title_a_language_and_an_author() -> None:
    reader = pypdf.PdfReader(io.BytesIO(draw(language="de")))
    assert reader.metadata is not None
    assert reader.metadata.title == f"Summer Night – {order().reference}"
    assert reader.metadata.author == "Harbour Hall"
    assert reader.root_object["/Lang"] == "de"


def test_greek_cyrillic_and_vietnamese_names_are_readable() -> None:
    assert "Ωμέγα Ирина Nguyễn" in pages(draw(buyer_name="Ωμέγα Ирина Nguyễn"))[0]


def test_a_character_without_a_font_is_a_box_and_a_warning_that_does_not_name_anybody(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        first = pages(draw(buyer_name="Ada สม"))[0]
    assert "Ada \N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}" in first
    assert caplog.messages == ["no font for 2 characters of THAI"]


def test_names_of_all_scripts_are_drawn_without_a_missing_glyph(caplog: pytest.LogCaptureFixture) -> None:
    name = "Jörg Ωμέγα Ирина Nguyễn محمد שלום 山田太郎 さくら 김철수 龍馬"
    with caplog.at_level(logging.WARNING):
        first = unicodedata.normalize("NFKC", pages(draw(buyer_name=name, lines=[line(quantity=1)]))[0])
    assert caplog.messages == []
    for word in name.split():
        assert word in first


def test_a_buyer_who_is_called_like_a_place_holder_keeps_the_name() -> None:
    assert "{nb}" in pages(draw(buyer_name="{nb}"))[0]


def test_a_hostile_title_stays_text_on_one_page() -> None:
    title = {"en": "<script>alert(1)</script> 🎉 \u202e\r\nBcc: " + "endless " * 40}
    drawn = pages(draw(event(title=title), buyer_name="A" * 300))
    assert len(drawn) == 2
    assert "<script>alert(1)</script> \N{REPLACEMENT CHARACTER} Bcc: endless" in drawn[0]
    assert "…" in drawn[0]


def test_thirty_tickets_are_thirty_small_pages() -> None:
    drawn = draw(lines=[line(quantity=30)])
    assert len(pages(drawn)) == 30
    assert len(drawn) / 30 < 30_000


def test_one_ticket_stays_under_thirty_kilobytes_and_is_the_same_each_time() -> None:
    one = draw(lines=[line(quantity=1)])
    assert len(one) < 30_000
    assert one == draw(lines=[line(quantity=1)])


def test_a_free_ticket_says_so() -> None:
    assert "Free" in pages(draw(lines=[replace(line(), unit_price_minor=0)]))[0]


@pytest.mark.parametrize("module", ["chalicelib.pdf.tickets", "chalicelib.mail.messages"])
def test_importing_it_loads_no_heavy_library(module: str) -> None:
    heavy = "{'fpdf', 'fontTools', 'segno', 'jinja2', 'icalendar', 'PIL'}"
    program = f"import sys, {module}; sys.exit(', '.join({heavy} & set(sys.modules)) or 0)"
    subprocess.run([sys.executable, "-c", program], check=True)

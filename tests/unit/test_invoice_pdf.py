"""The invoice on paper: every amount, every script, every page."""

import io
import logging
import unicodedata
from dataclasses import replace

import pypdf
import pytest

from chalicelib.domain.invoices import Invoice
from chalicelib.pdf import invoice_words, invoices
from tests.hostile import HOSTILE
from tests.unit.invoicing import draft, issued, paid_order, refund, settings
from tests.unit.making import NOW


def pages(invoice: Invoice) -> list[str]:
    reader = pypdf.PdfReader(io.BytesIO(invoices.draw(invoice)))
    return [" ".join(unicodedata.normalize("NFKC", page.extract_text()).split()) for page in reader.pages]


@pytest.mark.req("INV-13")
def test_an_invoice_says_who_what_when_and_how_much() -> None:
    [page] = pages(issued(draft(), place=7))
    said = (
        "Invoice", "2031-000007", "1 May 2031", "Harbour Hall GmbH", "Am Kai 7", "20457 Hamburg, DE", "DE123456789",
        "Müller KG", "Jörg Müller", "1010 Wien, AT", "Summer Night", "1 Jun 2031", "Dinner", "Discount \u22129.00",
        "Including Service fee 1.50", "VAT 19 % on 42.02 7.98", "City tax 16.5 % on 1.50 0.24", "Total EUR 144.74",
        "Paid on 1 May 2031, by card", "Payable at once.", "HRB 12345", "Page 1 of 1",
    )  # fmt: skip
    for words in said:
        assert words in page


@pytest.mark.req("INV-15")
def test_an_invoice_speaks_the_buyers_language_and_writes_its_amounts() -> None:
    [page] = pages(issued(draft(paid_order(language="de"))))
    for words in ("Rechnung", "Abendessen", "MwSt. ermäßigt 7 % auf 84,11", "144,74", "01.05.2031", "Seite 1 von 1"):
        assert words in page


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it", "nl", "pt", "pl"])
def test_every_language_has_every_word_and_a_letter_for_it(language: str, caplog: pytest.LogCaptureFixture) -> None:
    say = invoice_words.words(language)
    assert say.language == language
    assert all(say.by_key.values())
    with caplog.at_level(logging.WARNING):
        assert pages(issued(draft(paid_order(language=language))))
    assert caplog.messages == []


@pytest.mark.parametrize("language", ["xx", "zh-Hant", ""])
def test_any_other_language_is_english(language: str) -> None:
    assert invoice_words.words(language)("invoice") == "Invoice"


@pytest.mark.parametrize(("currency", "total"), [("JPY", "14,474"), ("KWD", "14.474"), ("EUR", "144.74")])
def test_amounts_have_as_many_places_as_their_currency(currency: str, total: str) -> None:
    [page] = pages(issued(draft(paid_order(currency=currency))))
    assert f"Total {currency} {total}" in page


def test_a_credit_note_says_what_it_corrects() -> None:
    from chalicelib.domain import credit_notes

    made = credit_notes.credit(issued(draft(), place=7), [], refund(1234), settings(), NOW)
    assert made
    [page] = pages(issued(made))
    for words in ("Credit note", "CN2031-000001", "Corrects invoice 2031-000007 of 1 May 2031.", "Total EUR 12.34"):
        assert words in page


def test_a_proforma_says_that_it_is_no_invoice() -> None:
    [page] = pages(draft(paid_order(state="AWAITING_OFFLINE_PAYMENT", completed_at=None, method="bank")))
    for words in ("Pro forma invoice", "not a tax invoice", "Amount due EUR 144.74", "To be paid by 1 May 2031"):
        assert words in page


@pytest.mark.req("INV-13")
def test_names_of_all_scripts_are_drawn_without_a_missing_glyph(caplog: pytest.LogCaptureFixture) -> None:
    name = "Ωμέγα Ирина Nguyễn محمد שלום 山田 さくら 김철수"
    with caplog.at_level(logging.WARNING):
        [page] = pages(issued(draft(paid_order(buyer_name=name))))
    assert caplog.messages == []
    for word in name.split():
        assert word in page


@pytest.mark.parametrize(
    ("method", "said"),
    [("card", ", by card"), ("bank", ", by bank transfer"), ("cash", ", in cash"), ("invoice", ""), ("other", "")],
)
def test_a_paid_invoice_says_how_it_was_paid_where_it_is_known(method: str, said: str) -> None:
    [page] = pages(issued(draft(paid_order(method=method))))
    assert f"Paid on 1 May 2031{said} Payable" in page


def test_hostile_words_stay_words() -> None:
    lines = [replace(paid_order().lines[0], name={"en": text}) for text in HOSTILE]
    order = paid_order(lines=lines, fees=[], buyer_name="{nb} {page} %s", billing={})
    seller = settings(footer="\n".join(HOSTILE * 9), legal_name="\u202e💥 GmbH")
    assert any("{nb} {page} %s" in page for page in pages(issued(draft(order, seller))))


def test_sixty_lines_take_two_pages_and_each_names_its_columns() -> None:
    order = paid_order(lines=[paid_order().lines[0]] * 60)
    drawn = pages(issued(draft(replace(order, total_minor=order.quote.total_minor))))
    assert [f"Page {number} of 2" in page for number, page in enumerate(drawn, start=1)] == [True, True]
    assert all("Qty" in page for page in drawn)
    assert "Total EUR" in drawn[1]


def test_the_same_document_gives_the_same_bytes_and_few_of_them() -> None:
    invoice = issued(draft())
    drawn = invoices.draw(invoice)
    assert drawn == invoices.draw(invoice)
    assert len(drawn) < 30_000

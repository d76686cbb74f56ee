"""Invoices and credit notes: when there is one, what it says, how it is numbered."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from chalicelib.domain import credit_notes, invoice_drafts
from chalicelib.domain.invoice_numbers import WrongPattern, check_pattern, number_of, series_of
from chalicelib.domain.invoices import Invoice, SellerIncomplete, check_settings
from tests.unit.invoicing import ABOUT, draft, issued, paid_order, payment, refund, settings
from tests.unit.making import NOW

DAY = date(2031, 5, 1)


@pytest.mark.req("INV-14")
@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("{year}-{number:06}", "2031-000007"),
        ("FY{year}/INV{number:05}", "FY2031/INV00007"),
        ("R {number}", "R 7"),
        ("{number}/{year}", "7/2031"),
    ],
)
def test_a_pattern_says_where_year_and_number_stand(pattern: str, number: str) -> None:
    check_pattern(pattern, "invoice_pattern")
    assert number_of(pattern, 7, DAY) == number


@pytest.mark.req("INV-14")
@pytest.mark.parametrize(
    "pattern",
    [
        "", "INV", "{year}", "{number}{number}", "{year}{number}", "{number}-{year}-{year}", "{year:04}-{number}",
        "{number:0}", "{number:12}", "A1-{number}", "{{number}}", "{number", "💥{number}", "\u202e{number}",
        "{0}{number}", "{number.__class__}", "X" * 40 + "{number}",
    ],
)  # fmt: skip
def test_a_pattern_that_could_repeat_a_number_or_says_none_is_refused_by_name(pattern: str) -> None:
    with pytest.raises(WrongPattern) as refused:
        check_pattern(pattern, "invoice_pattern")
    assert list(refused.value.fields) == ["invoice_pattern"]


@pytest.mark.req("INV-14")
def test_numbers_begin_again_with_the_year_only_where_the_pattern_names_it() -> None:
    assert series_of("acc_1", "invoice", "{year}-{number}", DAY).year == 2031
    assert series_of("acc_1", "invoice", "R {number}", DAY).year == 0


@pytest.mark.req("INV-14")
def test_both_series_cannot_read_alike() -> None:
    with pytest.raises(WrongPattern) as refused:
        check_settings(settings(credit_note_pattern="{year}-{number:03}"))
    assert list(refused.value.fields) == ["credit_note_pattern"]
    check_settings(settings())


@pytest.mark.req("INV-13")
def test_invoices_cannot_be_on_without_a_seller() -> None:
    with pytest.raises(SellerIncomplete) as refused:
        check_settings(settings(legal_name="", country=""))
    assert set(refused.value.fields) == {"legal_name", "country"}
    check_settings(settings(legal_name="", is_on=False))


@pytest.mark.req("INV-14")
def test_the_year_is_that_of_the_seller() -> None:
    new_year = NOW.replace(month=12, day=31, hour=23, minute=30)
    assert settings().day(new_year) == date(2032, 1, 1)


def test_an_invoice_is_due_for_money_only() -> None:
    assert invoice_drafts.is_due(paid_order())
    assert not invoice_drafts.is_due(paid_order(completed_at=None, state="RESERVED"))
    assert not invoice_drafts.is_due(paid_order(total_minor=0))
    assert not invoice_drafts.is_due(paid_order(is_test=True))
    assert invoice_drafts.is_due(paid_order(state="CANCELLED"))


@pytest.mark.req("INV-13")
def test_lines_add_up_to_the_total_and_taxes_to_the_rows() -> None:
    invoice = draft()
    assert sum(line.gross_minor for line in invoice.lines) == invoice.total_minor == 14474
    assert all(line.net_minor + line.tax_minor == line.gross_minor for line in invoice.lines)
    assert sum(row.amount_minor for row in invoice.taxes) == invoice.tax_minor == 798 + 589 + 24
    assert [(row.rate, row.base_minor, row.amount_minor) for row in invoice.taxes] == [
        ("19", 4202, 798),
        ("7", 8411, 589),
        ("16.5", 150, 24),
    ]


@pytest.mark.req("INV-13")
def test_discounts_and_fees_are_shown_as_they_were_quoted() -> None:
    dinner, handling = draft().lines[1:]
    assert (dinner.discount_minor, dinner.fees) == (900, [("Service fee", 150)])
    assert (handling.name, handling.gross_minor) == ("Handling", 300)


@pytest.mark.req("INV-15")
def test_lines_and_taxes_are_in_the_buyers_language() -> None:
    invoice = draft(paid_order(language="de-AT"))
    assert [line.name for line in invoice.lines] == ["Standard", "Abendessen", "Handling"]
    assert invoice.taxes[0].name == "MwSt."


def test_an_invoice_names_the_company_that_was_told() -> None:
    buyer = draft().buyer
    assert (buyer.company, buyer.name, buyer.city) == ("Müller KG", "Jörg Müller", "Wien")


def test_money_that_came_twice_is_not_paid_twice() -> None:
    payments = [payment(), payment(payment_id="pay_2")]
    back = [refund(14474, reason="not_owed", state="REQUESTED")]
    invoice = invoice_drafts.draft(paid_order(), payments, back, ABOUT, settings(), NOW)
    assert invoice.paid_minor == 14474


def test_a_proforma_says_until_when_to_pay_and_has_no_number() -> None:
    waiting = paid_order(state="AWAITING_OFFLINE_PAYMENT", completed_at=None, expires_at=NOW + timedelta(days=7))
    proforma = invoice_drafts.draft(waiting, [], [], ABOUT, settings(), NOW)
    assert proforma.is_proforma
    assert (proforma.number, proforma.due_on, proforma.paid_minor) == ("", "2031-05-08", 0)


def test_a_proforma_names_the_day_that_the_mails_name_and_asks_for_what_is_still_missing() -> None:
    """Hours of grace are not promised to anybody, and what has come in is not asked for again."""
    pay_by = NOW + timedelta(days=7)
    waiting = paid_order(
        state="AWAITING_OFFLINE_PAYMENT", completed_at=None, pay_by=pay_by, expires_at=pay_by + timedelta(days=2)
    )
    part = payment(amount_minor=4000, provider="offline")
    proforma = invoice_drafts.draft(waiting, [part], [], ABOUT, settings(), NOW)
    assert (proforma.due_on, proforma.paid_minor, proforma.paid_on) == ("2031-05-08", 4000, "")
    mistaken = replace(part, state="CANCELLED")
    assert invoice_drafts.draft(waiting, [mistaken], [], ABOUT, settings(), NOW).paid_minor == 0


def note(invoice: Invoice, amount: int, *before: Invoice) -> Invoice:
    made = credit_notes.credit(invoice, before, refund(amount, f"ref_{len(before)}"), settings(), NOW)
    assert made
    return made


@pytest.mark.req("INV-14")
def test_a_credit_note_names_its_invoice_and_has_its_parties() -> None:
    invoice = issued(draft(), place=7)
    made = note(replace(invoice, seller=replace(invoice.seller, name="Old Name")), 1234)
    assert (made.credits, made.credits_on) == ("2031-000007", "2031-05-01")
    assert (made.seller.name, made.buyer) == ("Old Name", invoice.buyer)
    assert issued(made, place=2).number == "CN2031-000002"
    assert made.net_minor + sum(row.amount_minor for row in made.taxes) == made.total_minor == 1234


def test_everything_in_one_refund_credits_exactly_the_invoice() -> None:
    invoice = issued(draft())
    made = note(invoice, 14474)
    assert (made.net_minor, made.taxes) == (invoice.net_minor, invoice.taxes)


def test_no_more_is_credited_than_was_invoiced() -> None:
    invoice = issued(draft())
    first = note(invoice, 14000)
    assert note(invoice, 1000, first).total_minor == 474
    second = note(invoice, 474, first)
    assert credit_notes.credit(invoice, [first, second], refund(1), settings(), NOW) is None


def test_taxes_that_are_known_are_taken_as_they_are() -> None:
    net, taxes = credit_notes.shares_of(issued(draft()), [], 1000, {"tax_7": 65})
    assert (net, [row.amount_minor for row in taxes]) == (935, [0, 65, 0])


def test_a_refund_that_tells_its_shares_is_credited_by_them() -> None:
    whole = issued(draft())
    told = refund(2565, shares={"0.price": 2100, "0.tax.tax_19": 400, "1.tax.tax_7": 65})
    made = credit_notes.credit(whole, [], told, settings(), NOW)
    assert made
    assert {row.tax_id: row.amount_minor for row in made.taxes} == {"tax_19": 400, "tax_7": 65}
    assert made.net_minor == 2100


def test_shares_that_are_not_left_are_given_in_proportion() -> None:
    whole = issued(draft())
    first = note(whole, 14000)
    told = refund(474, "ref_1", shares={"0.tax.tax_19": 474})
    last = credit_notes.credit(whole, [first], told, settings(), NOW)
    assert last
    assert last.net_minor + first.net_minor == whole.net_minor


def test_money_that_was_never_invoiced_needs_no_credit_note() -> None:
    back = [refund(14474, reason="not_owed"), refund(5, "ref_2", state="REQUESTED"), refund(7, "ref_3")]
    assert [one.refund_id for one in credit_notes.credited(back, [])] == ["ref_3"]
    assert credit_notes.credited(back, [replace(draft(), refund_id="ref_3")]) == []


def test_a_refund_that_failed_later_and_was_tried_again_has_one_credit_note() -> None:
    first = refund(1000, "ref_1", state="FAILED")
    second = refund(1000, "ref_2", state="FAILED", replaces="ref_1")
    third = refund(1000, "ref_3", replaces="ref_2")
    assert credit_notes.credited([first, second, third], [replace(draft(), refund_id="ref_1")]) == []
    assert credit_notes.credited([first, second, third], []) == [third]

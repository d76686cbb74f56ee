"""How far the books are reconciled, and what nobody can explain."""

from dataclasses import replace

import pytest

from chalicelib.domain.reconciliation import Booking, Unmatched
from chalicelib.tables import reconciliation
from tests.tables.writing import write
from tests.unit.making import NOW, new_id


@pytest.fixture
def found() -> Unmatched:
    """Twelve euros that came from nowhere, to an account of their own."""
    booking = Booking(new_id("txn"), "payment", "ch_1", 1200, 42, "EUR", NOW, "pi_1", "ord_1")
    return Unmatched(booking, new_id("acct"), new_id("acc"), NOW)


def test_what_nobody_can_explain_is_kept_until_it_is_explained(found: Unmatched) -> None:
    write(reconciliation.unmatched(found))
    write(reconciliation.unmatched(found))
    of_platform = replace(
        found, booking=replace(found.booking, booking_id=new_id("txn")), stripe_account="", account_id=""
    )
    write(reconciliation.unmatched(of_platform))
    known = {one.booking.booking_id: one for one in reconciliation.list_unmatched()}
    assert known[found.booking.booking_id] == found
    assert known[of_platform.booking.booking_id] == of_platform
    assert reconciliation.list_unmatched_of(found.account_id) == [found]
    write(reconciliation.explained(found))
    write(reconciliation.explained(of_platform))
    assert reconciliation.list_unmatched_of(found.account_id) == []
    assert not {found.booking.booking_id} & {one.booking.booking_id for one in reconciliation.list_unmatched()}


def test_each_merchants_books_are_reconciled_up_to_a_moment_of_their_own(found: Unmatched) -> None:
    assert reconciliation.find_reconciled_until(found.stripe_account) is None
    write(reconciliation.reconciled(found.stripe_account, NOW))
    assert reconciliation.find_reconciled_until(found.stripe_account) == NOW
    assert reconciliation.list_reconciled()[found.stripe_account] == NOW

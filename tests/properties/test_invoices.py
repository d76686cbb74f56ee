"""Numbers without a gap, and credit notes that end exactly: whatever happens, in whatever order."""

from dataclasses import dataclass, field, replace

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from chalicelib.domain import credit_notes
from chalicelib.domain.invoice_numbers import Series
from chalicelib.domain.invoices import Invoice, TaxRow
from tests.unit import invoicing
from tests.unit.making import NOW

SELLER = invoicing.settings()
SERIES = Series("acc_1", "invoice", 2031)
DRAFT = invoicing.draft()
MINOR = st.integers(0, 100_000_000)


@given(MINOR, st.lists(MINOR, max_size=5), st.data())
@pytest.mark.req("INV-14")
def test_any_chain_of_refunds_credits_exactly_what_was_invoiced(
    net: int, taxes: list[int], data: st.DataObject
) -> None:
    rows = [TaxRow(f"tax_{place}", "", "1", amount * 3, amount) for place, amount in enumerate(taxes)]
    whole = net + sum(taxes)
    invoice = replace(DRAFT, net_minor=net, taxes=rows, total_minor=whole)
    notes: list[Invoice] = []
    left = whole
    while left:
        amount = data.draw(st.integers(1, left)) if len(notes) < 6 else left
        note = credit_notes.credit(invoice, notes, invoicing.refund(amount, f"ref_{len(notes)}"), SELLER, NOW)
        assert note
        assert note.net_minor + sum(row.amount_minor for row in note.taxes) == note.total_minor == amount
        assert note.net_minor >= 0
        assert all(row.amount_minor >= 0 and row.base_minor >= 0 for row in note.taxes)
        notes.append(note)
        left -= amount
    for row in rows:
        mine = [one for note in notes for one in note.taxes if one.tax_id == row.tax_id]
        assert sum(one.amount_minor for one in mine) == row.amount_minor
        assert sum(one.base_minor for one in mine) == (row.base_minor if whole else 0)
    assert sum(note.net_minor for note in notes) == net


@dataclass
class Table:
    """The counter and the documents, which change all together or not at all. Each condition can be left out."""

    conditions: frozenset[str]
    last: int = 0
    rows: dict[str, Invoice] = field(default_factory=dict)
    given: list[int] = field(default_factory=list)

    def commit(self, seen: int, made: list[Invoice]) -> bool:
        """The counter moves from what was seen, and no document is there yet."""
        if "counter" in self.conditions and self.last != seen:
            return False
        if "new" in self.conditions and any(one.invoice_id in self.rows for one in made):
            return False
        self.last = seen + len(made)
        self.rows |= {one.invoice_id: one for one in made}
        self.given += [one.place for one in made]
        return True


@dataclass
class Plan:
    """What a worker is about to write, after what it read some time ago."""

    seen: int
    made: list[Invoice]


class Issuing(RuleBasedStateMachine):
    """Workers that read at one time and write at another, die after the work, and are asked twice."""

    CONDITIONS = frozenset({"counter", "new"})

    def __init__(self) -> None:
        super().__init__()
        self.table = Table(self.CONDITIONS)
        self.plans: list[Plan] = []
        self.half: list[tuple[int, set[str]]] = []

    @rule(orders=st.sets(st.integers(0, 9), min_size=1, max_size=10))
    def begin(self, orders: set[int]) -> None:
        self.half.append((self.table.last, {f"inv_{order}" for order in orders}))

    @precondition(lambda self: self.half)
    @rule(which=st.integers(0, 9))
    def look(self, which: int) -> None:
        """The documents are read after the counter."""
        seen, wanted = self.half.pop(which % len(self.half))
        lacking = sorted(wanted - self.table.rows.keys())
        drafts = [replace(DRAFT, invoice_id=invoice_id) for invoice_id in lacking]
        if drafts:
            self.plans.append(Plan(seen, credit_notes.numbered(drafts, SERIES, seen, SELLER, NOW)))

    @precondition(lambda self: self.plans)
    @rule(which=st.integers(0, 9), is_answer_lost=st.booleans())
    def write(self, which: int, is_answer_lost: bool) -> None:
        """Whoever lost the race, or the answer, is asked again."""
        plan = self.plans.pop(which % len(self.plans))
        if not self.table.commit(plan.seen, plan.made) or is_answer_lost:
            self.half.append((self.table.last, {one.invoice_id for one in plan.made}))

    @invariant()
    def numbers_leave_no_gap_and_none_is_given_twice(self) -> None:
        assert sorted(self.table.given) == list(range(1, len(self.table.rows) + 1))
        assert sorted(one.place for one in self.table.rows.values()) == sorted(self.table.given)
        assert len({one.number for one in self.table.rows.values()}) == len(self.table.rows)


QUICK = settings(max_examples=60, stateful_step_count=40, deadline=None)


@pytest.mark.req("INV-14")
def test_numbers_leave_no_gap_whatever_is_lost_after_the_work() -> None:
    run_state_machine_as_test(Issuing, settings=QUICK)  # type: ignore[no-untyped-call]


def test_without_the_counters_condition_a_number_is_given_twice() -> None:
    class Careless(Issuing):
        CONDITIONS = frozenset({"new"})

    eager = settings(QUICK, max_examples=400, phases=[Phase.generate], print_blob=False)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Careless, settings=eager)  # type: ignore[no-untyped-call]

"""Refund policies: which rule decides, what it gives back, and how it is said."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain import policies, refunds
from chalicelib.domain.policies import Policy, Rule, WrongPolicy
from chalicelib.domain.policy_wording import terms
from chalicelib.domain.quotes import FeeShare, Label, TaxShare
from tests.unit.making import NOW, line, order

STARTS = NOW + timedelta(days=10)
RULES = Policy("rules", [Rule(168, "100", {"EUR": 200}), Rule(24, "50")], self_service=True)


def given(**fields: Any) -> dict[str, Any]:
    """As the route hands it over."""
    plain = {"refunds": "rules", "rules": [], "keeps_fees": False, "self_service": False}
    return plain | fields


@pytest.mark.req("INV-12")
@pytest.mark.parametrize(
    ("hours_left", "percent"), [(1000, "100"), (168, "100"), (167, "50"), (24, "50"), (23, None), (-5, None)]
)
def test_the_rule_with_the_most_hours_that_still_holds_decides(hours_left: int, percent: str | None) -> None:
    rule = policies.rule_at(RULES, STARTS, STARTS - timedelta(hours=hours_left))
    assert (rule.percent if rule else None) == percent


@pytest.mark.req("INV-10")
@pytest.mark.parametrize(
    ("policy", "units", "amount"),
    [
        (RULES, 1, 2300), (RULES, 2, 4600), (Policy("rules", [Rule(24, "33.33")]), 1, 833),
        (Policy("rules", [Rule(24, "100", {"EUR": 9999})]), 2, 0),
        (Policy("rules", [Rule(24, "100", {"JPY": 9})]), 2, 5000),
        (Policy("rules", [Rule(24, "0")]), 1, 0),
    ],
)  # fmt: skip
def test_a_percentage_less_a_fee_for_each_ticket_and_never_below_nothing(
    policy: Policy, units: int, amount: int
) -> None:
    sold = order()
    chosen = refunds.of_units(sold, [], {"0": units})
    found = policies.granted(policy, sold, chosen, {"occ_1": STARTS}, NOW)
    assert (found.amount_minor, found.units) == (amount, {"0": units})


def test_each_unit_goes_by_the_start_of_its_own_date() -> None:
    sold = order(lines=[line(), line(occurrence_id="occ_2")], total_minor=10000)
    chosen = refunds.everything(sold, [])
    starts = {"occ_1": NOW + timedelta(hours=30), "occ_2": NOW + timedelta(hours=3)}
    found = policies.granted(RULES, sold, chosen, starts, NOW)
    assert found.shares == {"0.price": 2500}


def test_fees_and_what_of_a_tax_lies_on_them_can_be_kept() -> None:
    taxed = line(
        fees=[FeeShare("fee_1", 500)], taxes=[TaxShare("tax_1", 5500, 1100, is_included=False)], total_minor=6600
    )
    labels = {"fee_1": Label({"en": "Fee"}, ""), "tax_1": Label({"en": "VAT"}, "20")}
    sold = order(lines=[taxed], fees=[FeeShare("fee_2", 300)], total_minor=6900, labels=labels)
    chosen = refunds.everything(sold, [])
    assert chosen.amount_minor == 6900
    keeping = Policy("rules", [Rule(24)], keeps_fees=True)
    assert policies.granted(keeping, sold, chosen, {"occ_1": STARTS}, NOW).shares == {
        "0.price": 5000,
        "0.tax.tax_1": 1000,
    }
    giving = Policy("rules", [Rule(24)])
    assert policies.granted(giving, sold, chosen, {"occ_1": STARTS}, NOW).amount_minor == 6900


def test_policies_of_the_first_version_are_still_understood() -> None:
    assert policies.read({"refunds": "ask"}) == policies.read({"version": 1, "refunds": "ask"}) == Policy("ask")
    assert policies.read({"version": 1, "refunds": "never"}) == Policy("none")
    assert policies.read({}) == Policy("ask")


def test_what_is_stored_is_read_again_with_the_earliest_rule_first() -> None:
    rules = [
        {"hours_before": 24, "percent": "50", "fee_minor": {}},
        {"hours_before": 168, "percent": "100", "fee_minor": {}},
    ]
    found = policies.read(policies.stored_of(given(rules=rules, self_service=True)))
    assert [rule.hours_before for rule in found.rules] == [168, 24]


@pytest.mark.parametrize(
    "fields",
    [
        {}, {"refunds": "none", "rules": [{"hours_before": 1}]}, {"refunds": "ask", "self_service": True},
        {"rules": [{"hours_before": 1}, {"hours_before": 1}]},
    ],
)  # fmt: skip
def test_rules_that_contradict_each_other_are_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(WrongPolicy):
        policies.stored_of(given(**fields))


@pytest.mark.req("INV-11")
def test_a_policy_is_said_in_every_language() -> None:
    assert terms(Policy("none"), "EUR") == {
        "en": "No refunds.", "de": "Keine Erstattung.", "fr": "Aucun remboursement.", "es": "Sin reembolsos.",
    }  # fmt: skip
    said = terms(RULES, "EUR")
    assert said["en"] == (
        "Until 7 days before the start: the full price back, less 2.00 EUR a ticket. "
        "Until 1 day before the start: 50 % back. After that nothing is refunded. "
        "You can cancel by yourself on the page of your order."
    )
    assert said["de"].startswith("Bis 7 Tage vor Beginn: der volle Preis zurück, abzüglich 2.00 EUR je Ticket.")
    started = Policy("rules", [Rule(5), Rule(0, "10", {"JPY": 3})], keeps_fees=True)
    assert terms(started, "JPY")["en"].startswith(
        "Until 5 hours before the start: the full price back. Until the start: 10 % back, less 3 JPY a ticket."
    )

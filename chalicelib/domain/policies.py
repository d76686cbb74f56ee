"""What buyers get back when they cannot come: an event's refund policy, and what it makes of the units of an order.

Orders keep the policy that they were bought under. Version 1 knew only whether to ask; version 2 may have rules.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any, Literal

from chalicelib.domain.orders import Order
from chalicelib.domain.refunds import Chosen, Parts, cut_to, line_of
from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.money import round_half_up

# "none": nothing is given back; "ask": the organizer decides; "rules": as much as the rules say.
Refunds = Literal["none", "ask", "rules"]
_VERSION = 2


class WrongPolicy(Invalid):
    """These rules of refunds contradict each other."""


@dataclass(frozen=True)
class Rule:
    """Until so many hours before the start: a percentage (a decimal text) of the price, less a fee for each ticket."""

    hours_before: int
    percent: str = "100"
    fee_minor: dict[str, int] = field(default_factory=dict)

    def until(self, starts_at: datetime) -> datetime:
        """When it ends to hold."""
        return starts_at - timedelta(hours=self.hours_before)


@dataclass(frozen=True)
class Policy:
    """`keeps_fees`: what was charged as a fee stays with the organizer. `self_service`: buyers cancel by themselves."""

    refunds: Refunds = "ask"
    rules: list[Rule] = field(default_factory=list)
    keeps_fees: bool = False
    self_service: bool = False


def read(stored: Mapping[str, Any]) -> Policy:
    """The policy that an event or an order keeps, of whatever version."""
    if stored.get("version") != _VERSION:
        return Policy("none" if stored.get("refunds") in ("none", "never") else "ask")
    rules = [Rule(**rule) for rule in stored.get("rules", [])]
    return Policy(stored["refunds"], rules, stored.get("keeps_fees", False), stored.get("self_service", False))


def stored_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """As an event keeps what an organizer wrote, the rule that ends first on top. Raises WrongPolicy."""
    policy = Policy(**{**given, "rules": [Rule(**rule) for rule in given.get("rules", [])]})
    hours = [rule.hours_before for rule in policy.rules]
    if len(set(hours)) < len(hours):
        raise WrongPolicy(**{"policy.rules": "name the same hour twice"})
    if (policy.refunds == "rules") != bool(policy.rules):
        raise WrongPolicy(**{"policy.rules": "are needed, and only allowed, where refunds follow rules"})
    if policy.self_service and policy.refunds != "rules":
        raise WrongPolicy(**{"policy.self_service": "needs rules that say what is given back"})
    ordered = sorted(policy.rules, key=lambda rule: -rule.hours_before)
    return {"version": _VERSION} | asdict(replace(policy, rules=ordered))


def rule_at(policy: Policy, starts_at: datetime, now: datetime) -> Rule | None:
    """The rule that decides now: of those that still hold the one with the most hours. None when it is too late."""
    holding = [rule for rule in policy.rules if now <= rule.until(starts_at)]
    return max(holding, key=lambda rule: rule.hours_before, default=None)


def granted(policy: Policy, order: Order, chosen: Chosen, starts: Mapping[str, datetime], now: datetime) -> Chosen:
    """What of the chosen units the rules give back at this moment; each unit by the start of its own date.

    `starts` are the starts of the order's dates by their ids. The order's own fees and taxes go back in the proportion
    of the lines' amounts.
    """
    whole = _without_fees(order, chosen) if policy.keeps_fees else chosen.shares
    shares: Parts = {}
    lines = {line: {key: amount for key, amount in whole.items() if line_of(key) == line} for line in chosen.units}
    for line, parts in lines.items():
        rule = rule_at(policy, starts[order.lines[int(line)].occurrence_id], now)
        shares |= _by_rule(rule, order.currency, parts, chosen.units[line])
    of_lines = sum(sum(parts.values()) for parts in lines.values())
    rest = {key: amount for key, amount in whole.items() if line_of(key) == "order"}
    part = Fraction(sum(shares.values()), of_lines) if of_lines else Fraction(0)
    shares |= cut_to(Chosen(rest, {}), round_half_up(sum(rest.values()) * part)).shares
    return Chosen(shares, chosen.units)


def _by_rule(rule: Rule | None, currency: str, parts: Parts, units: int) -> Parts:
    if not rule:
        return {}
    share = round_half_up(sum(parts.values()) * Fraction(Fraction(rule.percent), 100))
    return cut_to(Chosen(parts, {}), max(0, share - rule.fee_minor.get(currency, 0) * units)).shares


def _without_fees(order: Order, chosen: Chosen) -> Parts:
    """Without the fees and what of each tax lies on them; of the order's own parts nothing is left."""
    kept: Parts = {}
    for key, amount in chosen.shares.items():
        line, kind, name = [*key.split(".", 2), ""][:3]
        if line == "order" or kind == "fee":
            continue
        if kind == "tax":
            amount = round_half_up(amount * _on_price(order, int(line), name))
        if amount:
            kept[key] = amount
    return kept


def _on_price(order: Order, place: int, tax_id: str) -> Fraction:
    """Which part of a line's tax lies on its price rather than on its fees."""
    line = order.lines[place]
    [tax] = [tax for tax in line.taxes if tax.tax_id == tax_id]
    price = line.subtotal_minor - line.discount_minor
    if tax.is_included:
        price -= sum(one.amount_minor for one in line.taxes if one.is_included)
    return min(Fraction(1), Fraction(price, tax.base_minor)) if tax.base_minor and price > 0 else Fraction(0)

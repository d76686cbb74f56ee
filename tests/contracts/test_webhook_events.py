"""The events that an operator has to tick at Stripe are those that somebody here acts on."""

import ast
import re

import stripe

from tests.contracts.reading import PROJECT, tree

NOTICES = PROJECT / "chalicelib" / "actions" / "notices.py"
# Told apart by nobody: whatever is about a payment has its order looked at.
ABOUT_A_PAYMENT = {"charge": stripe.Charge, "refund": stripe.Refund}
OF_ACCOUNTS = {"account"}


def told_apart() -> set[str]:
    """The groups of events that the notices' code names."""
    tests = [
        node
        for node in ast.walk(tree(NOTICES))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("type.startswith", "type_.startswith"))
    ]
    return {
        argument.value.removesuffix(".")
        for node in tests
        for argument in node.args
        if isinstance(argument, ast.Constant)
    }


def listed(document: str, after: str) -> set[str]:
    """The groups that a document lists in the sentence or point which begins like this."""
    text = (PROJECT / "docs" / document).read_text().partition(after)[2]
    assert text, f"{document} does not say “{after}”"
    return set(re.findall(r"`([a-z_]+)\.\*`", re.split(r"\.\n|\n *- |\n\n", text)[0]))


def test_the_documents_name_the_events_that_are_acted_on_and_no_others() -> None:
    acted_on = told_apart() | ABOUT_A_PAYMENT.keys()
    assert listed("payments.md", "for connected accounts: all events of") == acted_on
    assert listed("payments.md", "for your account: all events of") == acted_on - OF_ACCOUNTS
    assert listed("deploy.md", "with the events") == acted_on - OF_ACCOUNTS


def test_what_is_told_apart_by_nobody_leads_to_its_payment() -> None:
    for kind in ABOUT_A_PAYMENT.values():
        assert "payment_intent" in kind.__annotations__

"""What receivers of webhooks read: a sample of every type, and what to do about every way in which it fails."""

import ast
import importlib
import json
import re

import pytest

from chalicelib.domain.envelopes import type_of
from chalicelib.kernel.facts import all_facts
from tests.contracts.reading import PROJECT, tree

SENTENCE = re.compile(r"[A-Z].*(?:[.:]$|: $)")
WHERE_IT_FAILS = ("gateways/outbound.py", "actions/delivering.py")
SAID_BY = ("_failed", "give_up", "UnsafeAddress")

pytestmark = pytest.mark.req("API-8")


def reasons() -> set[str]:
    """The sentences that a delivery may fail with, each up to what changes in it."""
    calls = [
        node
        for path in WHERE_IT_FAILS
        for node in ast.walk(tree(PROJECT / "chalicelib" / path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in SAID_BY
    ]
    texts = [ast.walk(argument) for call in calls for argument in call.args]
    return {
        node.value
        for text in texts
        for node in text
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SENTENCE.match(node.value)
    }


def test_the_guide_says_what_to_do_about_every_failure() -> None:
    guide = (PROJECT / "docs" / "webhooks.md").read_text()
    assert len(reasons()) >= 7
    assert {reason for reason in reasons() if reason not in guide} == set()


def test_each_type_has_a_sample_that_can_be_read() -> None:
    importlib.import_module("app")  # all facts are known once everything that tells them is
    page = (PROJECT / "docs" / "reference" / "webhook-types.md").read_text()
    samples = [json.loads(text) for text in re.findall(r"```json\n(.*?)\n```", page, re.DOTALL)]
    assert [sample["type"] for sample in samples] == sorted(type_of(fact.name()) for fact in all_facts())
    assert all({"id", "version", "created_at", "data"} <= set(sample) for sample in samples)

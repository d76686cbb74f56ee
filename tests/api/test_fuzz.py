"""Every route, with whatever its description allows and much that it does not: nothing but promised answers, no 500.

Schemathesis makes the requests out of docs/openapi.json; the ids in their paths are those of an event that really
sells. They are the same in every run; to search for longer: `FUZZ_EXAMPLES=99 python -m pytest tests/api/test_fuzz.py`.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, assume, settings

from chalicelib.domain.permissions import ROLES
from localstack.launcher import Running
from tests import answers
from tests.api.baskets import add
from tests.shop import Shop

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "0"))
schema = schemathesis.openapi.from_path(
    Path(__file__).parents[2] / "docs" / "openapi.json",
    config=schemathesis.Config.from_dict({"phases": {"coverage": {"enabled": EXAMPLES > 0}}}),
)
_EDITS = ("PUT", "PATCH")
LITTLE = settings(
    max_examples=EXAMPLES or 3,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
LONGEST_URL = 8000  # beyond that no function is asked: the front door refuses by itself
FOR_EVERYBODY = "^/(public|sessions|accounts|stripe|connections)"
PARTS: dict[str, tuple[str, dict[str, Any]]] = {
    "tax_id": ("taxes", {"name": {"en": "VAT"}, "rate": "19"}),
    "fee_id": ("fees", {"name": {"en": "Fee"}, "amounts": {"EUR": 1}}),
    "category_id": ("categories", {"name": {"en": "Stalls"}}),
    "question_id": ("questions", {"kind": "text", "scope": "order", "label": {"en": "Why?"}}),
    "code": ("codes", {"code": "SUMMER"}),
    "pool_id": ("pools", {"name": {"en": "Hall"}, "capacity": 9}),
}


class Target:
    """An organizer of its own, with a new event for each operation: one that archives it does not spoil the others."""

    def __init__(self, cloud: Running) -> None:
        self.shop = Shop.opened(cloud)
        self._made: dict[str, tuple[dict[str, str], str]] = {}
        everything = {"name": "Fuzz", "permissions": sorted(ROLES["owner"])}
        self.key = self.shop.post("/keys", everything)["key"]

    def of(self, path: str) -> tuple[dict[str, str], str]:
        """Path parameters that exist, and the token of the order among them."""
        if path not in self._made:
            event, product = self.shop.on_sale(price_minor=0)
            order = self.shop.buyer().reserve(event, product)
            parts = {
                name: add(self.shop, event, what, **fields)
                for name, (what, fields) in PARTS.items()
                if f"{{{name}}}" in path
            }
            ids = {"event_id": event, "product_id": product, "order_id": order["id"], "number": "1"}
            self._made[path] = (ids | parts, order["token"])
        return self._made[path]


@pytest.fixture(scope="module")
def target(cloud: Running) -> Target:
    """What is shot at."""
    return Target(cloud)


def _send(case: Any, target: Target, session: requests.Session, headers: dict[str, str]) -> requests.Response:
    ids, _ = target.of(case.path)
    sent = {name: str(value) for name, value in (case.path_parameters or {}).items()}
    assume(
        all(unquote(value).isprintable() for value in sent.values())
    )  # what is not, the front door refuses by itself
    case.path_parameters = sent | {name: ids[name] for name in sent if name in ids}
    case.headers = {**(case.headers or {}), **headers}
    case.cookies = {}
    arguments = case.as_transport_kwargs(base_url=target.shop.api)
    assume(len(str(requests.Request(**_line(arguments)).prepare().url)) < LONGEST_URL)
    return session.request(**arguments, timeout=30)


def _line(arguments: dict[str, Any]) -> dict[str, Any]:
    return {name: arguments[name] for name in ("method", "url", "params") if name in arguments}


def _check(case: Any, answer: requests.Response) -> None:
    assert answer.status_code < 500 or answer.status_code == 503, f"{case.as_curl_command()}\n{answer.text}"
    answers.check(answer)


@schema.include(path_regex=FOR_EVERYBODY).parametrize()
@LITTLE
def test_nothing_that_anybody_sends_gets_an_answer_that_was_not_promised(case: Any, target: Target) -> None:
    """With the token of an order, which is all that a buyer has."""
    _, token = target.of(case.path)
    headers = {"Authorization": f"Bearer {token}"} if "{order_id}" in case.path else {}
    _check(case, _send(case, target, requests.Session(), headers))


@schema.exclude(path_regex=FOR_EVERYBODY).parametrize()
@LITTLE
def test_nothing_that_a_member_sends_gets_an_answer_that_was_not_promised(case: Any, target: Target) -> None:
    """With everything that an organizer may do."""
    headers = {"If-Match": '"1"'} if case.method in _EDITS else {}
    _check(case, _send(case, target, target.shop.session, headers))


@schema.exclude(path_regex=FOR_EVERYBODY).parametrize()
@LITTLE
def test_nothing_that_a_program_sends_gets_an_answer_that_was_not_promised(case: Any, target: Target) -> None:
    """With a key that may do all that a key may; what is for people only is refused."""
    headers = {"Authorization": f"Bearer {target.key}"} | ({"If-Match": '"1"'} if case.method in _EDITS else {})
    _check(case, _send(case, target, requests.Session(), headers))


@schema.exclude(path_regex=FOR_EVERYBODY).parametrize()
@settings(LITTLE, max_examples=1)
def test_a_member_s_routes_are_closed_to_everybody_else(case: Any, target: Target) -> None:
    answer = _send(case, target, requests.Session(), {})
    _check(case, answer)
    assert answer.status_code == 401

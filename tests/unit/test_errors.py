"""Refusals: their code, their sentence, their fields."""

from collections import Counter

import app  # noqa: F401 - every refusal that a route may answer with is imported
from chalicelib.domain.inventory import SoldOut
from chalicelib.kernel import errors
from chalicelib.kernel.errors import Busy, Invalid, Refusal, all_refusals

STATUS = {
    "Malformed": 400,
    "Unauthenticated": 401,
    "Forbidden": 403,
    "NotFound": 404,
    "Conflict": 409,
    "TooLarge": 413,
    "Unsupported": 415,
    "Invalid": 422,
    "StaleCheck": 428,
    "TooMany": 429,
    "Busy": 503,
    "Unreachable": 503,
}


def test_the_class_name_is_the_code() -> None:
    assert SoldOut.code() == "sold_out"


def test_the_docstring_is_the_sentence() -> None:
    assert SoldOut.sentence() == "Not enough tickets are left."
    assert str(SoldOut()) == "Not enough tickets are left."


def test_a_detail_says_more_than_the_sentence() -> None:
    assert str(SoldOut("Only one is left.")) == "Only one is left."


def test_a_field_may_have_any_name() -> None:
    refusal = Invalid(**{"self": "is unknown", "detail": "is unknown", "lines.0.quantity": "is too big"})
    assert refusal.fields == {"self": "is unknown", "detail": "is unknown", "lines.0.quantity": "is too big"}


def test_each_kind_has_the_status_that_http_gives_it() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and Refusal in kind.__bases__]
    assert {kind.__name__: kind.status for kind in kinds} == STATUS


def test_every_code_means_one_thing() -> None:
    counts = Counter(refusal.code() for refusal in all_refusals())
    assert [code for code, count in counts.items() if count > 1] == []


def test_every_refusal_is_a_sentence_with_a_status() -> None:
    for refusal in all_refusals(Refusal):
        assert refusal.sentence().endswith("."), refusal
        assert 400 <= refusal.status < 600, refusal


def test_whoever_is_told_to_wait_is_told_how_long() -> None:
    assert Busy.status == 503
    assert all(refusal.retry_after_seconds for refusal in all_refusals() if refusal.status == 503)

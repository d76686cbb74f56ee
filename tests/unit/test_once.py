"""Idempotency keys: the same request has the same ids."""

import pytest

from chalicelib.kernel.once import KeyReused, Once

ONCE = Once("usr_1:create_event:{}", "0123456789abcdef", "digest")


def test_a_repeat_derives_the_same_ids() -> None:
    assert Once(ONCE.scope, ONCE.key, "another").id("evt") == ONCE.id("evt")


@pytest.mark.parametrize(
    "other", [Once("usr_2:create_event:{}", ONCE.key, "digest"), Once(ONCE.scope, "fedcba9876543210", "digest")]
)
def test_another_caller_or_key_derives_other_ids(other: Once) -> None:
    assert other.id("evt") != ONCE.id("evt")
    assert other.mark != ONCE.mark


def test_one_request_can_make_two_things_of_a_kind() -> None:
    assert ONCE.id("evt", "first") != ONCE.id("evt", "second")


def test_the_same_body_is_the_same_request() -> None:
    ONCE.check_same("digest")


def test_another_body_under_the_same_key_is_refused() -> None:
    with pytest.raises(KeyReused) as refused:
        ONCE.check_same("another")
    assert "Idempotency-Key" in refused.value.fields

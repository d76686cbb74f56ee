"""Second factors as rules: what is good once, what goes with what, how fresh a proof has to be."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain import factors
from chalicelib.domain.factors import (
    Authenticator,
    AuthenticatorNotFound,
    Factors,
    Passkey,
    PasskeyKnown,
    PasskeyNotFound,
    PasskeyRefused,
    TooManyPasskeys,
    WrongCode,
)
from tests.unit.making import NOW

pytestmark = pytest.mark.req("SEC-3")
APP = Authenticator("sealed", NOW, 100)


def key(number: int, count: int = 0) -> Passkey:
    return Passkey(f"pky_{number}", f"Key {number}", f"cred_{number}", "key", count, NOW)


def held(**parts: Any) -> Factors:
    return Factors("usr_1", **parts)


@pytest.mark.parametrize("step", [None, 99, 100])
def test_a_code_that_was_used_or_is_older_or_is_none_is_refused(step: int | None) -> None:
    with pytest.raises(WrongCode):
        factors.code_used(held(authenticator=APP), step)


def test_a_newer_code_is_good_and_then_used() -> None:
    after = factors.code_used(held(authenticator=APP), 101)
    with pytest.raises(WrongCode):
        factors.code_used(after, 101)


def test_a_code_without_an_app_is_refused() -> None:
    with pytest.raises(WrongCode):
        factors.code_used(held(passkeys=[key(1)]), 101)


def test_a_recovery_code_is_taken_out() -> None:
    after = factors.recovery_code_used(held(authenticator=APP, recovery_hashes=["a", "b"]), "a")
    assert after.recovery_hashes == ["b"]
    with pytest.raises(WrongCode):
        factors.recovery_code_used(after, "a")


@pytest.mark.parametrize(("known", "said", "is_good"), [(0, 0, True), (0, 1, True), (5, 6, True), (5, 5, False),
                                                        (5, 4, False), (5, 0, False)])  # fmt: skip
def test_a_counter_goes_forward_or_does_not_count_at_all(known: int, said: int, is_good: bool) -> None:
    before = key(1, known)
    if is_good:
        [after] = factors.passkey_used(held(passkeys=[before]), before, said, NOW).passkeys
        assert (after.sign_count, after.used_at) == (said, NOW)
    else:
        with pytest.raises(PasskeyRefused):
            factors.passkey_used(held(passkeys=[before]), before, said, NOW)


def test_a_passkey_is_added_once_and_twenty_are_enough() -> None:
    full = held(passkeys=[key(number) for number in range(20)])
    with pytest.raises(PasskeyKnown):
        factors.passkey_added(full, key(3))
    with pytest.raises(TooManyPasskeys):
        factors.passkey_added(full, key(20))


def test_recovery_codes_go_with_the_last_factor_and_not_before() -> None:
    both = held(authenticator=APP, passkeys=[key(1)], recovery_hashes=["a"])
    one = factors.authenticator_removed(both)
    assert one.recovery_hashes == ["a"]
    assert factors.passkey_removed(one, "pky_1") == held()


def test_what_is_not_there_is_not_removed() -> None:
    with pytest.raises(AuthenticatorNotFound):
        factors.authenticator_removed(held())
    with pytest.raises(PasskeyNotFound):
        factors.passkey_removed(held(), "pky_1")


def test_recovery_codes_alone_are_not_asked_for() -> None:
    assert held(recovery_hashes=["a"]).kinds == []
    assert held(passkeys=[key(1)], recovery_hashes=["a"]).kinds == ["passkey", "recovery_code"]


def test_a_proof_is_fresh_for_a_quarter_of_an_hour() -> None:
    assert factors.is_fresh(NOW, NOW + timedelta(minutes=15))
    assert not factors.is_fresh(NOW, NOW + timedelta(minutes=15, seconds=1))
    assert not factors.is_fresh(None, NOW)


def test_who_has_given_the_password_of_before_does_not_go_on_with_a_code() -> None:
    asked = factors.Challenge("sha", "second_factor", NOW + factors.CHALLENGE, "usr_1")
    assert not factors.is_overtaken(asked, None)
    assert not factors.is_overtaken(asked, NOW)
    assert factors.is_overtaken(asked, NOW + timedelta(seconds=1))


def test_what_was_set_up_before_a_moment_is_left() -> None:
    later = NOW + timedelta(minutes=1)
    young = replace(key(2), added_at=later)
    whole = held(authenticator=APP, passkeys=[key(1), young], recovery_hashes=["aa"])
    assert factors.set_up_before(whole, later) == held(authenticator=APP, passkeys=[key(1)])
    assert factors.set_up_before(whole, NOW) == held()

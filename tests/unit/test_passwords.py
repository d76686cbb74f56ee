"""Passwords: which are too easy to guess, also for a machine that takes long to find out."""

import time

import pytest

from chalicelib.gateways.passwords import hash_password, is_password, weakness


@pytest.mark.req("SEC-5")
@pytest.mark.parametrize(
    "password", ["correct horse battery", "purple elbow thursday kettle", "kJ3#9d8sLqmz", "ß²٣-İé-näher"]
)
def test_what_is_not_easy_to_guess_is_let_in(password: str) -> None:
    assert weakness(password, "ada@example.com", "Ada Lovelace") == ""


@pytest.mark.req("SEC-5")
@pytest.mark.parametrize(
    "password",
    ["password123", "P@ssw0rd2024", "qwertyuiop", "1234567890", "liverpool1", "²²²²²²²²²²²²"],
)
def test_what_has_leaked_or_is_easy_to_guess_is_refused_in_a_sentence(password: str) -> None:
    assert weakness(password).endswith(".")


@pytest.mark.req("SEC-5")
def test_what_anybody_knows_of_somebody_is_no_secret_of_theirs() -> None:
    assert weakness("yourcenar1987") == ""
    assert weakness("yourcenar1987", "m.yourcenar@example.com", "Marguerite Yourcenar")


@pytest.mark.req("SEC-5")
def test_no_password_takes_long_to_look_at() -> None:
    """Signs that may all be letters in disguise took zxcvbn five seconds at the longest length that is sent."""
    weakness("loads the lists")
    began = time.process_time()
    weakness("53!%@3@92#[(8805[2<8&|0|6!9<3%804!$7(31612&#0#44{<@<@0+[!583$9@@2$50#1%@" * 2)
    assert time.process_time() - began < 1


@pytest.mark.req("SEC-5")
def test_who_has_no_password_is_let_in_by_none() -> None:
    stored = hash_password("correct horse battery")
    assert is_password(stored, "correct horse battery")
    assert not is_password(stored, "correct horse batter")
    for none in ("", None):
        assert not is_password(none, "")
        assert not is_password(none, "nobody's password")

"""Second factors as rows: read as they were written, one of two changes wins; challenges are answered once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.factors import Authenticator, Challenge, ChallengeOver, Factors, FactorsMoved, Passkey
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables import factors
from tests.tables.writing import write
from tests.unit.making import NOW, new_id

pytestmark = pytest.mark.req("SEC-3")
APP = Authenticator("sealed", NOW, 7)


def test_factors_are_read_as_they_were_written() -> None:
    user_id = new_id("usr")
    assert factors.get_factors(user_id) == Factors(user_id)
    keys = [Passkey("pky_1", "Laptop", "id", "key", 3, NOW), Passkey("pky_2", "Key", "id2", "key", 0, NOW, NOW)]
    made = Factors(user_id, APP, keys, ["a", "b"])
    write(factors.edited_factors(made))
    assert factors.get_factors(user_id) == replace(made, version=1)
    bare = Factors(user_id, version=1)
    write(factors.edited_factors(bare))
    assert factors.get_factors(user_id) == replace(bare, version=2)


def test_of_two_changes_at_once_one_is_too_late() -> None:
    first = Factors(new_id("usr"), APP)
    write(factors.edited_factors(first))
    with pytest.raises(FactorsMoved):
        write(factors.edited_factors(first))
    read = factors.get_factors(first.user_id)
    write(factors.edited_factors(replace(read, authenticator=replace(APP, last_step=8))))
    with pytest.raises(FactorsMoved):
        write(factors.edited_factors(replace(read, recovery_hashes=["a"])))


def test_whoever_has_a_second_factor_is_told_from_whoever_has_none() -> None:
    protected, bare, nobody = new_id("usr"), new_id("usr"), new_id("usr")
    write(factors.edited_factors(Factors(protected, APP)), factors.edited_factors(Factors(bare)))
    assert factors.list_with_factors([protected, bare, nobody]) == {protected}


def test_a_challenge_is_asked_once_and_answered_once_in_time() -> None:
    challenge = Challenge(new_id("sha"), "second_factor", NOW + timedelta(minutes=10), "usr_1", "acc_1", "password")
    write(factors.new_challenge(challenge))
    with pytest.raises(AlreadyDone):
        write(factors.new_challenge(replace(challenge, user_id="usr_thief")))
    assert factors.get_challenge(challenge.challenge_hash, NOW) == challenge
    with pytest.raises(ChallengeOver):
        factors.get_challenge(challenge.challenge_hash, challenge.expires_at)
    write(factors.answered_challenge(challenge))
    with pytest.raises(ChallengeOver):
        write(factors.answered_challenge(challenge))
    with pytest.raises(ChallengeOver):
        factors.get_challenge(challenge.challenge_hash, NOW)


def test_a_challenge_of_nobody_in_particular_is_read_as_it_was_written() -> None:
    challenge = Challenge(new_id("sha"), "passkey_sign_in", NOW + timedelta(minutes=10))
    write(factors.new_challenge(challenge))
    assert factors.get_challenge(challenge.challenge_hash, NOW) == challenge

"""Sessions: a refresh token is good once, two tabs are no thieves, and nobody stays for ever."""

from datetime import timedelta

import pytest

from chalicelib.domain import sessions
from chalicelib.domain.accounts import Session
from tests.unit.making import NOW

SESSION = Session("ses_1", "usr_1", "acc_1", "new", NOW, NOW, NOW + sessions.LENGTH, previous_hash="old")


@pytest.mark.req("SEC-4")
@pytest.mark.parametrize(
    ("token_hash", "later", "reading"),
    [
        ("new", timedelta(days=3), "current"),
        ("old", timedelta(0), "just_replaced"),
        ("old", sessions.GRACE, "just_replaced"),
        ("old", sessions.GRACE + timedelta(seconds=1), "stolen"),
        ("older", timedelta(0), "stolen"),
        ("", timedelta(0), "stolen"),
    ],
)
def test_a_token_that_was_replaced_is_good_for_moments_only(token_hash: str, later: timedelta, reading: str) -> None:
    assert sessions.read_refresh(SESSION, token_hash, NOW + later) == reading


def test_whoever_comes_back_stays_signed_in_but_not_for_ever() -> None:
    assert sessions.ends_at(NOW, NOW) == NOW + sessions.LENGTH
    late = NOW + sessions.LONGEST - timedelta(days=1)
    assert sessions.ends_at(NOW, late) == NOW + sessions.LONGEST

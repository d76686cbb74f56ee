"""Links by e-mail: what makes them good no longer."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chalicelib.domain.accounts import User
from chalicelib.domain.email_links import GOOD_FOR, EmailLink, Purpose, is_from_stranger, is_good, undone
from chalicelib.domain.tries import LIMITS
from tests.unit.making import NOW

USER = User("usr_1", "Ada", "ada@example.com", "$argon2id$", NOW)
BEFORE, LATER = NOW - timedelta(seconds=1), NOW + timedelta(seconds=1)


def link(purpose: Purpose) -> EmailLink:
    return EmailLink("lnk_1", purpose, "usr_1", "acc_1", USER.email, NOW, NOW + GOOD_FOR[purpose])


@pytest.mark.req("TEN-11")
@pytest.mark.parametrize("purpose", ["confirm", "sign_in", "reset", "change"])
def test_with_a_new_password_or_address_the_links_of_before_are_over(purpose: Purpose) -> None:
    assert is_good(link(purpose), USER)
    assert is_good(link(purpose), replace(USER, secured_at=BEFORE))
    assert not is_good(link(purpose), replace(USER, secured_at=LATER))


@pytest.mark.req("TEN-11")
def test_a_thief_who_changes_the_password_does_not_close_the_way_back() -> None:
    assert is_good(link("undo"), replace(USER, secured_at=LATER))


@pytest.mark.req("TEN-11")
def test_whoever_takes_an_address_back_ends_the_ways_back_that_a_thief_was_sent_since() -> None:
    taken_back = replace(USER, undone=[(BEFORE, LATER)])
    assert not is_good(link("undo"), taken_back)
    assert is_good(replace(link("undo"), made_at=LATER + timedelta(seconds=1)), taken_back), "of a change since then"


@pytest.mark.req("TEN-11")
def test_a_thief_who_takes_their_own_address_back_does_not_end_the_owner_s_way_back() -> None:
    assert is_good(link("undo"), replace(USER, undone=[(LATER, LATER)]))


@pytest.mark.req("TEN-11")
def test_a_later_undoing_brings_no_way_back_to_life_that_an_earlier_one_has_ended() -> None:
    thiefs, now = link("undo"), LATER + timedelta(days=2)
    first = replace(USER, undone=undone(replace(thiefs, made_at=BEFORE), USER, LATER))
    again = replace(first, undone=undone(replace(thiefs, made_at=LATER + timedelta(days=1)), first, now))
    assert not is_good(thiefs, again)
    much_later = now + GOOD_FOR["undo"] + timedelta(seconds=1)
    assert undone(replace(thiefs, made_at=now), again, much_later) == [(now, much_later)], "no link of then is left"


@pytest.mark.req("SEC-3")
@pytest.mark.parametrize(
    ("is_to_owner", "confirmed_at", "email", "is_stranger"),
    [
        (True, NOW, USER.email, False),
        (True, NOW, "thief@example.com", False),
        (False, None, USER.email, True),
        (False, LATER, USER.email, False),  # confirmed since, in a session and by a mail
        (False, LATER, "squatter@example.com", True),
    ],
)
def test_a_way_back_to_an_address_that_nobody_had_confirmed_leads_to_a_stranger(
    is_to_owner: bool, confirmed_at: datetime | None, email: str, is_stranger: bool
) -> None:
    user = replace(USER, confirmed_at=confirmed_at, email=email)
    assert is_from_stranger(replace(link("undo"), is_to_owner=is_to_owner), user) == is_stranger


@pytest.mark.req("SEC-17")
def test_whoever_may_not_ask_for_another_link_has_one_that_opens() -> None:
    """Somebody else may use up what can be sent to an address; then its owner has those links, still good."""
    assert LIMITS["email_link_to"].length <= GOOD_FOR["sign_in"]

"""A mail leaves once: claims, marks, and how long they are known."""

from datetime import timedelta

import pytest

from chalicelib.kernel.errors import AlreadyDone
from chalicelib.kernel.once import Once
from chalicelib.tables import mails
from chalicelib.tables.mails import MAIL_CLAIM, Mail, MailClaimed, MailRow
from chalicelib.tables.table import find
from tests.tables.writing import write
from tests.unit.making import NOW, new_id

DAY = timedelta(days=1)


@pytest.fixture(params=["of an order", "about no order"])
def mail(request: pytest.FixtureRequest) -> Mail:
    """One that nobody has begun to send."""
    if request.param == "of an order":
        return mails.of_order(new_id("ord"), "confirmation")
    return mails.about(Once(new_id("told"), "sent", ""))


def test_a_mail_is_sent_by_one_worker_at_a_time(mail: Mail) -> None:
    write(mails.claim(mail, NOW))
    with pytest.raises(MailClaimed):
        write(mails.claim(mail, NOW + MAIL_CLAIM))
    assert not mails.is_sent(mail)


def test_the_claim_of_a_worker_that_died_runs_out(mail: Mail) -> None:
    write(mails.claim(mail, NOW))
    write(mails.claim(mail, NOW + MAIL_CLAIM + timedelta(seconds=1)))


def test_a_mail_that_was_sent_cannot_be_claimed_again(mail: Mail) -> None:
    write(mails.claim(mail, NOW))
    write(mails.sent(mail, NOW, "ses-1"))
    assert mails.is_sent(mail)
    with pytest.raises(MailClaimed):
        write(mails.claim(mail, NOW + DAY))


def test_a_mail_is_marked_as_sent_once(mail: Mail) -> None:
    write(mails.claim(mail, NOW))
    write(mails.sent(mail, NOW, "ses-1"))
    with pytest.raises(AlreadyDone):
        write(mails.sent(mail, NOW + timedelta(hours=1), "ses-2"))


def test_a_mail_that_nobody_claimed_is_not_marked_as_sent(mail: Mail) -> None:
    with pytest.raises(AlreadyDone):
        write(mails.sent(mail, NOW, "ses-1"))
    assert not mails.is_sent(mail)


def test_another_mail_of_the_same_order_is_its_own() -> None:
    order_id = new_id("ord")
    write(mails.claim(mails.of_order(order_id, "confirmation"), NOW))
    write(mails.claim(mails.of_order(order_id, "refunded"), NOW))


def test_only_what_is_about_no_order_is_forgotten_after_a_day(mail: Mail) -> None:
    write(mails.claim(mail, NOW))
    row = find(MailRow, mail.pk, mail.sk)
    assert row is not None
    assert row.ttl == (None if mail.is_kept else int((NOW + DAY).timestamp()))

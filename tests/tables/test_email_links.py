"""Links by e-mail as rows: good until their end, used up once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.email_links import EmailLink, EmailLinkNotFound
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables import email_links
from chalicelib.tables.table import find
from tests.tables.writing import write
from tests.unit.making import NOW, new_id


def new_link() -> EmailLink:
    ends = NOW + timedelta(hours=1)
    made = EmailLink(new_id("lnk"), "reset", new_id("usr"), new_id("acc"), "ada@example.com", NOW, ends)
    write(email_links.new_link(made))
    return made


@pytest.mark.req("TEN-11")
def test_a_link_is_good_until_its_end() -> None:
    link = new_link()
    assert email_links.get_link(link.link_id, NOW) == link
    with pytest.raises(EmailLinkNotFound):
        email_links.get_link(link.link_id, link.expires_at)
    row = find(email_links.EmailLinkRow, f"LINK#{link.link_id}", "META")
    assert row
    assert row.ttl == int(link.expires_at.timestamp())


def test_a_link_says_whether_it_goes_to_an_owner() -> None:
    link = replace(new_link(), link_id=new_id("lnk"), is_to_owner=False)
    write(email_links.new_link(link))
    assert email_links.get_link(link.link_id, NOW).is_to_owner is False


def test_a_link_is_written_once() -> None:
    link = new_link()
    with pytest.raises(AlreadyDone):
        write(email_links.new_link(link))


@pytest.mark.req("TEN-11")
def test_a_link_is_used_once() -> None:
    link = new_link()
    write(email_links.used_up(link))
    with pytest.raises(EmailLinkNotFound):
        write(email_links.used_up(link))
    with pytest.raises(EmailLinkNotFound):
        email_links.get_link(link.link_id, NOW)


def test_a_link_of_nobody_s_is_a_link_like_any_other() -> None:
    ends = NOW + timedelta(hours=1)
    link = EmailLink(new_id("lnk"), "sign_in", "", "", "", NOW, ends)
    write(email_links.new_link(link))
    assert email_links.get_link(link.link_id, NOW) == link

"""Invitations as rows: open until their end, used up once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.access import Grant
from chalicelib.domain.invitations import Invitation, InvitationNotFound, InvitationOvertaken
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables import invitations
from tests.tables.writing import write
from tests.unit.making import NOW, new_id


def new_invitation() -> Invitation:
    grants = [Grant("check_in", "evt_1")]
    ends = NOW + timedelta(days=7)
    made = Invitation(new_id("inv"), new_id("acc"), "grace@example.com", grants, "sha", "usr_1", NOW, ends)
    write(invitations.new_invitation(made))
    return invitations.get_invitation(made.account_id, made.invitation_id, NOW)


@pytest.mark.req("TEN-9")
def test_an_invitation_is_open_until_its_end() -> None:
    invitation = new_invitation()
    assert invitation.grants == [Grant("check_in", "evt_1")]
    assert invitations.list_invitations(invitation.account_id, NOW) == [invitation]
    assert invitations.list_invitations(invitation.account_id, invitation.expires_at) == []
    with pytest.raises(InvitationNotFound):
        invitations.get_invitation(invitation.account_id, invitation.invitation_id, invitation.expires_at)


def test_an_invitation_is_written_once() -> None:
    with pytest.raises(AlreadyDone):
        write(invitations.new_invitation(replace(new_invitation(), version=None)))


@pytest.mark.req("TEN-9")
def test_an_invitation_is_used_once() -> None:
    invitation = new_invitation()
    write(invitations.used_up(invitation))
    with pytest.raises(InvitationNotFound):
        write(invitations.used_up(invitation))
    with pytest.raises(InvitationOvertaken):
        write(invitations.sent_again(invitation))


@pytest.mark.req("TEN-9")
def test_whoever_holds_an_invitation_that_was_sent_again_meanwhile_comes_too_late() -> None:
    invitation = new_invitation()
    write(invitations.sent_again(replace(invitation, times_sent=2)))
    with pytest.raises(InvitationOvertaken):
        write(invitations.sent_again(replace(invitation, times_sent=2)))
    with pytest.raises(InvitationNotFound):
        write(invitations.used_up(invitation))

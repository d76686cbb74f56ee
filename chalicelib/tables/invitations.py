"""Invitations as rows."""

from dataclasses import asdict
from datetime import datetime

from pynamodb.attributes import UnicodeAttribute, VersionAttribute

from chalicelib.domain.access import Grant
from chalicelib.domain.invitations import Invitation, InvitationNotFound, InvitationOvertaken
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables.attributes import InstantAttribute, IntegerAttribute, JsonAttribute
from chalicelib.tables.changes import Change, put_edited, put_new
from chalicelib.tables.table import Row, find, noun_of, partition, values_of


class InvitationRow(Row):
    """ACCOUNT#a / INVITE#i with a ttl."""

    KIND = "Invitation"
    invitation_id = UnicodeAttribute()
    account_id = UnicodeAttribute()
    email = UnicodeAttribute()
    grants = JsonAttribute()
    token_hash = UnicodeAttribute()
    invited_by = UnicodeAttribute()
    invited_at = InstantAttribute()
    expires_at = InstantAttribute()
    times_sent = IntegerAttribute()
    version = VersionAttribute()


def _row(invitation: Invitation) -> InvitationRow:
    return InvitationRow(
        f"ACCOUNT#{invitation.account_id}",
        f"INVITE#{invitation.invitation_id}",
        ttl=int(invitation.expires_at.timestamp()),
        **values_of(invitation, "grants"),
        grants=[asdict(grant) for grant in invitation.grants],
    )


def _noun(row: InvitationRow) -> Invitation:
    return noun_of(Invitation, row, grants=[Grant(**grant) for grant in row.grants])


def new_invitation(invitation: Invitation) -> Change:
    """Somebody is asked to join."""
    return put_new(_row(invitation), AlreadyDone)


def sent_again(invitation: Invitation) -> Change:
    """A new link takes the place of the one before. Raises InvitationOvertaken if it was changed or is gone."""
    return put_edited(_row(invitation), InvitationOvertaken)


def used_up(invitation: Invitation) -> Change:
    """Accepted or revoked: either happens once. Raises InvitationNotFound."""
    return Change("delete", _row(invitation), InvitationNotFound, InvitationRow.version == invitation.version)


def get_invitation(account_id: str, invitation_id: str, now: datetime) -> Invitation:
    """Raises InvitationNotFound."""
    row = find(InvitationRow, f"ACCOUNT#{account_id}", f"INVITE#{invitation_id}")
    if not row or row.expires_at <= now:
        raise InvitationNotFound()
    return _noun(row)


def list_invitations(account_id: str, now: datetime) -> list[Invitation]:
    """The invitations that are open, in the order in which they were made."""
    items = partition(f"ACCOUNT#{account_id}", "INVITE#").get(InvitationRow.KIND, [])
    return [one for one in (_noun(InvitationRow.of(item)) for item in items) if one.expires_at > now]

"""Mails about the team: the link that lets somebody join, and a session that was ended for its sake."""

from datetime import datetime

from chalicelib.actions import invitations as inviting
from chalicelib.actions.mailing import tell_once
from chalicelib.domain.invitations import InvitationNotFound
from chalicelib.kernel.config import config
from chalicelib.kernel.once import Once
from chalicelib.tables import accounts, invitations


def send_invitation(account_id: str, invitation_id: str, now: datetime) -> None:
    """The link, once for each time that it was sent; nothing if it was accepted or revoked meanwhile."""
    from chalicelib.mail import team_notices

    try:
        invitation = invitations.get_invitation(account_id, invitation_id, now)
    except InvitationNotFound:
        return
    told = Once(f"invitation:{invitation_id}", f"sent:{invitation.times_sent}", "")
    account, inviter = accounts.get_account(account_id), accounts.find_user(invitation.invited_by)
    url = f"{config().base_url}/dashboard/#/join/{inviting.token_of(invitation)}"
    sender = config().mail_sender
    tell_once(told, lambda: team_notices.invited(account, inviter, invitation, url, sender), now)


def tell_of_stolen_session(user_id: str, notice: str, now: datetime) -> None:
    """Somebody used a copy of this person's refresh token: which of the two was the thief nobody can tell."""
    from chalicelib.mail import team_notices

    told = Once(f"session_stolen:{user_id}", notice, "")
    user = accounts.find_user(user_id)
    if not user:
        return
    url = f"{config().base_url}/dashboard/#/security"
    tell_once(told, lambda: team_notices.session_stolen(user, url, config().mail_sender), now)

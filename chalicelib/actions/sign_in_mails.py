"""Mails about signing in: the links that were asked for, and what somebody should know of a new password."""

from datetime import datetime

from chalicelib.actions import sessions
from chalicelib.actions.email_links import url_of
from chalicelib.actions.mailing import tell_once
from chalicelib.domain.email_links import EmailLinkNotFound, is_good
from chalicelib.kernel.config import config
from chalicelib.kernel.once import Once
from chalicelib.tables import accounts, email_links


def send_link(link_id: str, now: datetime) -> None:
    """A link, once; nothing if it is nobody's, or was used or overtaken meanwhile."""
    from chalicelib.mail import sign_in_notices

    told = Once(f"email_link:{link_id}", "sent", "")
    try:
        link = email_links.get_link(link_id, now)
    except EmailLinkNotFound:
        return
    user = accounts.find_user(link.user_id)
    if not user or not is_good(link, user):
        return
    tell_once(told, lambda: sign_in_notices.link(link, user, url_of(link), config().mail_sender), now)


def tell_of_second_sign_up(user_id: str, now: datetime) -> None:
    """Tell somebody that their address was to open another account: once a day, however often that is tried."""
    from chalicelib.mail import sign_in_notices

    told = Once(f"signed_up_again:{user_id}", now.date().isoformat(), "")
    user = accounts.find_user(user_id)
    if user:
        url = f"{config().base_url}/dashboard/#/signin"
        tell_once(told, lambda: sign_in_notices.signed_up_again(user, url, config().mail_sender), now)


def tell_of_new_password(user_id: str, account_id: str, session_id: str, notice: str, now: datetime) -> None:
    """Tell somebody, and end what is left of their sessions.

    The index by which these are found follows the table: one that had just begun may have been missed at first.
    """
    from chalicelib.mail import sign_in_notices

    told = Once(f"password_changed:{user_id}", notice, "")
    user = accounts.find_user(user_id)
    if not user or not user.secured_at:
        return
    sessions.end_begun_before(user_id, account_id, user.secured_at, now, but=session_id)
    url = f"{config().base_url}/dashboard/#/forgotten"
    tell_once(told, lambda: sign_in_notices.password_changed(user, url, config().mail_sender), now)

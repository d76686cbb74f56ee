"""Mails about second factors: to whose they are, and to members whose account asks for one."""

from contextlib import suppress
from datetime import datetime

from chalicelib.actions import mfa
from chalicelib.actions.email_links import url_of
from chalicelib.actions.mailing import tell_each, tell_once
from chalicelib.domain.email_links import EmailLinkNotFound, is_good
from chalicelib.kernel.config import config
from chalicelib.kernel.once import Once
from chalicelib.tables import accounts, email_links, factors, team


def tell_of_change(user_id: str, what: str, notice: str, now: datetime) -> None:
    """A second factor of this person was removed or used up."""
    from chalicelib.mail import factor_notices

    told = Once(f"factors_changed:{user_id}", notice, "")
    user = accounts.find_user(user_id)
    if user:
        tell_once(told, lambda: factor_notices.changed(user, what, _url(), config().mail_sender), now)


def tell_of_new(link_id: str, what: str, notice: str, now: datetime) -> None:
    """A second factor was added. Nothing if the link that takes it off was used meanwhile, or overtaken by another."""
    from chalicelib.mail import factor_notices

    told = Once(f"factors_changed:{link_id}", notice, "")
    with suppress(EmailLinkNotFound):
        way_back = email_links.get_link(link_id, now)
        user = accounts.get_user(way_back.user_id)
        if is_good(way_back, user):
            url, sender = url_of(way_back), config().mail_sender
            tell_once(told, lambda: factor_notices.added(user, what, way_back, url, sender), now)


def tell_of_requirement(account_id: str, notice: str, now: datetime) -> None:
    """Everybody without a second factor hears that the account asks for one, if it still does.

    A request that died on its way may not have reached the rows of all members: that is done here once more.
    """
    from chalicelib.mail import factor_notices

    mfa.spread(account_id, "mail", now)
    account = accounts.get_account(account_id)
    user_ids = {member.user_id for member in team.list_members(account_id)}
    if not account.requires_mfa:
        return
    tell_each(
        accounts.list_users(user_ids - factors.list_with_factors(user_ids)),
        Once("mfa_required", notice, ""),
        lambda user: factor_notices.required(account, user, _url(), config().mail_sender),
        now,
    )


def _url() -> str:
    return f"{config().base_url}/dashboard/#/security"

"""Mails that are about no order: to whoever waits, and to owners whose limits are nearly reached."""

from contextlib import suppress
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from chalicelib.actions import waiting
from chalicelib.gateways import mailer
from chalicelib.kernel import clock
from chalicelib.kernel.config import config
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.kernel.once import Once
from chalicelib.tables import accounts, marks, waitlist
from chalicelib.tables.catalogue import get_catalogue
from chalicelib.tables.commit import commit


def confirm_place(entry_id: str, now: datetime) -> None:
    """Tell somebody that they wait, with the link that shows their place. A repeated message sends nothing."""
    from chalicelib.mail import notices

    entry = waitlist.get_entry(entry_id)
    told = Once(f"waitlist:{entry_id}", clock.to_text(entry.joined_at), "")
    if entry.state != "WAITING" or marks.is_done(told):
        return
    catalogue = get_catalogue(entry.event_id)
    position = waitlist.count_before(entry) + 1
    url = f"{config().base_url}/waitlist/?w={entry_id}#t={waiting.token_of(entry)}"
    product = catalogue.product(entry.product_id)
    mail = notices.on_the_waitlist(catalogue.event, product, entry, position, url, config().mail_sender)
    _send_once(mail, told, now)


def warn_owners(event_id: str, pool_id: str, percent: int, now: datetime) -> None:
    """Tell the account's owners how full a pool is, each once."""
    from chalicelib.mail import notices

    catalogue = get_catalogue(event_id)
    event, pool = catalogue.event, catalogue.pools.get(pool_id)
    if not pool:
        return  # taken away meanwhile
    products = [one for one in catalogue.products if pool_id in one.pool_ids]
    url = f"{config().base_url}/dashboard/events/{event_id}"
    for member in accounts.list_members(event.account_id):
        user = accounts.find_user(member.user_id) if member.role == "owner" else None
        told = Once(f"capacity:{member.user_id}", f"{pool_id}:{percent}", "")
        if user and not marks.is_done(told):
            mail = notices.capacity_reached(event, pool, percent, products, url, user, config().mail_sender)
            _send_once(mail, told, now)


def _send_once(message: EmailMessage, told: Once, now: datetime) -> None:
    """The mark is written after the sending: a worker that dies in between sends a second mail, never none."""
    message["Date"] = format_datetime(now)
    mailer.send(message)
    with suppress(AlreadyDone):
        commit([marks.new_mark(told, now)], [], now=now, by="mail")

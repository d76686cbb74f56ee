"""Links that were sent by e-mail, as rows: none of them holds what opens it."""

from datetime import datetime

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute

from chalicelib.domain.email_links import EmailLink, EmailLinkNotFound
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.tables.attributes import InstantAttribute
from chalicelib.tables.changes import Change, put_new
from chalicelib.tables.table import Row, find, noun_of, values_of


class EmailLinkRow(Row):
    """LINK#l / META with a ttl."""

    KIND = "EmailLink"
    link_id = UnicodeAttribute()
    purpose = UnicodeAttribute()
    user_id = UnicodeAttribute()
    account_id = UnicodeAttribute()
    email = UnicodeAttribute()
    made_at = InstantAttribute()
    expires_at = InstantAttribute()
    is_to_owner = BooleanAttribute(null=True)


def new_link(link: EmailLink) -> Change:
    """A link is to be sent."""
    ttl = int(link.expires_at.timestamp())
    return put_new(EmailLinkRow(f"LINK#{link.link_id}", "META", ttl=ttl, **values_of(link)), AlreadyDone)


def used_up(link: EmailLink) -> Change:
    """A link does what it is for, once. Raises EmailLinkNotFound for whoever comes second."""
    row = EmailLinkRow(f"LINK#{link.link_id}", "META")
    return Change("delete", row, EmailLinkNotFound, EmailLinkRow.pk.exists())


def get_link(link_id: str, now: datetime) -> EmailLink:
    """Raises EmailLinkNotFound, also when its time is over."""
    row = find(EmailLinkRow, f"LINK#{link_id}", "META")
    if not row or row.expires_at <= now:
        raise EmailLinkNotFound()
    return noun_of(EmailLink, row)

"""Links that are sent by e-mail to let somebody in, or to prove that an address is theirs: each is good once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.domain.accounts import User
from chalicelib.kernel.errors import Conflict, NotFound

# confirm: this address is mine · sign_in: let me in · reset: let me choose a password · change: this shall be my
# address · undo: it was not me who changed it, or who added a second factor.
Purpose = Literal["confirm", "sign_in", "reset", "change", "undo"]
GOOD_FOR: dict[Purpose, timedelta] = {
    "confirm": timedelta(days=7),
    "sign_in": timedelta(minutes=15),
    "reset": timedelta(hours=1),
    "change": timedelta(days=1),
    "undo": timedelta(days=7),
}


class EmailLinkNotFound(NotFound):
    """This link was used before, or is over: ask for a new one."""


class LinkOfSomebodyElse(Conflict):
    """This link was sent for somebody else than you are signed in as."""


@dataclass(frozen=True)
class EmailLink:
    """A link, before it is used. Its secret is stored nowhere. `email` is where it is sent.

    One that was asked for an address that nobody has is nobody's, and is never sent. `is_to_owner`: somebody had shown
    that the address is theirs when it was made.
    """

    link_id: str
    purpose: Purpose
    user_id: str
    account_id: str
    email: str
    made_at: datetime
    expires_at: datetime
    is_to_owner: bool = True


def is_good(link: EmailLink, user: User) -> bool:
    """Whether a link may still do what it was made for.

    Once somebody has a new password or address, what was sent before is over, but for the way back: that is over once
    the change that it was made for has itself been taken back. A thief who changes the address twice is sent one to
    the first of their own: the owner's, which is older, ends it. It never ends the owner's, however early it is used.
    """
    if link.purpose == "undo":
        return not any(begun_at <= link.made_at <= undone_at for begun_at, undone_at in user.undone)
    return not user.secured_at or link.made_at >= user.secured_at


def is_from_stranger(link: EmailLink, user: User) -> bool:
    """Whether a way back leads to somebody who has never shown before that they have this address.

    Then it was another one who signed up with it, and who may have given themselves another address since.
    """
    is_shown_since = user.confirmed_at is not None and user.email == link.email
    return not link.is_to_owner and not is_shown_since


def undone(link: EmailLink, user: User, now: datetime) -> list[tuple[datetime, datetime]]:
    """The times whose changes are taken back once this way back is used; those of which no link is left are forgotten.

    Each is remembered by itself: a later undoing must not bring to life what an earlier one has ended.
    """
    kept = [(begun_at, undone_at) for begun_at, undone_at in user.undone if undone_at > now - GOOD_FOR["undo"]]
    return [*kept, (link.made_at, now)]

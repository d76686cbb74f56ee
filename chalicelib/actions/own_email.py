"""One's own e-mail address: another one is asked for, proven, and taken back by whoever had it before.

The way back is also that from a second factor which somebody else has added.
"""

from dataclasses import replace
from datetime import datetime

from chalicelib.actions import email_links, possession, second_factors, sessions, tries
from chalicelib.actions.passwords import check_is_their_own, new_hash
from chalicelib.domain.accounts import Caller, SameEmail, User
from chalicelib.domain.email_links import GOOD_FOR, EmailLink, LinkOfSomebodyElse, is_from_stranger, undone
from chalicelib.kernel import clock
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.kernel.factor_facts import FactorsUndone
from chalicelib.kernel.facts import Fact
from chalicelib.kernel.once import Once
from chalicelib.kernel.sign_in_facts import EmailChangeAsked, EmailChanged, EmailChangeUndone, PasswordChanged
from chalicelib.tables import accounts, marks
from chalicelib.tables import email_links as links
from chalicelib.tables.changes import Change
from chalicelib.tables.commit import commit


def ask_change(email: str, password: str, caller: Caller, once: Once, now: datetime) -> None:
    """Send a link to the new address, whether or not somebody has it already.

    Raises SameEmail, NotYourPassword, ProofNeeded, TooManyPasswords, TooManyTries.
    """
    user = accounts.get_user(caller.user_id)
    check_is_their_own(user, password, caller, now)
    if email == user.email:
        raise SameEmail(email="is your address already")
    tries.count_link_to(email, now)
    link = email_links.made("change", (user.user_id, caller.account_id), email, once, now)
    fact = EmailChangeAsked(user.user_id, caller.account_id, data={"link_id": link.link_id})
    try:
        commit([marks.new_mark(once, now), links.new_link(link)], [fact], now=now, by=user.user_id)
    except AlreadyDone:
        marks.check(once)


def change(token: str, caller: Caller, now: datetime) -> None:
    """The new address is theirs; the one before is told, and kept for the way back.

    Only in a session of whoever asked: a link that went to a mistyped address lets its owner do nothing.
    Raises EmailLinkNotFound, LinkOfSomebodyElse, EmailTaken, SignInChanged.
    """
    link, user = email_links.read(token, now, "change")
    if user.user_id != caller.user_id:
        raise LinkOfSomebodyElse()
    once = Once("undo", f"{link.link_id}:{clock.to_text(link.made_at)}", "")
    undo = email_links.way_back(user, link.account_id, once, now)
    after = replace(user, email=link.email, confirmed_at=now, secured_at=now)
    moved = accounts.moved_login(user, link.email, link.account_id, undo.expires_at)
    changes = [links.used_up(link), accounts.secured(after, user), *moved, links.new_link(undo)]
    data = {"link_id": undo.link_id, "session_id": caller.session_id}
    fact = EmailChanged(user.user_id, link.account_id, data=data)
    commit(changes, [fact], now=now, by=user.user_id)
    sessions.end_begun_before(user.user_id, link.account_id, now, now, but=caller.session_id)


def undo_change(token: str, password: str, now: datetime) -> None:
    """It was not them who changed the address or added a second factor: all is theirs again, with a new password.

    Everybody is signed out. What was changed in between is undone with it: the links that lead back to there are over,
    and so is another address. Second factors that were added since are taken off, and those of the days before: they
    would keep the owner out, and the thief in, who may have added one first. An owner who has just added theirs adds
    it once more. Raises EmailLinkNotFound, WeakPassword, EmailTaken, SignInChanged, Busy.
    """
    link, user = email_links.read(token, now, "undo")
    hashed = new_hash(password, link.email, user.name)
    after = replace(user, email=link.email, password_hash=hashed, confirmed_at=now, secured_at=now)
    after = replace(after, undone=undone(link, user, now))
    changes, facts = _moved_back(link, user, now)
    facts.append(PasswordChanged(user.user_id, link.account_id, data={"session_id": ""}))
    if is_from_stranger(link, user):
        possession.take(link, user, after, facts, now, changes)
    else:
        if taken_off := second_factors.taken_off_since(user.user_id, link.made_at - GOOD_FOR["undo"]):
            changes += taken_off
            facts.append(FactorsUndone(user.user_id, link.account_id))
        commit([links.used_up(link), accounts.secured(after, user), *changes], facts, now=now, by=user.user_id)
    tries.forget_passwords(link.email, now)
    sessions.end_begun_before(user.user_id, link.account_id, now, now)


def _moved_back(link: EmailLink, user: User, now: datetime) -> tuple[list[Change], list[Fact]]:
    if link.email == user.email:
        return [], []
    moved = accounts.moved_login(user, link.email, link.account_id, now + GOOD_FOR["undo"])
    return moved, [EmailChangeUndone(user.user_id, link.account_id)]

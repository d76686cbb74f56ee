"""Passwords: chosen, chosen anew by a link, changed; and asked for again before something that counts."""

from dataclasses import replace
from datetime import datetime

from chalicelib.actions import email_links, possession, sessions, tries
from chalicelib.domain.accounts import Caller, NotYourPassword, User, WeakPassword
from chalicelib.domain.factors import ProofNeeded, is_fresh
from chalicelib.gateways import passwords
from chalicelib.kernel.sign_in_facts import PasswordChanged
from chalicelib.tables import accounts
from chalicelib.tables import email_links as links
from chalicelib.tables.commit import commit


def new_hash(password: str, email: str, name: str) -> str:
    """What is stored of a password that somebody chooses. Raises WeakPassword, which says why."""
    weakness = passwords.weakness(password, email, name)
    if weakness:
        raise WeakPassword(password=weakness)
    return passwords.hash_password(password)


def check_is_their_own(user: User, password: str, caller: Caller, now: datetime, *, field: str = "password") -> None:
    """Before something that a borrowed browser must not do: the password, or a proof of this moment.

    `field` is the request's that has it. Raises NotYourPassword, ProofNeeded, TooManyPasswords, Busy.
    """
    if not password:
        if not is_fresh(caller.proven_at, now):
            raise ProofNeeded(**{field: "Your password is needed: you signed in a while ago."})
        return
    tries.count_password(user.email, now)
    if not passwords.is_password(user.password_hash, password):
        raise NotYourPassword(**{field: "This is not your password."})
    tries.forget_passwords(user.email, now)


def change(new: str, current: str, caller: Caller, now: datetime) -> None:
    """Another password; all other sessions are over.

    Raises NotYourPassword, ProofNeeded, WeakPassword, SignInChanged, TooManyPasswords.
    """
    user = accounts.get_user(caller.user_id)
    check_is_their_own(user, current, caller, now, field="current")
    after = replace(user, password_hash=new_hash(new, user.email, user.name), secured_at=now)
    fact = PasswordChanged(user.user_id, caller.account_id, data={"session_id": caller.session_id})
    commit([accounts.secured(after, user)], [fact], now=now, by=user.user_id)
    sessions.end_begun_before(user.user_id, caller.account_id, now, now, but=caller.session_id)


def choose_anew(token: str, new: str, now: datetime) -> None:
    """Another password for whoever reads what is sent to the address; all sessions are over.

    Nobody had shown before that an unconfirmed address is theirs: then it is taken into possession by this.

    Raises EmailLinkNotFound, WeakPassword, SignInChanged.
    """
    link, user = email_links.read(token, now, "reset")
    hashed = new_hash(new, user.email, user.name)
    after = replace(user, password_hash=hashed, secured_at=now, confirmed_at=user.confirmed_at or now)
    fact = PasswordChanged(user.user_id, link.account_id, data={"session_id": ""})
    if user.confirmed_at:
        commit([links.used_up(link), accounts.secured(after, user)], [fact], now=now, by=user.user_id)
    else:
        possession.take(link, user, after, [fact], now)
    tries.forget_passwords(user.email, now)
    sessions.end_begun_before(user.user_id, link.account_id, now, now)

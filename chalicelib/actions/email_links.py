"""Links by e-mail: asked for, sent, read, and the two that only let in or confirm.

Asking costs the same calls for every address, known or not: a link is written for nobody too, and only the worker that
sends mails finds out that there is nobody to send it to.
"""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from chalicelib.actions import possession, sign_ins, tries
from chalicelib.actions.sign_ins import SecondFactorNeeded, SignedIn
from chalicelib.domain import email_links as rules
from chalicelib.domain.accounts import Caller, User
from chalicelib.domain.email_links import GOOD_FOR, EmailLink, EmailLinkNotFound, LinkOfSomebodyElse, Purpose
from chalicelib.gateways import queues, signing
from chalicelib.kernel import clock
from chalicelib.kernel.config import config
from chalicelib.kernel.errors import AlreadyDone
from chalicelib.kernel.once import Once
from chalicelib.kernel.sign_in_facts import EmailConfirmationAsked, EmailConfirmed
from chalicelib.kernel.trail import Origin
from chalicelib.tables import accounts, email_links, marks
from chalicelib.tables.commit import commit


def token_of(link: EmailLink) -> str:
    """What opens a link: made again for the mail and for the comparison, so that it lies in no table and no queue.

    Of all that the link is, since its id follows from the asker's own Idempotency-Key: who knows the secret of one
    link must not know that of another person's, or of a later one with the same id.
    """
    whole = (link.link_id, link.purpose, link.user_id, link.email, clock.to_text(link.made_at))
    return f"{link.link_id}.{signing.derived_secret('email-link', '|'.join(whole))}"


def url_of(link: EmailLink) -> str:
    """What stands in the mail."""
    return f"{config().base_url}/dashboard/#/link/{token_of(link)}"


def made(purpose: Purpose, whose: tuple[str, str], email: str, once: Once, now: datetime) -> EmailLink:
    """A link to be written and sent. `whose` are a user and one of their accounts."""
    return EmailLink(once.id("lnk", purpose), purpose, *whose, email, now, now + GOOD_FOR[purpose])


def way_back(user: User, account_id: str, once: Once, now: datetime) -> EmailLink:
    """By which somebody takes back what is being changed about their sign-in: it may not be them who changes it."""
    link = made("undo", (user.user_id, account_id), user.email, once, now)
    return replace(link, is_to_owner=user.confirmed_at is not None)


def ask(purpose: Purpose, email: str, address: str, once: Once, now: datetime) -> None:
    """Send a link to whoever has this e-mail address. Raises TooManyTries, KeyReused."""
    tries.count_call("email_link", address, now)
    tries.count_link_to(email, now)
    login = accounts.find_login(email)
    link = made(purpose, login or ("", ""), email if login else "", once, now)
    try:
        commit([marks.new_mark(once, now), email_links.new_link(link)], [], now=now, by="sign_in")
    except AlreadyDone:
        marks.check(once)
    queues.send("mail", {"link_id": link.link_id, "mail": "email_link"})


def ask_confirmation(caller: Caller, once: Once, now: datetime) -> None:
    """Send the link that confirms one's own address once more. Raises TooManyTries."""
    user = accounts.get_user(caller.user_id)
    tries.count_link_to(user.email, now)
    link = made("confirm", (user.user_id, caller.account_id), user.email, once, now)
    fact = EmailConfirmationAsked(user.user_id, caller.account_id, data={"link_id": link.link_id})
    with suppress(AlreadyDone):
        commit([marks.new_mark(once, now), email_links.new_link(link)], [fact], now=now, by=user.user_id)


def read(token: str, now: datetime, *purposes: Purpose) -> tuple[EmailLink, User]:
    """A link that may still be used, and whose it is. Raises EmailLinkNotFound."""
    link = email_links.get_link(token.partition(".")[0], now)
    user = accounts.find_user(link.user_id)
    if not signing.is_same(token_of(link), token) or not user or (purposes and link.purpose not in purposes):
        raise EmailLinkNotFound()
    if not rules.is_good(link, user):
        raise EmailLinkNotFound()
    return link, user


def confirm(token: str, caller: Caller, now: datetime) -> None:
    """Somebody reads what is sent to the address that they signed up with.

    Only in a session of theirs: or whoever reads the mail would confirm the password of a stranger who has used their
    address. Raises EmailLinkNotFound, LinkOfSomebodyElse, SignInChanged.
    """
    link, user = read(token, now, "confirm")
    if user.user_id != caller.user_id:
        raise LinkOfSomebodyElse()
    changes = [email_links.used_up(link), accounts.secured(replace(user, confirmed_at=now), user)]
    commit(changes, [EmailConfirmed(user.user_id, link.account_id)], now=now, by=user.user_id)


def sign_in(token: str, origin: Origin, now: datetime) -> SignedIn | SecondFactorNeeded:
    """A new session for whoever reads what is sent to the address. Raises EmailLinkNotFound."""
    link, user = read(token, now, "sign_in")
    if user.confirmed_at:
        commit([email_links.used_up(link)], [], now=now, by=user.user_id)
    else:
        # Nobody had shown before that the address is theirs: whoever has signed up with it chose this password, too.
        after = replace(user, confirmed_at=now, password_hash="", secured_at=now)
        possession.take(link, user, after, [], now)
    tries.forget_passwords(user.email, now)
    return sign_ins.signed_in(user.user_id, link.account_id, "link", origin, now)

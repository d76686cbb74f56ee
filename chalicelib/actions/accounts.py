"""Signing up and in, and what a signed-in person sees of themselves."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.actions import email_links, sign_ins, tries
from chalicelib.actions.organizers import slug_of
from chalicelib.actions.passwords import new_hash
from chalicelib.actions.sign_ins import SecondFactorNeeded, SignedIn
from chalicelib.domain.access import Grant
from chalicelib.domain.accounts import (
    Account,
    Caller,
    EmailTaken,
    Member,
    SignUpClosed,
    User,
    WrongCredentials,
)
from chalicelib.domain.organizers import Organizer
from chalicelib.gateways import passwords, queues
from chalicelib.kernel.config import config
from chalicelib.kernel.errors import AlreadyDone, Unauthenticated
from chalicelib.kernel.facts import AccountCreated
from chalicelib.kernel.once import Once
from chalicelib.kernel.sign_in_facts import EmailConfirmationAsked
from chalicelib.kernel.trail import Origin
from chalicelib.tables import accounts, marks, organizers, team
from chalicelib.tables import email_links as links
from chalicelib.tables.commit import commit

# (user id, account id) of an address that nobody has.
_NOBODY = ("", "")


@dataclass(frozen=True)
class NewAccount:
    """What somebody sends to sign up."""

    name: str
    your_name: str
    email: str
    password: str


def sign_up(new: NewAccount, origin: Origin, once: Once, now: datetime) -> SignedIn | SecondFactorNeeded:
    """An account with its owner and first organizer, and the owner's first session; a mail asks to confirm the address.

    Raises SignUpClosed, TooManyTries, WeakPassword, EmailTaken.
    """
    if not is_open():
        raise SignUpClosed()
    tries.count_call("sign_up", origin.address, now)
    account = Account(once.id("acc"), new.name, now)
    user = User(once.id("usr"), new.your_name, new.email, new_hash(new.password, new.email, new.your_name), now)
    organizer_id = once.id("org")
    organizer = Organizer(organizer_id, account.account_id, new.name, slug_of(new.name, organizer_id))
    owner = Member(account.account_id, user.user_id, [Grant("owner")], now)
    link = email_links.made("confirm", (user.user_id, account.account_id), user.email, once, now)
    try:
        commit(
            [
                marks.new_mark(once, now),
                accounts.new_account(account),
                *accounts.new_user(user, account.account_id),
                *team.new_member(owner),
                organizers.new_organizer(organizer),
                links.new_link(link),
            ],
            [
                AccountCreated(account.account_id, account.account_id),
                EmailConfirmationAsked(user.user_id, account.account_id, data={"link_id": link.link_id}),
            ],
            now=now,
            by=user.user_id,
        )
    except AlreadyDone:
        marks.check(once)
    except EmailTaken as error:
        _tell_owner(new.email)
        raise EmailTaken(email="is in use") from error
    return sign_in(new.email, new.password, origin, now)


def _tell_owner(email: str) -> None:
    """Whoever has this address hears of it: they have forgotten their account, or somebody else looks for one."""
    if login := accounts.find_login(email):
        queues.send("mail", {"user_id": login[0], "mail": "signed_up_again"})


def is_open() -> bool:
    """Whether anybody may sign up, or only who is invited."""
    return config().sign_up == "open"


def sign_in(email: str, password: str, origin: Origin, now: datetime) -> SignedIn | SecondFactorNeeded:
    """A new session for whoever knows the password, by the same steps whether or not anybody has the address.

    Raises WrongCredentials, whichever of the two is wrong, TooManyTries, TooManyPasswords.
    """
    tries.count_call("sign_in", origin.address, now)
    tries.count_password(email, now)
    user_id, account_id = accounts.find_login(email) or _NOBODY
    user = accounts.find_user(user_id)
    if not passwords.is_password(user.password_hash if user else "", password) or not user:
        raise WrongCredentials()
    tries.forget_passwords(email, now)
    return sign_ins.signed_in(user.user_id, account_id, "password", origin, now)


@dataclass(frozen=True)
class Profile:
    """What a signed-in person sees of themselves: `memberships` are the accounts that they belong to."""

    user: User
    account: Account
    member: Member
    memberships: list[Account]


def profile(caller: Caller) -> Profile:
    """Who the caller is, and where. Raises Unauthenticated if the user is gone."""
    user = accounts.find_user(caller.user_id)
    here = team.find_member(caller.account_id, caller.user_id)
    if not user or not here:
        raise Unauthenticated()
    # The index follows the table: who has joined this moment may not be in it yet.
    ids = dict.fromkeys([here.account_id, *(one.account_id for one in team.list_memberships(caller.user_id))])
    known = accounts.list_accounts(ids)
    return Profile(user, known[0], here, known)

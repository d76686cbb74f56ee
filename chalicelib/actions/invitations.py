"""Asking people to join an account: invited, asked again, revoked, accepted once."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.actions import grants, sessions, tries
from chalicelib.actions.passwords import new_hash
from chalicelib.actions.sessions import Tokens
from chalicelib.domain.access import Grant
from chalicelib.domain.accounts import Account, Caller, EmailTaken, Member, User
from chalicelib.domain.factors import MfaRequirementMoved
from chalicelib.domain.invitations import (
    GOOD_FOR,
    MOST_INVITATIONS,
    AlreadyInvited,
    AlreadyMember,
    ForSomebodyElse,
    Invitation,
    InvitationNotFound,
    InvitationOvertaken,
    SignInToAccept,
    TooManyInvitations,
)
from chalicelib.gateways import signing
from chalicelib.kernel import clock, ids
from chalicelib.kernel.errors import AlreadyDone, Busy
from chalicelib.kernel.once import Once
from chalicelib.kernel.team_facts import InvitationRevoked, MemberInvited, MemberJoined
from chalicelib.kernel.trail import Origin
from chalicelib.tables import accounts, invitations, marks, team
from chalicelib.tables.changes import Change
from chalicelib.tables.commit import commit

_RACES = 4


@dataclass(frozen=True)
class Opened:
    """An invitation as whoever holds its link sees it; `has_login` says that its address can sign in already."""

    invitation: Invitation
    account: Account
    inviter: User | None
    has_login: bool


def token_of(invitation: Invitation) -> str:
    """The link's secret part: made again for the mail, so that it lies in no queue and no log.

    Of whom it was sent to, and when: its id follows from the inviter's own Idempotency-Key.
    """
    sent = f"{invitation.times_sent}|{clock.to_text(invitation.invited_at)}|{invitation.email}"
    secret = signing.derived_secret("invitation", f"{invitation.invitation_id}|{sent}")
    return f"{invitation.account_id}.{invitation.invitation_id}.{secret}"


def _with_token(invitation: Invitation) -> Invitation:
    return replace(invitation, token_hash=signing.token_hash(token_of(invitation)))


def invite(email: str, given: list[Grant], caller: Caller, once: Once, now: datetime) -> Invitation:
    """Ask somebody to join; the mail follows.

    Raises BeyondOwnRights, RoleNotFound, PlaceNotFound, AlreadyMember, AlreadyInvited, TooManyInvitations,
    TooManyTries.
    """
    grants.check(given, caller)
    invitation = _with_token(
        Invitation(
            invitation_id=once.id("inv"),
            account_id=caller.account_id,
            email=email,
            grants=given,
            token_hash="",
            invited_by=caller.user_id,
            invited_at=now,
            expires_at=now + GOOD_FOR,
        )
    )
    if not marks.is_done(once):
        _check_is_new(email, caller, now)
        tries.count_invitation_to(email, now)
    fact = MemberInvited(invitation.invitation_id, caller.account_id, data=grants.told(given))
    try:
        changes = [marks.new_mark(once, now), invitations.new_invitation(invitation)]
        commit(changes, [fact], now=now, by=caller.user_id)
    except AlreadyDone:
        marks.check(once)
    return invitations.get_invitation(caller.account_id, invitation.invitation_id, now)


def _check_is_new(email: str, caller: Caller, now: datetime) -> None:
    login = accounts.find_login(email)
    if login and team.find_member(caller.account_id, login[0]):
        raise AlreadyMember(email="belongs to a member")
    open_ones = invitations.list_invitations(caller.account_id, now)
    if any(one.email == email for one in open_ones):
        raise AlreadyInvited(email="has an open invitation")
    if len(open_ones) >= MOST_INVITATIONS:
        raise TooManyInvitations()


def send_again(invitation_id: str, caller: Caller, now: datetime) -> Invitation:
    """A new link, good for as long as the first; the one before opens nothing any more.

    Of several who send it at once one does, and all are answered with that. Raises InvitationNotFound, TooManyTries.
    """
    before = invitations.get_invitation(caller.account_id, invitation_id, now)
    grants.check(before.grants, caller)
    renewed = _with_token(replace(before, times_sent=before.times_sent + 1, expires_at=now + GOOD_FOR))
    fact = MemberInvited(invitation_id, caller.account_id, data=grants.told(before.grants))
    tries.count_invitation_to(before.email, now)
    with suppress(InvitationOvertaken):
        commit([invitations.sent_again(renewed)], [fact], now=now, by=caller.user_id)
    return invitations.get_invitation(caller.account_id, invitation_id, now)


def revoke(invitation_id: str, caller: Caller, now: datetime) -> None:
    """The link opens nothing any more. Raises InvitationNotFound."""
    found = invitations.get_invitation(caller.account_id, invitation_id, now)
    fact = InvitationRevoked(invitation_id, caller.account_id)
    commit([invitations.used_up(found)], [fact], now=now, by=caller.user_id)


def list_open(caller: Caller, now: datetime) -> list[Invitation]:
    """Who was asked and has not answered."""
    return invitations.list_invitations(caller.account_id, now)


def open_link(token: str, now: datetime) -> Opened:
    """What a link leads to. Raises InvitationNotFound."""
    invitation = _of(token, now)
    inviter = accounts.find_user(invitation.invited_by)
    has_login = accounts.find_login(invitation.email) is not None
    return Opened(invitation, accounts.get_account(invitation.account_id), inviter, has_login)


def _of(token: str, now: datetime) -> Invitation:
    account_id, _, rest = token.partition(".")
    invitation = invitations.get_invitation(account_id, rest.partition(".")[0], now)
    if not signing.is_same(invitation.token_hash, signing.token_hash(token)):
        raise InvitationNotFound()
    return invitation


def accept_anew(token: str, name: str, password: str, origin: Origin, now: datetime) -> tuple[Caller, Tokens]:
    """Join as somebody who has never signed in: the link proves the e-mail address.

    Raises InvitationNotFound, WeakPassword, SignInToAccept.
    """
    invitation = _of(token, now)
    user = User(ids.random("usr"), name, invitation.email, new_hash(password, invitation.email, name), now, now)
    try:
        member = _join(invitation, user, [*accounts.new_user(user, invitation.account_id)], now)
    except EmailTaken as error:
        raise SignInToAccept() from error
    return sessions.begin(member, origin, now)


def accept(token: str, caller: Caller, now: datetime) -> tuple[Caller, Tokens]:
    """Join with the sign-in that one has. Raises InvitationNotFound, ForSomebodyElse, AlreadyMember."""
    invitation = _of(token, now)
    user = accounts.find_user(caller.user_id)
    if not user or user.email != invitation.email:
        raise ForSomebodyElse()
    try:
        _join(invitation, user, [], now)
    except AlreadyDone as error:
        raise AlreadyMember() from error
    return sessions.move(caller, invitation.account_id, now)


def _join(invitation: Invitation, user: User, changes: list[Change], now: datetime) -> Member:
    fact = MemberJoined(user.user_id, invitation.account_id, data=grants.told(invitation.grants))
    for _ in range(_RACES):
        account = accounts.get_account(invitation.account_id)
        member = Member(invitation.account_id, user.user_id, invitation.grants, now, account.requires_mfa)
        joined = [*changes, invitations.used_up(invitation), *team.new_member(member)]
        with suppress(MfaRequirementMoved):
            commit([*joined, accounts.still_requiring(account)], [fact], now=now, by=user.user_id)
            return member
    raise Busy()

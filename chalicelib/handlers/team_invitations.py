"""Invitations to join an account: for its members, and for whoever holds a link."""

from datetime import datetime

from chalice.app import Blueprint

from chalicelib.actions import invitations
from chalicelib.domain.accounts import Caller, WeakPassword
from chalicelib.domain.invitations import (
    AlreadyInvited,
    AlreadyMember,
    ForSomebodyElse,
    InvitationNotFound,
    SignInToAccept,
    TooManyInvitations,
)
from chalicelib.domain.tries import TooManyTries
from chalicelib.handlers.cookies import signed_in
from chalicelib.handlers.models.accounts import SessionOut
from chalicelib.handlers.models.invitations import (
    InvitationLink,
    InvitationList,
    InvitationOut,
    NewInvitation,
    NewMember,
    OpenedInvitation,
)
from chalicelib.handlers.models.team import grants_of
from chalicelib.handlers.route import route
from chalicelib.handlers.team import GIVING
from chalicelib.handlers.trails import origin_of
from chalicelib.handlers.wire import Answer, Request
from chalicelib.kernel.errors import Busy
from chalicelib.kernel.once import Once

routes = Blueprint(__name__)


@route(routes, "GET", "/invitations", allow="members.read")
def list_invitations(caller: Caller, now: datetime) -> InvitationList:
    """Who was asked to join and has not answered."""
    return InvitationList(items=[InvitationOut.of(one) for one in invitations.list_open(caller, now)], next=None)


@route(
    routes,
    "POST",
    "/invitations",
    allow="members.edit",
    answers=201,
    refusals=(AlreadyInvited, AlreadyMember, TooManyInvitations, TooManyTries, *GIVING),
)
def invite(caller: Caller, body: NewInvitation, once: Once, now: datetime) -> InvitationOut:
    """Ask somebody to join, by e-mail. The link is good once, for a week."""
    return InvitationOut.of(invitations.invite(body.email, grants_of(body.grants), caller, once, now))


@route(
    routes,
    "POST",
    "/invitations/{invitation_id}/resend",
    allow="members.edit",
    refusals=(InvitationNotFound, TooManyTries, *GIVING),
)
def resend_invitation(invitation_id: str, caller: Caller, now: datetime) -> InvitationOut:
    """Send a new link; the one before opens nothing any more."""
    return InvitationOut.of(invitations.send_again(invitation_id, caller, now))


@route(
    routes,
    "DELETE",
    "/invitations/{invitation_id}",
    allow="members.edit",
    answers=204,
    refusals=(InvitationNotFound,),
)
def revoke_invitation(invitation_id: str, caller: Caller, now: datetime) -> None:
    """The link opens nothing any more."""
    invitations.revoke(invitation_id, caller, now)


@route(routes, "POST", "/public/invitation", allow="public", refusals=(InvitationNotFound,))
def open_invitation(body: InvitationLink, now: datetime) -> OpenedInvitation:
    """What an invitation's link leads to. A POST, so that the token stands in no log."""
    return OpenedInvitation.of(invitations.open_link(body.token, now))


@route(
    routes,
    "POST",
    "/public/invitation/members",
    allow="public",
    answers=201,
    refusals=(InvitationNotFound, WeakPassword, SignInToAccept, Busy),
)
def join_anew(body: NewMember, request: Request, now: datetime) -> Answer[SessionOut]:
    """Accept an invitation as somebody who has never signed in: the link proves the e-mail address."""
    return signed_in(*invitations.accept_anew(body.token, body.name, body.password, origin_of(request), now))


@route(
    routes,
    "POST",
    "/sessions/current/invitation",
    allow="signed_in",
    refusals=(InvitationNotFound, ForSomebodyElse, AlreadyMember, Busy),
)
def join(caller: Caller, body: InvitationLink, now: datetime) -> Answer[SessionOut]:
    """Accept an invitation with the sign-in that you have."""
    return signed_in(*invitations.accept(body.token, caller, now))

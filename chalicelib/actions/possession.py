"""An address turns out to be somebody else's than who signed up with it: what that one could still act by is taken.

Sign-up asks for no proof, so whoever comes first may have prepared the account of a stranger, and wait for what its
owner does with it: inside, by a key, as another member or by a link to join; or outside, where its money and its news
arrive.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from chalicelib.actions import connecting, second_factors, sessions
from chalicelib.actions.grants import told
from chalicelib.actions.keys import take_away
from chalicelib.domain.accounts import Member, User
from chalicelib.domain.email_links import EmailLink
from chalicelib.domain.endpoints import WebhookNotFound
from chalicelib.domain.events import StaleEdit
from chalicelib.domain.invitations import InvitationNotFound
from chalicelib.domain.keys import KeyNotFound
from chalicelib.domain.merchants import NoMerchant, Payee, unconnected
from chalicelib.domain.onboarding import disconnected
from chalicelib.domain.redirects import REDIRECTS
from chalicelib.kernel.errors import Busy
from chalicelib.kernel.facts import Fact, MerchantChanged, PaymentSettingsChanged
from chalicelib.kernel.sign_in_facts import AccountClaimed, EmailConfirmed
from chalicelib.kernel.team_facts import InvitationRevoked, MemberRemoved
from chalicelib.kernel.webhook_facts import WebhookRemoved
from chalicelib.tables import accounts, email_links, endpoints, invitations, keys, organizers, team
from chalicelib.tables.changes import Change
from chalicelib.tables.commit import commit
from chalicelib.tables.merchants import edited_merchant, get_merchant

_RACES = 5


def take(
    link: EmailLink, before: User, after: User, facts: Sequence[Fact], now: datetime, changes: Sequence[Change] = ()
) -> None:
    """Whoever reads the mails of an unconfirmed address has the account from now on, and nobody else.

    Second factors and connections to be paid go with that commit: nothing says since when they are, so that nobody
    could tell them later from the owner's own. Raises EmailLinkNotFound, SignInChanged, FactorsMoved, Busy.
    """
    whose = after.user_id, link.account_id
    claimed = [*facts, EmailConfirmed(*whose), AccountClaimed(*whose)]
    taken = [email_links.used_up(link), accounts.secured(after, before), *second_factors.all_taken_off(after.user_id)]
    _cut_organizers_off(*whose, now)
    for _ in range(_RACES):
        cut, told_of_it = _payments_cut(*whose)
        with suppress(StaleEdit):
            commit([*taken, *changes, *cut], [*claimed, *told_of_it], now=now, by=after.user_id)
            break
    else:
        raise Busy()
    clear(after, link.account_id, now)
    _cut_organizers_off(*whose, now)  # what was connected again in between: nobody else is inside any more


def _payments_cut(user_id: str, account_id: str) -> tuple[list[Change], list[Fact]]:
    """What buyers pay goes to nobody whom the owner has not connected. Refunds still reach who has paid there."""
    if not _is_owner(user_id, account_id):
        return [], []
    before = after = get_merchant(account_id)
    facts: list[Fact] = []
    for provider in [one for one in REDIRECTS if one in before.connections]:
        after = unconnected(after, provider)
        facts.append(PaymentSettingsChanged(account_id, account_id, data={"disconnected": provider}))
    if before.status != "none":
        after = disconnected(after)
        data = {"status": after.status, "because": after.lost_because}
        facts.append(MerchantChanged(account_id, account_id, data=data))
    return ([edited_merchant(after)] if facts else []), facts


def _cut_organizers_off(user_id: str, account_id: str, now: datetime) -> None:
    """The same for organizers with a Stripe account of their own: each by itself, since no commit may hold them all."""
    if not _is_owner(user_id, account_id):
        return
    for organizer in organizers.list_organizers(account_id):
        with suppress(NoMerchant):
            connecting.disconnect("other", Payee(account_id, organizer.organizer_id), user_id, now)


def _is_owner(user_id: str, account_id: str) -> bool:
    member = team.find_member(account_id, user_id)
    return member is not None and member.is_owner


def clear(user: User, account_id: str, now: datetime) -> None:
    """What was made before the address was confirmed leads into the account no longer, and nothing out of it.

    May be repeated. The indexes by which sessions and keys are found follow the table: a worker looks once more.
    """
    moment = user.confirmed_at
    if not moment:
        return
    sessions.end_begun_before(user.user_id, account_id, moment, now)
    owner = team.find_member(account_id, user.user_id)
    if not owner or not owner.is_owner:
        return
    for member in team.list_members(account_id):
        if member.user_id != user.user_id and member.joined_at < moment:
            _remove(member, owner, now)
    _revoke_keys(owner, moment, now)
    _revoke_invitations(owner, moment, now)
    _remove_webhooks(owner, moment, now)


def look_again(user_id: str, account_id: str, now: datetime) -> None:
    """For the worker: end what was missed, or what a dying request has left."""
    clear(accounts.get_user(user_id), account_id, now)


def _remove(member: Member, owner: Member, now: datetime) -> None:
    fact = MemberRemoved(member.user_id, owner.account_id, data={"before": told(member.grants)["grants"]})
    with suppress(StaleEdit):
        commit(team.removed_member(member), [fact], now=now, by=owner.user_id)
    sessions.end_in_account(member.user_id, owner.account_id, now)


def _revoke_keys(owner: Member, moment: datetime, now: datetime) -> None:
    for key in keys.list_keys(owner.account_id):
        if key.made_at < moment:
            with suppress(KeyNotFound):
                take_away(key, owner.user_id, now)


def _revoke_invitations(owner: Member, moment: datetime, now: datetime) -> None:
    for invitation in invitations.list_invitations(owner.account_id, now):
        if invitation.invited_at < moment:
            fact = InvitationRevoked(invitation.invitation_id, owner.account_id)
            with suppress(InvitationNotFound):
                commit([invitations.used_up(invitation)], [fact], now=now, by=owner.user_id)


def _remove_webhooks(owner: Member, moment: datetime, now: datetime) -> None:
    for endpoint in endpoints.list_endpoints(owner.account_id):
        if endpoint.created_at < moment:
            fact = WebhookRemoved(endpoint.webhook_id, owner.account_id)
            with suppress(WebhookNotFound):
                commit(endpoints.removed_endpoint(endpoint), [fact], now=now, by=owner.user_id)

"""A payee's own Stripe account: asked for once, looked at whenever something may have changed, taken off again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from chalicelib.actions.merchants import takes_cards
from chalicelib.actions.payees import page_of
from chalicelib.domain.catalogue import Catalogue
from chalicelib.domain.events import StaleEdit
from chalicelib.domain.merchants import (
    AccountRefused,
    CardsNotReady,
    Dashboard,
    DashboardNotOffered,
    DisconnectReason,
    Merchant,
    Payee,
    needs_cards,
    paid_on,
)
from chalicelib.domain.onboarding import (
    disconnected,
    forgotten,
    lost,
    new_attempt,
    seen,
    why_no_cards,
)
from chalicelib.gateways import queues, stripe_accounts
from chalicelib.gateways.stripe_client import MerchantLost
from chalicelib.kernel.config import config
from chalicelib.kernel.errors import Busy, Unreachable
from chalicelib.kernel.facts import MerchantChanged
from chalicelib.tables import accounts, organizers, team
from chalicelib.tables.commit import commit
from chalicelib.tables.merchants import edited_merchant, find_payee_of, get_both, get_merchant

_RACES = 5


def dashboards() -> list[Dashboard]:
    """The kinds of Stripe account that organizers may choose from here."""
    return ["express", "full", "none"] if config().stripe_custom == "yes" else ["express", "full"]


def connect(dashboard: Dashboard, country: str, payee: Payee, by: str, now: datetime) -> str:
    """The address of Stripe's page that sets the account up. However often it is asked for, there is one account.

    What will be asked for is stored before Stripe is asked, under a key of its own, so that a second click and a lost
    answer find the same account.

    Raises DashboardNotOffered, AlreadyConnected, AccountRefused, MerchantLost, Unreachable.
    """
    if dashboard not in dashboards():
        raise DashboardNotOffered()
    merchant = _edited(payee, lambda found: new_attempt(found, dashboard, country), by, now)
    if not merchant.stripe_account:
        merchant = _made(merchant, by, now)
    back = page_of(payee)
    try:
        return stripe_accounts.onboarding_url(merchant.stripe_account, f"{back}?stripe=back", f"{back}?stripe=again")
    except MerchantLost:
        note_lost(merchant.stripe_account, payee.account_id, by, now)
        raise


def _made(merchant: Merchant, by: str, now: datetime) -> Merchant:
    payee = merchant.payee

    def is_current(found: Merchant) -> bool:
        is_begun = found.attempt == merchant.attempt and found.status == "onboarding"
        return is_begun and not found.stripe_account

    try:
        made = stripe_accounts.create_account(merchant, *_introduced(payee))
    except AccountRefused:  # cards go on as before, and the next try is another one
        _edited(payee, lambda one: forgotten(one) if is_current(one) else one, by, now)
        raise
    return _edited(payee, lambda one: replace(one, stripe_account=made) if is_current(one) else one, by, now)


def _introduced(payee: Payee) -> tuple[str, str]:
    """(name, e-mail address) to begin with at Stripe. Whoever asks, they are the same: one key is one request."""
    owners = sorted(member.user_id for member in team.list_members(payee.account_id) if member.is_owner)
    owner = accounts.find_user(owners[0])
    email = owner.email if owner else ""
    if not payee.organizer_id:
        return accounts.get_account(payee.account_id).name, email
    organizer = organizers.get_organizer(payee.organizer_id)
    return organizer.name, organizer.email or email


def refresh(payee: Payee, by: str, now: datetime, *, is_asked: bool = False) -> Merchant:
    """Pull Stripe's word and note what has changed. Raises Unreachable, and then nothing has.

    A member who asks for it also has wallets tried again that Stripe did not accept.
    """
    merchant = _pulled(payee, by, now)
    if merchant.status == "ready" and (not merchant.wallets or (is_asked and merchant.wallets == "inactive")):
        merchant = _with_wallets(merchant, by, now)
    return merchant


def _pulled(payee: Payee, by: str, now: datetime) -> Merchant:
    """Look until what is noted is what Stripe says: of looks at the same time, a slow one has not the last word."""
    for _ in range(_RACES):
        merchant = get_merchant(payee.account_id, payee.organizer_id)
        if not merchant.stripe_account or merchant.lost_because == "disconnected":
            return merchant
        try:
            after = seen(merchant, stripe_accounts.get_account(merchant.stripe_account), now)
        except MerchantLost:
            after = lost(merchant, "no_access")
        if after == merchant:
            return merchant
        with suppress(StaleEdit):
            _save(merchant, after, by, now)
    raise Busy()


def _with_wallets(merchant: Merchant, by: str, now: datetime) -> Merchant:
    """Apple Pay and Google Pay need our domain known to the account that charges; without them cards still work."""
    try:
        status = stripe_accounts.register_domain(merchant.stripe_account, own_domain())
    except (Unreachable, MerchantLost):
        return merchant  # the next look tries again
    return _edited(merchant.payee, lambda found: replace(found, wallets=status), by, now)


def own_domain() -> str:
    """The host that buyers pay on."""
    return urlsplit(config().base_url).hostname or ""


def note_lost(stripe_account: str, account_id: str, by: str, now: datetime) -> Merchant:
    """Stripe refuses to act for this account: whoever meets that says so here. Its owners are told, once.

    The account's own is looked at by its key, so that one which the index does not know yet is found.
    """

    def gone(found: Merchant) -> Merchant:
        return lost(found, "no_access") if found.stripe_account == stripe_account else found

    return _edited(find_payee_of(stripe_account) or Payee(account_id), gone, by, now)


@contextmanager
def noting_loss(stripe_account: str, account_id: str, now: datetime) -> Iterator[None]:
    """Around calls for a merchant: should Stripe refuse to act for it, its sale pauses at once. Raises MerchantLost."""
    try:
        yield
    except MerchantLost:
        note_lost(stripe_account, account_id, "stripe", now)
        raise


def disconnect(reason: DisconnectReason, payee: Payee, by: str, now: datetime, *, falls_back: bool = False) -> Merchant:
    """Take the Stripe account off: nothing is charged on it any more. Orders, refunds and payouts stay as they are.

    Raises NoMerchant.
    """
    return _edited(payee, lambda found: disconnected(found, falls_back=falls_back), by, now, {"reason": reason})


def check_can_charge(catalogue: Catalogue, now: datetime) -> None:
    """Before an event goes on sale: whoever must pay by card can. Looks at Stripe if it could not a moment ago.

    Raises CardsNotReady saying what is missing.
    """
    event = catalogue.event
    account, own = get_both(Payee(event.account_id, event.organizer_id))
    merchant = paid_on(account, own)
    is_ours = takes_cards(merchant) and not merchant.stripe_account
    if is_ours or not needs_cards(catalogue, merchant):
        return
    with suppress(Unreachable):  # what was known last decides
        own = refresh(own.payee, "publish", now)
        if not own.is_payee:
            account = refresh(account.payee, "publish", now)
        merchant = paid_on(account, own)
    if not takes_cards(merchant):
        raise CardsNotReady(f"Nobody could pay by card yet. {why_no_cards(merchant)} See Payments.")


def take_in(body: bytes, signature: str) -> None:
    """Verify and queue a thin notice. Raises WrongSignature. One about no account is taken and forgotten."""
    notice = stripe_accounts.read_account_notice(body, signature)
    if notice.stripe_account:
        queues.send("payments", {"stripe_account": notice.stripe_account, "notice": notice.notice_id})


def look_again(stripe_account: str, now: datetime) -> None:
    """Something has changed at Stripe: pull the truth, whatever the notice said. One that is not ours is nothing."""
    payee = find_payee_of(stripe_account)
    if payee:
        refresh(payee, "stripe", now)


def _edited(
    payee: Payee,
    edit: Callable[[Merchant], Merchant],
    by: str,
    now: datetime,
    told: dict[str, str] | None = None,
) -> Merchant:
    """The settings as they then are; several who edit at once all get their turn. Raises Busy."""
    for _ in range(_RACES):
        before = get_merchant(payee.account_id, payee.organizer_id)
        after = edit(before)
        if after == before:
            return before
        with suppress(StaleEdit):
            _save(before, after, by, now, told)
            return get_merchant(payee.account_id, payee.organizer_id)
    raise Busy()


def _save(before: Merchant, after: Merchant, by: str, now: datetime, told: dict[str, str] | None = None) -> None:
    """Raises StaleEdit."""
    data = {"status": after.status, "because": after.lost_because} | (told or {})
    fact = MerchantChanged(after.organizer_id or after.account_id, after.account_id, data=data)
    has_changed = (after.status, after.is_payee) != (before.status, before.is_payee)
    commit([edited_merchant(after)], [fact] if has_changed else [], now=now, by=by)
